import { rememberedList } from '../stats/remembered.ts';
import type { ModelLink, PlanPart } from '../workflow/plan.ts';

/** A prefix that all requests share, as the provider keeps it: known by model, region, time to live and content. */
export type Entry = {
  readonly link: ModelLink;
  readonly ttlMs: number;
  /** Its own tokens, beyond those of the shorter entries that it extends. */
  readonly tokens: number;
  /** Popularity of its versions, summing to 1. */
  readonly variants: readonly number[];
};

/** A stretch of a call's shared prefix: which entry it belongs to, and how many tokens it adds. */
export type Level = { readonly entry: number; readonly tokens: number };

/** All cache entries of one plan. Steps that send the same leading parts to the same model share entries. */
export class Entries {
  readonly #byKey = new Map<string, number>();
  /** Numbers of contents, so that keys stay short where prompts are long. */
  readonly #contents = new Map<string, number>();
  readonly #levels = new Map<ModelLink, { readonly lengths: readonly number[]; readonly levels: readonly Level[] }>();
  readonly list: Entry[] = [];

  /** Returns the same entries, as the links of another plan send them where one is given; what is added to either is not in the other. */
  copy(moved: (link: ModelLink) => ModelLink = (link) => link): Entries {
    const copy = new Entries();
    for (const [key, index] of this.#byKey) copy.#byKey.set(key, index);
    for (const [key, number] of this.#contents) copy.#contents.set(key, number);
    for (const entry of this.list) copy.list.push({ ...entry, link: moved(entry.link) });
    return copy;
  }

  /** Returns a number for a content, the same for equal ones. */
  content(key: string): number {
    const known = this.#contents.get(key);
    if (known !== undefined) return known;
    this.#contents.set(key, this.#contents.size);
    return this.#contents.size - 1;
  }

  /** Returns the levels of a link's shared prefix; asked in every round and turn, so that they are remembered while it stays as it is. */
  levels(link: ModelLink, lengths: readonly number[]): readonly Level[] {
    const known = this.#levels.get(link);
    if (known?.lengths.every((length, index) => length === lengths[index])) return known.levels;
    const levels = levelsOf(this, link, lengths);
    this.#levels.set(link, { lengths, levels });
    return levels;
  }

  /** Returns the index of an entry, the same for equal content. */
  entry(key: string, entry: Entry): number {
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    this.#byKey.set(key, this.list.length);
    return this.list.push(entry) - 1;
  }
}

/** Tokens of a prefix that the provider keeps: none below `min_tokens`, then whole steps. 1,300 in steps of 128 keep 1,280. */
export const keptTokens = (link: ModelLink, tokens: number): number => {
  const { minTokens, step } = link.model.caching;
  const kept = step > 1 ? Math.floor(tokens / step + 1e-9) * step : tokens;
  return kept >= minTokens ? kept : 0;
};

/** Returns how many leading parts satisfy a condition. */
export const leading = (parts: readonly PlanPart[], keeps: (part: PlanPart) => boolean): number => {
  const end = parts.findIndex((part) => !keeps(part));
  return end === -1 ? parts.length : end;
};

const products = rememberedList(([a = [], b = []]: readonly (readonly number[])[]): readonly number[] =>
  a.flatMap((share) => b.map((other) => share * other)),
);

/** Popularities of all combinations. The same list for the same two, since what is worked out from it is remembered by it. */
const crossed = (a: readonly number[], b: readonly number[]): readonly number[] =>
  b.length === 1 ? a : a.length === 1 ? b : products([a, b], 0);

/**
 * The levels of a link's shared prefix, given the tokens of its leading shared parts: each part that all requests share
 * extends the entry before it. What stays below `min_tokens` is kept only together with what follows.
 */
const levelsOf = (entries: Entries, link: ModelLink, partTokens: readonly number[]): readonly Level[] => {
  if (link.cache.kind !== 'modelled') return [];
  const levels: Level[] = [];
  let [length, kept, key] = [0, 0, JSON.stringify([link.model.id, link.region, link.cache.ttl])];
  let variants: readonly number[] = [1];
  for (const [index, part] of link.parts.slice(0, partTokens.length).entries()) {
    length += (partTokens[index] ?? 0) * link.inputFactor;
    key += ` ${entries.content(part.key)}`;
    variants = crossed(variants, part.variants);
    const next = keptTokens(link, length);
    if (next === kept) continue;
    const tokens = next - kept;
    levels.push({ entry: entries.entry(key, { link, ttlMs: link.cache.ttlMs, tokens, variants }), tokens });
    kept = next;
  }
  return levels;
};
