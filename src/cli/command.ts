import { Problems } from '../diagnostics/diagnostic.ts';
import { renderDiagnostics } from '../diagnostics/render.ts';
import { type Opened, openWorkflow } from '../planning/open.ts';
import type { RunSettings } from '../projection/forecast.ts';
import { buildReport } from '../report/build/build.ts';
import type { Report } from '../report/report.ts';
import type { Spec } from '../workflow/spec.ts';
import { statedDay, today } from './day.ts';
import { type Outcome, version } from './process.ts';
import { type CommonOptions, refused } from './refused.ts';
import { runSettings } from './run-settings.ts';
import { colourOn, painter } from './terminal.ts';

/** A workflow that was opened without errors, and what to say about it on stderr. */
export type Ready = { readonly opened: Opened; readonly report: Report; readonly warnings: string };

const reportOf = (opened: Opened, spec: Spec, run: RunSettings, settings: readonly string[]): Report =>
  buildReport({
    version: version(),
    asOf: opened.asOf,
    seed: run.seed,
    runs: run.runs,
    settings,
    spec,
    forecasts: opened.forecasts,
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
  const opened = openWorkflow({
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
  if (opened.problems.failed || opened.spec === undefined) return refused(opened.problems, options);
  const report = reportOf(opened, opened.spec, run, options.set ?? []);
  const warnings = options.quiet ? '' : renderDiagnostics(opened.problems.list, painter(colourOn(process.stderr, options.color)));
  return { opened, report, warnings: warnings === '' ? '' : `${warnings}\n\n` };
};
