import type { PlanRounds } from '../workflow/plan.ts';
import { mixedPiles, type Pile } from './carried.ts';
import { type Offer, pileAmount, type Writes, type Written } from './chain.ts';
import { type Looped, meanAddition, mixedViews, type Passed, type View } from './passed.ts';
import { NOTHING, Piles, type Sizes } from './piles.ts';
import { type Moments, Response } from './response.ts';
import { addWritten, type RoundContext, type Rounding, type WrittenBefore } from './rounds.ts';
import type { OwnedFate } from './scope-state.ts';
import { addCompaction, addStep, addSums, type Sums } from './sums.ts';

/** Rounds whose chance to be reached is below this are not computed: they move no digit that is shown. */
const NEGLIGIBLE = 1e-13;

/** P(round k is the last one), given that it is reached and succeeds. */
const stopsAt = (rounds: PlanRounds | null, counts: readonly number[], k: number, reached: number): number => {
  if (rounds === null) return 1;
  if (rounds.kind === 'until') return k >= (rounds.max ?? Infinity) ? 1 : 0;
  return k >= counts.length - 1 || reached <= 0 ? 1 : Math.min(1, (counts[k] ?? 0) / reached);
};

const sameWritten = (a: WrittenBefore, b: WrittenBefore): boolean =>
  a.size === b.size && [...a].every(([entry, { any }]) => Math.abs(any - (b.get(entry)?.any ?? 0)) < 1e-15);

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

/** A round to come: what it finds, and what its loop has piled up after it. */
type Ahead = Omit<Booked, 'passed'> & { readonly context: RoundContext; readonly moments: Moments; readonly sizes: Sizes };

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
  #seen: Sizes = [Infinity, -Infinity];
  #piles: Piles | null;
  #k = 1;
  #reached = 1;
  #tail = 1;
  #written: WrittenBefore = new Map();
  #known: { readonly passed: Passed; pending: number } | null = null;
  #before: View | null = null;

  constructor(rounding: Rounding) {
    const { step, counts, remembers, models, inside } = rounding;
    this.#rounding = rounding;
    this.#piles = step.carry === null && !remembers ? null : new Piles(step, step.carry, models, inside);
    const ceiling = step.rounds?.kind === 'until' ? (step.rounds.max ?? Infinity) : counts.length - 1;
    this.#most = step.rounds === null ? 1 : ceiling;
  }

  get goesOn(): boolean {
    return this.#k === 1 || this.#reached > NEGLIGIBLE;
  }

  #compact(): Booked['compaction'] {
    return this.#k === 1 ? null : (this.#piles?.compact(this.#rounding.filling) ?? null);
  }

  #pass(): Passed {
    return this.#rounding.pass({ round: this.#k, written: this.#written, pile: this.#piles?.view() ?? null, before: this.#before });
  }

  #pileUp(passed: Passed): Pile | null {
    this.#piles?.add((passed.go ?? passed.success).produced.get(this.#rounding.step.index) ?? [NOTHING], passed);
    return this.#piles?.any ?? null;
  }

  /** Books a round, its sums apart; returns the chance that it was reached. */
  #book({ passed, compaction, pile }: Booked): number {
    const { step, counts, models } = this.#rounding;
    const [tally, reached, written] = [this.#tally, this.#reached, this.#written];
    if (compaction !== null)
      addCompaction(tally.sums, models[0] ?? step.index, compaction.call, compaction.sum, reached * compaction.share);
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
    const passed = known?.passed ?? this.#pass();
    const written = this.#written;
    if (this.#piles !== null) this.#see(this.#piles.sizes);
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

  /** The rounds of a stride as they find what is piled up, followed one by one; what each adds is as the response says. */
  #ahead(stride: number, base: Passed, piles: Piles): readonly Ahead[] {
    const written = this.#written;
    this.#piles = piles.copy();
    const all: Ahead[] = [];
    for (let round = this.#k; round < this.#k + stride; round++) {
      const compaction = this.#piles.compact(this.#rounding.filling);
      const [moments, sizes] = [this.#piles.moments, this.#piles.sizes];
      const context = { round, written: this.#written, pile: this.#piles.view(), before: this.#before };
      this.#written = addWritten(this.#written, base.writes);
      all.push({ context, compaction, moments, sizes, pile: this.#pileUp(base) });
    }
    this.#written = written;
    return all;
  }

  /** The last of some rounds, and those that find more or less than any round before that was computed. */
  #telling(all: readonly Ahead[]): ReadonlySet<Ahead> {
    const [least, most] = this.#seen;
    const telling = new Set(all.slice(-1));
    const smallest = all.reduce((a, b) => (b.sizes[0] < a.sizes[0] ? b : a));
    const greatest = all.reduce((a, b) => (b.sizes[1] > a.sizes[1] ? b : a));
    if (smallest.sizes[0] < least) telling.add(smallest);
    if (greatest.sizes[1] > most) telling.add(greatest);
    return telling;
  }

  /**
   * Takes the rounds of a stride from the response to what is piled up, if the rounds that tell are as it says; else computes all
   * of them.
   */
  leap(stride: number): void {
    const piles = this.#piles;
    if (piles === null) {
      this.play();
      return;
    }
    const response = this.#respond(piles);
    const all = this.#ahead(stride, response.base, piles);
    const passed = new Map([...this.#telling(all)].map((one) => [one, this.#rounding.pass(one.context)]));
    if ([...passed].some(([{ moments }, real]) => !response.foretells(moments, real))) {
      [this.#piles, this.#response, this.#stride] = [piles, null, 2];
      for (let round = 0; round < stride && this.goesOn; round++) this.play();
      return;
    }
    for (const one of all) {
      const real = passed.get(one);
      const reached = this.#book({ ...one, passed: real ?? response.at(one.moments) });
      if (real === undefined) response.book(one.moments, reached);
      else addSums(this.#tally.sums, real.sums, reached);
      this.#tally.fates.push(...(real?.fates ?? []));
    }
    for (const { sizes } of passed.keys()) this.#see(sizes);
    this.#stride = Math.min(LONGEST_STRIDE, 2 * this.#stride);
  }

  #see([least, most]: Sizes): void {
    this.#seen = [Math.min(this.#seen[0], least), Math.max(this.#seen[1], most)];
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
      produced: new Map(
        [...tally.produced].map(([loop, ever]) => [loop, { ever, givenSuccess: last.share === 0 ? 0 : ever / last.share }]),
      ),
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
