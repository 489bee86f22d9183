import { stratified } from '../../stats/hypercube.ts';
import { normalQuantile } from '../../stats/normal.ts';
import { samplerOf } from '../../stats/sample.ts';
import type { Plan, PlanMonth, ScenarioPlan } from '../../workflow/plan.ts';
import { DAYS_PER_MONTH } from '../../workflow/traffic/period.ts';
import { dailySpendUsd } from '../economics.ts';
import type { MonthProjection, Projection } from '../projection.ts';
import { type Band, bandOf } from './band.ts';
import { type Coordinate, coordinatesOf, middleOf, type Point, planAt } from './coordinates.ts';
import { type PriceMonths, priceMonthsOf } from './price-months.ts';
import { costBends, costFrom, requestCosts, toCostRow, volumesBetween } from './request-cost.ts';
import { surrogateOf } from './surrogate.ts';
import { fromRow, meanOf, type TrafficFigures, toRow, trafficDraws, trafficFiguresOf, trafficNumbersOf } from './traffic.ts';

export type BandOptions = {
  readonly seed: number;
  /** How many possible futures are drawn; 2,000 unless told otherwise. */
  readonly futures?: number;
  /** Standard deviation ÷ mean of the cost of a request; 0 unless told otherwise. */
  readonly requestCv?: number;
};

/** What a scenario may cost, over all that nobody knows, and the days and requests that differ. */
export type Bands = {
  readonly futures: number;
  /** A day of the first month. */
  readonly daily: Band;
  readonly months: readonly Band[];
  /** All months together: of draws of its own, percentiles of months never add up. */
  readonly horizon: Band;
  /** How far the mean of the draws of a month was from the closed form at most, before it was put there: 0.002 is 0.2 %. */
  readonly correction: number;
};

const FUTURES = 2000;

/** What each future comes to, before days and requests differ. */
type Future = { readonly traffic: TrafficFigures; readonly point: Point };

/** Requests, or sessions, of a month's mean day. */
const volumeIn = ({ perDay, rise, totals }: TrafficFigures, { growthPower, days, total }: PlanMonth, at: number): number =>
  total === null ? perDay * rise ** growthPower : (totals[at] ?? 0) / days;

const ratio = (value: number, mean: number): number => (mean === 0 ? 1 : value / mean);

/** Draws stretch what a future's means come to as they stretch those of the future in the middle. */
const stretched = (means: TrafficFigures, drawn: TrafficFigures, middle: TrafficFigures): TrafficFigures => {
  const [own, over, under] = [toRow(means), toRow(drawn), toRow(middle)];
  return fromRow(own.map((value, at) => value * ratio(over[at] ?? 0, under[at] ?? 0)));
};

const pointsOf = (coordinates: readonly Coordinate[], seed: number, count: number): readonly Point[] => {
  const columns = coordinates.map(({ kind, name, of }) => stratified(seed, `band ${kind} ${name}`, count).map(samplerOf(of)));
  return Array.from({ length: count }, (_, future) => columns.map((column) => column[future] ?? 0));
};

type Drawing = {
  readonly scenario: ScenarioPlan;
  readonly middle: Plan;
  readonly coordinates: readonly Coordinate[];
  readonly seed: number;
  readonly count: number;
};

const futuresOf = ({ scenario, middle, coordinates, seed, count }: Drawing): readonly Future[] => {
  const numbers = trafficNumbersOf(middle);
  const atMeans = trafficFiguresOf(middle, numbers, meanOf);
  const draws = trafficDraws(numbers, seed, count);
  const unknowns = coordinates.slice(0, scenario.unknowns.length);
  const means = surrogateOf(unknowns, (point) => {
    const plan = scenario.planAt(point);
    return toRow(trafficFiguresOf(plan, trafficNumbersOf(plan), meanOf));
  });
  return pointsOf(coordinates, seed, count).map((point, future) => {
    const drawn = trafficFiguresOf(middle, numbers, (number) => draws(number, future));
    return { point, traffic: stretched(fromRow(means(point)), drawn, atMeans) };
  });
};

type Costed = Future & ReturnType<typeof costFrom>;

/** Each future with what its requests cost, by month and volume. */
const costed = ({ scenario, middle, coordinates }: Drawing, futures: readonly Future[], prices: PriceMonths): readonly Costed[] => {
  const volumes = futures.flatMap(({ traffic }) => middle.months.map((month, at) => volumeIn(traffic, month, at)));
  const [low, high] = volumes.reduce(([least, most], volume) => [Math.min(least, volume), Math.max(most, volume)], [Infinity, 0]);
  const known = costBends(middle) ? volumesBetween(low, high) : [1];
  const rows = surrogateOf(coordinates, (point) => {
    const { plan, recount } = planAt(scenario, coordinates, point);
    return toCostRow(requestCosts(plan, recount, prices.months, known));
  });
  return futures.map((future) => ({ ...future, ...costFrom(rows(future.point), known, prices) }));
};

/**
 * The relative standard deviation of what some days come to: days differ by `dayToDay`, requests by their coefficient of
 * variation, both less the more there are. 24 % over 30 days is 4.38 %, 1.5 over 300,000 requests 0.27 %.
 */
