import type { Problems } from '../diagnostics/diagnostic.ts';
import { renderDiagnostics } from '../diagnostics/render.ts';
import type { Request } from '../planning/request.ts';
import type { Day } from '../pricing/day.ts';
import type { RunSettings } from '../projection/simulate/simulate.ts';
import { statedDay, today } from './day.ts';
import { statedThreads } from './players.ts';
import type { CommonOptions } from './refused.ts';
import { runSettings } from './run-settings.ts';
import { colourOn, painter } from './terminal.ts';

/** What common options say beside a path that has to be read first. */
export type Stated = { readonly asOf: Day | null; readonly run: RunSettings; readonly threads: number };

/** Returns the day, the runs and the threads that the command line and the environment state; what is wrong with them is reported. */
export const statedIn = (options: CommonOptions, problems: Problems): Stated => ({
  asOf: statedDay(options, problems),
  run: runSettings(options, problems),
  threads: statedThreads(problems),
});

/** Returns what a command asks for when it opens a path. */
export const requestFor = (path: string, options: CommonOptions, { asOf, run }: Omit<Stated, 'threads'>): Request => ({
  cwd: process.cwd(),
  path,
  pricing: options.pricing ?? null,
  scenarios: options.scenario ?? [],
  traffic: options.traffic ?? null,
  settings: options.set ?? [],
  asOf,
  today: today(),
  run,
});

/** Returns warnings for stderr, an empty line behind them; nothing with `--quiet`. */
export const warningsFor = ({ list }: Problems, { quiet, color }: CommonOptions): string =>
  quiet || list.length === 0 ? '' : `${renderDiagnostics(list, painter(colourOn(process.stderr, color)))}\n\n`;
