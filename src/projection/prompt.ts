import type { ModelLink, PlanPart } from '../workflow/plan.ts';
import type { Pile } from './carried.ts';
import { type Entries, keptTokens, type Level, leading } from './entries.ts';
import { type Closed, closed, closedMean, closedSum, closedTimes, type Filling } from './filling.ts';
import { pileTerms, pileTokens } from './pile-terms.ts';

/** A text that a loop piles up at the end of a step's prompts; an empty one where it carries nothing. */
export type LoopPile = {
  readonly loop: number;
  readonly carries: boolean;
  /** The pile as a step inside finds it. */
  readonly pileOf: (step: number) => Pile;
  /** The chance that an entry of a time to live still lives after a number of rounds. */
  readonly within: (ttlMs: number, age: number) => number;
  /** Steps inside: what they hand on changes from round to round. */
  readonly inside: ReadonlySet<number>;
};

/** The turns before, as one link of a step finds them. */
export type TurnPile = {
  readonly pile: Pile;
  readonly within: (ttlMs: number, age: number) => number;
  /** The step answers, and only its user parts follow the history: the next turn sends all of this prompt again. */
  readonly toEnd: boolean;
};

/** What surrounds the run of a step and decides what its prompts hold and find in the cache. */
export type Surroundings = {
  readonly entries: Entries;
  /** The chance that an earlier call of this request has written an entry, earlier rounds of a carrying step's own apart. */
  readonly warm: (entry: number, step: number) => number;
  readonly turns: (step: number, link: number) => TurnPile | undefined;
  /** Carrying loops around the step, outermost first, and loops inside them or in sessions. */
  readonly loops: readonly LoopPile[];
};

/** Something that the step's own previous call had sent: found with a chance, `base` plus what of the pile it had. */
export type Own = { readonly found: Closed; readonly base: Closed; readonly readable: Closed };

/** A link's prompt with all that it refers to filled in. */
export type Prompt = {
  readonly parts: readonly Closed[];
  readonly carried: Closed;
  readonly whole: Closed;
  /** What may be cached, before `min_tokens` and `step`. */
  readonly cacheable: Closed;
  /** Innermost first: the longest run counts. */
  readonly own: readonly Own[];
  readonly levels: readonly Level[];
  /** Draws that stand for what rounds and turns have piled up, where that varies. */
  readonly piles: ReadonlySet<string>;
};

const NOTHING: Closed = { constant: 0, terms: [] };

const changesIn = (part: PlanPart, inside: ReadonlySet<number>): boolean => part.amount.handed.some(({ step }) => inside.has(step));

const isStable = (part: PlanPart): boolean => part.shared !== 'none';

type Laid = { readonly link: ModelLink; readonly parts: readonly Closed[]; readonly tails: readonly Closed[] };

/** The first `count` parts, and where those are all of them the first `tails` piles behind them. */
const run = ({ link, parts, tails }: Laid, count: number, tailCount: number): Closed =>
  closedSum([...parts.slice(0, count), ...(count === link.parts.length ? tails.slice(0, tailCount) : [])]);

const loopOwn = (laid: Laid, step: number, ttlMs: number, loops: readonly LoopPile[], index: number): Own => {
  const loop = loops[index] as LoopPile;
  const count = leading(laid.link.parts, (part) => !changesIn(part, loop.inside));
  const terms = pileTerms(`carried by step ${loop.loop}`, loop.pileOf(step), (age) => loop.within(ttlMs, age));
  return {
    found: { constant: 0, terms: [terms.found] },
    base: run(laid, count, index),
    readable: count === laid.link.parts.length ? { constant: 0, terms: [terms.readable] } : NOTHING,
  };
};

const turnOwn = (laid: Laid, turns: TurnPile, ttlMs: number, source: string): Own => {
  const { parts } = laid.link;
  const stable = leading(parts, isStable);
  const at = parts.findIndex(({ history }) => history !== null);
  const terms = pileTerms(source, turns.pile, (age) => turns.within(ttlMs, age));
  const reached = at !== -1 && at < stable;
  return {
    found: { constant: 0, terms: [terms.found] },
    base: run(laid, reached ? at : stable, 0),
    readable: reached ? { constant: 0, terms: [terms.readable] } : NOTHING,
  };
};

/** How many leading parts may be cached, and whether the piles behind them may be too. */
const cacheableCount = (link: ModelLink, { loops }: Surroundings, turns: TurnPile | undefined): number => {
  const innermost = loops.findLast(({ carries }) => carries);
  if (innermost !== undefined) return leading(link.parts, (part) => !changesIn(part, innermost.inside));
  const stable = leading(link.parts, isStable);
  const history = link.parts.findIndex((part) => part.history !== null);
  return turns?.toEnd && history !== -1 && history < stable ? link.parts.length : stable;
};

