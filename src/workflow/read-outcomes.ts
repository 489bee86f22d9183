import { didYouMean } from '../diagnostics/suggest.ts';
import { mean } from '../stats/moments.ts';
import type { Path } from '../yaml/read.ts';
import { type Reading, stated } from './reading.ts';
import type { RawStep } from './shape/step.ts';
import type { Outcome } from './spec.ts';

const percent = (share: number): string => `${Number((share * 100).toPrecision(6))} %`;

/** Reports shares that do not sum to 100 %. One that hangs on an assumption leaves the sum open: then one must be the rest. */
const checkSum = (reading: Reading, outcomes: readonly Outcome[], path: Path): void => {
  const stated = outcomes.flatMap(({ share }) => (share === null ? [] : [share.quantity]));
  const known = stated.flatMap((quantity) => (quantity.kind === 'random' ? [mean(quantity.of)] : []));
  const sum = known.reduce((total, share) => total + share, 0);
  const rests = outcomes.length - stated.length;
  const report = (problem: string, label: string): void =>
    reading.problems.error('bad-shares', reading.doc.keySpanOf(path), problem, { label });
  if (rests > 1) report('only one outcome may be the rest', 'give the others their share');
  else if (rests === 1 && sum > 1 + 1e-9)
    report(`the outcomes sum to ${percent(sum)}: nothing is left for the rest`, 'shares sum to 100 %');
  else if (rests === 0 && known.length < stated.length)
    report('a share that nobody knows leaves the others open', 'let one of them be the rest');
  else if (rests === 0 && Math.abs(sum - 1) > 1e-9)
    report(`the outcomes sum to ${percent(sum)}, not 100 %`, 'mend a share, or let one be the rest');
};

/** Returns the outcomes of a step with their shares; `rest` takes what the others leave. */
export const readOutcomes = (reading: Reading, raw: RawStep['outcomes'], path: Path): readonly Outcome[] => {
  const entries = Object.entries(raw ?? {});
  const read = entries.map(([name, share]): Outcome | null => {
    if (name === 'failed')
      reading.problems.error('duplicate-name', reading.doc.keySpanOf([...path, name]), '"failed" is the outcome of a step that failed', {
        label: 'choose another name',
      });
    if (share === 'rest') return { name, share: null };
    const own = stated(reading, share, 'share', [...path, name]);
    return own && { name, share: own };
  });
  const outcomes = read.filter((outcome) => outcome !== null);
  if (entries.length > 0 && outcomes.length === entries.length) checkSum(reading, outcomes, path);
  return outcomes;
};

/** Returns which outcomes end the request at once; one that the step does not have is reported. */
export const readEndings = (reading: Reading, raw: RawStep, path: Path): readonly string[] =>
  (raw.ends_request ?? []).filter((name, index) => {
    const known = Object.keys(raw.outcomes ?? {});
    if (known.includes(name)) return true;
    reading.problems.error(
      'unknown-name',
      reading.doc.spanOf([...path, 'ends_request', index]),
      `this step has no outcome "${name.slice(0, 60)}"`,
      {
        label: known.length === 0 ? 'add outcomes: { blocked: 2%, fine: rest }' : didYouMean(name, known),
        help: known.length > 0 ? [`its outcomes: ${known.join(', ')}`] : [],
      },
    );
    return false;
  });
