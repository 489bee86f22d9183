import type { Path } from '../../yaml/read.ts';
import { type Reading, scalarAt } from '../reading.ts';
import { HOURS_PER_MONTH } from './period.ts';
import { readChange, readNumber } from './read-numbers.ts';
import type { RawFault } from './shape.ts';
import type { FaultSpec } from './spec.ts';

/** The key that says what a fault is. */
const KINDS = ['outage', 'errors', 'invalid', 'slow', 'output', 'input', 'runaway', 'cache', 'price'] as const;

type Kind = (typeof KINDS)[number];
/** What a kind of fault has beside its place and target. */
type Own = FaultSpec extends infer Fault ? (Fault extends FaultSpec ? Omit<Fault, 'at' | 'text' | 'target'> : never) : never;

const kindOf = (reading: Reading, raw: RawFault, path: Path): Kind | undefined => {
  const given = KINDS.filter((kind) => raw[kind] !== undefined);
  const [kind, other] = given;
  if (kind === undefined)
    return reading.problems.error('missing-key', reading.doc.spanOf(path), 'this fault does not say what fails', {
      label: `add one of ${KINDS.join(', ')}`,
    });
  if (other !== undefined)
    return reading.problems.error('ambiguous', reading.doc.keySpanOf([...path, other]), `this fault is both ${kind} and ${other}`, {
      label: 'write two faults',
    });
  if (raw.hours !== undefined && kind !== 'outage')
    return reading.problems.error('ambiguous', reading.doc.keySpanOf([...path, 'hours']), `"hours" does not belong to "${kind}"`, {
      label: 'only an outage lasts so many hours',
    });
  return kind;
};

/** `hours: 4 per month` is a share of 4 ÷ 730 of the requests. */
const readOutage = (reading: Reading, raw: RawFault, path: Path): Own | undefined => {
  const at = reading.doc.spanOf([...path, 'hours']);
  if (raw.target !== undefined)
    return reading.problems.error('ambiguous', reading.doc.keySpanOf([...path, 'target']), 'an outage names its provider already', {
      label: 'remove `target`',
    });
  if (raw.hours === undefined)
    return reading.problems.error('missing-key', reading.doc.spanOf(path), 'this outage does not say how long it lasts', {
      label: 'add hours: 4 per month',
    });
  const match = /^(\S+)\s*h?\s+per\s+month$/.exec(String(raw.hours).trim());
  if (match?.[1] === undefined)
    return reading.problems.error('bad-quantity', at, `"${String(raw.hours).slice(0, 40)}" does not say per what`, {
      label: 'write 4 per month',
    });
  const hours = scalarAt(reading, match[1].replace(/h$/, ''), 'count', [...path, 'hours']);
  if (hours === null) return undefined;
  if (hours > HOURS_PER_MONTH)
    return reading.problems.error('bad-value', at, `a month has ${HOURS_PER_MONTH} hours`, {
      label: `at most ${HOURS_PER_MONTH} per month`,
    });
  return {
    kind: 'outage',
    provider: { name: raw.outage ?? '', at: reading.doc.spanOf([...path, 'outage']) },
    share: hours / HOURS_PER_MONTH,
  };
};

const readOwn = (reading: Reading, raw: RawFault, kind: Kind, path: Path): Own | undefined => {
  switch (kind) {
    case 'outage':
      return readOutage(reading, raw, path);
    case 'cache':
      return { kind: 'cold' };
    case 'errors':
    case 'invalid':
    case 'runaway': {
      const share = scalarAt(reading, raw[kind], 'share', [...path, kind]);
      return share === null ? undefined : { kind, share };
    }
    case 'slow':
    case 'output':
    case 'input': {
      const factor = readNumber(reading, raw[kind], 'factor', [...path, kind]);
      return factor === null ? undefined : { kind, factor: factor.value };
    }
    case 'price': {
      const factor = readChange(reading, raw.price ?? '', [...path, kind]);
      return factor === undefined ? undefined : { kind, factor };
    }
    default:
      return kind satisfies never;
  }
};

const textOf = (raw: RawFault): string =>
  Object.entries(raw)
    .map(([key, value]) => `${key} ${value}`)
    .join(', ');

/** Returns the faults of a scenario. */
export const readFaults = (reading: Reading, raw: readonly RawFault[] | undefined, path: Path): readonly FaultSpec[] =>
  (raw ?? []).flatMap((fault, index): readonly FaultSpec[] => {
    const own = [...path, index];
    const kind = kindOf(reading, fault, own);
    const read = kind && readOwn(reading, fault, kind, own);
    if (read === undefined) return [];
    const target = fault.target === undefined ? null : { name: fault.target, at: reading.doc.spanOf([...own, 'target']) };
    return [{ ...read, at: reading.doc.spanOf(own), text: textOf(fault), target }];
  });
