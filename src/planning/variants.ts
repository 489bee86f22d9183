import { Problems } from '../diagnostics/diagnostic.ts';
import type { Forecast } from '../projection/forecast.ts';
import type { Spec } from '../workflow/spec.ts';
import type { ScenarioSpec } from '../workflow/traffic/spec.ts';
import { forecastIn } from './forecasts.ts';
import { edited, planned } from './plans.ts';
import type { Project } from './read.ts';

const shorter = new WeakMap<Project, Map<number, Project>>();

/** The project with no more requests to be played than so many: the same one each time, so that what was worked out for it is kept. */
const playing = (project: Project, most: number): Project => {
  const { request } = project;
  if (most >= request.run.runs) return project;
  const kept = shorter.get(project) ?? new Map<number, Project>();
  shorter.set(project, kept);
  const found = kept.get(most) ?? { ...project, request: { ...request, run: { ...request.run, runs: most } } };
  kept.set(most, found);
  return found;
};

/**
 * Returns the forecast of one scenario of a project with its spec or its traffic edited: a fault more, another model, a ceiling.
 * Undefined, and reported, where that cannot be planned. `runs` plays fewer requests than was asked for.
 */
export const variantForecast = (
  project: Project,
  { spec, scenario, runs = Infinity }: { readonly spec: Spec; readonly scenario: ScenarioSpec; readonly runs?: number },
  problems = new Problems(),
): Forecast | undefined => {
  const { workflow } = project;
  const changed = workflow === undefined || spec === workflow.spec ? workflow : edited(workflow, () => spec);
  const [plan] = (changed && planned(project, changed, [scenario], problems)?.plans) ?? [];
  return plan && forecastIn(playing(project, runs), plan, problems);
};
