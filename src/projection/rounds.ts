import type { Carry, Compaction, ModelLink, PlanRounds, PlanStep } from '../workflow/plan.ts';
import { bandOf } from './bands.ts';
import { type Addition, compacted, EMPTY_PILE, mixedPiles, type Pile, piledUp, rolledOver } from './carried.ts';
import { type Offer, pileAmount, sentKey, type Writes, type Written } from './chain.ts';
import { closed, closedMean, type Filling } from './filling.ts';
import { type Looped, meanAddition, mixedViews, type Passed, type View } from './passed.ts';
import type { LoopPile } from './prompt.ts';
import { type Moments, Response } from './response.ts';
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

const meanOf = ({ cases }: Pile, pick: (one: Pile['cases'][number]) => number): number => {
  let sum = 0;
  for (const one of cases) sum += one.weight * pick(one);
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

  /** What a round finds, in the numbers that its figures are straight lines of. */
  get moments(): Moments {
    const tokens = meanOf(this.any, (one) => one.tokens);
    const sent = [...this.#piles.values()].flatMap((pile) => [
      meanOf(pile, ({ age }) => (age > 0 ? 1 : 0)),
      meanOf(pile, ({ age, readable }) => (age > 0 ? readable : 0)),
    ]);
    return [tokens, ...sent];
  }

  /** The piles that have such moments, each with one size. They are as old as the last round. */
  at([tokens = 0, ...sent]: Moments): LoopPile {
    const piles = new Map(
      this.#inside.map((step, at): readonly [number, Pile] => {
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
    const copied = new Piles(this.#step, this.#carry, this.#inside);
    copied.#recent.push(...this.#recent);
    [copied.#piles, copied.#ms, copied.#rounds] = [this.#piles, this.#ms, this.#rounds];
    return copied;
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
  /** What rounds leave behind that are the last, and how likely that is. */
  readonly views: Map<View, number>;
  readonly produced: Map<number, number>;
  readonly carried: { readonly weight: number; readonly pile: Pile }[];
  readonly fates: OwnedFate[];
  failed: number;
  ended: number;
  turnaroundMs: number;
  exact: boolean;
};

/** Adds one round: what it costs, what fails, and where it is the last what it leaves behind. Returns what goes on. */
const tallyRound = (tally: Tally, { step }: Rounding, passed: Passed, reached: number, stops: number): number => {
  tally.turnaroundMs += reached * passed.turnaroundMs;
  tally.ended += reached * passed.ended;
  tally.exact &&= passed.exact;
  tally.failed += reached * passed.failed * (step.goesOn ? stops : 1);
  const { success, stop, go } = passed;
  const [ending, share] = stop === null || stops === 1 ? [success, success.share * stops] : [stop, stop.share];
  tally.views.set(ending, (tally.views.get(ending) ?? 0) + share * reached);
  const goes = stop === null || go === null ? success.share * (1 - stops) : stops === 1 ? 0 : go.share;
  return reached * (goes + (step.goesOn ? passed.failed * (1 - stops) : 0));
};

/** What a round adds for the loops around this one. */
const tallyTexts = (tally: Tally, own: number, passed: Passed, reached: number): void => {
  for (const [loop, addition] of passed.success.produced) {
    if (loop !== own) tally.produced.set(loop, (tally.produced.get(loop) ?? 0) + reached * passed.success.share * meanAddition(addition));
  }
};

const carriedOffers = (own: number, { carried }: Tally): readonly Offer[] => {
  if (carried.length === 0) return [];
  const amount = pileAmount(`all that step ${own} carried`, mixedPiles(carried));
  return [{ share: 1, amount, withReasoning: amount }];
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
  views: new Map(),
  produced: new Map(),
  carried: [],
  fates: [],
  failed: 0,
  ended: 0,
  turnaroundMs: 0,
  exact: true,
});

/** A round that is booked: what it comes to besides its sums, the compaction before it, and what its loop has piled up after it. */
type Booked = { readonly passed: Passed; readonly compaction: ReturnType<Piles['compact']>; readonly pile: Pile | null };

/** Rounds that are computed one by one before a response is asked for: by then the cache holds what it will hold. */
const DENSE = 3;

/** The longest stretch without a round that is computed. */
const LONGEST_STRIDE = 32;

/** The rounds of one item on their way: how likely the next one is reached, and what it finds. */
class Walk {
  readonly #rounding: Rounding;
  readonly #most: number;
  readonly #tally = noTally();
  readonly #writes = new AllWrites();
  readonly #responses: Response[] = [];
  #response: Response | null = null;
  #stride = 2;
  #piles: Piles | null;
  #k = 1;
  #reached = 1;
  #tail = 1;
  #written: WrittenBefore = new Map();
  #known: { readonly passed: Passed; pending: number } | null = null;
  #before: View | null = null;

  constructor(rounding: Rounding) {
    const { step, counts, remembers, inside } = rounding;
    this.#rounding = rounding;
    this.#piles = step.carry === null && !remembers ? null : new Piles(step, step.carry, inside);
    const ceiling = step.rounds?.kind === 'until' ? (step.rounds.max ?? Infinity) : counts.length - 1;
    this.#most = step.rounds === null ? 1 : ceiling;
  }

  get goesOn(): boolean {
    return this.#k === 1 || this.#reached > NEGLIGIBLE;
  }

  #compact(): Booked['compaction'] {
    return this.#k === 1 ? null : (this.#piles?.compact(this.#rounding.filling) ?? null);
  }

  #pass(round: number): Passed {
    return this.#rounding.pass({ round, written: this.#written, pile: this.#piles?.view() ?? null, before: this.#before });
  }

  #pileUp(passed: Passed): Pile | null {
    this.#piles?.add((passed.go ?? passed.success).produced.get(this.#rounding.step.index) ?? NOTHING_ADDED, passed);
    return this.#piles?.any ?? null;
  }

  /** Books a round, its sums apart; returns the chance that it was reached. */
  #book({ passed, compaction, pile }: Booked): number {
    const { step, counts, inside } = this.#rounding;
    const [tally, reached, written] = [this.#tally, this.#reached, this.#written];
    if (compaction !== null)
      addCompaction(tally.sums, inside[0] ?? step.index, compaction.call, compaction.sum, reached * compaction.share);
    const stops = stopsAt(step.rounds, counts, this.#k, this.#tail);
    const stopping = reached * (passed.stop === null || stops === 1 ? passed.success.share * stops : passed.stop.share);
    const grown = addWritten(written, passed.writes);
    tallyTexts(tally, step.index, passed, reached);
    if (pile !== null && stopping > 0 && step.carry !== null) tally.carried.push({ weight: stopping, pile });
    this.#writes.add(passed, reached, stopping, written, grown);
    if (step.kind === 'group') addStep(tally.sums, step.index, 1, [], reached);
    this.#tail -= counts[this.#k] ?? 0;
    this.#reached = tallyRound(tally, this.#rounding, passed, reached, stops);
    [this.#written, this.#before] = [grown, passed.go ?? passed.success];
    this.#k++;
    return reached;
  }

  /** Computes the next round. A round that finds what the one before it found is not computed again. */
  play(): void {
    const compaction = this.#compact();
    const known = this.#known;
    const passed = known?.passed ?? this.#pass(this.#k);
    const written = this.#written;
    const reached = this.#book({ passed, compaction, pile: this.#pileUp(passed) });
    if (known !== null) {
      known.pending += reached;
      return;
    }
    this.#tally.fates.push(...passed.fates);
    addSums(this.#tally.sums, passed.sums, reached);
    if (this.#piles === null && !this.#rounding.looksBack && sameWritten(written, this.#written)) this.#known = { passed, pending: 0 };
  }

  /** How many rounds there may be to the next one that is computed. */
  stride(): number {
    if (this.#k <= DENSE || this.#piles === null || this.#rounding.looksBack) return 1;
    return Math.min(this.#stride, this.#most - this.#k + 1);
  }

  #respond(piles: Piles): Response {
    if (this.#response !== null) return this.#response;
    const [round, written, before] = [this.#k, this.#written, this.#before];
    this.#response = new Response(piles.moments, (moments) => this.#rounding.pass({ round, written, pile: piles.at(moments), before }));
    this.#responses.push(this.#response);
    return this.#response;
  }

  /**
   * Computes the round at the end of a stride, and takes those before it from the response to what is piled up, if that round is
   * as the response says; else computes all of them. What is piled up is followed round by round.
   */
  leap(stride: number): void {
    const [piles, written] = [this.#piles, this.#written];
    if (piles === null) {
      this.play();
      return;
    }
    const response = this.#respond(piles);
    const { base } = response;
    this.#piles = piles.copy();
    const way: (Pick<Booked, 'compaction' | 'pile'> & { readonly moments: readonly number[] })[] = [];
    for (let ahead = 1; ahead < stride; ahead++) {
      const compaction = this.#compact();
      const moments = this.#piles.moments;
      way.push({ compaction, moments, pile: this.#pileUp(base) });
      this.#written = addWritten(this.#written, base.writes);
    }
    const compaction = this.#compact();
    const moments = this.#piles.moments;
    const passed = this.#pass(this.#k + stride - 1);
    this.#written = written;
    if (!response.foretells(moments, passed)) {
      [this.#piles, this.#response, this.#stride] = [piles, null, 2];
      for (let round = 0; round < stride && this.goesOn; round++) this.play();
      return;
    }
    for (const one of way) response.book(one.moments, this.#book({ ...one, passed: response.at(one.moments) }));
    const reached = this.#book({ passed, compaction, pile: this.#pileUp(passed) });
    addSums(this.#tally.sums, passed.sums, reached);
    this.#tally.fates.push(...passed.fates);
    this.#stride = Math.min(LONGEST_STRIDE, 2 * this.#stride);
  }

  get looped(): Looped {
    const tally = this.#tally;
    for (const response of this.#responses) response.addTo(tally.sums);
    if (this.#known !== null) addSums(tally.sums, this.#known.passed.sums, this.#known.pending);
    const last = mixedViews([...tally.views].map(([view, share]) => ({ ...view, share })));
    return {
      sums: tally.sums,
      failed: tally.failed,
      ended: tally.ended,
      last,
      produced: new Map([...tally.produced].map(([loop, tokens]) => [loop, last.share === 0 ? 0 : tokens / last.share])),
      carried: carriedOffers(this.#rounding.step.index, tally),
      writes: this.#writes.given(last.share),
      turnaroundMs: tally.turnaroundMs,
      exact: tally.exact,
      fates: tally.fates,
    };
  }
}

/**
 * Returns what all rounds of one item come to, round by round: P(N ≥ k) × round k, never the mean number of rounds times a
 * mean round (SPEC 3.4). Of long loops some rounds are taken to lie between others, where those lie on a straight line.
 */
export const runRounds = (rounding: Rounding): Looped => {
  const walk = new Walk(rounding);
  while (walk.goesOn) {
    const stride = walk.stride();
    if (stride > 1) walk.leap(stride);
    else walk.play();
  }
  return walk.looped;
};
