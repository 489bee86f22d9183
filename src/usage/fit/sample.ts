import { normalQuantile } from '../../stats/normal.ts';
import { percentileOf } from '../../stats/ordered.ts';

/** Observed values of one kind, sorted upwards, with what is asked of them again and again. */
export type Sample = { readonly sorted: Float64Array; readonly mean: number; readonly sd: number };

/** An interval that holds the true figure in nine of ten cases. */
export type Interval = { readonly low: number; readonly high: number };

/** Returns values as a sample. */
export const sampleOf = (values: readonly number[]): Sample => {
  const sorted = Float64Array.from(values).sort();
  const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
  const variance = sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, sorted.length - 1);
  return { sorted, mean, sd: Math.sqrt(variance) };
};

/** Returns the p-quantile: the smallest value that a share p of them does not exceed. */
export const quantileAt = ({ sorted }: Sample, p: number): number => percentileOf(sorted, p).value;

/** Standard deviations on either side of a mean that hold nine of ten cases. */
export const Z95 = normalQuantile(0.95);

/** Returns the interval of the mean by its standard error, sd ÷ √n. */
export const meanInterval = ({ sorted, mean, sd }: Sample): Interval => {
  const margin = (Z95 * sd) / Math.sqrt(sorted.length);
  return { low: mean - margin, high: mean + margin };
};

/** Returns the interval of a share of which `hits` of `tries` were seen (Wilson 1927): 0 of 100 is 0 % to 2.6 %. */
export const shareInterval = (hits: number, tries: number): Interval => {
  if (tries === 0) return { low: 0, high: 1 };
  const [share, spread] = [hits / tries, Z95 ** 2 / tries];
  const middle = (share + spread / 2) / (1 + spread);
  const margin = (Z95 / (1 + spread)) * Math.sqrt((share * (1 - share)) / tries + spread / (4 * tries));
  return { low: hits === 0 ? 0 : Math.max(0, middle - margin), high: hits === tries ? 1 : Math.min(1, middle + margin) };
};
