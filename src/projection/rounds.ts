import type { Carry, Compaction, ModelLink, PlanRounds, PlanStep } from '../workflow/plan.ts';
import { bandOf } from './bands.ts';
import { type Addition, compacted, EMPTY_PILE, type Pile, piledUp, rolledOver } from './carried.ts';
import { type Offer, pileAmount, sentKey, type Writes, type Written } from './chain.ts';
import { closed, closedMean, type Filling } from './filling.ts';
import { type Looped, meanAddition, mixedViews, type Passed, type View } from './passed.ts';
import type { LoopPile } from './prompt.ts';
import type { OwnedFate } from './scope-state.ts';
import { addCompaction, addStep, addSums, bandAt, type LinkSum, noLinkSum, type Sums } from './sums.ts';

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

/** Rounds whose chance to be reached is below this are not computed: they move no digit that is shown. */
const NEGLIGIBLE = 1e-13;

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

/**
 * The piles of a loop: every step inside finds the same texts, but has sent its own share of them before. A loop that carries
 * nothing has empty ones, which still tell what the step's previous call had sent.
 */
class Piles {
  readonly #step: PlanStep;
  readonly #carry: Carry | null;
  readonly #inside: readonly number[];
  readonly #recent: Addition[] = [];
  #piles: Map<number, Pile>;
  #ms = 0;
  #rounds = 0;

  constructor(step: PlanStep, carry: Carry | null, inside: readonly number[]) {
    this.#step = step;
    this.#carry = carry;
    this.#inside = inside;
    this.#piles = new Map(inside.map((index) => [index, EMPTY_PILE]));
  }

  /** Adds what a round has produced. */
  add(addition: Addition, passed: Passed): void {
    const last = this.#carry?.last ?? null;
    this.#recent.push(addition);
    this.#rounds++;
    this.#ms += passed.turnaroundMs;
    if (last !== null && this.#recent.length > last) {
      const kept = this.#recent.slice(-last).reduce((pile, one) => piledUp(pile, one), EMPTY_PILE).cases;
      this.#piles = new Map([...this.#piles].map(([step, pile]) => [step, rolledOver(pile, kept)]));
      return;
    }
    const sent = (step: number): number => passed.writes.get(sentKey(step))?.givenSuccess ?? 0;
    this.#piles = new Map(
      [...this.#piles].map(([step, pile]) => [
        step,
        piledUp(
          pile,
          addition.map((one) => ({ ...one, sent: sent(step) })),
        ),
      ]),
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
    const [piles, inside] = [this.#piles, new Set(this.#inside)];
    const roundMs = this.#rounds === 0 ? 0 : this.#ms / this.#rounds;
    return {
      loop: this.#step.index,
      carries: this.#carry !== null,
      pileOf: (step) => piles.get(step) ?? EMPTY_PILE,
      within: (ttlMs, age) => (age * roundMs <= ttlMs ? 1 : 0),
      inside,
    };
  }

  get carries(): boolean {
    return this.#carry !== null;
  }

  /** What is piled up now, as some step finds it. */
  get any(): Pile {
    return this.#piles.values().next().value ?? EMPTY_PILE;
  }
}

const NOTHING_ADDED: Addition = [{ weight: 1, tokens: 0, readable: 0, sent: 1 }];

/** P(round k is the last one), given that it is reached and succeeds. */
const stopsAt = (rounds: PlanRounds | null, counts: readonly number[], k: number, reached: number): number => {
  if (rounds === null) return 1;
  if (rounds.kind === 'until') return k >= (rounds.max ?? Infinity) ? 1 : 0;
  return k >= counts.length - 1 || reached <= 0 ? 1 : Math.min(1, (counts[k] ?? 0) / reached);
};

const sameWritten = (a: WrittenBefore, b: WrittenBefore): boolean =>
  a.size === b.size && [...a].every(([entry, { any }]) => Math.abs(any - (b.get(entry)?.any ?? 0)) < 1e-15);

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
  readonly inside: readonly number[];
  readonly filling: Filling;
  /** Whether a step inside reads what a later one handed on in the round before. */
  readonly looksBack: boolean;
  /** Whether prompts inside hold texts that an earlier call of the same step had sent, beside what all requests share. */
  readonly remembers: boolean;
  readonly pass: (context: RoundContext) => Passed;
};

/** Sums over rounds so far. */
type Tally = {
  readonly sums: Sums;
  readonly views: View[];
  readonly produced: Map<number, number>;
  readonly carried: { readonly weight: number; readonly pile: Pile }[];
  readonly fates: OwnedFate[];
  failed: number;
  ended: number;
  turnaroundMs: number;
  exact: boolean;
};

const withShare = (view: View, share: number): View => ({ ...view, share });

/** Adds one round: what it costs, what fails, and where it is the last what it leaves behind. Returns what goes on. */
const tallyRound = (tally: Tally, { step }: Rounding, passed: Passed, reached: number, stops: number): number => {
  tally.turnaroundMs += reached * passed.turnaroundMs;
  tally.ended += reached * passed.ended;
  tally.exact &&= passed.exact;
  tally.failed += reached * passed.failed * (step.goesOn ? stops : 1);
  const { success, stop, go } = passed;
  const ending = stop === null || stops === 1 ? [withShare(success, success.share * stops)] : [stop];
  tally.views.push(...ending.map((view) => withShare(view, view.share * reached)));
  const goes = stop === null || go === null ? success.share * (1 - stops) : stops === 1 ? 0 : go.share;
  return reached * (goes + (step.goesOn ? passed.failed * (1 - stops) : 0));
};

