import { curveThrough } from '../../stats/curve.ts';
import type { Plan } from '../../workflow/plan.ts';
import { bendsWithVolume } from '../expect.ts';
import { requestOf } from '../request.ts';
import { addFuture, newTally, type Tally } from '../tally.ts';
import { altered, type Recount } from './altered.ts';
import type { PriceMonths } from './price-months.ts';

/** What a request costs, by the way in which its month prices it, and what a case of the tests costs: no people, first month. */
export type RequestCost = { readonly testUsd: number; readonly costUsd: readonly number[] };

const costAt = (tally: Tally): RequestCost => {
  const [first, requests] = [tally.components[0], tally.requests[0] ?? 0];
  return { testUsd: first === undefined || requests === 0 ? 0 : (first.models + first.tools) / requests, costUsd: tally.costUsd };
};

/** Returns what a request costs at a plan's point, for each of some volumes of a day (of sessions where they are stated), in closed form. */
export const requestCosts = (
  plan: Plan,
  recount: Recount,
  months: readonly number[],
  volumes: readonly number[],
): readonly RequestCost[] => {
  const one = altered(plan, recount, months);
  const requested = requestOf(one);
  return volumes.map((perDay) => {
    const tally = newTally();
    addFuture(tally, one, requested, [{ weight: 1, perDay, growth: 0 }], 1);
    return costAt(tally);
  });
};

/** Whether what a request costs hangs on how many there are. */
export const costBends = (plan: Plan): boolean => bendsWithVolume(plan, requestOf(plan));

/** A hit rate goes from 5 % to 95 % while the volume grows 58-fold, e^4.07: steps of e^0.4 follow it to a thousandth of the cost. */
const STEP = 0.4;

const MOST_STEPS = 24;

/** No volume is 0: nothing would be known of a request. */
const LEAST = 1e-9;

/** Returns volumes between the least and the greatest, each the same factor above the last; one where none is asked for. */
export const volumesBetween = (low: number, high: number): readonly number[] => {
  const [from, to] = [Math.log(Math.max(LEAST, low)), Math.log(Math.max(LEAST, high))];
  const steps = Math.min(MOST_STEPS, Math.ceil((to - from) / STEP));
  return steps === 0 ? [Math.exp(from)] : Array.from({ length: steps + 1 }, (_, index) => Math.exp(from + ((to - from) * index) / steps));
};

/** Costs as one row, volume by volume: what a surrogate takes. */
export const toCostRow = (costs: readonly RequestCost[]): readonly number[] =>
  costs.flatMap(({ testUsd, costUsd }) => [testUsd, ...costUsd]);

/** Returns from a row what a request costs in a month at a volume, between the volumes that are known. */
export const costFrom = (row: readonly number[], volumes: readonly number[], { months, standsFor }: PriceMonths) => {
  const width = months.length + 1;
  const column = (at: number): readonly number[] => volumes.map((_, index) => row[index * width + at] ?? 0);
  const logs = volumes.map(Math.log);
  const curves = Array.from({ length: width }, (_, at) => curveThrough(logs, column(at)));
  const on = (at: number, perDay: number): number => curves[at]?.(Math.log(Math.max(LEAST, perDay))) ?? 0;
  return {
    testUsd: (perDay: number): number => on(0, perDay),
    costUsd: (month: number, perDay: number): number => on((standsFor[month] ?? 0) + 1, perDay),
  };
};
