import { atomsOf } from './atoms.ts';
import type { Distribution } from './distribution.ts';
import { below } from './moments.ts';

/** Points with weights that sum to 1: the mean of a function of a random number is about the weighted mean over them. */
export type Nodes = { readonly values: readonly number[]; readonly weights: readonly number[]; readonly exact: boolean };

/** Hermite's h_n and h_(n−1), orthonormal, by their three-term recurrence: values stay of moderate size. */
const hermite = (x: number, n: number): readonly [number, number] => {
  let [value, before] = [Math.PI ** -0.25, 0];
  for (let j = 1; j <= n; j++) [value, before] = [x * Math.sqrt(2 / j) * value - Math.sqrt((j - 1) / j) * before, value];
  return [value, before];
};

/** Starting points for the largest roots, then Newton's method (Press et al., Numerical Recipes, section 4.6). */
const firstGuess = (n: number, i: number, roots: readonly number[]): number => {
  const [a = 0, b = 0] = [roots[i - 1], roots[i - 2]];
  if (i === 0) return Math.sqrt(2 * n + 1) - 1.85575 * (2 * n + 1) ** -0.16667;
  if (i === 1) return a - (1.14 * n ** 0.426) / a;
  if (i === 2) return 1.86 * a - 0.86 * b;
  return i === 3 ? 1.91 * a - 0.91 * b : 2 * a - b;
};

const rules = new Map<number, Nodes>();

/**
 * Returns Gauss and Hermite's rule for a standard normal: n points, exact for polynomials of degree 2n − 1, and for means
 * of smooth functions to all shown digits with eight or more.
 */
export const normalNodes = (n: number): Nodes => {
  const known = rules.get(n);
  if (known !== undefined) return known;
  const [values, weights]: [number[], number[]] = [new Array(n).fill(0), new Array(n).fill(0)];
  const roots: number[] = [];
  for (let i = 0; i < Math.ceil(n / 2); i++) {
    let x = firstGuess(n, i, roots);
    for (let step = 0; step < 20; step++) {
      const [value, before] = hermite(x, n);
      const move = value / (Math.sqrt(2 * n) * before);
      x -= move;
      if (Math.abs(move) < 1e-15) break;
    }
    if (2 * i + 1 === n) x = 0;
    roots.push(x);
    const weight = 1 / (n * hermite(x, n)[1] ** 2) / Math.sqrt(Math.PI);
    [values[i], values[n - 1 - i], weights[i], weights[n - 1 - i]] = [x * Math.SQRT2, -x * Math.SQRT2, weight, weight];
  }
  const rule = { values, weights, exact: false };
  rules.set(n, rule);
  return rule;
};

/** Whether bounds are met so rarely that the distribution is as smooth as the one inside. */
const hardlyClamped = ({ of, min, max }: Extract<Distribution, { kind: 'clamped' }>): boolean =>
  below(of, min).probability + 1 - below(of, max).probability < 1e-6;

/**
 * Returns a distribution as points for the mean of a smooth function: Gauss and Hermite's rule where it is a smooth function
 * of a normal, its own points where it has no others, else strata that keep the mean.
 */
export const nodesOf = (of: Distribution, n: number): Nodes => {
  if (of.kind === 'lognormal' && of.sigma !== 0) {
    const { values, weights } = normalNodes(n);
    return { values: values.map((z) => of.shift + of.factor * Math.exp(of.sigma * z)), weights, exact: false };
  }
  if (of.kind === 'normal' && of.sd !== 0) {
    const { values, weights } = normalNodes(n);
    return { values: values.map((z) => of.mean + of.sd * z), weights, exact: false };
  }
  if (of.kind === 'logit_normal') {
    const { values, weights } = normalNodes(n);
    return { values: values.map((z) => of.plus + of.times / (1 + Math.exp(-(of.mu + of.sigma * z)))), weights, exact: false };
  }
  if (of.kind === 'clamped' && hardlyClamped(of)) {
    const { values, weights, exact } = nodesOf(of.of, n);
    return { values: values.map((value) => Math.min(of.max, Math.max(of.min, value))), weights, exact };
  }
  return atomsOf(of, [], n);
};
