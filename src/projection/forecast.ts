import type { Problems } from '../diagnostics/diagnostic.ts';
import type { ScenarioPlan } from '../workflow/plan.ts';
import { type Evaluated, expect } from './expect.ts';
import type { Projection } from './projection.ts';
import { simulate } from './simulate/simulate.ts';
import type { Simulation } from './simulate/simulation.ts';

/** Where the random streams of a simulation begin, and how many requests it plays. */
export type RunSettings = { readonly seed: number; readonly runs: number };

/** All that is known of a scenario: its means in closed form, and its percentiles from requests played one by one. */
export type Forecast = { readonly projection: Projection; readonly simulation: Simulation };

/** Returns the forecast of a scenario; undefined, and reported, where it cannot be computed. */
export const forecast = (scenario: ScenarioPlan, run: RunSettings, problems: Problems, evaluated: Evaluated): Forecast | undefined => {
  const projection = expect(scenario, problems, evaluated);
  return projection && { projection, simulation: simulate(scenario, run) };
};
