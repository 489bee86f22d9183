import type { PlanStep } from '../workflow/plan.ts';
import type { Writes } from './chain.ts';
import type { Filling } from './filling.ts';
import type { Passed, View } from './passed.ts';
import type { LoopPile } from './prompt.ts';

/** The chance that earlier rounds, items or waves have written an entry, by anyone and by others than a step. */
export type WrittenBefore = ReadonlyMap<number, { readonly any: number; readonly without: ReadonlyMap<number, number> }>;

/** What a round finds of the rounds before it. */
export type RoundContext = {
  readonly round: number;
  /** The chance that an earlier round has written a cache entry. */
  readonly written: WrittenBefore;
  /** What this loop has piled up, where it carries. */
  readonly pile: LoopPile | null;
  /** What steps handed on in the round before. */
  readonly before: View | null;
};

const either = (a: number, b: number): number => 1 - (1 - a) * (1 - b);

/** Returns what is written after one more round, or more items alike. */
export const addWritten = (written: WrittenBefore, writes: Writes, share: (one: number) => number = (one) => one): WrittenBefore => {
  const next = new Map(written);
  for (const [entry, { givenSuccess, without }] of writes) {
    const known = written.get(entry);
    const others = new Map([...without].map(([step, own]) => [step, either(known?.without.get(step) ?? 0, share(own))]));
    next.set(entry, { any: either(known?.any ?? 0, share(givenSuccess)), without: others });
  }
  return next;
};

/** How rounds of one item are run. */
export type Rounding = {
  readonly step: PlanStep;
  /** P(N = n) rounds; ignored for `until`. */
  readonly counts: readonly number[];
  /** Model steps inside, which may send what is carried. */
  readonly models: readonly number[];
  /** All steps inside: what they hand on changes from round to round. */
  readonly inside: ReadonlySet<number>;
  readonly filling: Filling;
  /** Whether a step inside reads what a later one handed on in the round before. */
  readonly looksBack: boolean;
  /** Whether prompts inside hold texts that an earlier call of the same step had sent, beside what all requests share. */
  readonly remembers: boolean;
  readonly pass: (context: RoundContext) => Passed;
};
