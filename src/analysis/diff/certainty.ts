import { Problems } from '../../diagnostics/diagnostic.ts';
import { expect } from '../../projection/expect.ts';
import { type Future, futuresOf } from '../../projection/simulate/futures.ts';
import { beginSimulation, type RunSettings } from '../../projection/simulate/simulate.ts';
import { constant, support } from '../../stats/distribution.ts';
import type { Plan } from '../../workflow/plan.ts';
import type { Priced } from './value.ts';

/** Whether a change is larger than what is not known of it. Bounds of the change, `low` to `high`. */
export type Certainty = {
  /** `exact`: nothing is unknown; `futures`: the 10th and 90th percentile over possible futures; `batches`: a 95 % interval. */
  readonly by: 'exact' | 'futures' | 'batches';
  readonly low: number;
  readonly high: number;
  /** Whether both bounds lie on one side of zero. */
  readonly clear: boolean;
};

const between = (by: Certainty['by'], low: number, high: number): Certainty => ({ by, low, high, clear: low > 0 || high < 0 });

/** Enough for a 10th and a 90th percentile; each costs two projections. */
const FUTURES = 12;
/** What `futuresOf` spreads over as many futures. */
const RUNS = FUTURES * 16;

const turnsOf = ({ session, traffic }: Plan): number =>
  session === null || traffic?.per !== 'session' ? 1 : session.turns.reduce((sum, share, turns) => sum + share * turns, 0);

/** The first month of a plan at the volume of one future. */
const at = ({ plan, requestsPerHour }: Future): Plan => {
  const perDay = (requestsPerHour * 24) / turnsOf(plan);
  const months = plan.months.slice(0, 1).map((month) => ({ ...month, total: month.total && constant(perDay * month.days) }));
  return {
    ...plan,
    months,
    traffic: plan.traffic && { ...plan.traffic, perDay: plan.traffic.perDay.length === 0 ? [] : [constant(perDay)] },
  };
};

const spendsOf = ({ plan, evaluated }: Priced, seed: number): readonly number[] =>
  futuresOf(plan, () => true, RUNS, seed).map((future) => {
    const pinned = at(future);
    const projection = expect({ name: plan.name, unknowns: [], planAt: () => pinned }, new Problems(), evaluated);
    return projection?.months[0]?.spendUsd ?? 0;
  });

const isUnknown = ({ plan }: Priced): boolean => {
  const [first] = [plan.planAt(plan.unknowns.map(({ of }) => support(of)[0]))];
  const volumes = [...(first?.traffic?.perDay ?? []), ...(first?.months[0]?.total ? [first.months[0].total] : [])];
  return [...plan.unknowns.map(({ of }) => of), ...volumes].some((of) => support(of)[0] !== support(of)[1]);
};

/**
 * Returns how sure a change of the first month's spend is: the difference in each of twelve futures, the same on both sides.
 * Exact where nothing is unknown.
 */
export const spendCertainty = (base: Priced, head: Priced, change: number, seed: number): Certainty => {
  if (!isUnknown(base) && !isUnknown(head)) return between('exact', change, change);
  const [before, after] = [spendsOf(base, seed), spendsOf(head, seed)];
  const count = Math.max(before.length, after.length);
  const of = (list: readonly number[], index: number): number => list[index % list.length] ?? 0;
  const rising = Array.from({ length: count }, (_, index) => of(after, index) - of(before, index)).sort((a, b) => a - b);
  return between('futures', rising[Math.floor(count * 0.1)] ?? change, rising[Math.ceil(count * 0.9) - 1] ?? change);
};

const BATCHES = 8;
/** Student's t for seven degrees of freedom, 95 %. */
const T = 2.365;

/** Returns the 95 % interval of a change of p95 latency: eight pairs of batches, each pair with the same draws on both sides. */
export const latencyCertainty = (base: Priced, head: Priced, change: number, run: RunSettings): Certainty => {
  const each = Math.max(100, Math.ceil(run.runs / BATCHES));
  const begun = Array.from({ length: BATCHES }, (_, batch) =>
    [head, base].map(({ plan }) => beginSimulation(plan, { ...run, seed: run.seed + 1 + batch, runs: each })),
  );
  const differences = begun.map((sides) => {
    const [after = 0, before = 0] = sides.map((simulated) => simulated().perRequest.latencyMs.p95.value);
    return after - before;
  });
  const mean = differences.reduce((sum, value) => sum + value, 0) / BATCHES;
  const variance = differences.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (BATCHES - 1);
  const margin = T * Math.sqrt(variance / BATCHES);
  return between('batches', change - margin, change + margin);
};
