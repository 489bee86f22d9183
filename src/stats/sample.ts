import type { Distribution } from './distribution.ts';
import { normalQuantile } from './normal.ts';

/** Turns a uniform number on (0, 1) into a value of a distribution. */
export type Sampler = (u: number) => number;

/** Returns running sums of weights, scaled so that the last is 1. */
export const cumulative = (weights: readonly number[]): Float64Array => {
  const sums = new Float64Array(weights.length);
  let sum = 0;
  for (const [index, weight] of weights.entries()) {
    sum += weight;
    sums[index] = sum;
  }
  return sums.map((value) => value / sum);
};

/** Returns the first index whose running sum is above u: equal weights and an equal u give an equal index. */
export const indexAt = (sums: Float64Array, u: number): number => {
  let low = 0;
  let high = sums.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sums[middle] ?? 1) > u) high = middle;
    else low = middle + 1;
  }
  return low;
};

const ofTriangular = ({ low, mode, high }: Extract<Distribution, { kind: 'triangular' }>): Sampler => {
  if (high === low) return () => low;
  const turn = (mode - low) / (high - low);
  return (u) => (u < turn ? low + Math.sqrt(u * (high - low) * (mode - low)) : high - Math.sqrt((1 - u) * (high - low) * (high - mode)));
};

const ofTable = ({ z, values }: Extract<Distribution, { kind: 'table' }>): Sampler => {
  const last = z.length - 1;
  return (u) => {
    const at = normalQuantile(u);
    let next = 0;
    while (next <= last && (z[next] ?? 0) < at) next++;
    if (next === 0) return values[0] ?? 0;
    if (next > last) return values[last] ?? 0;
    const z0 = z[next - 1] ?? 0;
    const v0 = values[next - 1] ?? 0;
    return v0 + (((values[next] ?? 0) - v0) * (at - z0)) / ((z[next] ?? 0) - z0);
  };
};

/** One uniform number picks the part and the place within it: (u − what stands before the part) ÷ its share. */
const ofMixture = ({ parts }: Extract<Distribution, { kind: 'mixture' }>): Sampler => {
  const sums = cumulative(parts.map(({ share }) => share));
  const samplers = parts.map(({ of }) => samplerOf(of));
  return (u) => {
    const index = indexAt(sums, u);
    const before = index === 0 ? 0 : (sums[index - 1] ?? 0);
    const within = (u - before) / ((sums[index] ?? 1) - before);
    return (samplers[index] as Sampler)(Math.min(1 - 2 ** -53, Math.max(2 ** -54, within)));
  };
};

/**
 * Returns the quantile function of a distribution, by inversion: one uniform number makes one value, and a greater one never a
 * smaller value (an empirical one picks records in the order of their file, so that one u picks one record for every step).
 */
export const samplerOf = (of: Distribution): Sampler => {
  switch (of.kind) {
    case 'constant':
      return () => of.value;
    case 'lognormal': {
      const { shift, factor, sigma } = of;
      return (u) => shift + factor * Math.exp(sigma * normalQuantile(u));
    }
    case 'normal':
      return (u) => of.mean + of.sd * normalQuantile(u);
    case 'logit_normal':
      return (u) => of.plus + of.times / (1 + Math.exp(-(of.mu + of.sigma * normalQuantile(u))));
    case 'table':
      return ofTable(of);
    case 'uniform':
      return (u) => of.low + u * (of.high - of.low);
    case 'triangular':
      return ofTriangular(of);
    case 'empirical': {
      const { values } = of;
      const sums = cumulative(of.weights);
      return (u) => values[indexAt(sums, u)] ?? 0;
    }
    case 'mixture':
      return ofMixture(of);
    case 'clamped': {
      const inner = samplerOf(of.of);
      return (u) => Math.min(of.max, Math.max(of.min, inner(u)));
    }
    default:
      return of satisfies never;
  }
};
