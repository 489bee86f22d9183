import { optionAxes } from '../analysis/optimize/axes.ts';
import { runOptimization } from '../analysis/optimize/run.ts';
import { Problems } from '../diagnostics/diagnostic.ts';
import { beginVariant } from '../planning/variants.ts';
import { buildCompare, type Compared } from '../report/compare/build.ts';
import type { PlanFormat } from './choices.ts';
import { withNamedModels } from './named-models.ts';
import { printedComparison } from './printed-comparison.ts';
import { EXIT, type Outcome } from './process.ts';
import { type ReadyProject, readyProject, withThreads } from './ready-project.ts';
import { type CommonOptions, refused } from './refused.ts';
import { shareProgress } from './share-progress.ts';

type OptimizeOptions = CommonOptions & { readonly format?: PlanFormat; readonly model?: readonly string[] };

/** The named scenarios, else the base; problems where one of them cannot be planned as it stands. */
const optimized = ({ project, workflow, catalogue }: ReadyProject, options: OptimizeOptions): readonly Compared[] | Problems => {
  const scenarios = (options.scenario ?? []).length > 0 ? project.scenarios : project.scenarios.slice(0, 1);
  const axes = optionAxes(catalogue, workflow.spec);
  const progress = shareProgress(options);
  const compared: Compared[] = [];
  for (const [index, scenario] of scenarios.entries()) {
    const base = { spec: workflow.spec, scenario };
    const problems = new Problems();
    const tell = (share: number): void => progress.tell((index + share) / scenarios.length);
    const comparison = runOptimization(base, axes, (variant) => beginVariant(project, variant), tell);
    if (comparison !== undefined) compared.push({ comparison, axes });
    else if (beginVariant(project, base, problems) === undefined) {
      progress.clear();
      return problems;
    }
  }
  progress.clear();
  return compared;
};

/** `outlay optimize`: the combinations of candidates, caching and tiers that no other beats on cost and latency. */
export const optimize = (path: string, options: OptimizeOptions): Outcome => {
  const ready = readyProject(path, options, (spec, found) => withNamedModels(spec, options.model ?? [], found));
  if ('code' in ready) return ready;
  if (optionAxes(ready.catalogue, ready.workflow.spec).length === 0) {
    const problems = new Problems();
    problems.error('options', null, 'nothing to choose: no step has candidates, a cache or a tier that could be another', {
      help: ['name models: --model answer=anthropic/claude-sonnet-5,openai/gpt-6.1-terra'],
    });
    return refused(problems, options);
  }
  const compared = withThreads(ready, (threaded) => optimized(threaded, options));
  if (compared instanceof Problems) return refused(compared, options);
  const report = buildCompare(ready.facts, compared, { command: 'optimize', sort: 'cost' });
  return { stdout: printedComparison(report, path, options), stderr: ready.warnings, code: EXIT.ok };
};
