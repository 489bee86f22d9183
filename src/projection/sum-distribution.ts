import { type Atoms, atomsOf } from '../stats/atoms.ts';
import { type Distribution, endsOf } from '../stats/distribution.ts';
import { markOf, remembered, rememberedList, shareKey } from '../stats/remembered.ts';

/** Points that a sum is kept at; neighbours are merged beyond, so that its mean stays as it is. */
const MOST_POINTS = 96;

/** Points of a sum of many: their spread evens out. */
const MOST_FOLDED = 32;

/** Beyond this many items their sizes average out, and only their number varies. */
const MOST_FOLDS = 24;

/** Returns points with neighbours merged, so that few are left and their mean stays as it is. */
export const thinned = (values: readonly number[], weights: readonly number[], most = MOST_POINTS): Atoms => {
  if (values.length <= most) return { values, weights, exact: true };
  const order = values.map((_, index) => index);
  if (!rises(values)) order.sort((a, b) => (values[a] as number) - (values[b] as number));
  const size = Math.ceil(order.length / most);
  const merged: { readonly values: number[]; readonly weights: number[] } = { values: [], weights: [] };
  for (let start = 0; start < order.length; start += size) {
    let [weight, sum] = [0, 0];
    for (let at = start; at < Math.min(start + size, order.length); at++) {
      const index = order[at] as number;
      weight += weights[index] as number;
      sum += (weights[index] as number) * (values[index] as number);
    }
    if (weight === 0) continue;
    merged.values.push(sum / weight);
    merged.weights.push(weight);
  }
  return { ...merged, exact: false };
};

const rises = (values: readonly number[]): boolean => {
  for (let at = 1; at < values.length; at++) if ((values[at] as number) < (values[at - 1] as number)) return false;
  return true;
};

/** Bins of equal width that many sums are put into before neighbours are merged. */
const FINE = 4096;

/** The sums of two lists in fine bins, each at its mean: to sort thousands of sums would take most of the time. */
const finely = (a: Atoms, b: Atoms): Atoms => {
  const [[lowA, highA], [lowB, highB]] = [endsOf(a.values), endsOf(b.values)];
  const low = lowA + lowB;
  const perUnit = highA + highB > low ? FINE / (highA + highB - low) : 0;
  const [weights, sums] = [new Float64Array(FINE + 1), new Float64Array(FINE + 1)];
  for (let i = 0; i < a.values.length; i++) {
    const [value, weight] = [a.values[i] as number, a.weights[i] as number];
    for (let j = 0; j < b.values.length; j++) {
      const sum = value + (b.values[j] as number);
      const at = ((sum - low) * perUnit) | 0;
      const both = weight * (b.weights[j] as number);
      weights[at] = (weights[at] as number) + both;
      sums[at] = (sums[at] as number) + both * sum;
    }
  }
  const filled: { readonly values: number[]; readonly weights: number[] } = { values: [], weights: [] };
  for (let at = 0; at <= FINE; at++) {
    const weight = weights[at] as number;
    if (weight === 0) continue;
    filled.values.push((sums[at] as number) / weight);
    filled.weights.push(weight);
  }
  return { ...filled, exact: false };
};

/** Fewer sums than this are listed as they are. */
const FEW_SUMS = 512;

const added = (a: Atoms, b: Atoms, most = MOST_POINTS): Atoms => {
  if (a.values.length * b.values.length > FEW_SUMS) {
    const { values, weights } = finely(a, b);
    return thinned(values, weights, most);
  }
  const values: number[] = [];
  const weights: number[] = [];
  for (const value of a.values) for (const other of b.values) values.push(value + other);
  for (const weight of a.weights) for (const other of b.weights) weights.push(weight * other);
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

const NOTHING: Distribution = { kind: 'constant', value: 0 };

const fromAtoms = ({ values, weights }: Atoms): Distribution => ({ kind: 'empirical', values, weights });

const sumOfTwo = rememberedList(
  ([a, b]: readonly Distribution[], _: number): Distribution =>
    fromAtoms(added(fewAtomsOf(a as Distribution), fewAtomsOf(b as Distribution))),
);

/** Returns the distribution of a sum of independent numbers: as it is for one, else as points that keep the mean. */
export const sumDistribution = (parts: readonly Distribution[]): Distribution => {
  const [first, ...rest] = parts;
  return first === undefined ? NOTHING : rest.reduce((sum, part) => sumOfTwo([sum, part], MOST_POINTS), first);
};

/** The sum of n independent numbers alike, by doubling: five sums for twenty-four. */
const folded = (one: Atoms, n: number, known: Map<number, Atoms>): Atoms => {
  const found = known.get(n);
  if (found !== undefined) return found;
  const half = folded(one, Math.floor(n / 2), known);
  const twice = added(half, half, MOST_FOLDED);
  const sum = n % 2 === 0 ? twice : added(twice, one, MOST_FOLDED);
  known.set(n, sum);
  return sum;
};

const manyOf = (counts: readonly number[], each: Distribution, eachMean: number): Distribution => {
  const most = counts.length - 1;
  if (each.kind === 'constant' || most > MOST_FOLDS) {
    return { kind: 'empirical', values: counts.map((_, n) => n * eachMean), weights: counts };
  }
  const few = fewAtomsOf(each);
  const one = thinned(few.values, few.weights, MOST_FOLDED);
  const sums = new Map([[1, one]]);
  const parts = counts.flatMap((share, n): readonly { readonly share: number; readonly of: Distribution }[] => {
    if (share <= 0) return [];
    if (n === 0) return [{ share, of: { kind: 'constant', value: 0 } }];
    return [{ share, of: n === 1 ? each : fromAtoms(folded(one, n, sums)) }];
  });
  return { kind: 'mixture', parts };
};

const many = remembered((_: Distribution) => new Map<string, Distribution>());

/** Returns the distribution of the sum of N independent numbers alike, N random: for each n the n-fold sum, by P(N = n). */
export const sumOfMany = (counts: readonly number[], each: Distribution, eachMean: number): Distribution => {
  const [known, key] = [many(each), counts.map(shareKey).join()];
  const sum = known.get(key) ?? manyOf(counts, each, eachMean);
  known.set(key, sum);
  return sum;
};

const mixtures = remembered((_: Distribution) => new Map<string, Distribution>());

/** Returns the mixture of some distributions by their shares, nothing for what is left. */
export const mixed = (parts: readonly { readonly share: number; readonly of: Distribution }[]): Distribution => {
  const [first] = parts;
  if (first === undefined || (parts.length === 1 && first.share > 1 - 1e-12)) return first?.of ?? NOTHING;
  const [known, key] = [mixtures(first.of), parts.map(({ share, of }) => `${shareKey(share)} ${markOf(of)}`).join()];
  const total = parts.reduce((sum, { share }) => sum + share, 0);
  const mixture = known.get(key) ?? { kind: 'mixture', parts: [...parts, { share: Math.max(0, 1 - total), of: NOTHING }] };
  known.set(key, mixture);
  return mixture;
};
