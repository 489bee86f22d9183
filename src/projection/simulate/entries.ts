import { type Stream, uniformAt } from '../../stats/random.ts';
import { remembered } from '../../stats/remembered.ts';
import { cumulative, indexAt } from '../../stats/sample.ts';
import type { ModelLink } from '../../workflow/plan.ts';
import type { Play } from './play.ts';
import type { Streams } from './values.ts';

/** The versions of a shared stretch of prompt, one of which each request (or session) sends. */
type Versions = { readonly stream: Stream; readonly sums: Float64Array; readonly weights: readonly number[] };

/**
 * A prompt's beginning up to the end of one of its parts, as it may lie in a provider's cache: known by model, region, time to
 * live and content, not by step. Beginnings with a common part are children of one entry.
 */
export type Entry = {
  readonly index: number;
  readonly ttlMs: number;
  /** Whether all requests send the same: then others keep it warm. */
  readonly forAll: boolean;
  /** Of the draw that says how much of a beginning is warm: one for all entries of a model, so that they are found together. */
  readonly found: Stream;
  readonly versions: readonly Versions[];
  /** Whether the provider charges for the time in which it keeps it. */
  readonly stored: boolean;
};

/** An entry and the longer ones that begin with it, by the key of the part that they add. */
type Branch = { readonly entry: Entry; readonly longer: Map<string, Branch> };

const sumsOf = remembered(cumulative);

/** Collects the entries of a plan. */
export class Entries {
  readonly all: Entry[] = [];
  private readonly roots = new Map<string, Map<string, Branch>>();
  private readonly streams: Streams;

  constructor(streams: Streams) {
    this.streams = streams;
  }

  /** Returns the entries of a link's first parts, one for each. */
  along(link: ModelLink, parts: number): readonly Entry[] {
    const { cache } = link;
    if (cache.kind !== 'modelled') return [];
    const root = JSON.stringify([link.model.id, link.region, cache.ttl]);
    const found = this.streams(`found ${root}`);
    const stored = link.prices.flat().some(({ row }) => row.cacheStorageUsdPerMtokHour > 0);
    let branches = this.roots.get(root) ?? new Map<string, Branch>();
    this.roots.set(root, branches);
    let versions: readonly Versions[] = [];
    let forAll = true;
    return link.parts.slice(0, parts).map((part) => {
      forAll &&= part.shared === 'all';
      if (part.variants.length > 1) {
        const stream = this.streams(`version of ${part.key}`);
        versions = [...versions, { stream, sums: sumsOf(part.variants), weights: part.variants }];
      }
      const known = branches.get(part.key) ?? this.add({ index: this.all.length, ttlMs: cache.ttlMs, forAll, found, versions, stored });
      branches.set(part.key, known);
      branches = known.longer;
      return known.entry;
    });
  }

  private add(entry: Entry): Branch {
    this.all.push(entry);
    return { entry, longer: new Map() };
  }
}

/** The share of those who send an entry that send the version of this request: 1 without versions. */
const popularityOf = (play: Play, { versions }: Entry): number => {
  let popularity = 1;
  for (const { stream, sums, weights } of versions) popularity *= weights[indexAt(sums, uniformAt(stream, play.at.run, 0))] ?? 0;
  return popularity;
};

/**
 * Returns the chance that other requests keep an entry warm: 1 − e^(−λ·TTL) of this hour and version. `warmth` is λ·TTL of the
 * mean hour and all versions. With 30 requests an hour and 5 minutes: 1 − e^(−2.5) = 0.918.
 */
export const chanceOf = (play: Play, entry: Entry, warmth: number): number =>
  warmth === 0 ? 0 : 1 - Math.exp(-warmth * play.hourRate * popularityOf(play, entry));

/** How often each number stands among some. */
const tallied = (numbers: readonly number[]): ReadonlyMap<number, number> => {
  const counts = new Map<number, number>();
  for (const number of numbers) counts.set(number, (counts.get(number) ?? 0) + 1);
  return counts;
};

/** Shares of all combinations of versions, and how many have each. */
const combined = (versions: readonly Versions[]): readonly (readonly [share: number, count: number])[] =>
  versions.reduce<readonly (readonly [number, number])[]>(
    (shares, { weights }) => {
      const own = [...tallied(weights)];
      return shares.flatMap(([share, count]) => own.map(([weight, times]) => [share * weight, count * times] as const));
    },
    [[1, 1]],
  );

/**
 * Returns how many versions of an entry lie in the cache, on average over the hours of a week: each for the share of time in
 * which its last use is no longer ago than its time to live. Versions, and hours, that are alike are worked out once.
 */
export const liveOf = ({ versions }: Entry, warmth: number, rates: readonly number[]): number => {
  const shares = combined(versions);
  const atRate = (rate: number): number => shares.reduce((sum, [share, count]) => sum + count * (1 - Math.exp(-warmth * rate * share)), 0);
  return rates.length === 0 ? 0 : [...tallied(rates)].reduce((sum, [rate, hours]) => sum + hours * atRate(rate), 0) / rates.length;
};