export const noiseOf = (dayToDay: number, days: number, requestCv: number, requests: number): number =>
  Math.sqrt(dayToDay ** 2 / days + (requests === 0 ? 0 : requestCv ** 2 / requests));

/** A lognormal factor of mean 1. */
const noiseFactor = (relativeSd: number, u: number): number => {
  const variance = Math.log1p(relativeSd ** 2);
  return variance === 0 ? 1 : Math.exp(Math.sqrt(variance) * normalQuantile(u) - variance / 2);
};

const fromRequestsUsd = ({ components }: MonthProjection): number => components.models + components.tools + components.people;

/** Draws moved to a known mean by one factor: the closed form is the control of the draws. */
const controlled = (draws: Float64Array, mean: number): { readonly draws: Float64Array; readonly correction: number } => {
  const own = draws.reduce((sum, value) => sum + value, 0) / draws.length;
  if (own === 0) return { draws: draws.map(() => mean), correction: mean === 0 ? 0 : 1 };
  return { draws: draws.map((value) => (value * mean) / own), correction: mean === 0 ? 0 : Math.abs(own / mean - 1) };
};

type Spending = { readonly futures: readonly Costed[]; readonly plan: Plan; readonly seed: number; readonly requestCv: number };

/** Dollars from requests over a number of days at a month's volume. */
const fromRequests = ({ futures, plan, seed, requestCv }: Spending, at: number, days: number, name: string): Float64Array => {
  const month = plan.months[at] as PlanMonth;
  const dayToDay = plan.traffic?.dayToDay ?? 0;
  const noise = stratified(seed, `band ${name}`, futures.length);
  return Float64Array.from(futures, (future, index) => {
    const perDay = volumeIn(future.traffic, month, at);
    const requests = perDay * days * future.traffic.turns;
    return requests * future.costUsd(at, perDay) * noiseFactor(noiseOf(dayToDay, days, requestCv, requests), noise[index] ?? 0.5);
  });
};

/** What stands whether or not anybody comes, a month: tests and fixed costs. Tests by another workflow cost the same in every future. */
const standing = ({ futures, plan }: Spending, { components }: MonthProjection): Float64Array => {
  const elsewhere = plan.money.evaluation?.workflow != null;
  const tests = Float64Array.from(
    futures,
    ({ traffic, testUsd }) => traffic.tested * (elsewhere ? 1 : testUsd(volumeIn(traffic, plan.months[0] as PlanMonth, 0))),
  );
  const fixed = Float64Array.from(futures, ({ traffic }) => traffic.fixedUsd);
  const evaluation = controlled(tests, components.evaluation).draws;
  return controlled(fixed, components.fixed).draws.map((usd, index) => usd + (evaluation[index] ?? 0));
};

const added = (one: Float64Array, other: Float64Array, times = 1): Float64Array =>
  one.map((usd, index) => usd + times * (other[index] ?? 0));

const bandsFrom = (spending: Spending, { months, requestsPerDay }: Projection, first: MonthProjection): Bands => {
  const always = standing(spending, first);
  const oneOff = controlled(
    Float64Array.from(spending.futures, ({ traffic }) => traffic.oneOffUsd),
    first.components.oneOff,
  ).draws;
  const spends = months.map((month, at) => {
    const { draws, correction } = controlled(
      fromRequests(spending, at, month.month.days, `days of ${month.month.label}`),
      fromRequestsUsd(month),
    );
    const spend = added(draws, always);
    return { band: bandOf(at === 0 ? added(spend, oneOff) : spend, month.spendUsd), correction };
  });
  const day = controlled(fromRequests(spending, 0, 1, 'one day'), fromRequestsUsd(first) / first.month.days).draws;
  const bands = spends.map(({ band }) => band);
  const total = bands.map(({ draws }) => draws).reduce((sum, draws) => added(sum, draws));
  return {
    futures: spending.futures.length,
    daily: bandOf(added(day, always, 1 / DAYS_PER_MONTH), dailySpendUsd(first, requestsPerDay ?? 0)),
    months: bands,
    horizon: bandOf(
      total,
      bands.reduce((sum, { mean }) => sum + mean, 0),
    ),
    correction: Math.max(...spends.map(({ correction }) => correction)),
  };
};

/**
 * Returns the bands of a scenario's spend, null without traffic: an outer draw over possible futures with the closed form inside.
 * Unknowns, traffic, recounts by estimated tokenizers and other samples are one column each of a Latin hypercube; what a request
 * costs in a future comes from a few dozen closed forms (`surrogateOf`), and the draws of each month are put to the mean that
 * `projection` has in closed form.
 */
export const bandsOf = (scenario: ScenarioPlan, projection: Projection, options: BandOptions): Bands | null => {
  const { plan, months } = projection;
  const [first] = months;
  if (plan.traffic === null || first === undefined) return null;
  const { seed, futures: count = FUTURES, requestCv = 0 } = options;
  const coordinates = coordinatesOf(scenario, plan);
  const middle = scenario.planAt(coordinates.slice(0, scenario.unknowns.length).map(({ of }) => middleOf(of)));
  const drawing: Drawing = { scenario, middle, coordinates, seed, count };
  const futures = costed(drawing, futuresOf(drawing), priceMonthsOf(middle));
  return bandsFrom({ futures, plan: middle, seed, requestCv }, projection, first);
};
