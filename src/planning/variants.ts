import { Problems } from '../diagnostics/diagnostic.ts';
import type { Forecast } from '../projection/forecast.ts';
import { graphOf } from '../workflow/graph.ts';
import type { Workflow } from '../workflow/read-workflow.ts';
import type { Spec } from '../workflow/spec.ts';
import type { ScenarioSpec } from '../workflow/traffic/spec.ts';
import { forecastIn } from './forecasts.ts';
import { planned } from './plans.ts';
import type { Project } from './read.ts';

/** Returns the workflow of a spec, the project's own or an edit of it; undefined, and reported, where its steps do not fit together. */
export const workflowOf = (project: Project, spec: Spec, problems: Problems): Workflow | undefined => {
  if (spec === project.workflow?.spec) return project.workflow;
  const graph = graphOf(spec, problems);
  return graph && { spec, graph };
};

/**
 * Returns the forecast of one scenario of a project with its spec or its traffic edited: a fault more, another model, a ceiling.
 * Undefined, and reported, where that cannot be planned. `runs` plays fewer requests than was asked for.
 */
export const variantForecast = (
  project: Project,
  { spec, scenario, runs }: { readonly spec: Spec; readonly scenario: ScenarioSpec; readonly runs?: number },
  problems = new Problems(),
): Forecast | undefined => {
  const workflow = workflowOf(project, spec, problems);
  const [plan] = (workflow && planned(project, workflow, [scenario], problems)?.plans) ?? [];
  const run = { ...project.request.run, runs: Math.min(runs ?? Infinity, project.request.run.runs) };
  return plan && forecastIn(project, plan, problems, run);
};
