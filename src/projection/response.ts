import type { Passed } from './passed.ts';
import { addSums, type Sums } from './sums.ts';

/**
 * What a round finds piled up, in the numbers that its figures are straight lines of while no limit is met: the tokens, and for
 * each step that sends them the chance that an earlier call of it is found and how much that call had sent, where it is.
 */
export type Moments = readonly number[];

/** How far from a first point each number is moved to see what hangs on it: a tenth, downwards where it must not pass another. */
const STEP = 0.1;

/** Smaller moves are rounding. */
const NO_MOVE = 1e-12;

/** How near a round must come to what was foretold: exactly, or where time limits bend it a little as near as those are known. */
const SAME = 1e-9;
const ALIKE = 1e-4;

const stepOf = (at: number, value: number): number => (at === 0 ? STEP * value + 1 : value > 0 ? -STEP * value : STEP);

/** All tokens of a pass that hang on what is piled up, weighted so that none that moves from one class or band to another is missed. */
const inputOf = ({ sums }: Passed): number => {
  let tokens = 0;
  for (const { links } of sums.values()) {
    for (const { bands } of links) {
      for (const [band, { uncachedInput, cacheRead, cacheWrite }] of bands.entries())
        tokens += (1 + band) * (2 * uncachedInput + cacheRead + 3 * cacheWrite);
    }
  }
  return tokens;
};

const near = (a: number, b: number, share: number): boolean => Math.abs(a - b) <= share * Math.max(1, Math.abs(a), Math.abs(b));

/**
 * How a round's figures answer to what is piled up: straight lines through a round and others that differ from it in one number
 * each. Right where no draw of the pile meets a limit; `foretells` says whether that is so.
 */
export class Response {
  readonly base: Passed;
  readonly #centre: Moments;
  readonly #pass: (moments: Moments) => Passed;
  readonly #probes: (Passed | undefined)[] = [];
  readonly #weights: number[] = [];
  #booked = 0;

  constructor(centre: Moments, pass: (moments: Moments) => Passed) {
    this.#centre = centre;
    this.#pass = pass;
    this.base = pass(centre);
  }

  #probe(at: number): Passed {
    const step = stepOf(at, this.#centre[at] ?? 0);
    this.#probes[at] ??= this.#pass(this.#centre.map((value, index) => (index === at ? value + step : value)));
    return this.#probes[at];
  }

  /** How many steps each number is away from the first point. */
  #steps(moments: Moments): readonly number[] {
    return moments.map((value, at) => {
      const centre = this.#centre[at] ?? 0;
      const move = value - centre;
      return Math.abs(move) <= NO_MOVE * (1 + Math.abs(centre)) ? 0 : move / stepOf(at, centre);
    });
  }

  #foretold(moments: Moments, pick: (passed: Passed) => number): number {
    const base = pick(this.base);
    return this.#steps(moments).reduce((sum, steps, at) => (steps === 0 ? sum : sum + steps * (pick(this.#probe(at)) - base)), base);
  }

  /** Returns whether a round that was computed is as this says. */
  foretells(moments: Moments, passed: Passed): boolean {
    const alike = passed.exact ? SAME : ALIKE;
    const same = (pick: (one: Passed) => number): boolean => near(this.#foretold(moments, pick), pick(passed), alike);
    return (
      same(inputOf) &&
      same(({ failed }) => failed) &&
      same(({ ended }) => ended) &&
      same(({ success }) => success.share) &&
      same(({ stop }) => stop?.share ?? 0)
    );
  }

  /** Returns a round, its sums apart. */
  at(moments: Moments): Passed {
    return { ...this.base, turnaroundMs: this.#foretold(moments, ({ turnaroundMs }) => turnaroundMs) };
  }

  /** Takes note of the sums of a round that is reached with a chance. */
  book(moments: Moments, reached: number): void {
    this.#booked += reached;
    for (const [at, steps] of this.#steps(moments).entries()) this.#weights[at] = (this.#weights[at] ?? 0) + reached * steps;
  }

  /** Adds the sums of all rounds that were booked. */
  addTo(sums: Sums): void {
    const moved = this.#weights.reduce((sum, weight) => sum + weight, 0);
    addSums(sums, this.base.sums, this.#booked - moved);
    for (const [at, weight] of this.#weights.entries()) if (weight !== 0) addSums(sums, this.#probe(at).sums, weight);
  }
}
