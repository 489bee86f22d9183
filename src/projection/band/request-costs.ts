import { type Curve, curveThrough } from '../../stats/curve.ts';
import { type CostLines, LINES_A_LINK } from './cost-lines.ts';
import type { Moved } from './response.ts';

/** Months whose requests cost the same at the same volume: the first of each kind, and of each month which kind it is. */
export type AlikeMonths = { readonly firsts: readonly number[]; readonly kindOf: readonly number[] };

/** Returns which months cost the same, line by line: all twelve where no price changes. */
export const alikeMonths = (lines: CostLines, months: number): AlikeMonths => {
  const keys = Array.from({ length: months }, (_, at) => lines.map((line) => (line[at] ?? 0).toPrecision(12)).join());
  const firsts = [...new Set(keys)].map((key) => keys.indexOf(key));
  return { firsts, kindOf: keys.map((key) => firsts.indexOf(keys.indexOf(key))) };
};

/** Returns lines as a row of figures: of each line the months that differ. */
export const rowOf = (lines: CostLines, { firsts }: AlikeMonths): readonly number[] =>
  lines.flatMap((line) => firsts.map((at) => line[at] ?? 0));

/** Lines that move alike: dollars in the middle, by what they are multiplied in each future, and how they bend with the volume. */
type Strand = { usd: number; readonly column: Float64Array; readonly bend: Curve | null };

const LEAST = 1e-9;

/** A hit rate goes from 5 % to 95 % while the volume grows 58-fold: steps of e^0.3 follow it to a few thousandths of the cost. */
const STEP = 0.3;

/** Volumes further below the greatest cost next to nothing. */
const MOST_STEPS = 40;

/** What a request costs as a function of all that nobody knows and of the volume. */
export class RequestCosts {
  readonly #middle: readonly number[];
  readonly #alike: AlikeMonths;
  readonly #rowAt: (perDay: number) => readonly number[];
  readonly #known = new Map<number, readonly number[]>();

  /** `middle`: the row of lines in the middle; `rowAt`: the same at another volume. */
  constructor(middle: readonly number[], alike: AlikeMonths, rowAt: (perDay: number) => readonly number[]) {
    this.#middle = middle;
    this.#alike = alike;
    this.#rowAt = rowAt;
  }

  /** How each figure goes with the logarithm of the volume, over what it is in the middle; null where it does not. */
  #bends(volumes: readonly Float64Array[]): readonly (Curve | null)[] {
    let [low, high] = [Infinity, LEAST];
    for (const column of volumes) for (const volume of column) [low, high] = [Math.min(low, volume), Math.max(high, volume)];
    const last = Math.ceil(Math.log(high) / STEP);
    const first = Math.max(last - MOST_STEPS, Math.floor(Math.log(Math.max(LEAST, low)) / STEP));
    const knots = Array.from({ length: last - first + 1 }, (_, at) => first + at);
    const rows = knots.map((knot) => {
      const row = this.#known.get(knot) ?? this.#rowAt(Math.exp(knot * STEP));
      this.#known.set(knot, row);
      return row;
    });
    const xs = knots.map((knot) => knot * STEP);
    const curves = new Map<string, Curve>();
    return this.#middle.map((middle, figure) => {
      const ratios = rows.map((row) => (row[figure] ?? 0) / (middle || 1));
      if (middle === 0 || ratios.every((value) => Math.abs(value - 1) < 1e-9)) return null;
      const key = ratios.map((value) => value.toPrecision(9)).join();
      const curve = curves.get(key) ?? curveThrough(xs, ratios);
      curves.set(key, curve);
      return curve;
    });
  }

  #strands(moved: Moved, kind: number, bends: readonly (Curve | null)[], people: boolean): readonly Strand[] {
    const months = this.#alike.firsts.length;
    const strands = new Map<string, Strand>();
    const numbers = new Map([...new Set(bends)].map((bend, at) => [bend, at]));
    for (let line = 0; line * months < this.#middle.length; line++) {
      if (!people && line % LINES_A_LINK === LINES_A_LINK - 1) continue;
      const figure = line * months + kind;
      const bend = bends[figure] ?? null;
      const key = `${moved.key(figure)} ${numbers.get(bend)}`;
      const strand = strands.get(key) ?? { usd: 0, column: moved.column(figure), bend };
      // A line that costs nothing in the middle holds dollars in its column.
      strand.usd += this.#middle[figure] || 1;
      strands.set(key, strand);
    }
    return [...strands.values()].filter(({ column }) => column.some((value) => value !== 0));
  }

  /** Returns the dollars of a request in each month at its volume, and those of the first month without people: a case of the tests. */
  over(moved: Moved, volumes: readonly Float64Array[]): { readonly costUsd: readonly Float64Array[]; readonly testUsd: Float64Array } {
    const bends = this.#bends(volumes);
    const { firsts, kindOf } = this.#alike;
    const byKind = firsts.map((_, kind) => this.#strands(moved, kind, bends, true));
    return {
      costUsd: volumes.map((volume, at) => costOver(byKind[kindOf[at] ?? 0] ?? [], volume)),
      testUsd: costOver(this.#strands(moved, kindOf[0] ?? 0, bends, false), volumes[0] ?? new Float64Array()),
    };
  }

  /** Returns the dollars of a request of the first month in futures whose volume is that of the middle. */
  atMiddle(moved: Moved, count: number): Float64Array {
    const unbent = this.#middle.map(() => null);
    return costOver(this.#strands(moved, this.#alike.kindOf[0] ?? 0, unbent, true), new Float64Array(count));
  }
}

const costOver = (strands: readonly Strand[], volume: Float64Array): Float64Array => {
  const logs = strands.some(({ bend }) => bend !== null) ? volume.map((value) => Math.log(Math.max(LEAST, value))) : volume;
  const costUsd = new Float64Array(volume.length);
  for (const { usd, column, bend } of strands)
    for (let future = 0; future < costUsd.length; future++) {
      const factor = bend === null ? 1 : Math.max(0, bend(logs[future] ?? 0));
      costUsd[future] = (costUsd[future] ?? 0) + usd * (column[future] ?? 0) * factor;
    }
  return costUsd;
};
