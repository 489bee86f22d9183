import type { Distribution } from './distribution.ts';
import { normalCdf, normalDensity } from './normal.ts';
import { remembered } from './remembered.ts';

/** What lies below a value: P(X < x) and E[X; X < x]. Both together give means under clamps, strata and rounding. */
export type Below = { readonly probability: number; readonly mean: number };

const NOTHING: Below = { probability: 0, mean: 0 };

/** What lies below by + X, from what lies below X. */
const raised = (offset: Below, by: number): Below => ({ probability: offset.probability, mean: by * offset.probability + offset.mean });

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

/** E[L; Z < z] of L = logistic(mu + sigma·Z) by Simpson's rule on [−9, z]; the integrand is smooth, 600 panels leave < 1e-12. */
const logisticBelow = (mu: number, sigma: number, z: number): Below => {
  const [from, to, panels] = [-9, Math.min(9, z), 600];
  if (to <= from) return NOTHING;
  const width = (to - from) / panels;
  let sum = 0;
  for (let i = 0; i <= panels; i++) {
    const weight = i === 0 || i === panels ? 1 : i % 2 === 1 ? 4 : 2;
    const at = from + i * width;
    sum += weight * logistic(mu + sigma * at) * normalDensity(at);
  }
  return { probability: normalCdf(z), mean: (sum * width) / 3 };
};

const logitBelow = ({ mu, sigma, times, plus }: Extract<Distribution, { kind: 'logit_normal' }>, x: number): Below => {
  const share = (x - plus) / times;
  if (share <= 0) return NOTHING;
  const inner = logisticBelow(mu, sigma, share >= 1 ? Infinity : (Math.log(share / (1 - share)) - mu) / sigma);
  return raised({ probability: inner.probability, mean: times * inner.mean }, plus);
};

const lognormalBelow = (of: Extract<Distribution, { kind: 'lognormal' }>, x: number): Below => {
  const { shift, factor, sigma } = of;
  const ratio = (x - shift) / factor;
  const rising = ratio > 0 ? Math.log(ratio) / sigma : factor > 0 ? -Infinity : Infinity;
  const z = sigma === 0 ? (shift + factor < x ? Infinity : -Infinity) : rising;
  return { probability: normalCdf(z), mean: shift * normalCdf(z) + factor * Math.exp((sigma * sigma) / 2) * normalCdf(z - sigma) };
};

/** Piece by piece: a + b·Z on [z0, z1] has E = a(Φ(z1) − Φ(z0)) + b(φ(z0) − φ(z1)). */
const tableBelow = (of: Extract<Distribution, { kind: 'table' }>, x: number): Below => {
  const first = of.values[0] ?? 0;
  if (x <= first) return NOTHING;
  let probability = normalCdf(of.z[0] ?? 0);
  let mean = first * probability;
  for (let i = 1; i < of.z.length; i++) {
    const [z0, z1, v0, v1] = [of.z[i - 1] ?? 0, of.z[i] ?? 0, of.values[i - 1] ?? 0, of.values[i] ?? 0];
    if (x <= v0) return { probability, mean };
    const slope = (v1 - v0) / (z1 - z0);
    const end = x >= v1 || slope === 0 ? z1 : z0 + (x - v0) / slope;
    const mass = normalCdf(end) - normalCdf(z0);
    probability += mass;
    mean += (v0 - slope * z0) * mass + slope * (normalDensity(z0) - normalDensity(end));
    if (end < z1) return { probability, mean };
  }
  const last = of.values.at(-1) ?? 0;
  return x > last ? { probability: 1, mean: mean + last * (1 - probability) } : { probability, mean };
};

/** In x − low, so that nothing cancels where low is large: 86,400,000 cubed leaves no digits for a width of 2. */
const triangularBelow = ({ low, mode, high }: Extract<Distribution, { kind: 'triangular' }>, x: number): Below => {
  if (high === low) return x > low ? { probability: 1, mean: low } : NOTHING;
  const [width, turn] = [high - low, mode - low];
  const at = Math.min(high, Math.max(low, x)) - low;
  const rising = Math.min(at, turn);
  const [whole, left] = [width - turn, width - Math.max(at, turn)];
  const up = turn > 0 ? rising ** 2 / (width * turn) : 0;
  const down = whole > 0 ? (whole ** 2 - left ** 2) / (width * whole) : 0;
  const upMean = (2 / 3) * rising * up;
  const downMean = whole > 0 ? width * down - (2 * (whole ** 3 - left ** 3)) / (3 * width * whole) : 0;
  return raised({ probability: up + down, mean: upMean + downMean }, low);
};

const uniformBelow = (low: number, high: number, x: number): Below => {
  if (high === low) return x > low ? { probability: 1, mean: low } : NOTHING;
  const at = Math.min(high, Math.max(low, x)) - low;
  const probability = at / (high - low);
  return raised({ probability, mean: (at * probability) / 2 }, low);
};

const empiricalBelow = ({ values, weights }: Extract<Distribution, { kind: 'empirical' }>, x: number): Below => {
  let [probability, mean] = [0, 0];
  for (let at = 0; at < values.length; at++) {
    const [value, weight] = [values[at] as number, weights[at] as number];
    if (value >= x) continue;
    probability += weight;
    mean += weight * value;
  }
  return { probability, mean };
};

const sumBelow = (parts: readonly { readonly share: number; readonly below: Below }[]): Below => ({
  probability: parts.reduce((sum, { share, below: part }) => sum + share * part.probability, 0),
  mean: parts.reduce((sum, { share, below: part }) => sum + share * part.mean, 0),
});

/** Returns P(X < x) and E[X; X < x]; x = Infinity gives the mean. Closed form but for the logit-normal. */
export const below = (of: Distribution, x: number): Below => {
  switch (of.kind) {
    case 'constant':
      return of.value < x ? { probability: 1, mean: of.value } : NOTHING;
    case 'lognormal':
      return lognormalBelow(of, x);
    case 'normal': {
      if (of.sd === 0) return of.mean < x ? { probability: 1, mean: of.mean } : NOTHING;
      const z = (x - of.mean) / of.sd;
      return { probability: normalCdf(z), mean: of.mean * normalCdf(z) - of.sd * normalDensity(z) };
    }
    case 'logit_normal':
      return logitBelow(of, x);
    case 'table':
      return tableBelow(of, x);
    case 'uniform':
      return uniformBelow(of.low, of.high, x);
    case 'triangular':
      return triangularBelow(of, x);
    case 'empirical':
      return empiricalBelow(of, x);
    case 'mixture':
      return sumBelow(of.parts.map((part) => ({ share: part.share, below: below(part.of, x) })));
    case 'clamped': {
      if (x <= of.min) return NOTHING;
      const low = below(of.of, of.min);
      const inner = below(of.of, Math.min(x, of.max));
      const mean = of.min === -Infinity ? inner.mean : of.min * low.probability + inner.mean - low.mean;
      return x > of.max ? { probability: 1, mean: mean + of.max * (1 - inner.probability) } : { probability: inner.probability, mean };
    }
    default:
      return of satisfies never;
  }
};

const meanBelow = remembered((of: Distribution): number => below(of, Infinity).mean);

/** Returns E[X]. */
export const mean = (of: Distribution): number => (of.kind === 'constant' ? of.value : meanBelow(of));

/** Whether the mean has a closed form; the logit-normal's is a quadrature. */
export const hasExactMean = (of: Distribution): boolean => {
  if (of.kind === 'mixture') return of.parts.every((part) => hasExactMean(part.of));
  if (of.kind === 'clamped') return hasExactMean(of.of);
  return of.kind !== 'logit_normal';
};
