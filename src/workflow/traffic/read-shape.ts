import { visibleWithin } from '../../diagnostics/escape.ts';
import { didYouMean } from '../../diagnostics/suggest.ts';
import type { Path } from '../../yaml/read.ts';
import type { Reading } from '../reading.ts';
import { hoursOfWeek, namedShape, SHAPE_NAMES } from './hours.ts';
import type { RawScenario } from './shape.ts';
import type { ShapeSpec } from './spec.ts';
import { readTrace } from './trace.ts';

const readNamed = (reading: Reading, name: string, path: Path): readonly number[] | undefined => {
  const hours = namedShape(name);
  if (hours !== undefined) return hours;
  const guess = didYouMean(name, SHAPE_NAMES);
  return reading.problems.error('unknown-name', reading.doc.spanOf(path), `no shape is called "${visibleWithin(name, 60)}"`, {
    label: guess === '' ? `write ${SHAPE_NAMES.join(', ')} or { hours: […], weekdays: […] }` : guess,
    help: [`shapes: ${SHAPE_NAMES.join(', ')}, { hours: [24 weights], weekdays: [7 weights] }, { trace: file.csv }`],
  });
};

const WANTED = { hours: { count: 24, first: 'from midnight' }, weekdays: { count: 7, first: 'Monday first' } } as const;

const readWeights = (
  reading: Reading,
  weights: readonly number[] | undefined,
  key: keyof typeof WANTED,
  path: Path,
): readonly number[] | undefined => {
  const { count, first } = WANTED[key];
  if (weights === undefined) return Array.from({ length: count }, () => 1);
  const at = reading.doc.keySpanOf([...path, key]);
  if (weights.length !== count)
    return reading.problems.error('bad-value', at, `"${key}" has ${weights.length} weights, not ${count}`, {
      label: `give ${count} weights, ${first}`,
    });
  const negative = weights.findIndex((weight) => weight < 0);
  if (negative !== -1)
    return reading.problems.error('bad-value', reading.doc.spanOf([...path, key, negative]), 'a weight cannot be negative', {
      label: 'zero or more',
    });
  if (weights.every((weight) => weight === 0))
    return reading.problems.error('bad-value', at, `all weights of "${key}" are zero`, { label: 'one at least is above zero' });
  return weights;
};

const readMap = (
  reading: Reading,
  raw: Exclude<RawScenario['shape'], string | undefined>,
  zone: string,
  path: Path,
): readonly number[] | undefined => {
  const { hours, weekdays, trace } = raw;
  if (trace !== undefined) {
    if (hours === undefined && weekdays === undefined) return readTrace(reading, trace, zone, [...path, 'trace']);
    return reading.problems.error('ambiguous', reading.doc.spanOf([...path, 'trace']), 'a trace has hours and weekdays of its own', {
      label: 'remove it, or `hours` and `weekdays`',
    });
  }
  if (hours === undefined && weekdays === undefined)
    return reading.problems.error('missing-key', reading.doc.spanOf(path), 'this shape has no weights', {
      label: 'add hours: [24 weights], weekdays: [7 weights] or trace: file.csv',
    });
  const byHour = readWeights(reading, hours, 'hours', path);
  const byDay = readWeights(reading, weekdays, 'weekdays', path);
  return byHour && byDay && hoursOfWeek(byHour, byDay);
};

const textOf = (raw: Exclude<RawScenario['shape'], undefined>): string => {
  if (typeof raw === 'string') return raw;
  return raw.trace === undefined ? 'stated weights' : `trace ${visibleWithin(raw.trace, 60)}`;
};

/** Returns how requests spread over the week in a zone's hours; null where nothing is stated, or after a problem. */
export const readShape = (reading: Reading, raw: RawScenario['shape'], zone: string, path: Path): ShapeSpec | null => {
  if (raw === undefined) return null;
  const hours = typeof raw === 'string' ? readNamed(reading, raw, path) : readMap(reading, raw, zone, path);
  return hours === undefined ? null : { hours, text: textOf(raw), at: reading.doc.spanOf(path) };
};
