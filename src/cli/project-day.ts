import type { Problems } from '../diagnostics/diagnostic.ts';
import { placeOf } from '../io/disk.ts';
import type { Day } from '../pricing/day.ts';
import { statedDay, today } from './day.ts';

/** Returns the day of the command line, the environment, the project around the current folder or today, whoever says it first. */
export const dayHere = async (options: { readonly asOf?: string }, problems: Problems): Promise<Day> => {
  const stated = statedDay(options, problems);
  const cwd = process.cwd();
  if (stated !== null || placeOf(cwd, '.').config === null) return stated ?? today();
  const { projectAround } = await import('../planning/project.ts');
  return projectAround(cwd, problems)?.asOf ?? today();
};
