import type { Carry, Compaction, ModelLink, PlanStep } from '../workflow/plan.ts';
import { bandOf } from './bands.ts';
import { type Addition, compacted, EMPTY_PILE, type Pile, piledUp, rolledOver } from './carried.ts';
import { sentKey } from './chain.ts';
import { closed, closedMean, type Filling } from './filling.ts';
import type { Passed } from './passed.ts';
import type { LoopPile } from './prompt.ts';
import type { Moments } from './response.ts';
import { bandAt, type LinkSum, noLinkSum } from './sums.ts';

/** The least and the greatest text that a round may find. */
export type Sizes = readonly [number, number];

/** Returns what one compaction call comes to, given the tokens that it reads. */
export const compactionSum = (compaction: Compaction, readTokens: number, filling: Filling): LinkSum => {
  const { call } = compaction;
  const sum = noLinkSum();
  const band = bandAt(sum, bandOf(call, readTokens));
  Object.assign(sum, { reached: 1, calls: 1, answered: 1, billed: 1 });
  band.uncachedInput = readTokens * call.inputFactor;
  band.visibleOutput = closedMean(closed(call.output, filling));
  return sum;
};

const meanOf = ({ cases }: Pile, pick: (one: Pile['cases'][number]) => number): number => {
  let sum = 0;
  for (const one of cases) sum += one.weight * pick(one);
  return sum;
};

/** What a round adds that has nothing to say. */
export const NOTHING: Addition[number] = { weight: 1, tokens: 0, readable: 0, sent: 1 };

const weighted = (addition: Addition, share: number): Addition => addition.map((one) => ({ ...one, weight: one.weight * share }));

/**
 * The piles of a loop: every step inside finds the same texts, but has sent its own share of them before. A loop that carries
 * nothing has empty ones, which still tell what the step's previous call had sent.
 */
export class Piles {
  readonly #step: PlanStep;
  readonly #carry: Carry | null;
  readonly #models: readonly number[];
  readonly #inside: ReadonlySet<number>;
  readonly #recent: Addition[] = [];
  #piles: Map<number, Pile>;
  #ms = 0;
  #rounds = 0;

  constructor(step: PlanStep, carry: Carry | null, models: readonly number[], inside: ReadonlySet<number>) {
    this.#step = step;
    this.#carry = carry;
    this.#models = models;
    this.#inside = inside;
    this.#piles = new Map(models.map((index) => [index, EMPTY_PILE]));
  }

  /** Adds what a round has produced that goes on: where it has failed and goes on all the same, nothing. */
  add(produced: Addition, passed: Passed): void {
    const last = this.#carry?.last ?? null;
    const going = (passed.go ?? passed.success).share;
    const failing = this.#step.goesOn ? passed.failed / (passed.failed + going || 1) : 0;
    const addition = failing === 0 ? produced : [...weighted(produced, 1 - failing), { ...NOTHING, weight: failing }];
    this.#recent.push(addition);
    this.#rounds++;
    this.#ms += passed.turnaroundMs;
    if (last !== null && this.#recent.length > last) {
      const kept = this.#recent.slice(-last).reduce((pile, one) => piledUp(pile, one), EMPTY_PILE).cases;
      this.#piles = new Map([...this.#piles].map(([step, pile]) => [step, rolledOver(pile, kept)]));
      return;
    }
    this.#piles = new Map(
      [...this.#piles].map(([step, pile]) => {
        const { ever, givenSuccess } = passed.writes.get(sentKey(step)) ?? { ever: 0, givenSuccess: 0 };
        const givenFailure = failing === 0 ? 0 : Math.min(1, Math.max(0, (ever - (1 - passed.failed) * givenSuccess) / passed.failed));
        const sentIn = (at: number): number => (at < produced.length ? givenSuccess : givenFailure);
        return [
          step,
          piledUp(
            pile,
            addition.map((one, at) => ({ ...one, sent: sentIn(at) })),
          ),
        ];
      }),
    );
  }

  /** Replaces what is over the limit, and returns how likely that is and what the call comes to then. */
  compact(filling: Filling): { readonly share: number; readonly call: ModelLink; readonly sum: LinkSum } | null {
    const compact = this.#carry?.compact ?? null;
    if (compact === null) return null;
    const to = closedMean(closed(compact.call.output, filling));
    const results = [...this.#piles].map(([step, pile]) => [step, compacted(pile, compact.over, to)] as const);
    const [first] = results;
    if (first === undefined || first[1].share === 0) return null;
    this.#piles = new Map(results.map(([step, { pile }]) => [step, pile]));
    return { share: first[1].share, call: compact.call, sum: compactionSum(compact, first[1].meanRead, filling) };
  }

  view(): LoopPile {
    const piles = this.#piles;
    const roundMs = this.#rounds === 0 ? 0 : this.#ms / this.#rounds;
    return {
      loop: this.#step.index,
      carries: this.#carry !== null,
      pileOf: (step) => piles.get(step) ?? EMPTY_PILE,
      within: (ttlMs, age) => (age * roundMs <= ttlMs ? 1 : 0),
      inside: this.#inside,
    };
  }

  /** What a round finds, in the numbers that its figures are straight lines of. */
  get moments(): Moments {
    const tokens = meanOf(this.any, (one) => one.tokens);
    const sent = [...this.#piles.values()].flatMap((pile) => [
      meanOf(pile, ({ age }) => (age > 0 ? 1 : 0)),
      meanOf(pile, ({ age, readable }) => (age > 0 ? readable : 0)),
    ]);
    return [tokens, ...sent];
  }

  get sizes(): Sizes {
    let [least, most] = [Infinity, -Infinity];
    for (const { tokens } of this.any.cases) [least, most] = [Math.min(least, tokens), Math.max(most, tokens)];
    return [least, most];
  }

  /** The piles that have such moments, each with one size. They are as old as the last round. */
  at([tokens = 0, ...sent]: Moments): LoopPile {
    const piles = new Map(
      this.#models.map((step, at): readonly [number, Pile] => {
        const [found, readable] = [sent[2 * at] ?? 0, sent[2 * at + 1] ?? 0];
        const cases = [
          { weight: found, tokens, readable: found === 0 ? 0 : readable / found, age: 1 },
          { weight: 1 - found, tokens, readable: 0, age: 0 },
        ];
        return [step, { cases: cases.filter(({ weight }) => weight > 0), exact: true }];
      }),
    );
    return { ...this.view(), pileOf: (step) => piles.get(step) ?? EMPTY_PILE };
  }

  /** One that goes on from here without moving this one. */
  copy(): Piles {
    const copied = new Piles(this.#step, this.#carry, this.#models, this.#inside);
    copied.#recent.push(...this.#recent);
    [copied.#piles, copied.#ms, copied.#rounds] = [this.#piles, this.#ms, this.#rounds];
    return copied;
  }

  /** What is piled up now, as some step finds it. */
  get any(): Pile {
    return this.#piles.values().next().value ?? EMPTY_PILE;
  }
}
