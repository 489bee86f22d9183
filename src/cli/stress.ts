import { runStresses, type StressResult } from '../analysis/stress/run.ts';
import { Problems } from '../diagnostics/diagnostic.ts';
import { beginVariant } from '../planning/variants.ts';
import { toJson } from '../report/json.ts';
import { buildStress } from '../report/stress/build.ts';
import { stressCsv } from '../report/stress/csv.ts';
import { stressMarkdown } from '../report/stress/markdown.ts';
import type { StressReport } from '../report/stress/report.ts';
import { stressText } from '../report/stress/text.ts';
import type { PlanFormat } from './choices.ts';
import { EXIT, type Outcome } from './process.ts';
import { type ReadyProject, readyProject, withThreads } from './ready-project.ts';
import { type CommonOptions, refused } from './refused.ts';
import { shareProgress } from './share-progress.ts';
import { colourOn, columnsOfOutput, painter } from './terminal.ts';

type StressOptions = CommonOptions & { readonly format?: PlanFormat };

const printed = (report: StressReport, path: string, { format = 'text', color }: StressOptions): string => {
  switch (format) {
    case 'text':
      return stressText(report, { width: columnsOfOutput(), paint: painter(colourOn(process.stdout, color)), path });
    case 'json':
      return toJson(report);
    case 'markdown':
      return stressMarkdown(report);
    case 'csv':
      return stressCsv(report);
    default:
      return format satisfies never;
  }
};

/** The named scenarios under stress, else the base; problems where one of them cannot be planned as it stands. */
const resultsOf = ({ project, workflow, catalogue }: ReadyProject, options: StressOptions): readonly StressResult[] | Problems => {
  const scenarios = (options.scenario ?? []).length > 0 ? project.scenarios : project.scenarios.slice(0, 1);
  const progress = shareProgress(options);
  const results: StressResult[] = [];
  for (const [index, scenario] of scenarios.entries()) {
    const calm = { spec: workflow.spec, scenario };
    const problems = new Problems();
    const tell = (share: number): void => progress.tell((index + share) / scenarios.length);
    const result = runStresses(calm, catalogue, (variant) => beginVariant(project, variant), tell);
    if (result !== undefined) results.push(result);
    else if (beginVariant(project, calm, problems) === undefined) {
      progress.clear();
      return problems;
    }
  }
  progress.clear();
  return results;
};

/** A workflow under stress, and what to say about it on stderr. */
type Stressed = { readonly report: StressReport; readonly warnings: string };

/** Returns the named scenarios under stress, else the base; or the outcome that reports what is wrong. */
export const stressed = (path: string, options: CommonOptions): Stressed | Outcome => {
  const ready = readyProject(path, options);
  if ('code' in ready) return ready;
  const results = withThreads(ready, (threaded) => resultsOf(threaded, options));
  if (results instanceof Problems) return refused(results, options);
  return { report: buildStress(ready.facts, results), warnings: ready.warnings };
};

/** `outlay stress`: a workflow under each failure that it can meet, against the calm scenario. */
export const stress = (path: string, options: StressOptions): Outcome => {
  const found = stressed(path, options);
  return 'code' in found ? found : { stdout: printed(found.report, path, options), stderr: found.warnings, code: EXIT.ok };
};
