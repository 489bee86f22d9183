import type { Problems } from '../diagnostics/diagnostic.ts';
import { placeBeside } from '../io/disk.ts';
import { type Evaluated, expect, testedUsd } from '../projection/expect.ts';
import { beginForecast, type Forecast } from '../projection/forecast.ts';
import { meanPlan, type Plan, type ScenarioPlan } from '../workflow/plan.ts';
import { planned } from './plans.ts';
import { type Project, readBeside } from './read.ts';

type Evaluation = NonNullable<NonNullable<Plan['money']['evaluation']>['workflow']>;

/** Runs of a workflow that evaluates another cost the same whatever is stressed there: each is opened once. */
const known = new WeakMap<Project, Map<string, Evaluated>>();

/**
 * What a run of the workflow that evaluates another one costs: a request of its first scenario, people left out. It is read
 * like all that the user did not name, confined to the project.
 */
const evaluatedBy = (project: Project, { path, at }: Evaluation, around: readonly string[]): Evaluated => {
  const { request, problems } = project;
  const place = { ...placeBeside(request.cwd, at.file.name, path, request.files), root: project.place.root };
  if (around.includes(place.file))
    return (
      problems.error('cycle', at, 'this evaluation leads back to a workflow that it tests', {
        label: 'without workflow: this workflow itself is run',
      }) ?? null
    );
  const kept = known.get(project) ?? new Map<string, Evaluated>();
  known.set(project, kept);
  const found = kept.get(place.file) ?? opened(readBeside(project, place), [...around, place.file]);
  kept.set(place.file, found);
  return found;
};

const opened = (project: Project, around: readonly string[]): Evaluated => {
  const { workflow, scenarios, problems } = project;
  const [plan] = (workflow && planned(project, workflow, scenarios, problems)?.plans) ?? [];
  if (plan === undefined) return null;
  const projection = expect(plan, problems, evaluatedIn(project, plan, around));
  return projection === undefined ? null : { usdPerRun: testedUsd(projection) };
};

/** Returns what a run of the workflow that evaluates a scenario costs; null where it evaluates itself, or is not evaluated. */
export const evaluatedIn = (project: Project, scenario: ScenarioPlan, around: readonly string[] = [project.place.file]): Evaluated => {
  const other = meanPlan(scenario).money.evaluation?.workflow ?? null;
  return other === null ? null : evaluatedBy(project, other, around);
};

/** Begins the forecast of a scenario: its requests are played from now on; undefined, and reported, where it cannot be computed. */
export const beginForecastIn = (project: Project, plan: ScenarioPlan, problems: Problems): (() => Forecast) | undefined => {
  const evaluated = evaluatedIn(project, plan);
  if (problems.failed || project.problems.failed) return undefined;
  return beginForecast(plan, project.request.run, problems, { evaluated, families: project.stock.families() });
};