/** What a round adds for the loops around this one and for this one, and where it is the last, what this one carried by then. */
const tallyTexts = (tally: Tally, own: number, passed: Passed, reached: number, stopping: number, piles: Piles | null): void => {
  for (const [loop, addition] of passed.success.produced) {
    if (loop !== own) tally.produced.set(loop, (tally.produced.get(loop) ?? 0) + reached * passed.success.share * meanAddition(addition));
  }
  if (piles === null) return;
  piles.add((passed.go ?? passed.success).produced.get(own) ?? NOTHING_ADDED, passed);
  if (stopping > 0 && piles.carries) tally.carried.push({ weight: stopping, pile: piles.any });
};

const carriedOffers = (own: number, { carried }: Tally): readonly Offer[] => {
  const total = carried.reduce((sum, { weight }) => sum + weight, 0);
  return carried.map(({ weight, pile }) => {
    const amount = pileAmount(`all that step ${own} carried`, pile);
    return { share: weight / total, amount, withReasoning: amount };
  });
};

/** The chance that an entry is written: in any round, and in one before an end that succeeds. */
class AllWrites {
  readonly #all = new Map<number, { ever: number; atEnd: number; without: ReadonlyMap<number, number> }>();

  add({ writes }: Passed, reached: number, stopping: number, before: WrittenBefore, after: WrittenBefore): void {
    for (const [entry, { ever }] of writes) {
      const known = this.#all.get(entry) ?? { ever: 0, atEnd: 0, without: new Map() };
      this.#all.set(entry, {
        ever: known.ever + reached * (1 - (before.get(entry)?.any ?? 0)) * ever,
        atEnd: known.atEnd + stopping * (after.get(entry)?.any ?? 0),
        without: after.get(entry)?.without ?? known.without,
      });
    }
  }

  given(succeeds: number): Writes {
    const written = ({ ever, atEnd, without }: { ever: number; atEnd: number; without: ReadonlyMap<number, number> }): Written => ({
      ever: Math.min(1, ever),
      givenSuccess: succeeds === 0 ? 0 : Math.min(1, atEnd / succeeds),
      without,
    });
    return new Map([...this.#all].map(([entry, one]) => [entry, written(one)]));
  }
}

const noTally = (): Tally => ({
  sums: new Map(),
  views: [],
  produced: new Map(),
  carried: [],
  fates: [],
  failed: 0,
  ended: 0,
  turnaroundMs: 0,
  exact: true,
});

/**
 * Returns what all rounds of one item come to, round by round: P(N ≥ k) × round k, never the mean number of rounds times a
 * mean round (SPEC 3.4). A round that finds what the one before it found is not computed again.
 */
export const runRounds = (rounding: Rounding): Looped => {
  const { step, counts, pass, filling, inside } = rounding;
  const piles = step.carry === null && !rounding.remembers ? null : new Piles(step, step.carry, rounding.inside);
  const [tally, writes] = [noTally(), new AllWrites()];
  let [reached, tail] = [1, 1];
  let written: WrittenBefore = new Map();
  let known: { readonly passed: Passed; pending: number } | null = null;
  let before: View | null = null;
  for (let k = 1; k === 1 || reached > NEGLIGIBLE; k++) {
    const compaction = piles === null || k === 1 ? null : piles.compact(filling);
    if (compaction !== null)
      addCompaction(tally.sums, inside[0] ?? step.index, compaction.call, compaction.sum, reached * compaction.share);
    const passed: Passed = known?.passed ?? pass({ round: k, written, pile: piles?.view() ?? null, before });
    if (known === null) tally.fates.push(...passed.fates);
    const stops = stopsAt(step.rounds, counts, k, tail);
    const stopping = reached * (passed.stop === null || stops === 1 ? passed.success.share * stops : passed.stop.share);
    const grown = addWritten(written, passed.writes);
    tallyTexts(tally, step.index, passed, reached, stopping, piles);
    writes.add(passed, reached, stopping, written, grown);
    if (known === null) addSums(tally.sums, passed.sums, reached);
    else known.pending += reached;
    if (step.kind === 'group') addStep(tally.sums, step.index, 1, [], reached);
    if (piles === null && !rounding.looksBack && sameWritten(written, grown)) known ??= { passed, pending: 0 };
    tail -= counts[k] ?? 0;
    reached = tallyRound(tally, rounding, passed, reached, stops);
    [written, before] = [grown, passed.go ?? passed.success];
  }
  if (known !== null) addSums(tally.sums, known.passed.sums, known.pending);
  const last = mixedViews(tally.views);
  return {
    sums: tally.sums,
    failed: tally.failed,
    ended: tally.ended,
    last,
    produced: new Map([...tally.produced].map(([loop, tokens]) => [loop, last.share === 0 ? 0 : tokens / last.share])),
    carried: carriedOffers(step.index, tally),
    writes: writes.given(last.share),
    turnaroundMs: tally.turnaroundMs,
    exact: tally.exact,
    fates: tally.fates,
  };
};
