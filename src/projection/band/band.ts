import { percentileOf } from '../../stats/ordered.ts';

/** Dollars of a stretch of time over all futures. */
export type Band = {
  /** The same as in closed form. */
  readonly mean: number;
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
  /** By future: the same place in two bands is the same future. */
  readonly draws: Float64Array;
  /** Rising, for other percentiles and for what lies beyond a limit. */
  readonly sorted: Float64Array;
};

/** Returns the band of some draws whose mean is known. */
export const bandOf = (draws: Float64Array, mean: number): Band => {
  const sorted = draws.slice().sort();
  const at = (p: number): number => percentileOf(sorted, p).value;
  return { mean, p10: at(0.1), p50: at(0.5), p90: at(0.9), draws, sorted };
};

/** Returns the share of the futures whose draw lies above a limit. */
export const shareOver = (draws: Float64Array, limit: number): number =>
  draws.reduce((over, value) => over + (value > limit ? 1 : 0), 0) / draws.length;
