import type { Problems } from '../diagnostics/diagnostic.ts';
import { visibleWithin } from '../diagnostics/escape.ts';
import { DEFAULT_RUN } from '../projection/default-run.ts';
import type { RunSettings } from '../projection/simulate/simulate.ts';

type Range = { readonly least: number; readonly greatest: number; readonly otherwise: number };

const SEED: Range = { least: 0, greatest: 4_294_967_295, otherwise: DEFAULT_RUN.seed };

/** Below a hundred runs no percentile means anything; ten million take minutes. */
const RUNS: Range = { least: 100, greatest: 10_000_000, otherwise: DEFAULT_RUN.runs };

/** Returns the whole number of an option, or its default; what is out of range is reported. */
export const wholeOption = (option: string, text: string | undefined, range: Range, problems: Problems): number => {
  if (text === undefined) return range.otherwise;
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= range.least && value <= range.greatest) return value;
  const [least, greatest] = [range.least, range.greatest].map((end) => end.toLocaleString('en-US'));
  problems.error('options', null, `${option} "${visibleWithin(text, 40)}" is not a whole number from ${least} to ${greatest}`, {
    help: [`without it ${option} is ${range.otherwise}`],
  });
  return range.otherwise;
};

/** Returns the seed and the number of runs that the command line states, or their defaults; what is out of range is reported. */
export const runSettings = (options: { readonly seed?: string; readonly runs?: string }, problems: Problems): RunSettings => ({
  seed: wholeOption('--seed', options.seed, SEED, problems),
  runs: wholeOption('--runs', options.runs, RUNS, problems),
});
