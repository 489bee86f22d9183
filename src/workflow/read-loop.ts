import type { Path } from '../yaml/read.ts';
import { readOutcomeRef } from './read-condition.ts';
import { namesAt, type Reading, scalarAt, stated } from './reading.ts';
import type { RawCompact } from './shape/loop.ts';
import type { RawStep } from './shape/step.ts';
import type { CarrySpec, CompactSpec, ForEach, OutcomeRef, Repeat } from './spec.ts';

/** Returns when carried text is written anew, shorter, and by which model. */
export const readCompact = (reading: Reading, raw: RawCompact | undefined, path: Path): CompactSpec | null => {
  if (raw === undefined) return null;
  const over = scalarAt(reading, raw.over, 'tokens', [...path, 'over']);
  const to = stated(reading, raw.to, 'tokens', [...path, 'to']);
  if (over === null || to === null) return null;
  const model = raw.model === undefined ? null : { name: raw.model, at: reading.doc.spanOf([...path, 'model']) };
  return { over, to, model, at: reading.doc.spanOf(path) };
};

const readUntil = (reading: Reading, raw: string | readonly string[], path: Path): readonly OutcomeRef[] => {
  const refs =
    typeof raw === 'string' ? [readOutcomeRef(reading, raw, path)] : raw.map((one, i) => readOutcomeRef(reading, one, [...path, i]));
  if (refs.length === 0)
    reading.problems.error('bad-value', reading.doc.spanOf(path), 'no outcome is named: the loop would only end at its max', {
      label: 'name one: until: judge.pass',
    });
  return refs.filter((ref) => ref !== undefined);
};

const WAYS = ['times', 'continue', 'until'] as const;

/** Returns how often a step runs in sequence, null for once. */
export const readRepeat = (reading: Reading, raw: RawStep['repeat'], path: Path): Repeat | null => {
  if (raw === undefined) return null;
  const { times, max = null } = raw;
  const given = WAYS.filter((way) => raw[way] !== undefined);
  if (given.length !== 1) {
    reading.problems.error(
      'ambiguous',
      reading.doc.spanOf(path),
      'a loop says one of: how often it runs, how likely it goes on, until when',
      {
        label: 'write { times: 3 }, { continue: 75%, max: 12 } or { until: judge.pass, max: 4 }',
      },
    );
    return null;
  }
  if (times !== undefined) {
    if (max !== null)
      reading.problems.error('ambiguous', reading.doc.keySpanOf([...path, 'max']), '"max" goes with "continue" and "until"', {
        label: 'write times: { …, max: 12 }',
      });
    const rounds = stated(reading, times, 'count', [...path, 'times']);
    return rounds && { kind: 'times', times: rounds };
  }
  if (raw.until !== undefined)
    return { kind: 'until', until: readUntil(reading, raw.until, [...path, 'until']), max, at: reading.doc.spanOf(path) };
  const share = stated(reading, raw.continue, 'share', [...path, 'continue']);
  return share && { kind: 'continue', share, max };
};

/** Returns what rounds add to the prompts of later ones, null for nothing. */
export const readCarry = (reading: Reading, raw: RawStep, path: Path): CarrySpec | null => {
  const { carry } = raw;
  if (carry === undefined || carry === false) return null;
  const own: Path = [...path, 'carry'];
  const at = reading.doc.keySpanOf(own);
  if (raw.repeat === undefined) {
    reading.problems.error('missing-key', at, 'a step carries from round to round, and this one has no rounds', {
      label: 'add repeat: { times: 3 }',
    });
    return null;
  }
  const plain = { reasoning: false, last: null, compact: null, at };
  if (carry === true) return { ...plain, steps: 'all' };
  if (Array.isArray(carry)) return { ...plain, steps: namesAt(reading, carry, own) };
  const { steps = true, reasoning = false, last = null, compact } = carry as Exclude<typeof carry, readonly string[]>;
  const named = typeof steps === 'boolean' ? null : namesAt(reading, steps, [...own, 'steps']);
  return {
    steps: named ?? (steps === true ? 'all' : []),
    reasoning,
    last,
    compact: readCompact(reading, compact, [...own, 'compact']),
    at,
  };
};

const readChunks = (reading: Reading, raw: NonNullable<RawStep['for_each']>, path: Path): ForEach | null => {
  const at = reading.doc.keySpanOf(path);
  const size = scalarAt(reading, raw.size, 'tokens', [...path, 'size']);
  const overlap = scalarAt(reading, raw.overlap, 'tokens', [...path, 'overlap']) ?? 0;
  if (raw.size === undefined)
    reading.problems.error('missing-key', at, 'chunks_of does not say how long a chunk is', { label: 'add size: 1200' });
  if (size === null) return null;
  if (overlap >= size) {
    reading.problems.error(
      'bad-value',
      reading.doc.spanOf([...path, raw.overlap === undefined ? 'size' : 'overlap']),
      'a chunk must be longer than its overlap',
      {
        label: 'the document would never end',
      },
    );
    return null;
  }
  const document = { name: raw.chunks_of ?? '', at: reading.doc.spanOf([...path, 'chunks_of']) };
  return { kind: 'chunks', document, size, overlap, parallel: raw.parallel ?? null };
};

/** Returns over which items a step runs, null where it runs for the request as a whole. */
export const readForEach = (reading: Reading, raw: RawStep['for_each'], path: Path): ForEach | null => {
  if (raw === undefined) return null;
  if ((raw.items === undefined) === (raw.chunks_of === undefined)) {
    reading.problems.error(
      raw.items === undefined ? 'missing-key' : 'ambiguous',
      reading.doc.keySpanOf(path),
      'for_each says over how many items, or what it cuts into chunks',
      {
        label: 'write items: 5, or chunks_of: document, size: 1200',
      },
    );
    return null;
  }
  if (raw.chunks_of !== undefined) return readChunks(reading, raw, path);
  for (const key of ['size', 'overlap'] as const)
    if (raw[key] !== undefined)
      reading.problems.error('wrong-step', reading.doc.keySpanOf([...path, key]), `"${key}" belongs to chunks_of`, { label: 'remove it' });
  const items = stated(reading, raw.items, 'count', [...path, 'items']);
  return items && { kind: 'items', items, parallel: raw.parallel ?? null };
};
