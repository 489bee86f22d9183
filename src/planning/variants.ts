import { Problems } from '../diagnostics/diagnostic.ts';
import { expect } from '../projection/expect.ts';
import type { Forecast } from '../projection/forecast.ts';
import { beginSimulation } from '../projection/simulate/simulate.ts';
import { worstCaseOf } from '../projection/worst/worst-case.ts';
import type { Spec } from '../workflow/spec.ts';
import type { ScenarioSpec } from '../workflow/traffic/spec.ts';
import { evaluatedIn } from './forecasts.ts';
import { edited, planned } from './plans.ts';
import type { Project } from './read.ts';

/** What variants are told apart by: of a forecast, the means, the percentiles and the ceilings. */
type VariantForecast = Pick<Forecast, 'projection' | 'simulation' | 'worst'>;

/**
 * Begins the forecast of one scenario of a project with its spec or its traffic edited: a fault more, another model, a ceiling.
 * Returns what finishes it; undefined, and reported, where that cannot be planned. `runs` plays fewer requests than was asked for.
 */
export const beginVariant = (
  project: Project,
  { spec, scenario, runs = Infinity }: { readonly spec: Spec; readonly scenario: ScenarioSpec; readonly runs?: number },
  problems = new Problems(),
): (() => VariantForecast) | undefined => {
  const { workflow, request } = project;
  const changed = workflow === undefined || spec === workflow.spec ? workflow : edited(workflow, () => spec);
  const [plan] = (changed && planned(project, changed, [scenario], problems)?.plans) ?? [];
  const projection = plan && expect(plan, problems, evaluatedIn(project, plan));
  if (plan === undefined || projection === undefined) return undefined;
  const simulated = beginSimulation(plan, { ...request.run, runs: Math.min(runs, request.run.runs) });
  const worst = worstCaseOf(projection.plan);
  return () => ({ projection, simulation: simulated(), worst });
};
