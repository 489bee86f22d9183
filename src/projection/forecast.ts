import type { Problems } from '../diagnostics/diagnostic.ts';
import type { ScenarioPlan } from '../workflow/plan.ts';
import { type Evaluated, expect } from './expect.ts';
import type { Projection } from './projection.ts';
import { simulate } from './simulate/simulate.ts';
import type { Simulation } from './simulate/simulation.ts';
import { exposureUsd, type WorstCase, worstCaseOf } from './worst/worst-case.ts';

/** Where the random streams of a simulation begin, and how many requests it plays. */
export type RunSettings = { readonly seed: number; readonly runs: number };

/** All that is known of a scenario: its means in closed form, its percentiles from requests played one by one, its ceilings. */
export type Forecast = {
  readonly projection: Projection;
  readonly simulation: Simulation;
  readonly worst: WorstCase;
  readonly exposureUsd: number | null;
};

/** Returns the forecast of a scenario; undefined, and reported, where it cannot be computed. */
export const forecast = (scenario: ScenarioPlan, run: RunSettings, problems: Problems, evaluated: Evaluated): Forecast | undefined => {
  const projection = expect(scenario, problems, evaluated);
  if (projection === undefined) return undefined;
  const worst = worstCaseOf(projection.plan);
  const exposed = exposureUsd(projection.plan, projection.requestsPerDay, worst);
  return { projection, simulation: simulate(scenario, run), worst, exposureUsd: exposed };
};
