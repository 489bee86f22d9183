import { Problems } from '../diagnostics/diagnostic.ts';
import { visibleWithin } from '../diagnostics/escape.ts';
import { renderDiagnostics } from '../diagnostics/render.ts';
import { type Opened, openWorkflow } from '../planning/open.ts';
import { type Day, parseDay } from '../pricing/day.ts';
import { buildReport } from '../report/build.ts';
import type { Report } from '../report/report.ts';
import type { Spec } from '../workflow/spec.ts';
import { EXIT, type Outcome, version } from './process.ts';
import { type RunSettings, runSettings } from './run-settings.ts';
import { colourOn, painter } from './terminal.ts';

/** The common options as commander hands them over. */
export type CommonOptions = {
  readonly scenario?: readonly string[];
  readonly asOf?: string;
  readonly pricing?: string;
  readonly traffic?: string;
  readonly set?: readonly string[];
  readonly seed?: string;
  readonly runs?: string;
  readonly color?: boolean;
  readonly quiet?: boolean;
};

/** A workflow that was opened without errors, and what to say about it on stderr. */
export type Ready = { readonly opened: Opened; readonly report: Report; readonly warnings: string };

const today = (): Day => Math.floor(Date.now() / 86_400_000);

/** Returns the outcome of a command that cannot go on: all problems, and exit code 2. */
export const refused = (problems: Problems, options: CommonOptions): Outcome => ({
  stdout: '',
  stderr: `${renderDiagnostics(problems.list, painter(colourOn(process.stderr, options.color)))}\n`,
  code: EXIT.unusable,
});

/** The day that the command line or the environment states; null leaves it to the project. */
const statedDay = (options: CommonOptions, problems: Problems): Day | null => {
  const { OUTLAY_AS_OF } = process.env;
  const [from, text] = options.asOf === undefined ? ['OUTLAY_AS_OF', OUTLAY_AS_OF || undefined] : ['--as-of', options.asOf];
  if (text === undefined) return null;
  const day = parseDay(text);
  if (day === undefined)
    problems.error('options', null, `${from} "${visibleWithin(text, 40)}" is not a date`, {
      help: ['write YYYY-MM-DD, a day that exists'],
    });
  return day ?? null;
};

const reportOf = (opened: Opened, spec: Spec, run: RunSettings, settings: readonly string[]): Report =>
  buildReport({
    version: version(),
    asOf: opened.asOf,
    seed: run.seed,
    runs: run.runs,
    settings,
    spec,
    projections: opened.projections,
    inputs: opened.inputs,
    tables: opened.tables,
    diagnostics: opened.problems.list,
  });

/** Opens a workflow for a command, or returns the outcome that reports what is wrong. */
export const prepare = async (path: string, options: CommonOptions): Promise<Ready | Outcome> => {
  const problems = new Problems();
  const asOf = statedDay(options, problems);
  const run = runSettings(options, problems);
  if (problems.failed) return refused(problems, options);
  const opened = await openWorkflow({
    cwd: process.cwd(),
    path,
    pricing: options.pricing ?? null,
    scenarios: options.scenario ?? [],
    traffic: options.traffic ?? null,
    settings: options.set ?? [],
    asOf,
    today: today(),
  });
  if (opened.problems.failed || opened.spec === undefined) return refused(opened.problems, options);
  const report = reportOf(opened, opened.spec, run, options.set ?? []);
  const warnings = options.quiet ? '' : renderDiagnostics(opened.problems.list, painter(colourOn(process.stderr, options.color)));
  return { opened, report, warnings: warnings === '' ? '' : `${warnings}\n\n` };
};
