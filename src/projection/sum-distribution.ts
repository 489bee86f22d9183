import { type Atoms, atomsOf } from '../stats/atoms.ts';
import type { Distribution } from '../stats/distribution.ts';
import { remembered, rememberedList } from '../stats/remembered.ts';

/** Points that a sum is kept at; neighbours are merged beyond, so that its mean stays as it is. */
const MOST_POINTS = 96;

/** Points of a sum of many: their spread evens out. */
const MOST_FOLDED = 32;

/** Beyond this many items their sizes average out, and only their number varies. */
const MOST_FOLDS = 24;

/** Returns points with neighbours merged, so that few are left and their mean stays as it is. */
export const thinned = (values: readonly number[], weights: readonly number[], most = MOST_POINTS): Atoms => {
  if (values.length <= most) return { values, weights, exact: true };
  const order = new Uint32Array(values.length).map((_, index) => index);
  const keys = Float64Array.from(values);
  order.sort((a, b) => (keys[a] as number) - (keys[b] as number));
  const size = Math.ceil(order.length / most);
  const merged: { readonly values: number[]; readonly weights: number[] } = { values: [], weights: [] };
  for (let start = 0; start < order.length; start += size) {
    let [weight, sum] = [0, 0];
    for (let at = start; at < Math.min(start + size, order.length); at++) {
      const index = order[at] as number;
      weight += weights[index] as number;
      sum += (weights[index] as number) * (keys[index] as number);
    }
    if (weight === 0) continue;
    merged.values.push(sum / weight);
    merged.weights.push(weight);
  }
  return { ...merged, exact: false };
};

const added = (a: Atoms, b: Atoms, most = MOST_POINTS): Atoms => {
  const values = new Array<number>(a.values.length * b.values.length);
  const weights = new Array<number>(values.length);
  let at = 0;
  for (const [i, value] of a.values.entries()) {
    for (const [j, other] of b.values.entries()) {
      values[at] = value + other;
      weights[at++] = (a.weights[i] as number) * (b.weights[j] as number);
    }
  }
  return thinned(values, weights, most);
};

const fewAtomsOf = remembered((of: Distribution): Atoms => {
  const { values, weights } = atomsOf(of);
  return thinned(values, weights);
});

/** Returns the sum of independent numbers as at most so many points that keep its mean. */
export const pointsOf = rememberedList(
  (parts: readonly Distribution[], most: number): Atoms =>
    parts
      .map((of) => {
        const { values, weights } = atomsOf(of, [], most);
        return thinned(values, weights, most);
      })
      .reduce((sum, part) => added(sum, part, most), { values: [0], weights: [1], exact: true }),
);

const fromAtoms = ({ values, weights }: Atoms): Distribution => ({ kind: 'empirical', values, weights });

const sumOfTwo = rememberedList(
  ([a, b]: readonly Distribution[], _: number): Distribution =>
    fromAtoms(added(fewAtomsOf(a as Distribution), fewAtomsOf(b as Distribution))),
);

/** Returns the distribution of a sum of independent numbers: as it is for one, else as points that keep the mean. */
export const sumDistribution = (parts: readonly Distribution[]): Distribution => {
  const [first, ...rest] = parts;
  return first === undefined ? { kind: 'constant', value: 0 } : rest.reduce((sum, part) => sumOfTwo([sum, part], MOST_POINTS), first);
};

/** Returns the distribution of the sum of N independent numbers alike, N random: for each n the n-fold sum, by P(N = n). */
export const sumOfMany = (counts: readonly number[], each: Distribution, eachMean: number): Distribution => {
  const most = counts.length - 1;
  if (each.kind === 'constant' || most > MOST_FOLDS) {
    return { kind: 'empirical', values: counts.map((_, n) => n * eachMean), weights: counts };
  }
  const few = fewAtomsOf(each);
  const one = thinned(few.values, few.weights, MOST_FOLDED);
  const parts: { readonly share: number; readonly of: Distribution }[] = [{ share: counts[0] ?? 0, of: { kind: 'constant', value: 0 } }];
  let sum: Atoms = one;
  for (let n = 1; n <= most; n++) {
    if (n > 1) sum = added(sum, one, MOST_FOLDED);
    parts.push({ share: counts[n] ?? 0, of: n === 1 ? each : fromAtoms(sum) });
  }
  return { kind: 'mixture', parts };
};

/** Returns the mixture of some distributions by their shares, nothing for what is left. */
export const mixed = (parts: readonly { readonly share: number; readonly of: Distribution }[]): Distribution => {
  const total = parts.reduce((sum, { share }) => sum + share, 0);
  const [only] = parts;
  if (only !== undefined && parts.length === 1 && only.share > 1 - 1e-12) return only.of;
  return { kind: 'mixture', parts: [...parts, { share: Math.max(0, 1 - total), of: { kind: 'constant', value: 0 } }] };
};
