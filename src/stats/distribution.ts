import { remembered } from './remembered.ts';

/**
 * A random number, closed over its parameters. Nothing in it refers to names, files or units: what a YAML quantity
 * becomes once everything is looked up.
 */
export type Distribution =
  | { readonly kind: 'constant'; readonly value: number }
  /** shift + factor · e^(sigma·Z) with factor · sigma ≥ 0; a negative pair is the left-skewed mirror image. */
  | { readonly kind: 'lognormal'; readonly shift: number; readonly factor: number; readonly sigma: number }
  | { readonly kind: 'normal'; readonly mean: number; readonly sd: number }
  /** plus + times · logistic(mu + sigma·Z) with times > 0; 1 and 0 make it a share that never leaves (0, 1). */
  | { readonly kind: 'logit_normal'; readonly mu: number; readonly sigma: number; readonly times: number; readonly plus: number }
  /** Straight lines in value over the normal z, flat beyond the outermost percentiles. */
  | { readonly kind: 'table'; readonly z: readonly number[]; readonly values: readonly number[] }
  | { readonly kind: 'uniform'; readonly low: number; readonly high: number }
  | { readonly kind: 'triangular'; readonly low: number; readonly mode: number; readonly high: number }
  /** Values in the order of their file, so that one draw picks the same record for every step; weights sum to 1. */
  | { readonly kind: 'empirical'; readonly values: readonly number[]; readonly weights: readonly number[] }
  | { readonly kind: 'mixture'; readonly parts: readonly { readonly share: number; readonly of: Distribution }[] }
  /** Values outside [min, max] are moved to the bound: mass at the bounds, nothing is redrawn. */
  | { readonly kind: 'clamped'; readonly of: Distribution; readonly min: number; readonly max: number };

export const constant = (value: number): Distribution => ({ kind: 'constant', value: value === 0 ? 0 : value });

/** Returns the empirical distribution of values, each equally likely or by relative weight. */
export const empirical = (values: readonly number[], weights?: readonly number[]): Distribution => {
  const total = weights?.reduce((sum, weight) => sum + weight, 0) ?? values.length;
  return { kind: 'empirical', values, weights: values.map((_, index) => (weights?.[index] ?? 1) / total) };
};

/** Returns the distribution with values outside the bounds moved to them; the same one where no bound can bite. */
export const clamped = (of: Distribution, min: number, max: number): Distribution => {
  const [low, high] = support(of);
  if (low >= min && high <= max) return of;
  if (of.kind === 'constant') return constant(Math.min(max, Math.max(min, of.value)));
  if (of.kind === 'clamped') return clamped(of.of, Math.min(max, Math.max(of.min, min)), Math.max(min, Math.min(of.max, max)));
  return { kind: 'clamped', of, min, max };
};

/** Returns the distribution of times · X + plus. */
export const affine = (of: Distribution, times: number, plus: number): Distribution => {
  if (times === 1 && plus === 0) return of;
  if (times === 0) return constant(plus);
  const move = (value: number): number => times * value + plus;
  switch (of.kind) {
    case 'constant':
      return constant(move(of.value));
    case 'lognormal':
      return { ...of, shift: move(of.shift), factor: times * of.factor, sigma: times < 0 ? -of.sigma : of.sigma };
    case 'normal':
      return { ...of, mean: move(of.mean), sd: Math.abs(times) * of.sd };
    case 'uniform':
      return { ...of, low: Math.min(move(of.low), move(of.high)), high: Math.max(move(of.low), move(of.high)) };
    case 'triangular':
      return { ...of, mode: move(of.mode), low: Math.min(move(of.low), move(of.high)), high: Math.max(move(of.low), move(of.high)) };
    case 'empirical':
      return { ...of, values: of.values.map(move) };
    case 'table':
      return times > 0
        ? { ...of, values: of.values.map(move) }
        : { ...of, z: of.z.map((z) => -z).reverse(), values: of.values.map(move).reverse() };
    case 'mixture':
      return { ...of, parts: of.parts.map((part) => ({ ...part, of: affine(part.of, times, plus) })) };
    case 'clamped':
      return clamped(affine(of.of, times, plus), Math.min(move(of.min), move(of.max)), Math.max(move(of.min), move(of.max)));
    case 'logit_normal':
      // A negative factor turns it round: logistic(−x) = 1 − logistic(x).
      return times > 0
        ? { ...of, times: times * of.times, plus: move(of.plus) }
        : { ...of, mu: -of.mu, times: -times * of.times, plus: move(of.plus + of.times) };
    default:
      return of satisfies never;
  }
};

/** Returns the least and the greatest of some numbers. */
export const endsOf = (values: readonly number[]): readonly [number, number] => {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
};

/** Returns the least and the greatest value that can occur. */
export const support = remembered((of: Distribution): readonly [number, number] => {
  switch (of.kind) {
    case 'constant':
      return [of.value, of.value];
    case 'lognormal':
      return of.sigma === 0 ? [of.shift + of.factor, of.shift + of.factor] : of.factor > 0 ? [of.shift, Infinity] : [-Infinity, of.shift];
    case 'normal':
      return of.sd === 0 ? [of.mean, of.mean] : [-Infinity, Infinity];
    case 'logit_normal':
      return [of.plus, of.plus + of.times];
    case 'table':
      return [of.values[0] ?? 0, of.values.at(-1) ?? 0];
    case 'uniform':
    case 'triangular':
      return [of.low, of.high];
    case 'empirical':
      return endsOf(of.values);
    case 'mixture': {
      const ends = of.parts.filter(({ share }) => share > 0).map((part) => support(part.of));
      return [Math.min(...ends.map(([low]) => low)), Math.max(...ends.map(([, high]) => high))];
    }
    case 'clamped': {
      const [low, high] = support(of.of);
      return [Math.min(of.max, Math.max(of.min, low)), Math.max(of.min, Math.min(of.max, high))];
    }
    default:
      return of satisfies never;
  }
});

/** Beyond ±8.2 standard deviations lies less than 1.2e-16 of a normal: nothing that a double-precision mean can show. */
const FAR = 8.2;

/** Returns the least and the greatest value that can move a figure: the support, cut where it is unbounded. */
export const effectiveSupport = remembered((of: Distribution): readonly [number, number] => {
  switch (of.kind) {
    case 'lognormal':
      return [of.shift + of.factor * Math.exp(-FAR * of.sigma), of.shift + of.factor * Math.exp(FAR * of.sigma)];
    case 'normal':
      return [of.mean - FAR * of.sd, of.mean + FAR * of.sd];
    case 'mixture': {
      const ends = of.parts.filter(({ share }) => share > 0).map((part) => effectiveSupport(part.of));
      return [Math.min(...ends.map(([low]) => low)), Math.max(...ends.map(([, high]) => high))];
    }
    case 'clamped': {
      const [low, high] = effectiveSupport(of.of);
      return [Math.min(of.max, Math.max(of.min, low)), Math.max(of.min, Math.min(of.max, high))];
    }
    default:
      return support(of);
  }
});
