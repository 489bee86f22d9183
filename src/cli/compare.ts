import { MEASURES } from '../analysis/compare/beaten.ts';
import { type Axis, candidateAxes, combinationsOf, countOf } from '../analysis/compare/choice.ts';
import { runComparison, type Sort } from '../analysis/compare/run.ts';
import { Problems } from '../diagnostics/diagnostic.ts';
import { beginVariant } from '../planning/variants.ts';
import { buildCompare, type Compared } from '../report/compare/build.ts';
import type { PlanFormat } from './choices.ts';
import { withNamedModels } from './named-models.ts';
import { printedComparison } from './printed-comparison.ts';
import { EXIT, type Outcome } from './process.ts';
import { type ReadyProject, readyProject, withThreads } from './ready-project.ts';
import { type CommonOptions, refused } from './refused.ts';
import { wholeOption } from './run-settings.ts';
import { shareProgress } from './share-progress.ts';

type CompareOptions = CommonOptions & {
  readonly format?: PlanFormat;
  readonly model?: readonly string[];
  readonly sort?: Sort;
  readonly top?: string;
};

/** Each is planned: more would take minutes, and nobody reads them. */
const MOST_COMBINATIONS = 256;

const TOP = { least: 1, greatest: MOST_COMBINATIONS, otherwise: 20 };

/** Reports a comparison of nothing, and one of more than can be planned. */
const checkAxes = (axes: readonly Axis[], problems: Problems): void => {
  if (axes.length === 0)
    problems.error('options', null, 'nothing to compare: no step names candidates', {
      help: [
        'name models: --model answer=anthropic/claude-sonnet-5,openai/gpt-6.1-terra',
        'or write candidates: [provider/model] on a step',
      ],
    });
  const count = countOf(axes);
  if (count <= MOST_COMBINATIONS) return;
  const product = axes.map(({ choices }) => choices.length).join(' × ');
  problems.error('limit', null, `${product} = ${count} combinations are more than ${MOST_COMBINATIONS}`, {
    help: [`compare fewer steps at once: --model ${axes[0]?.step ?? 'step'}=provider/model varies only that one`],
  });
};

const compareIn = (
  { project, workflow }: ReadyProject,
  axes: readonly Axis[],
  options: CompareOptions,
  most: number,
): readonly Compared[] | Problems => {
  const scenarios = (options.scenario ?? []).length > 0 ? project.scenarios : project.scenarios.slice(0, 1);
  const progress = shareProgress(options);
  const compared: Compared[] = [];
  for (const [index, scenario] of scenarios.entries()) {
    const base = { spec: workflow.spec, scenario };
    const problems = new Problems();
    const comparison = runComparison(
      base,
      combinationsOf(axes),
      (variant) => beginVariant(project, variant),
      { sort: options.sort ?? 'cost', most, measures: MEASURES },
      (share) => progress.tell((index + share) / scenarios.length),
    );
    if (comparison.rows.length === 0 && beginVariant(project, base, problems) === undefined) {
      progress.clear();
      return problems;
    }
    compared.push({ comparison, axes });
  }
  progress.clear();
  return compared;
};

/** `outlay compare`: candidates side by side, over all combinations, those that no other beats marked. */
export const compare = (path: string, options: CompareOptions): Outcome => {
  const problems = new Problems();
  const most = wholeOption('--top', options.top, TOP, problems);
  if (problems.failed) return refused(problems, options);
  const ready = readyProject(path, options, (spec, found) => withNamedModels(spec, options.model ?? [], found));
  if ('code' in ready) return ready;
  const axes = candidateAxes(ready.catalogue, ready.workflow.spec);
  checkAxes(axes, problems);
  if (problems.failed) return refused(problems, options);
  const compared = withThreads(ready, (threaded) => compareIn(threaded, axes, options, most));
  if (compared instanceof Problems) return refused(compared, options);
  return {
    stdout: printedComparison(buildCompare(ready.facts, compared, { command: 'compare', sort: options.sort ?? 'cost' }), path, options),
    stderr: ready.warnings,
    code: EXIT.ok,
  };
};
