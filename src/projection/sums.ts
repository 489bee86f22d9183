import type { ModelLink } from '../workflow/plan.ts';

/**
 * Billed tokens of calls whose prompts lie in one size band, in disjoint classes. Whether a shared prefix is found hangs on
 * the hour's traffic, which is not known here: `found` holds, for each cache entry, the tokens that are read where the
 * entry is found and sent anew where it is not.
 */
export type BandSum = {
  uncachedInput: number;
  cacheRead: number;
  cacheWrite: number;
  reasoning: number;
  visibleOutput: number;
  readonly found: Map<number, number>;
};

/** What a link does, summed over runs: expected values per run, per round or per request, as the sum's owner says. */
export type LinkSum = {
  /** Runs that came to this link. */
  reached: number;
  /** Attempts at a model API, erring ones included. */
  calls: number;
  /** Attempts at a tool. */
  attempts: number;
  /** Attempts that were answered. */
  answered: number;
  /** Attempts that were billed: answered ones, and timed-out ones for their input. */
  billed: number;
  /** Runs whose prompt did not fit the window. */
  tooLong: number;
  /** Runs that this link could not answer: they go to the next link, or the step fails. */
  failed: number;
  /** Input tokens of the cacheable prefixes as sent. */
  cacheable: number;
  toolsUsd: number;
  peopleUsd: number;
  workMs: number;
  /** Tokens of each prompt part, before any cut, over the runs that reached it. */
  readonly parts: number[];
  /** Tokens that loops and sessions put beside the written parts, likewise. */
  carried: number;
  /** Units of each fee. */
  readonly fees: number[];
  /** By the size of the prompt: SPEC 5, `long_context`. */
  readonly bands: BandSum[];
};

/** Returns a band without tokens. */
export const noBand = (): BandSum => ({
  uncachedInput: 0,
  cacheRead: 0,
  cacheWrite: 0,
  reasoning: 0,
  visibleOutput: 0,
  found: new Map(),
});

/** Returns an empty sum. */
export const noLinkSum = (): LinkSum => ({
  reached: 0,
  calls: 0,
  attempts: 0,
  answered: 0,
  billed: 0,
  tooLong: 0,
  failed: 0,
  cacheable: 0,
  toolsUsd: 0,
  peopleUsd: 0,
  workMs: 0,
  carried: 0,
  parts: [],
  fees: [],
  bands: [],
});

/** Returns the band of an index, made where it is not there yet. */
export const bandAt = (sum: LinkSum, index: number): BandSum => {
  while (sum.bands.length <= index) sum.bands.push(noBand());
  return sum.bands[index] as BandSum;
};

const addList = (mine: number[], other: readonly number[], times: number): void => {
  for (const [index, value] of other.entries()) mine[index] = (mine[index] ?? 0) + times * value;
};

const addBand = (sum: BandSum, other: BandSum, times: number): void => {
  sum.uncachedInput += times * other.uncachedInput;
  sum.cacheRead += times * other.cacheRead;
  sum.cacheWrite += times * other.cacheWrite;
  sum.reasoning += times * other.reasoning;
  sum.visibleOutput += times * other.visibleOutput;
  for (const [entry, tokens] of other.found) sum.found.set(entry, (sum.found.get(entry) ?? 0) + times * tokens);
};

/** Adds `times` times another sum. */
export const addLink = (sum: LinkSum, other: LinkSum, times: number): void => {
  sum.reached += times * other.reached;
  sum.calls += times * other.calls;
  sum.attempts += times * other.attempts;
  sum.answered += times * other.answered;
  sum.billed += times * other.billed;
  sum.tooLong += times * other.tooLong;
  sum.failed += times * other.failed;
  sum.cacheable += times * other.cacheable;
  sum.toolsUsd += times * other.toolsUsd;
  sum.peopleUsd += times * other.peopleUsd;
  sum.workMs += times * other.workMs;
  sum.carried += times * other.carried;
  addList(sum.parts, other.parts, times);
  addList(sum.fees, other.fees, times);
  for (const [index, band] of other.bands.entries()) addBand(bandAt(sum, index), band, times);
};

/** A step's expected runs and what they come to; runs count rounds times items. Compaction calls by who answers them. */
export type StepSum = { runs: number; readonly links: LinkSum[]; readonly compactions: Map<ModelLink, LinkSum> };

/** Sums by step index. */
export type Sums = Map<number, StepSum>;

const stepSum = (sums: Sums, step: number): StepSum => {
  const mine = sums.get(step) ?? { runs: 0, links: [], compactions: new Map() };
  sums.set(step, mine);
  return mine;
};

/** Adds `times` times what a step comes to. */
export const addStep = (sums: Sums, step: number, runs: number, links: readonly LinkSum[], times: number): void => {
  const mine = stepSum(sums, step);
  mine.runs += times * runs;
  for (const [index, link] of links.entries()) {
    const target = mine.links[index] ?? noLinkSum();
    mine.links[index] = target;
    addLink(target, link, times);
  }
};

/** Adds `times` times what compaction calls come to that are booked to a step. */
export const addCompaction = (sums: Sums, step: number, call: ModelLink, link: LinkSum, times: number): void => {
  const { compactions } = stepSum(sums, step);
  const mine = compactions.get(call) ?? noLinkSum();
  compactions.set(call, mine);
  addLink(mine, link, times);
};

/** Adds `times` times all that some steps come to. */
export const addSums = (sums: Sums, other: Sums, times: number): void => {
  for (const [index, { runs, links, compactions }] of other) {
    addStep(sums, index, runs, links, times);
    for (const [call, sum] of compactions) addCompaction(sums, index, call, sum, times);
  }
};
