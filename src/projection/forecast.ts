import type { Problems } from '../diagnostics/diagnostic.ts';
import { FAMILIES } from '../tokens/families.ts';
import type { Families } from '../workflow/counting.ts';
import type { ScenarioPlan } from '../workflow/plan.ts';
import { type Bands, bandsOf } from './band/bands.ts';
import { type Sensitivity, sensitivityOf } from './band/sensitivity.ts';
import { SpendModel } from './band/spend-model.ts';
import { type BudgetVerdict, judge } from './budgets.ts';
import { type BucketCapacity, capacityOf } from './capacity.ts';
import { ClosedForms } from './closed-forms.ts';
import { type Evaluated, expect } from './expect.ts';
import type { Projection } from './projection.ts';
import { beginSimulation, type RunSettings } from './simulate/simulate.ts';
import type { Simulation } from './simulate/simulation.ts';
import { exposureUsd, type WorstCase, worstCaseOf } from './worst/worst-case.ts';

/** What a forecast hangs on beside its scenario. */
export type Surroundings = {
  readonly evaluated: Evaluated;
  /** As the project counts by them: their bands. */
  readonly families: Families;
};

/** What nobody knows for certain of a scenario's spend. */
export type Uncertainty = {
  readonly bands: Bands;
  /** The strongest first. */
  readonly sensitivity: readonly Sensitivity[];
  /** By which part of it the cost of a request was off where all numbers raise it at once: 0.002 is 0.2 %. */
  readonly miss: number;
  /** How often a request was worked out in closed form for it, beside the means. */
  readonly worked: number;
};

/** All that is known of a scenario: its means in closed form, its percentiles from requests played one by one, its ceilings. */
export type Forecast = {
  readonly projection: Projection;
  readonly simulation: Simulation;
  /** Null without traffic. */
  readonly uncertainty: Uncertainty | null;
  /** Empty without traffic or limits. */
  readonly capacity: readonly BucketCapacity[];
  readonly budgets: readonly BudgetVerdict[];
  readonly worst: WorstCase;
  readonly exposureUsd: number | null;
};

/** Standard deviation ÷ mean of the cost of requests, or of sessions, whose turns are alike. */
const unitCvOf = ({ perRequest, perSession }: Simulation): number => {
  const { sorted } = (perSession ?? perRequest).costUsd;
  const mean = sorted.reduce((sum, usd) => sum + usd, 0) / sorted.length;
  const variance = sorted.reduce((sum, usd) => sum + (usd - mean) ** 2, 0) / Math.max(1, sorted.length - 1);
  return mean > 0 ? Math.sqrt(variance) / mean : 0;
};

/** The spend as a function of what nobody knows, and all that takes no requests played; null without traffic. */
type Known = Omit<Uncertainty, 'bands'> & { readonly model: SpendModel };

const knownOf = (forms: ClosedForms, projection: Projection, families: Families): Known | null => {
  if (projection.plan.traffic === null || projection.months.length === 0) return null;
  const before = forms.worked;
  const model = new SpendModel(forms, projection, families);
  const [sensitivity, miss] = [sensitivityOf(model), model.missAt()];
  return { model, sensitivity, miss, worked: forms.worked - before };
};

const uncertaintyOf = ({ model, ...known }: Known, projection: Projection, simulation: Simulation): Uncertainty | null => {
  const bands = bandsOf(model, projection, { seed: simulation.seed, unitCv: unitCvOf(simulation) });
  return bands && { bands, ...known };
};

/** Closed forms first: requests may be played meanwhile. */
const finished = (forms: ClosedForms, projection: Projection, families: Families, simulated: () => Simulation): Forecast => {
  const { plan, requestsPerDay } = projection;
  const capacity = capacityOf(projection);
  const worst = worstCaseOf(plan);
  const known = knownOf(forms, projection, families);
  const simulation = simulated();
  const uncertainty = known && uncertaintyOf(known, projection, simulation);
  const judged = { projection, bands: uncertainty?.bands ?? null, simulation, capacity, worstCaseUsd: worst.requestUsd };
  return {
    projection,
    simulation,
    uncertainty,
    capacity,
    budgets: plan.budgets.map((budget) => judge(budget, judged)),
    worst,
    exposureUsd: exposureUsd(plan, requestsPerDay, worst),
  };
};

/**
 * Begins the forecast of a scenario: its means are worked out, its requests are played from now on. Returns what works out the rest,
 * or undefined, and reported, where it cannot be computed.
 */
export const beginForecast = (
  scenario: ScenarioPlan,
  run: RunSettings,
  problems: Problems,
  { evaluated, families }: Surroundings = { evaluated: null, families: FAMILIES },
): (() => Forecast) | undefined => {
  const forms = new ClosedForms(scenario);
  const projection = expect(scenario, problems, evaluated, forms);
  if (projection === undefined) return undefined;
  const simulated = beginSimulation(scenario, run);
  return () => finished(forms, projection, families, simulated);
};

/** Returns the forecast of a scenario; undefined, and reported, where it cannot be computed. */
export const forecast = (...asked: Parameters<typeof beginForecast>): Forecast | undefined => beginForecast(...asked)?.();
