import { type Curve, curveThrough } from '../../stats/curve.ts';

/** Some figures at one value of one number, all other numbers in their middle. */
export type Seen = { readonly value: number; readonly figures: readonly number[] };

/** One number's effects: what figures come to at some of its values, rising. `rounded`: only whole values matter, all those seen. */
export type Along = { readonly coordinate: number; readonly rounded: boolean; readonly seen: readonly Seen[] };

/** A relative change below this is rounding. */
const ROUNDING = 1e-10;

/** Of one number: the curves that its effects follow, and which of them each figure does; −1 for none. */
type Effect = { readonly coordinate: number; readonly rounded: boolean; readonly curves: readonly Curve[]; readonly curveOf: Int16Array };

/** What is added to 1, or to 0 where a figure is 0 in the middle. */
const changeOf = (value: number, middle: number): number => {
  const change = (value - middle) / (middle || 1);
  return Math.abs(change) < ROUNDING ? 0 : change;
};

const effectOf = ({ coordinate, rounded, seen }: Along, middle: readonly number[]): Effect => {
  const curves: Curve[] = [];
  const numbers = new Map<string, number>();
  const xs = seen.map(({ value }) => value);
  const curveOf = Int16Array.from(middle, (own, figure) => {
    const changes = seen.map(({ figures }) => changeOf(figures[figure] ?? 0, own));
    if (changes.every((change) => change === 0)) return -1;
    const key = changes.map((change) => change.toPrecision(9)).join();
    const known = numbers.get(key) ?? curves.push(curveThrough(xs, changes)) - 1;
    numbers.set(key, known);
    return known;
  });
  return { coordinate, rounded, curves, curveOf };
};

/** Values of figures at many points. Figures that move alike share a column. */
export type Moved = {
  /** Equal for figures that move alike. */
  readonly key: (figure: number) => string;
  /** By point what a figure is multiplied by; what it is, where it is 0 in the middle. */
  readonly column: (figure: number) => Float64Array;
};

/**
 * Figures as a function of numbers that nobody knows: each is its middle times one factor a number, and each factor a curve through
 * exact values along that number. So it is exact along every axis, and where numbers multiply; it is a little off where two of them
 * bend one figure together, which `missAt` measures. A figure that is 0 in the middle is a sum of curves.
 */
export class Response {
  readonly middle: readonly number[];
  readonly #effects: readonly Effect[];

  constructor(middle: readonly number[], along: readonly Along[]) {
    this.middle = middle;
    this.#effects = along.map((one) => effectOf(one, middle)).filter(({ curves }) => curves.length > 0);
  }

  /** Returns how figures move over columns of values, one a number. */
  over(columns: readonly Float64Array[], count: number): Moved {
    const changes = this.#effects.map(({ coordinate, rounded, curves }) => {
      const own = columns[coordinate] ?? new Float64Array(count);
      const values = rounded ? own.map(Math.round) : own;
      return curves.map((curve) => values.map((value) => curve(value)));
    });
    const known = new Map<string, Float64Array>();
    const key = (figure: number): string =>
      `${this.middle[figure] === 0 ? 'sum' : 'product'} ${this.#effects.map(({ curveOf }) => curveOf[figure]).join()}`;
    const column = (figure: number): Float64Array => {
      const name = key(figure);
      const found = known.get(name) ?? this.#columnOf(figure, changes, count);
      known.set(name, found);
      return found;
    };
    return { key, column };
  }

  #columnOf(figure: number, changes: readonly (readonly Float64Array[])[], count: number): Float64Array {
    const sums = this.middle[figure] === 0;
    const column = new Float64Array(count).fill(sums ? 0 : 1);
    for (const [at, { curveOf }] of this.#effects.entries()) {
      const change = changes[at]?.[curveOf[figure] ?? -1];
      if (change === undefined) continue;
      for (let point = 0; point < count; point++) {
        const own = change[point] ?? 0;
        column[point] = sums ? (column[point] ?? 0) + own : (column[point] ?? 0) * Math.max(0, 1 + own);
      }
    }
    return column;
  }
}