const scaledOwn = ({ found, base, readable }: Own, factor: number): Own => ({
  found,
  base: closedTimes(base, factor),
  readable: closedTimes(readable, factor),
});

/** Returns a link's prompt: what is sent, what of it may be cached, and what of that earlier calls have sent. */
export const promptOf = (link: ModelLink, step: number, index: number, filling: Filling, around: Surroundings): Prompt => {
  const turns = around.turns(step, index);
  const turnSource = `turns before step ${step}, link ${index}`;
  const ttlMs = link.cache.kind === 'off' ? 0 : link.cache.ttlMs;
  const history: Closed = turns === undefined ? NOTHING : { constant: 0, terms: [pileTokens(turnSource, turns.pile)] };
  const parts = link.parts.map((part) => (part.history === null ? closed(part.amount, filling) : history));
  const tails = around.loops.map(({ loop, pileOf }) => ({
    constant: 0,
    terms: [pileTokens(`carried by step ${loop}`, pileOf(step))],
  }));
  const laid: Laid = { link, parts, tails };
  const overhead: Closed = { constant: link.overhead.tokens, terms: [] };
  const factor = link.inputFactor;
  const own =
    link.cache.kind === 'off'
      ? []
      : [
          ...around.loops.map((_, at) => loopOwn(laid, step, ttlMs, around.loops, at)).reverse(),
          ...(turns === undefined ? [] : [turnOwn(laid, turns, ttlMs, turnSource)]),
        ];
  const count = cacheableCount(link, around, turns);
  return {
    parts,
    carried: closedTimes(closedSum([...tails, ...parts.filter((_, at) => link.parts[at]?.history !== null)]), factor),
    whole: closedTimes(closedSum([...parts, ...tails, overhead]), factor),
    cacheable: link.cache.kind === 'off' ? NOTHING : closedTimes(run(laid, count, tails.length), factor),
    own: own.map((one) => scaledOwn(one, factor)),
    levels: around.entries.levels(
      link,
      parts
        .slice(
          0,
          leading(link.parts, ({ shared }) => shared === 'all'),
        )
        .map(closedMean),
    ),
    piles: new Set(
      [...tails, history].flatMap(({ terms }) =>
        terms.filter(({ of }) => of.kind === 'empirical' && of.values.length > 1).map(({ source }) => source),
      ),
    ),
  };
};

/** What the first billed attempt of a run reads, for certain and where an entry that others keep warm is found, and what later ones do. */
export type Reads = {
  readonly cacheable: number;
  readonly certain: number;
  readonly found: readonly { readonly entry: number; readonly tokens: number }[];
  readonly later: number;
};

const NO_READS: Reads = { cacheable: 0, certain: 0, found: [], later: 0 };

/** Values of a prompt's own runs in one case. */
export type OwnValues = readonly { readonly found: number; readonly base: number; readonly readable: number }[];

/** Rounding a length that varies down to whole steps takes half a step from it on average. */
const kept = (link: ModelLink, tokens: number, varies: boolean): number => {
  const { step, minTokens } = link.model.caching;
  if (!varies || step <= 1) return keptTokens(link, tokens);
  return tokens >= minTokens ? Math.max(minTokens, tokens - step / 2) : 0;
};

/**
 * Returns what attempts that are billed read, in one case of a prompt's sizes: those after the first find what it has written.
 */
export const readsOf = (
  link: ModelLink,
  levels: readonly Level[],
  length: { readonly tokens: number; readonly varies: boolean },
  own: OwnValues,
  warm: (entry: number) => number,
): Reads => {
  if (link.cache.kind === 'off') return NO_READS;
  const cacheable = kept(link, length.tokens, length.varies);
  if (cacheable === 0) return NO_READS;
  if (link.cache.cold) return { ...NO_READS, cacheable };
  if (link.cache.kind === 'fixed') {
    const read = link.cache.hit * cacheable;
    return { cacheable, certain: read, found: [], later: read };
  }
  let certain = 0;
  let rest = 1;
  for (const { found, base, readable } of own) {
    if (found === 0) continue;
    const run = Math.min(cacheable, kept(link, base + readable / found, length.varies));
    certain += rest * found * run;
    rest *= 1 - found;
  }
  const found: { readonly entry: number; readonly tokens: number }[] = [];
  for (const { entry, tokens } of rest === 0 ? [] : levels) {
    const written = warm(entry);
    certain += rest * written * tokens;
    if (written < 1) found.push({ entry, tokens: rest * (1 - written) * tokens });
  }
  return { cacheable, certain, found, later: cacheable };
};
