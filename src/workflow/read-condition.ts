import { readScalar } from '../quantity/scalar.ts';
import { clamped } from '../stats/distribution.ts';
import { mean } from '../stats/moments.ts';
import type { Path } from '../yaml/read.ts';
import { type Reading, stated } from './reading.ts';
import type { RawStep } from './shape.ts';
import type { Condition, Outcome, OutcomeRef, Stated } from './spec.ts';

const OUTCOME = /^([a-z][a-z0-9_-]*)\.([a-z][a-z0-9_-]*)$/;

const readRef = (reading: Reading, text: string, path: Path): OutcomeRef | undefined => {
  const at = reading.doc.spanOf(path);
  const match = OUTCOME.exec(text);
  if (match) return { step: match[1] ?? '', outcome: match[2] ?? '', at };
  return reading.problems.error('bad-value', at, `"${text.slice(0, 60)}" is no outcome of a step`, { label: 'write step.outcome' });
};

/** Returns when a step runs: null for always. */
export const readCondition = (reading: Reading, raw: RawStep['when'], path: Path): Condition | null => {
  if (raw === undefined) return null;
  if (Array.isArray(raw)) {
    if (raw.length === 0)
      reading.problems.error('bad-value', reading.doc.spanOf(path), 'no outcome is named: the step would never run', {
        label: 'name one, or remove `when`',
      });
    const refs = raw.map((text, index) => readRef(reading, text, [...path, index])).filter((ref) => ref !== undefined);
    return { kind: 'any', of: refs };
  }
  if (typeof raw === 'object') {
    const what = Object.keys(raw).slice(0, 3).join(', ');
    reading.problems.error('not-computed-yet', reading.doc.spanOf(path), `"when" with ${what} is not computed yet by this version`, {
      label: 'write an outcome, a list of outcomes or a probability',
    });
    return null;
  }
  if (raw === 'first_turn' || raw === 'last_turn') {
    reading.problems.error('not-computed-yet', reading.doc.spanOf(path), `"${raw}" is not computed yet by this version`, {
      label: 'sessions come later',
    });
    return null;
  }
  if (typeof raw === 'string' && /^[a-z]/.test(raw)) {
    const ref = readRef(reading, raw, path);
    return ref === undefined ? null : { kind: 'any', of: [ref] };
  }
  const share = stated(reading, raw, 'share', path);
  return share === null ? null : { kind: 'chance', share };
};

/** Returns the mean of a share that an author stated; the closed form needs no more, since each run draws it anew. */
export const meanShare = (share: Stated | null): number => {
  if (share === null || share.quantity.kind !== 'random') return 0;
  return mean(clamped(share.quantity.of, 0, 1));
};

/** Returns the outcomes of a step with their probabilities; `rest` takes what the others leave. */
export const readOutcomes = (reading: Reading, raw: RawStep['outcomes'], path: Path): readonly Outcome[] => {
  const entries = Object.entries(raw ?? {});
  if (entries.length === 0) return [];
  const shares = entries.map(([name, share]) => {
    const at = reading.doc.spanOf([...path, name]);
    if (name === 'failed')
      reading.problems.error('duplicate-name', reading.doc.keySpanOf([...path, name]), '"failed" is the outcome of a step that failed', {
        label: 'choose another name',
      });
    if (share === 'rest') return null;
    const scalar = readScalar(share, 'share');
    if ('value' in scalar) return scalar.value;
    reading.problems.error('bad-quantity', at, scalar.problem, { label: scalar.label });
    return Number.NaN;
  });
  if (shares.some((share) => Number.isNaN(share))) return [];
  const rests = shares.filter((share) => share === null).length;
  const sum = shares.reduce<number>((total, share) => total + (share ?? 0), 0);
  const percent = `${Number((sum * 100).toPrecision(6))} %`;
  const at = reading.doc.keySpanOf(path);
  if (rests > 1) reading.problems.error('bad-shares', at, 'only one outcome may be the rest', { label: 'give the others their share' });
  else if (rests === 1 && sum > 1 + 1e-9)
    reading.problems.error('bad-shares', at, `the outcomes sum to ${percent}: nothing is left for the rest`, {
      label: 'shares sum to 100 %',
    });
  else if (rests === 0 && Math.abs(sum - 1) > 1e-9)
    reading.problems.error('bad-shares', at, `the outcomes sum to ${percent}, not 100 %`, {
      label: 'mend a share, or let one be the rest',
    });
  return entries.map(([name], index) => ({ name, share: shares[index] ?? Math.max(0, 1 - sum) }));
};
