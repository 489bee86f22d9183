import { type Percentile, percentileOf } from '../stats/ordered.ts';
import type { PlanBudget } from '../workflow/plan.ts';
import { type Band, shareOver } from './band/band.ts';
import type { Bands } from './band/bands.ts';
import type { BucketCapacity } from './capacity.ts';
import type { Projection } from './projection.ts';
import type { SimulatedFigures, Simulation, Spread } from './simulate/simulation.ts';

/** What budgets are held against. */
export type Judged = {
  readonly projection: Projection;
  /** Null without traffic. */
  readonly bands: Bands | null;
  readonly simulation: Simulation;
  readonly capacity: readonly BucketCapacity[];
  /** Null where a ceiling is missing. */
  readonly worstCaseUsd: number | null;
};

/** `near`: the limit lies inside the interval of a drawn figure, so that nothing is certain. `unknown`: the figure has no meaning here. */
export type Verdict = 'kept' | 'near' | 'crossed' | 'unknown';

/** A budget with the figure that it limits. */
export type BudgetVerdict = {
  readonly budget: PlanBudget;
  /** `cost_per_request.p95`. */
  readonly name: string;
  /** Null where nothing bounds it, or nothing could be held against it. */
  readonly actual: number | null;
  /** What holds the true figure with 95 % confidence where it is drawn; both ends are the figure where it is exact. */
  readonly interval: readonly [number, number] | null;
  readonly verdict: Verdict;
  /** Share of the futures, of spend and of mean costs, or of the requests, of other costs and times, above the limit. */
  readonly chanceOver: number | null;
  /** Of monthly spend: the first month that crosses it, else the dearest. */
  readonly month: string | null;
};

/** A figure with the interval that holds it. */
type Held = Percentile & { readonly chanceOver: number | null; readonly month: string | null };

const PERCENTILES: Readonly<Record<string, number>> = { p50: 0.5, p90: 0.9, p95: 0.95, p99: 0.99 };

const exactly = (value: number, chanceOver: number | null = null): Held => ({ value, low: value, high: value, chanceOver, month: null });

/** A limit inside the interval is neither kept nor crossed for certain: 2.0 s against a p95 of 1.95 s to 2.05 s. */
const verdictOf = ({ low, high }: Percentile, limit: number, atLeast: boolean): Verdict => {
  if (atLeast) return low >= limit ? 'kept' : high < limit ? 'crossed' : 'near';
  return high <= limit ? 'kept' : low > limit ? 'crossed' : 'near';
};

const percentileFor = ({ statistic }: PlanBudget): number | undefined => PERCENTILES[statistic ?? ''];

/** A mean is exact, a percentile is that of the draws; the chance is the share of the futures. */
const ofBand = ({ sorted, mean }: Band, budget: PlanBudget): Held => {
  const p = percentileFor(budget);
  const chanceOver = shareOver(sorted, budget.limit);
  return p === undefined ? exactly(mean, chanceOver) : { ...percentileOf(sorted, p), chanceOver, month: null };
};

/** Every month has to stay below: the chance is that of any month crossing it. */
const ofMonths = ({ months }: Bands, { projection }: Judged, budget: PlanBudget): Held | null => {
  const held = months.map((band, at) => ({ ...ofBand(band, budget), month: projection.months[at]?.month.label ?? null }));
  const [first] = months;
  const crossed = held.find((one) => verdictOf(one, budget.limit, false) === 'crossed');
  const named = crossed ?? held.reduce((most, one) => (one.value > most.value ? one : most), held[0] as Held);
  if (first === undefined) return null;
  const dearest = first.draws.map((_, future) => months.reduce((most, { draws }) => Math.max(most, draws[future] ?? 0), 0));
  return { ...named, chanceOver: shareOver(dearest, budget.limit) };
};

/** A mean is that of the closed form, over futures; a percentile that of requests played. */
const ofCost = (budget: PlanBudget, mean: number, figures: SimulatedFigures, band: Band | null | undefined): Held => {
  const p = percentileFor(budget);
  if (p === undefined) return exactly(mean, band ? shareOver(band.sorted, budget.limit) : null);
  const { sorted } = figures.costUsd;
  return { ...percentileOf(sorted, p), chanceOver: shareOver(sorted, budget.limit), month: null };
};

/** Null where no request succeeds: then nothing has a time. */
const ofTime = (budget: PlanBudget, { sorted }: Spread): Held | null => {
  const p = percentileFor(budget);
  if (p === undefined || sorted.length === 0) return null;
  return { ...percentileOf(sorted, p), chanceOver: shareOver(sorted, budget.limit), month: null };
};

const greatest = (values: readonly (number | null)[]): Held | null => {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : exactly(Math.max(...known));
};

const heldAgainst = (budget: PlanBudget, judged: Judged): Held | null => {
  const { projection, bands, simulation, capacity, worstCaseUsd } = judged;
  const { perRequest, perSession } = simulation;
  switch (budget.figure) {
    case 'cost_per_request':
      return ofCost(budget, projection.costUsd, perRequest, bands?.perRequest);
    case 'cost_per_session':
      return perSession && ofCost(budget, projection.costUsd * (projection.turns ?? 1), perSession, bands?.perSession);
    case 'worst_case_cost_per_request':
      return exactly(worstCaseUsd ?? Infinity);
    case 'rate_limit_use':
      return greatest(capacity.map(({ use }) => use));
    case 'daily_spend':
      return bands && ofBand(bands.daily, budget);
    case 'monthly_spend':
      return bands && ofMonths(bands, judged, budget);
    case 'total_spend':
      return bands && ofBand(bands.horizon, budget);
    case 'latency':
      return ofTime(budget, perRequest.latencyMs);
    case 'turnaround':
      return ofTime(budget, perRequest.turnaroundMs);
    case 'first_token':
      return ofTime(budget, perRequest.firstTokenMs);
    case 'success_rate':
      return exactly(projection.successRate);
    case 'context_use':
      return greatest(simulation.steps.map(({ contextUseP99 }) => contextUseP99));
    default:
      return null;
  }
};

/** Returns what a budget is called: `cost_per_request.p95`. */
export const budgetName = ({ figure, statistic }: PlanBudget): string => (statistic === null ? figure : `${figure}.${statistic}`);

/**
 * Returns whether a budget is kept. Means and success are exact; percentiles of spend come from the draws of its band, those of
 * cost and time from the simulation, and only an interval that lies wholly beyond the limit crosses it. A worst case that nothing
 * bounds crosses every limit.
 */
export const judge = (budget: PlanBudget, judged: Judged): BudgetVerdict => {
  const held = heldAgainst(budget, judged);
  const bounded = held !== null && Number.isFinite(held.value);
  return {
    budget,
    name: budgetName(budget),
    actual: bounded ? held.value : null,
    interval: bounded ? [held.low, held.high] : null,
    verdict: held === null ? 'unknown' : verdictOf(held, budget.limit, budget.figure === 'success_rate'),
    chanceOver: held?.chanceOver ?? null,
    month: held?.month ?? null,
  };
};
