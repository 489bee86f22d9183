import { Problems } from '../diagnostics/diagnostic.ts';
import { renderDiagnostics } from '../diagnostics/render.ts';
import { type Opened, openWorkflow } from '../planning/open.ts';
import { type Day, parseDay } from '../pricing/day.ts';
import { buildReport } from '../report/build.ts';
import type { Report } from '../report/report.ts';
import { EXIT, type Outcome, version } from './process.ts';
import { colourOn, painter } from './terminal.ts';

/** The common options as commander hands them over. */
export type CommonOptions = {
  readonly scenario?: readonly string[];
  readonly asOf?: string;
  readonly pricing?: string;
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

/** Returns the day of --as-of, or today; undefined where it is no date. */
export const dateOf = (options: CommonOptions, problems: Problems): Day | undefined => {
  if (options.asOf === undefined) return today();
  const day = parseDay(options.asOf);
  return (
    day ?? problems.error('options', null, `--as-of "${options.asOf}" is not a date`, { help: ['write YYYY-MM-DD, a day that exists'] })
  );
};

/** Opens a workflow for a command, or returns the outcome that reports what is wrong. */
export const prepare = async (path: string, options: CommonOptions): Promise<Ready | Outcome> => {
  const problems = new Problems();
  const asOf = dateOf(options, problems);
  if (asOf === undefined) return refused(problems, options);
  const opened = await openWorkflow({
    cwd: process.cwd(),
    path,
    pricing: options.pricing ?? null,
    scenarios: options.scenario ?? [],
    asOf,
  });
  if (opened.problems.failed || opened.spec === undefined) return refused(opened.problems, options);
  const { spec, projections, inputs, tables } = opened;
  const report = buildReport({ version: version(), asOf, spec, projections, inputs, tables, diagnostics: opened.problems.list });
  const warnings = options.quiet ? '' : renderDiagnostics(opened.problems.list, painter(colourOn(process.stderr, options.color)));
  return { opened, report, warnings: warnings === '' ? '' : `${warnings}\n\n` };
};
