import type { Problems } from '../diagnostics/diagnostic.ts';
import { visibleWithin } from '../diagnostics/escape.ts';
import type { Span } from '../diagnostics/source.ts';
import { readQuantity } from '../quantity/read.ts';
import { readScalar, type Unit } from '../quantity/scalar.ts';
import type { RawQuantity } from '../quantity/shape.ts';
import type { Distribution } from '../stats/distribution.ts';
import type { Path, YamlDocument } from '../yaml/read.ts';
import { type Day, parseDay } from './day.ts';

/** `whole` is false where parts of the file had to go: what is missing then may be among them. */
export type Reading = { readonly doc: YamlDocument; readonly problems: Problems; readonly whole: boolean };

/** Returns a figure in the unit's own measure, or null after reporting what is wrong with it; null where it is not given. */
export const number = (reading: Reading, raw: number | string | undefined, path: Path, unit: Unit): number | null => {
  if (raw === undefined) return null;
  const scalar = readScalar(raw, unit);
  if ('value' in scalar) return scalar.value;
  reading.problems.error('bad-quantity', reading.doc.spanOf(path), scalar.problem, { label: scalar.label });
  return null;
};

/** Returns a distribution, or null after reporting what is wrong with it. A table has no inputs to refer to. */
export const distribution = (reading: Reading, raw: RawQuantity, path: Path, unit: Unit): Distribution | null => {
  const refuse = (at: Path, problem: string, label: string): undefined =>
    reading.problems.error('bad-quantity', reading.doc.spanOf([...path, ...at]), problem, { label });
  const quantity = readQuantity(raw, unit, refuse);
  if (quantity === undefined) return null;
  if (quantity.kind === 'random') return quantity.of;
  refuse([], 'a price table holds no references to workflows', 'write a number, a range, or percentiles');
  return null;
};

/** Returns a day, or null after reporting that a text is none; null where it is not given. */
export const day = (reading: Reading, raw: string | undefined, path: Path): Day | null => {
  if (raw === undefined) return null;
  const parsed = parseDay(raw);
  if (parsed !== undefined) return parsed;
  reading.problems.error('bad-date', reading.doc.spanOf(path), `"${raw.slice(0, 40)}" is not a date`, {
    label: 'write YYYY-MM-DD, a day that exists',
  });
  return null;
};

const TIME_TO_LIVE = /^[1-9]\d*[smh]$/;

/** Reports a time to live that is none. */
export const checkTimeToLive = (reading: Reading, ttl: string, span: Span): void => {
  if (TIME_TO_LIVE.test(ttl)) return;
  reading.problems.error('bad-value', span, `"${visibleWithin(ttl, 40)}" is not a time to live`, { label: 'write 30s, 5m, 1h or 12h' });
};

/** Batch is 50% and the fastest tier 600%: beyond 20 a factor is a percentage without its sign. */
const GREATEST_FACTOR = 20;

/** Returns a factor on prices, or 1 after reporting what is wrong with it. */
export const priceFactor = (reading: Reading, raw: number | string, path: Path): number => {
  const factor = number(reading, raw, path, 'factor') ?? 1;
  if (factor > GREATEST_FACTOR) {
    const label =
      String(raw).includes('%') || factor > 100 * GREATEST_FACTOR ? 'write a factor as 1.5 or 150%' : `did you mean ${factor}%?`;
    reading.problems.error('bad-quantity', reading.doc.spanOf(path), `${raw} is more than ${GREATEST_FACTOR} times the price`, {
      label,
    });
  }
  return factor;
};
