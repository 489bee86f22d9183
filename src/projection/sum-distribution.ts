import { type Atoms, atomsOf } from '../stats/atoms.ts';
import type { Distribution } from '../stats/distribution.ts';

/** Points that a sum is kept at; neighbours are merged beyond, so that its mean stays as it is. */
const MOST_POINTS = 128;

/** Beyond this many items their sizes average out, and only their number varies. */
const MOST_FOLDS = 24;

/** Returns points with neighbours merged, so that few are left and their mean stays as it is. */
export const thinned = (values: readonly number[], weights: readonly number[]): Atoms => {
  if (values.length <= MOST_POINTS) return { values, weights, exact: true };
  const order = values.map((_, index) => index).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const size = Math.ceil(order.length / MOST_POINTS);
  const merged = Array.from({ length: Math.ceil(order.length / size) }, (_, group) => {
    const members = order.slice(group * size, (group + 1) * size);
    const weight = members.reduce((sum, index) => sum + (weights[index] ?? 0), 0);
    const value = members.reduce((sum, index) => sum + (weights[index] ?? 0) * (values[index] ?? 0), 0) / (weight || 1);
    return { value, weight };
  }).filter(({ weight }) => weight > 0);
  return { values: merged.map(({ value }) => value), weights: merged.map(({ weight }) => weight), exact: false };
};

const added = (a: Atoms, b: Atoms): Atoms =>
  thinned(
    a.values.flatMap((value) => b.values.map((other) => value + other)),
    a.weights.flatMap((weight) => b.weights.map((other) => weight * other)),
  );

const fromAtoms = ({ values, weights }: Atoms): Distribution => ({ kind: 'empirical', values, weights });

/** Returns the distribution of a sum of independent numbers: as it is for one, else as points that keep the mean. */
export const sumDistribution = (parts: readonly Distribution[]): Distribution => {
  const [first] = parts;
  if (first === undefined) return { kind: 'constant', value: 0 };
  if (parts.length === 1) return first;
  return fromAtoms(parts.map((part) => thinned(atomsOf(part).values, atomsOf(part).weights)).reduce(added));
};

/** Returns the distribution of the sum of N independent numbers alike, N random: for each n the n-fold sum, by P(N = n). */
export const sumOfMany = (counts: readonly number[], each: Distribution, eachMean: number): Distribution => {
  const most = counts.length - 1;
  if (each.kind === 'constant' || most > MOST_FOLDS) {
    return { kind: 'empirical', values: counts.map((_, n) => n * eachMean), weights: counts };
  }
  const one = thinned(atomsOf(each).values, atomsOf(each).weights);
  const parts: { readonly share: number; readonly of: Distribution }[] = [{ share: counts[0] ?? 0, of: { kind: 'constant', value: 0 } }];
  let sum: Atoms = one;
  for (let n = 1; n <= most; n++) {
    if (n > 1) sum = added(sum, one);
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
