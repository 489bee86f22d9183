import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import type { Problems } from '../diagnostics/diagnostic.ts';
import { rootOf } from '../io/root.ts';
import type { Day } from '../pricing/day.ts';
import { statedDay, today } from './day.ts';

/** Returns the day of the command line, the environment, the project around the current folder or today, whoever says it first. */
export const dayHere = async (options: { readonly asOf?: string }, problems: Problems): Promise<Day> => {
  const stated = statedDay(options, problems);
  const cwd = process.cwd();
  if (stated !== null || lstatSync(join(rootOf(cwd), 'outlay.yaml'), { throwIfNoEntry: false }) === undefined) return stated ?? today();
  const { projectAround } = await import('../planning/project.ts');
  return projectAround(cwd, problems)?.asOf ?? today();
};
