import { type Curve, curveThrough } from '../../stats/curve.ts';
import { type Coordinate, middleOf, nodesAlong, type Point } from './coordinates.ts';

/** Some figures as a function of the coordinates, quick to ask. */
export type Surrogate = (point: Point) => readonly number[];

/** Numbers whose effects together are looked at in pairs; 8 make 28 of them. */
const MOST_PAIRED = 8;

/** Effects below this part of a figure are added without being looked at in pairs: a pair of them moves less than 10⁻⁶. */
const SMALL = 1e-3;

type Effect = {
  readonly index: number;
  /** By figure: (value − middle) ÷ middle, the other numbers in their middle. */
  readonly curves: readonly Curve[];
  /** The node with the greatest effect. */
  readonly corner: number;
  readonly size: number;
};

const relative = (value: number, middle: number): number => (value - middle) / (middle || 1);

const moved = (point: Point, index: number, value: number): Point => point.map((one, at) => (at === index ? value : one));

const effectOf = (of: Coordinate['of'], index: number, centre: Point, middle: readonly number[], figures: Surrogate): Effect => {
  const nodes = nodesAlong(of);
  const rows = nodes.map((node) =>
    node === centre[index] ? middle.map(() => 0) : figures(moved(centre, index, node)).map((value, at) => relative(value, middle[at] ?? 0)),
  );
  const sizes = rows.map((row) => row.reduce((most, value) => Math.max(most, Math.abs(value)), 0));
  const size = Math.max(...sizes);
  return {
    index,
    curves: middle.map((_, at) =>
      curveThrough(
        nodes,
        rows.map((row) => row[at] ?? 0),
      ),
    ),
    corner: nodes[sizes.indexOf(size)] ?? 0,
    size,
  };
};

/** Of two effects a and b that come together: what a·b is to be multiplied by. 1 where they multiply, 0 where they add. */
type Pairing = { readonly first: number; readonly second: number; readonly factors: readonly number[] };

const pairingOf = (
  one: Effect,
  other: Effect,
  places: readonly [number, number],
  centre: Point,
  middle: readonly number[],
  figures: Surrogate,
): Pairing => {
  const both = figures(moved(moved(centre, one.index, one.corner), other.index, other.corner));
  const factors = both.map((value, at) => {
    const [a, b] = [one.curves[at]?.(one.corner) ?? 0, other.curves[at]?.(other.corner) ?? 0];
    return Math.abs(a * b) < 1e-9 ? 1 : (relative(value, middle[at] ?? 0) - a - b) / (a * b);
  });
  return { first: places[0], second: places[1], factors };
};

const within01 = (factor: number): number => Math.min(1, Math.max(0, factor));

/** Three effects come together as much as each two of them do: 1·1·1 where all multiply. */
const triplesOf = (count: number, factorOf: (i: number, j: number) => number): readonly (readonly [number, number, number, number])[] => {
  const list: (readonly [number, number, number, number])[] = [];
  for (let i = 0; i < count; i++)
    for (let j = i + 1; j < count; j++)
      for (let k = j + 1; k < count; k++) {
        const factor = within01(factorOf(i, j)) * within01(factorOf(j, k)) * within01(factorOf(i, k));
        if (factor > 0) list.push([i, j, k, factor]);
      }
  return list;
};

/**
 * Returns figures as a sum over effects: f ≈ f₀·(1 + Σ aᵢ + Σ κᵢⱼ·aᵢ·aⱼ + Σ κᵢⱼ·κⱼₖ·κᵢₖ·aᵢ·aⱼ·aₖ), the expansion about a point of Rabitz and
 * Aliş (J. Math. Chem. 25, 1999), with aᵢ a curve through exact values along one number, and κ from one exact value with both
 * numbers off their middle. Exact along every axis, for sums, and for sums of products of two; a product of three
 * that rise by 30 % each is 2.197 times its middle here too. The few dozen exact values cost what 2,000 would cost in seconds.
 */
export const surrogateOf = (coordinates: readonly Coordinate[], figures: Surrogate): Surrogate => {
  const centre = coordinates.map(({ of }) => middleOf(of));
  const middle = figures(centre);
  const effects = coordinates.map(({ of }, index) => effectOf(of, index, centre, middle, figures)).filter(({ size }) => size > 0);
  effects.sort((a, b) => b.size - a.size || a.index - b.index);
  const paired = effects.slice(0, MOST_PAIRED).filter(({ size }) => size > SMALL);
  const pairings = paired.flatMap((one, i) =>
    paired.slice(i + 1).map((other, j) => pairingOf(one, other, [i, i + 1 + j], centre, middle, figures)),
  );
  const triples = middle.map((_, at) =>
    triplesOf(paired.length, (i, j) => pairings.find(({ first, second }) => first === i && second === j)?.factors[at] ?? 0),
  );
  return (point) =>
    middle.map((value, at) => {
      const a = effects.map(({ index, curves }) => curves[at]?.(point[index] ?? 0) ?? 0);
      let sum = a.reduce((total, effect) => total + effect, 0);
      for (const { first, second, factors } of pairings) sum += (factors[at] ?? 0) * (a[first] ?? 0) * (a[second] ?? 0);
      for (const [i, j, k, factor] of triples[at] ?? []) sum += factor * (a[i] ?? 0) * (a[j] ?? 0) * (a[k] ?? 0);
      return Math.max(0, value + (value || 1) * sum);
    });
};
