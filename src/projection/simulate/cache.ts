import { placeWithin, type Stream, uniformAt } from '../../stats/random.ts';
import { chanceOf, type Entry } from './entries.ts';
import type { Play } from './play.ts';
import type { Prompt } from './prompt.ts';
import type { LoopMemory, SessionMemory } from './remembered.ts';
import type { Sent } from './sent.ts';
import { happens } from './values.ts';

/** How a link caches its prompt. */
export type Caching = {
  readonly minTokens: number;
  readonly step: number;
  readonly ttlMs: number;
  /** Nothing is ever read. */
  readonly cold: boolean;
  /** Found with a fixed chance instead. */
  readonly fixed: { readonly hit: number; readonly stream: Stream } | null;
  /** Of its leading shared parts. */
  readonly entries: readonly Entry[];
  /** λ·TTL of every entry of the plan at the mean hour. */
  readonly warmth: Float64Array;
  readonly sent: Sent;
  /** Dollars for keeping a token for an hour, and hours that each request which sends an entry keeps it. */
  readonly storageUsd: number;
  readonly storedHours: Float64Array;
  /** Leading parts that are shared; those that no round of the loop around it changes, all with what is carried where none does. */
  readonly lead: number;
  readonly stable: number;
  /** In a session, whether only the user parts of the answering step follow its history. */
  readonly toEnd: boolean;
  readonly session: SessionMemory | null;
  readonly loop: LoopMemory | null;
};

/** Returns the tokens of a prompt that may be cached, in the steps of the model; 0 below its least. */
export const cacheableOf = (caching: Caching, prompt: Prompt): number => {
  const { upTo, parts } = prompt;
  let tokens = upTo[caching.lead] ?? 0;
  if (caching.toEnd) tokens = Math.max(tokens, upTo[parts] ?? 0);
  if (caching.loop !== null) tokens = Math.max(tokens, upTo[caching.stable === parts ? parts + 1 : caching.stable] ?? 0);
  return stepped(caching, tokens);
};

/** Whole steps, none below the least: of 1,300 tokens in steps of 128, 1,280. Sums of fractions may fall just short of a step. */
const stepped = ({ minTokens, step }: Caching, tokens: number): number => {
  const kept = step === 1 ? tokens : Math.floor(tokens / step + 1e-9) * step;
  return kept < minTokens ? 0 : kept;
};

/** What the calls of this request have sent, and what other requests keep warm: the longer. */
const sharedTokens = (play: Play, caching: Caching, prompt: Prompt): number => {
  const { entries, sent, ttlMs, warmth } = caching;
  const { wallMs, depth, at } = play;
  const [first] = entries;
  if (first === undefined) return 0;
  let found = 0;
  for (let index = entries.length; index > found; index--)
    if (sent.alive((entries[index - 1] as Entry).index, wallMs, depth, ttlMs)) found = index;
  if (found === entries.length) return prompt.upTo[found] ?? 0;
  // Side by side, calls find the same; one that comes after an entry has died looks anew.
  const place = sent.before(first.index, wallMs, depth) ? placeWithin(at.pass, 1) : at.request;
  const u = uniformAt(first.found, at.run, place);
  for (let index = entries.length; index > found; index--) {
    const entry = entries[index - 1] as Entry;
    if (entry.forAll && u < chanceOf(play, entry, warmth[entry.index] ?? 0)) found = index;
  }
  return prompt.upTo[found] ?? 0;
};

/** Returns how many of the cacheable tokens a call that starts now finds. */
export const foundOf = (play: Play, caching: Caching, prompt: Prompt, cacheable: number): number => {
  if (caching.cold || cacheable === 0) return 0;
  const { fixed, ttlMs } = caching;
  if (fixed !== null) return happens(fixed.stream, fixed.hit, play.at.run, play.at.pass) ? cacheable : 0;
  const shared = sharedTokens(play, caching, prompt);
  const session = caching.session?.inCommon(play, prompt, ttlMs) ?? 0;
  const loop = caching.loop?.inCommon(play, prompt, ttlMs) ?? 0;
  return Math.min(cacheable, stepped(caching, Math.max(shared, session, loop)));
};

/** Notes that a call which started now has sent its prompt. */
export const send = (play: Play, caching: Caching, prompt: Prompt): void => {
  const { entries } = caching;
  for (let index = 0; index < entries.length; index++) {
    const entry = entries[index] as Entry;
    // A beginning that is too short to be cached leaves nothing behind.
    if ((prompt.upTo[index + 1] ?? 0) >= caching.minTokens) caching.sent.send(entry.index, play.wallMs, play.depth, entry.ttlMs);
  }
  caching.session?.send(play);
  caching.loop?.send(play, prompt);
};

/** Returns what the request pays for keeping what it sends: its part of the hours in which an entry lives. */
export const storeUsd = (caching: Caching, { upTo }: Prompt): number => {
  if (caching.storageUsd === 0) return 0;
  let tokenHours = 0;
  let kept = 0;
  for (const [index, entry] of caching.entries.entries()) {
    const tokens = stepped(caching, upTo[index + 1] ?? 0);
    if (tokens > kept && caching.sent.isFirst(entry.index)) tokenHours += (tokens - kept) * (caching.storedHours[entry.index] ?? 0);
    kept = Math.max(kept, tokens);
  }
  return tokenHours * caching.storageUsd;
};
