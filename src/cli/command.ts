import { Problems } from '../diagnostics/diagnostic.ts';
import { type Opened, openWorkflow } from '../planning/open.ts';
import type { Currency } from '../pricing/currency.ts';
import type { RunSettings } from '../projection/simulate/simulate.ts';
import { buildReport } from '../report/build/build.ts';
import type { Report } from '../report/report.ts';
import type { Spec } from '../workflow/spec.ts';
import { withPlayers } from './players.ts';
import { type Outcome, version } from './process.ts';
import { type CommonOptions, refused } from './refused.ts';
import { requestFor, statedIn, warningsFor } from './request.ts';

/** A workflow that was opened without errors, and what to say about it on stderr. */
export type Ready = { readonly opened: Opened; readonly report: Report; readonly warnings: string };

type Said = { readonly run: RunSettings; readonly settings: readonly string[]; readonly currencies: readonly Currency[] };

const reportOf = (opened: Opened, spec: Spec, { run, settings, currencies }: Said): Report =>
  buildReport({
    version: version(),
    asOf: opened.asOf,
    seed: run.seed,
    runs: run.runs,
    settings,
    currencies: currencies.length > 0 ? currencies : opened.currencies,
    spec,
    forecasts: opened.forecasts,
    inputs: opened.inputs,
    tables: opened.tables,
    diagnostics: opened.problems.list,
  });

/**
 * Opens a workflow for a command, or returns the outcome that reports what is wrong. Currencies that a command states stand in place
 * of those of the project.
 */
export const prepare = async (path: string, options: CommonOptions, currencies: readonly Currency[] = []): Promise<Ready | Outcome> => {
  const problems = new Problems();
  const stated = statedIn(options, problems);
  if (problems.failed) return refused(problems, options);
  const opened = withPlayers(stated.threads, (players) =>
    openWorkflow(requestFor(path, options, { ...stated, run: { ...stated.run, players } })),
  );
  if (opened.problems.failed || opened.spec === undefined) return refused(opened.problems, options);
  const report = reportOf(opened, opened.spec, { run: stated.run, settings: options.set ?? [], currencies });
  return { opened, report, warnings: warningsFor(opened.problems, options) };
};
