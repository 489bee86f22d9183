import { hasExactMean, mean } from '../stats/moments.ts';
import { nodesOf } from '../stats/quadrature.ts';
import type { Plan, PlanMonth, PlanTraffic } from '../workflow/plan.ts';

/** A possible volume of a day, and its growth a month. */
export type Volume = { readonly weight: number; readonly perDay: number; readonly growth: number };

export type Volumes = { readonly list: readonly Volume[]; readonly exact: boolean };

const VOLUME_POINTS = 8;
const GROWTH_POINTS = 5;

type Weighted = { readonly weight: number; readonly value: number };

const points = (of: PlanTraffic['growth'], count: number): readonly Weighted[] => {
  const nodes = nodesOf(of, count);
  return nodes.values.map((value, index) => ({ weight: nodes.weights[index] ?? 0, value: Math.max(-1, value) }));
};

/** The volume of a day as points of the product of its factors; one point at the mean where nothing bends with it. */
const perDay = (traffic: PlanTraffic, bends: boolean): readonly Weighted[] => {
  if (!bends) return [{ weight: 1, value: traffic.perDay.reduce((product, of) => product * mean(of), 1) }];
  return traffic.perDay.reduce<readonly Weighted[]>(
    (all, of) => all.flatMap((one) => points(of, VOLUME_POINTS).map((next) => ({ weight: one.weight * next.weight, value: one.value * next.value }))),
    [{ weight: 1, value: 1 }],
  );
};

/**
 * Returns the volumes over which a mean is the weighted mean. `bends`: cost per request hangs on the volume, by what the cache
 * keeps warm or by what is free each month; else the mean volume stands for all.
 */
export const volumesOf = (plan: Plan, bends: boolean): Volumes => {
  const { traffic } = plan;
  if (traffic === null) return { list: [], exact: true };
  const grows = plan.months.some(({ growthPower }) => growthPower > 0);
  const growth = grows ? points(traffic.growth, GROWTH_POINTS) : [{ weight: 1, value: 0 }];
  const list = perDay(traffic, bends).flatMap((day) =>
    growth.map((rate) => ({ weight: day.weight * rate.weight, perDay: day.value, growth: rate.value })),
  );
  const constant = traffic.growth.kind === 'constant' || !grows;
  const spread = bends && traffic.perDay.some(({ kind }) => kind !== 'constant');
  return { list, exact: constant && !spread && traffic.perDay.every(hasExactMean) };
};

/** Returns the requests of a month: its own total, or requests a day × days × (1 + growth)^m; turns of sessions are requests. */
export const requestsIn = (plan: Plan, month: PlanMonth, volume: Volume, meanTurns: number): number => {
  const turns = plan.traffic?.per === 'session' ? meanTurns : 1;
  if (month.total !== null) return turns * mean(month.total);
  return turns * volume.perDay * month.days * (1 + volume.growth) ** month.growthPower;
};
