import { normalStratified, stratified } from '../../stats/hypercube.ts';
import { samplerOf } from '../../stats/sample.ts';
import type { PlanMonth } from '../../workflow/plan.ts';
import { DAYS_PER_MONTH } from '../../workflow/traffic/period.ts';
import { dailySpendUsd } from '../economics.ts';
import type { MonthProjection, Projection } from '../projection.ts';
import { type Band, bandOf } from './band.ts';
import { noiseFactor, noiseOf } from './noise.ts';
import type { FutureColumns, Spending, SpendModel } from './spend-model.ts';
import { trafficDraws } from './traffic.ts';

export type BandOptions = {
  readonly seed: number;
  /** How many possible futures are drawn; 2,000 unless told otherwise. */
  readonly futures?: number;
  /** Standard deviation ÷ mean of the cost of a request, of a session where those are drawn; 0 unless told otherwise. */
  readonly unitCv?: number;
};

/** What a scenario may cost, over all that nobody knows, and the days and requests that differ. */
export type Bands = {
  readonly futures: number;
  /** A day of the first month. */
  readonly daily: Band;
  readonly months: readonly Band[];
  /** All months together: of draws of its own, percentiles of months never add up. */
  readonly horizon: Band;
  /** What a request of the first month costs, without noise. */
  readonly perRequest: Band;
  /** The same of a session; null where requests stand alone. */
  readonly perSession: Band | null;
  /** How far the mean of the draws of a month was from the closed form at most, before it was put there: 0.002 is 0.2 %. */
  readonly correction: number;
};

const FUTURES = 2000;

/** Possible futures: a column of a Latin hypercube for each number, by its name. */
const drawnFutures = ({ coordinates }: SpendModel, seed: number, count = FUTURES): FutureColumns => ({
  count,
  points: coordinates.map(({ kind, name, of }) => stratified(seed, `band ${kind} ${name}`, count).map(samplerOf(of))),
  drawn: trafficDraws(seed, count),
});

const fromRequestsUsd = ({ components }: MonthProjection): number => components.models + components.tools + components.people;

type Controlled = { readonly draws: Float64Array; readonly correction: number };

/** Draws moved to a known mean by one factor: the closed form is the control of the draws. */
const controlled = (draws: Float64Array, mean: number): Controlled => {
  const own = draws.reduce((sum, value) => sum + value, 0) / draws.length;
  if (own === 0) return { draws: draws.map(() => mean), correction: mean === 0 ? 0 : 1 };
  return { draws: draws.map((value) => (value * mean) / own), correction: mean === 0 ? 0 : Math.abs(own / mean - 1) };
};

const added = (one: Float64Array, other: Float64Array, times = 1): Float64Array =>
  one.map((usd, index) => usd + times * (other[index] ?? 0));

type Drawing = { readonly model: SpendModel; readonly spending: Spending; readonly options: BandOptions };

/** Dollars from requests over a number of days at a month's volume. */
const fromRequests = ({ model, spending, options }: Drawing, at: number, days: number, name: string): Float64Array => {
  const { plan } = model;
  const [volume, costUsd] = [spending.volumes[at], spending.costUsd[at]];
  const dayToDay = plan.traffic?.dayToDay ?? 0;
  const noise = normalStratified(options.seed, `band ${name}`, spending.turns.length);
  return spending.turns.map((turns, future) => {
    const requests = (volume?.[future] ?? 0) * days * turns;
    const units = plan.session === null ? requests : requests / turns;
    const sd = noiseOf(dayToDay, days, options.unitCv ?? 0, units);
    return requests * (costUsd?.[future] ?? 0) * noiseFactor(sd, noise[future] ?? 0);
  });
};

/** Returns the bands of the spend in some futures; the draws of each month are put to the mean that `projection` has in closed form. */
const bandsFrom = (drawing: Drawing, projection: Projection, first: MonthProjection): Bands => {
  const { spending } = drawing;
  const { months, requestsPerDay, turns } = projection;
  const { components } = first;
  const always = added(
    controlled(spending.evaluationUsd, components.evaluation).draws,
    controlled(spending.fixedUsd, components.fixed).draws,
  );
  const once = controlled(spending.oneOffUsd, components.oneOff).draws;
  const spends = months.map((month, at) => {
    const days = (drawing.model.plan.months[at] as PlanMonth).days;
    const { draws, correction } = controlled(fromRequests(drawing, at, days, `days of ${month.month.label}`), fromRequestsUsd(month));
    const spend = added(draws, always);
    return { band: bandOf(at === 0 ? added(spend, once) : spend, month.spendUsd), correction };
  });
  const day = controlled(fromRequests(drawing, 0, 1, 'one day'), fromRequestsUsd(first) / first.month.days).draws;
  const bands = spends.map(({ band }) => band);
  const total = bands.map(({ draws }) => draws).reduce((sum, draws) => added(sum, draws));
  const mean = bands.reduce((sum, band) => sum + band.mean, 0);
  const [requestUsd = new Float64Array()] = spending.costUsd;
  const unit = (draws: Float64Array, usd: number): Band => bandOf(controlled(draws, usd).draws, usd);
  return {
    futures: total.length,
    daily: bandOf(added(day, always, 1 / DAYS_PER_MONTH), dailySpendUsd(first, requestsPerDay ?? 0)),
    months: bands,
    horizon: bandOf(total, mean),
    perRequest: unit(requestUsd, first.costPerRequestUsd),
    perSession:
      turns === null
        ? null
        : unit(
            requestUsd.map((usd, at) => usd * (spending.turns[at] ?? 1)),
            first.costPerRequestUsd * turns,
          ),
    correction: Math.max(...spends.map(({ correction }) => correction)),
  };
};

/**
 * Returns the bands of a scenario's spend: an outer draw over possible futures with the closed form inside. Null without traffic.
 * Unknowns, traffic, recounts by estimated tokenizers and other samples are one column each of a Latin hypercube.
 */
export const bandsOf = (model: SpendModel, projection: Projection, options: BandOptions): Bands | null => {
  const [first] = projection.months;
  if (first === undefined) return null;
  const spending = model.over(drawnFutures(model, options.seed, options.futures));
  return bandsFrom({ model, spending, options }, projection, first);
};
