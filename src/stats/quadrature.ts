import { atomsOf } from './atoms.ts';
import type { Distribution } from './distribution.ts';
import { below } from './moments.ts';
import { rememberedList } from './remembered.ts';

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

/** The three-term recurrence of the orthonormal polynomials of some weighted points: `b[k]` p_k = (x − a[k−1]) p_(k−1) − b[k−1] p_(k−2). */
type Recurrence = { readonly a: readonly number[]; readonly b: readonly number[] };

/** Stieltjes' procedure (W. Gautschi, Orthogonal Polynomials, 2004, section 2.2.3.1). */
const recurrenceOf = ({ values, weights }: Pick<Nodes, 'values' | 'weights'>, n: number): Recurrence => {
  const [a, b]: [number[], number[]] = [[], [0]];
  let before = values.map(() => 0);
  let now = values.map(() => 1);
  for (let k = 0; k < n; k++) {
    const own = values.reduce((sum, x, i) => sum + (weights[i] as number) * x * (now[i] as number) ** 2, 0);
    a.push(own);
    const next = values.map((x, i) => (x - own) * (now[i] as number) - (b[k] as number) * (before[i] as number));
    const norm = Math.sqrt(next.reduce((sum, value, i) => sum + (weights[i] as number) * value ** 2, 0));
    b.push(norm);
    [before, now] = [now, next.map((value) => (norm === 0 ? 0 : value / norm))];
  }
  return { a, b };
};

/** How many roots of the last polynomial lie below x (Sturm). */
const rootsBelow = ({ a, b }: Recurrence, n: number, x: number): number => {
  let [count, ratio] = [0, 1];
  for (let k = 0; k < n; k++) {
    ratio = (a[k] as number) - x - (k === 0 ? 0 : (b[k] as number) ** 2 / (ratio || 1e-300));
    if (ratio < 0) count++;
  }
  return count;
};

const rootOf = (recurrence: Recurrence, n: number, index: number, ends: readonly [number, number]): number => {
  let [low, high] = ends;
  for (let step = 0; step < 100; step++) {
    const middle = (low + high) / 2;
    if (rootsBelow(recurrence, n, middle) > index) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
};

/** The weight of a root: one over the sum of the squared orthonormal polynomials there. */
const weightAt = ({ a, b }: Recurrence, n: number, x: number): number => {
  let [before, now, sum] = [0, 1, 1];
  for (let k = 1; k < n; k++) {
    [before, now] = [now, ((x - (a[k - 1] as number)) * now - (b[k - 1] as number) * before) / (b[k] as number)];
    sum += now * now;
  }
  return 1 / sum;
};

/**
 * Returns weighted points as n of them that keep the mean of every polynomial of degree 2n − 1: Gauss's rule for these points.
 * Two points keep the mean, the variance and the skewness.
 */
const fewer = (points: Pick<Nodes, 'values' | 'weights'>, n: number): Nodes => {
  const recurrence = recurrenceOf(points, n);
  const ends: readonly [number, number] = [Math.min(...points.values), Math.max(...points.values)];
  const values = Array.from({ length: n }, (_, index) => rootOf(recurrence, n, index, ends));
  return { values, weights: values.map((x) => weightAt(recurrence, n, x)), exact: false };
};

/** Points of a smooth distribution, and of one with corners, from which fewer are made. */
const FINE = 32;
const STRATA = 64;

const finely = (of: Distribution): Nodes => {
  const { values, weights } = normalNodes(FINE);
  if (of.kind === 'lognormal' && of.sigma !== 0)
    return { values: values.map((z) => of.shift + of.factor * Math.exp(of.sigma * z)), weights, exact: false };
  if (of.kind === 'normal' && of.sd !== 0) return { values: values.map((z) => of.mean + of.sd * z), weights, exact: false };
  if (of.kind === 'logit_normal')
    return { values: values.map((z) => of.plus + of.times / (1 + Math.exp(-(of.mu + of.sigma * z)))), weights, exact: false };
  return atomsOf(of, [], STRATA);
};

const rule = rememberedList(([of]: readonly Distribution[], n: number): Nodes => {
  if (of === undefined) throw new Error('a rule is for a distribution');
  if (of.kind === 'clamped' && hardlyClamped(of)) {
    const { values, weights, exact } = nodesOf(of.of, n);
    return { values: values.map((value) => Math.min(of.max, Math.max(of.min, value))), weights, exact };
  }
  const fine = finely(of);
  return fine.values.length <= n ? fine : fewer(fine, n);
});

/**
 * Returns a distribution as points for the mean of a smooth function: its own points where it has no more than n, else n that
 * are exact for polynomials of degree 2n − 1, so that what a number only multiplies keeps its mean.
 */
export const nodesOf = (of: Distribution, n: number): Nodes => rule([of], n);
