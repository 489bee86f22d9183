import { type Percentile, percentileOf } from '../stats/ordered.ts';
import type { PlanBudget } from '../workflow/plan.ts';
import { type Band, shareOver } from './band/band.ts';
import type { Bands } from './band/bands.ts';
import type { Projection } from './projection.ts';
import type { SimulatedFigures, Simulation, Spread } from './simulate/simulation.ts';

/** What budgets are held against; null where it was not computed. */
export type Judged = {
  readonly projection: Projection;
  readonly bands: Bands | null;
  readonly simulation: Simulation | null;
  /** Need over limit at the peak minute. */
  readonly rateLimitUse: number | null;
  /** Infinity where a ceiling is missing. */
  readonly worstCaseUsd: number | null;
};

/** A budget with the figure that it limits. */
export type BudgetVerdict = {
  /** `cost_per_request.p95`. */
  readonly name: string;
  readonly limit: number;
  /** Null where nothing could be held against it. */
  readonly actual: number | null;
  /** `uncertain` where the limit lies inside the interval of a simulated figure. */
  readonly ok: boolean | 'uncertain' | null;
  /** Share of the futures, of spend, or of the requests, of a cost or time, that lie above; null for other figures. */
  readonly chanceOver: number | null;
  /** Of monthly spend: the first month that crosses it, else the dearest. */
  readonly month: string | null;
};

/** A figure with the interval that holds it; both ends are the figure where it is exact. */
type Held = Percentile & { readonly chanceOver: number | null; readonly month: string | null };

const PERCENTILES: Readonly<Record<string, number>> = { p50: 0.5, p90: 0.9, p95: 0.95, p99: 0.99 };

const exactly = (value: number, chanceOver: number | null = null): Held => ({ value, low: value, high: value, chanceOver, month: null });

/** A limit inside the interval is neither kept nor crossed for certain: 2.0 s against a p95 of 1.95 s to 2.05 s. */
const verdictOf = ({ low, high }: Percentile, limit: number, atLeast: boolean): BudgetVerdict['ok'] => {
  if (atLeast) return low >= limit ? true : high < limit ? false : 'uncertain';
  return high <= limit ? true : low > limit ? false : 'uncertain';
};

const ofSorted = (sorted: Float64Array, mean: number, { statistic, limit }: PlanBudget): Held => {
  const p = PERCENTILES[statistic ?? ''];
  const chanceOver = sorted.length === 0 ? null : shareOver(sorted, limit);
  return p === undefined ? exactly(mean, chanceOver) : { ...percentileOf(sorted, p), chanceOver, month: null };
};

const ofBand = ({ sorted, mean }: Band, budget: PlanBudget): Held => ofSorted(sorted, mean, budget);

/** Every month has to stay below: the chance is that of any month crossing it. */
const ofMonths = ({ months }: Bands, { projection }: Judged, budget: PlanBudget): Held | null => {
  const held = months.map((band, at) => ({ ...ofBand(band, budget), month: projection.months[at]?.month.label ?? null }));
  const [first] = months;
  const named =
    held.find(({ value }) => value > budget.limit) ?? held.reduce((most, one) => (one.value > most.value ? one : most), held[0] as Held);
  if (first === undefined) return null;
  const dearest = first.draws.map((_, future) => months.reduce((most, { draws }) => Math.max(most, draws[future] ?? 0), 0));
  return { ...named, chanceOver: shareOver(dearest, budget.limit) };
};

/** A mean is exact; a percentile is that of the simulation. */
const ofCost = (budget: PlanBudget, mean: number | null, figures: SimulatedFigures | null | undefined): Held | null => {
  if (figures) return ofSorted(figures.costUsd.sorted, mean ?? figures.costUsd.mean, budget);
  return budget.statistic === 'mean' && mean !== null ? exactly(mean) : null;
};

const ofTime = (budget: PlanBudget, spread: Spread | undefined): Held | null =>
  spread === undefined || spread.sorted.length === 0 ? null : ofSorted(spread.sorted, spread.mean, budget);

const contextUse = (simulation: Simulation | null): Held | null => {
  const used = (simulation?.steps ?? []).flatMap(({ contextUseP99 }) => contextUseP99 ?? []);
  return used.length === 0 ? null : exactly(Math.max(...used));
};

const known = (value: number | null): Held | null => (value === null ? null : exactly(value));

const heldAgainst = (budget: PlanBudget, judged: Judged): Held | null => {
  const { projection, bands, simulation } = judged;
  const { costUsd, turns, successRate } = projection;
  switch (budget.figure) {
    case 'cost_per_request':
      return ofCost(budget, costUsd, simulation?.perRequest);
    case 'cost_per_session':
      return ofCost(budget, turns === null ? null : costUsd * turns, simulation?.perSession);
    case 'worst_case_cost_per_request':
      return known(judged.worstCaseUsd);
    case 'rate_limit_use':
      return known(judged.rateLimitUse);
    case 'daily_spend':
      return bands && ofBand(bands.daily, budget);
    case 'monthly_spend':
      return bands && ofMonths(bands, judged, budget);
    case 'total_spend':
      return bands && ofBand(bands.horizon, budget);
    case 'latency':
      return ofTime(budget, simulation?.perRequest.latencyMs);
    case 'turnaround':
      return ofTime(budget, simulation?.perRequest.turnaroundMs);
    case 'first_token':
      return ofTime(budget, simulation?.perRequest.firstTokenMs);
    case 'success_rate':
      return exactly(successRate);
    case 'context_use':
      return contextUse(simulation);
    default:
      return null;
  }
};

/**
 * Returns whether a budget is kept. Means and success are exact; percentiles of spend come from the draws of its band, those of
 * cost and time from the simulation, and only an interval that lies wholly beyond the limit crosses it.
 */
export const judge = (budget: PlanBudget, judged: Judged): BudgetVerdict => {
  const held = heldAgainst(budget, judged);
  return {
    name: budget.statistic === null ? budget.figure : `${budget.figure}.${budget.statistic}`,
    limit: budget.limit,
    actual: held?.value ?? null,
    ok: held === null ? null : verdictOf(held, budget.limit, budget.figure === 'success_rate'),
    chanceOver: held?.chanceOver ?? null,
    month: held?.month ?? null,
  };
};
