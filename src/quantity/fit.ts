import type { Distribution } from '../stats/distribution.ts';
import { normalQuantile } from '../stats/normal.ts';

/** A distribution through the facts an author gave, or why there is none. */
export type Fit = Distribution | { readonly problem: string; readonly label: string };

const Z95 = normalQuantile(0.95);
const logit = (share: number): number => Math.log(share / (1 - share));
/** Rounded to twelve digits: 0.14 × 100 is 14.000000000000002. */
const percent = (share: number): string => `${Number((share * 100).toPrecision(12))}%`;
const lognormal = (mu: number, sigma: number): Distribution => ({ kind: 'lognormal', shift: 0, factor: Math.exp(mu), sigma });

/** Returns the distribution whose 5th and 95th percentiles are the ends: the 90 % interval of `200 to 900`. */
export const fitInterval = (low: number, high: number, percentages: boolean): Fit => {
  if (low > high) return { problem: 'the range runs backwards', label: 'write the smaller end first' };
  if (low === high) return { kind: 'constant', value: low };
  if (percentages && low >= 0 && high <= 1) {
    if (low === 0 || high === 1) {
      return {
        problem: 'no 90 % interval of a share ends at 0 % or 100 %',
        label: `write { uniform: [${percent(low)}, ${percent(high)}] }`,
      };
    }
    const [mu, sigma] = [(logit(low) + logit(high)) / 2, (logit(high) - logit(low)) / (2 * Z95)];
    return { kind: 'logit_normal', mu, sigma, times: 1, plus: 0 };
  }
  if (low <= 0) return { kind: 'normal', mean: (low + high) / 2, sd: (high - low) / (2 * Z95) };
  return lognormal((Math.log(low) + Math.log(high)) / 2, Math.log(high / low) / (2 * Z95));
};

/** A percentile that an author stated: `p95: 900` is { p: 0.95, value: 900 }. */
export type Percentile = { readonly p: number; readonly value: number };

const throughTwo = ([a, b]: readonly [Percentile, Percentile]): Fit => {
  if (a.value <= 0) return { problem: 'a lognormal has values above zero only', label: 'give three percentiles, or { normal: … }' };
  const sigma = Math.log(b.value / a.value) / (normalQuantile(b.p) - normalQuantile(a.p));
  return lognormal(Math.log(a.value) - sigma * normalQuantile(a.p), sigma);
};

/**
 * shift + factor·e^(sigma·z) through three points at −z, 0, z: with r = (high − middle) ÷ (middle − low),
 * sigma = ln r ÷ z and factor = (high − middle) ÷ (r − 1). r = 1 is a normal, r < 1 leans to the left.
 */
const throughThree = ([low, middle, high]: readonly [Percentile, Percentile, Percentile]): Fit => {
  const symmetric = Math.abs(low.p + high.p - 1) < 1e-9 && middle.p === 0.5;
  if (!symmetric)
    return { problem: 'three percentiles must lie symmetrically about p50', label: 'give two, three like p5 p50 p95, or four or more' };
  const [rise, fall, z] = [high.value - middle.value, middle.value - low.value, normalQuantile(high.p)];
  if (rise === 0 && fall === 0) return { kind: 'constant', value: middle.value };
  if (rise === 0 || fall === 0) return { problem: 'two of the three percentiles are equal', label: 'give four percentiles or more' };
  const ratio = rise / fall;
  if (Math.abs(ratio - 1) < 1e-9) return { kind: 'normal', mean: middle.value, sd: rise / z };
  const factor = rise / (ratio - 1);
  return { kind: 'lognormal', shift: middle.value - factor, factor, sigma: Math.log(ratio) / z };
};

/** Returns the distribution through two, three or more percentiles, given in rising order of p. */
export const fitPercentiles = (points: readonly Percentile[]): Fit => {
  const [a, b, c] = points;
  const falls = points.some((point, index) => index > 0 && point.value < (points[index - 1]?.value ?? 0));
  if (falls) return { problem: 'percentiles cannot fall', label: 'a higher percentile has a higher value' };
  if (a === undefined || b === undefined)
    return { problem: 'one percentile does not make a distribution', label: 'give a second one, or a mean' };
  if (c === undefined) return a.value === b.value ? { kind: 'constant', value: a.value } : throughTwo([a, b]);
  if (points.length === 3) return throughThree([a, b, c]);
  return { kind: 'table', z: points.map(({ p }) => normalQuantile(p)), values: points.map(({ value }) => value) };
};

/** Returns the lognormal of a mean and a standard deviation. */
export const fitMeanSd = (mean: number, sd: number): Fit => {
  if (mean <= 0) return { problem: 'a lognormal has a mean above zero', label: 'write { normal: { mean: …, sd: … } }' };
  const variance = Math.log(1 + (sd / mean) ** 2);
  return sd === 0 ? { kind: 'constant', value: mean } : lognormal(Math.log(mean) - variance / 2, Math.sqrt(variance));
};

/** Beyond it a lognormal says nothing: at sigma 3 its mean lies at its 93rd percentile, 90 times its median. */
const WIDEST = 3;

/**
 * Returns the lognormal of a mean and one percentile: ln(q ÷ mean) = z·sigma − sigma² ÷ 2, the narrower of its two
 * solutions. Beyond q = mean·e^(z²/2) (3.87 × the mean for p95) there is none.
 */
export const fitMeanPercentile = (mean: number, { p, value }: Percentile): Fit => {
  if (mean <= 0 || value <= 0) return { problem: 'a lognormal has values above zero only', label: 'write { normal: { mean: …, sd: … } }' };
  const z = normalQuantile(p);
  const excess = z * z - 2 * Math.log(value / mean);
  if (excess < 0) {
    return {
      problem: `no lognormal has this percentile ${(value / mean).toFixed(1)} times its mean`,
      label: 'give percentiles instead of the mean',
    };
  }
  const roots = [z - Math.sqrt(excess), z + Math.sqrt(excess)].filter((sigma) => sigma >= 0);
  const sigma = roots[0];
  if (sigma === undefined)
    return { problem: 'this percentile lies on the wrong side of the mean', label: 'give percentiles instead of the mean' };
  if (sigma > WIDEST)
    return { problem: 'no sensible lognormal has this percentile so far from its mean', label: 'give percentiles instead of the mean' };
  return sigma === 0 ? { kind: 'constant', value: mean } : lognormal(Math.log(mean) - (sigma * sigma) / 2, sigma);
};
