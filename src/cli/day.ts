import type { Problems } from '../diagnostics/diagnostic.ts';
import { visibleWithin } from '../diagnostics/escape.ts';
import { type Day, parseDay } from '../pricing/day.ts';

/** Returns the day in UTC. */
export const today = (): Day => Math.floor(Date.now() / 86_400_000);

/** Returns the day that the command line or else the environment states; null leaves it to the project. */
export const statedDay = (options: { readonly asOf?: string }, problems: Problems): Day | null => {
  const { OUTLAY_AS_OF } = process.env;
  const [from, text] = options.asOf === undefined ? ['OUTLAY_AS_OF', OUTLAY_AS_OF || undefined] : ['--as-of', options.asOf];
  if (text === undefined) return null;
  const day = parseDay(text);
  if (day === undefined) {
    problems.error('options', null, `${from} "${visibleWithin(text, 40)}" is not a date`, {
      help: ['write YYYY-MM-DD, a day that exists'],
    });
  }
  return day ?? null;
};
