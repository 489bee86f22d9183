import type { Distribution } from './distribution.ts';
import { below } from './moments.ts';
import { normalQuantile } from './normal.ts';
import { remembered } from './remembered.ts';

/** A distribution as points with probabilities. `exact` where it has no others. */
export type Atoms = { readonly values: readonly number[]; readonly weights: readonly number[]; readonly exact: boolean };

/** Strata of a continuous distribution, unless told otherwise: a threshold between two of them errs by less than 0.2 %. */
const STRATA = 256;

const quantile = (of: Distribution, p: number): number => {
  const z = normalQuantile(p);
  switch (of.kind) {
    case 'lognormal':
      return of.shift + of.factor * Math.exp(of.sigma * z);
    case 'normal':
      return of.mean + of.sd * z;
    case 'logit_normal':
      return of.plus + of.times / (1 + Math.exp(-(of.mu + of.sigma * z)));
    case 'uniform':
      return of.low + p * (of.high - of.low);
    case 'triangular': {
      const { low, mode, high } = of;
      const turn = (mode - low) / (high - low);
      return p < turn ? low + Math.sqrt(p * (high - low) * (mode - low)) : high - Math.sqrt((1 - p) * (high - low) * (high - mode));
    }
    case 'table': {
      const next = of.z.findIndex((edge) => edge >= z);
      if (next <= 0) return (next === 0 ? of.values[0] : of.values.at(-1)) ?? 0;
      const [z0, z1, v0, v1] = [of.z[next - 1] ?? 0, of.z[next] ?? 0, of.values[next - 1] ?? 0, of.values[next] ?? 0];
      return v0 + ((v1 - v0) * (z - z0)) / (z1 - z0);
    }
    default:
      return Number.NaN;
  }
};

const known = remembered((_: Distribution) => new Map<string, Atoms>());

/** Strata of equal probability, cut further at the given values; each stands for its conditional mean. */
const strata = (of: Distribution, cuts: readonly number[], count: number): Atoms => {
  const key = `${count} ${cuts.join()}`;
  const found = known(of).get(key) ?? cutUp(of, cuts, count);
  known(of).set(key, found);
  return found;
};

const cutUp = (of: Distribution, cuts: readonly number[], count: number): Atoms => {
  const edges = Array.from({ length: count - 1 }, (_, index) => quantile(of, (index + 1) / count));
  const sorted = [...edges, ...cuts.filter(Number.isFinite), Infinity].sort((a, b) => a - b);
  const values: number[] = [];
  const weights: number[] = [];
  let last = { probability: 0, mean: 0 };
  for (const edge of sorted) {
    const next = below(of, edge);
    const weight = next.probability - last.probability;
    if (weight > 1e-15) {
      values.push((next.mean - last.mean) / weight);
      weights.push(weight);
    }
    last = next;
  }
  return { values, weights, exact: false };
};

/**
 * Returns a distribution as points. Discrete ones are exact; continuous ones become strata that keep the mean exactly,
 * with boundaries at `cuts`, so that a threshold there is met exactly too; `count` strata, 256 unless told otherwise.
 */
export const atomsOf = (of: Distribution, cuts: readonly number[] = [], count = STRATA): Atoms => {
  switch (of.kind) {
    case 'constant':
      return { values: [of.value], weights: [1], exact: true };
    case 'empirical':
      return { values: of.values, weights: of.weights, exact: true };
    case 'mixture': {
      const parts = of.parts.map((part) => ({ share: part.share, atoms: atomsOf(part.of, cuts, count) }));
      return {
        values: parts.flatMap(({ atoms }) => atoms.values),
        weights: parts.flatMap(({ share, atoms }) => atoms.weights.map((weight) => share * weight)),
        exact: parts.every(({ atoms }) => atoms.exact),
      };
    }
    case 'clamped': {
      const inner = atomsOf(of.of, [...cuts, of.min, of.max], count);
      return { ...inner, values: inner.values.map((value) => Math.min(of.max, Math.max(of.min, value))) };
    }
    case 'lognormal':
    case 'normal':
      return (of.kind === 'lognormal' ? of.sigma : of.sd) === 0
        ? { values: [below(of, Infinity).mean], weights: [1], exact: true }
        : strata(of, cuts, count);
    default:
      return strata(of, cuts, count);
  }
};
