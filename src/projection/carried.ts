import type { Atoms } from '../stats/atoms.ts';
import { remembered } from '../stats/remembered.ts';

/**
 * What a call finds of the texts that a loop or session has piled up, case by case. `tokens` is what is sent, `readable` how
 * much of it the previous call of the step had sent already, `age` how many rounds or turns ago that was: 0 for never.
 */
export type Pile = {
  readonly cases: readonly { readonly weight: number; readonly tokens: number; readonly readable: number; readonly age: number }[];
  readonly exact: boolean;
};

/** What a round or turn adds: `readable` is the part of it that this round's call had sent already, `sent` the chance that it was. */
export type Addition = readonly { readonly weight: number; readonly tokens: number; readonly readable: number; readonly sent: number }[];

export const EMPTY_PILE: Pile = { cases: [{ weight: 1, tokens: 0, readable: 0, age: 0 }], exact: true };

/** Cases that a pile is kept at; neighbours of one age are merged beyond, so that its means stay as they are. */
const MOST_CASES = 96;

export type Case = Pile['cases'][number];

const sameCase = (a: Case, b: Case): boolean => a.age === b.age && a.tokens === b.tokens && a.readable === b.readable;

const mergedGroup = (group: readonly Case[]): Case => {
  const weight = group.reduce((sum, one) => sum + one.weight, 0);
  const mean = (pick: (one: Case) => number): number => group.reduce((sum, one) => sum + one.weight * pick(one), 0) / weight;
  return { weight, tokens: mean((one) => one.tokens), readable: mean((one) => one.readable), age: group[0]?.age ?? 0 };
};

/** Equal cases as one, then neighbours of one age together until there are few enough. */
const merged = (all: readonly Case[], most: number): readonly Case[] => {
  const sorted = [...all]
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => a.age - b.age || a.tokens - b.tokens || a.readable - b.readable);
  const equal: Case[] = [];
  for (const one of sorted) {
    const last = equal.at(-1);
    if (last !== undefined && sameCase(last, one)) equal[equal.length - 1] = { ...last, weight: last.weight + one.weight };
    else equal.push(one);
  }
  if (equal.length <= most) return equal;
  const size = Math.ceil(equal.length / most);
  const groups: Case[][] = [];
  for (const one of equal) {
    const last = groups.at(-1);
    if (last === undefined || last.length >= size || last[0]?.age !== one.age) groups.push([one]);
    else last.push(one);
  }
  return groups.map(mergedGroup);
};

/** Rarer cases than this move no digit that is shown. */
const RARE = 1e-7;

/** Cases that come to one age, and whether it was their calls that sent the addition. */
type Coming = { readonly age: number; readonly sent: boolean; readonly from: readonly Case[] };

const shareOf = (one: Addition[number], sent: boolean): number => one.weight * (sent ? one.sent : 1 - one.sent);

/** The least and the greatest sum of a case and an addition. */
const reachOf = (groups: readonly Coming[], added: Addition): readonly [number, number] => {
  let [low, high] = [Infinity, -Infinity];
  for (const { from, sent } of groups) {
    const [own, adds] = [endsOf(from), endsOf(added.filter((one) => shareOf(one, sent) > 0))];
    [low, high] = [Math.min(low, own[0] + adds[0]), Math.max(high, own[1] + adds[1])];
  }
  return [low, high];
};

const endsOf = (all: readonly { readonly tokens: number }[]): readonly [number, number] => {
  let [low, high] = [Infinity, -Infinity];
  for (const { tokens } of all) {
    if (tokens < low) low = tokens;
    if (tokens > high) high = tokens;
  }
  return [low, high];
};

/** Cases as columns: they are gone through once for every addition. */
const columnsOf = (cases: readonly Case[]) => {
  const [weights, tokens, readable] = [new Float64Array(cases.length), new Float64Array(cases.length), new Float64Array(cases.length)];
  for (const [index, one] of cases.entries()) {
    weights[index] = one.weight;
    tokens[index] = one.tokens;
    readable[index] = one.readable;
  }
  return { weights, tokens, readable };
};

/** Bins of equal width over the sums of some cases and what is added to them, each at its means. */
const binned = (groups: readonly Coming[], added: Addition, bins: number, total: number): readonly Case[] => {
  const [low, high] = reachOf(groups, added);
  const perToken = high > low ? bins / (high - low) : 0;
  const [weights, tokens, readable] = [new Float64Array(bins + 1), new Float64Array(bins + 1), new Float64Array(bins + 1)];
  for (const { from, sent } of groups) {
    const own = columnsOf(from);
    const read = sent ? own.tokens : own.readable;
    for (const one of added) {
      const chance = shareOf(one, sent);
      if (chance === 0) continue;
      const offset = one.tokens - low;
      const readAnew = sent ? one.readable : 0;
      for (let index = 0; index < from.length; index++) {
        const mine = own.tokens[index] as number;
        const at = ((mine + offset) * perToken) | 0;
        const weight = (own.weights[index] as number) * chance;
        weights[at] = (weights[at] as number) + weight;
        tokens[at] = (tokens[at] as number) + weight * (mine + one.tokens);
        readable[at] = (readable[at] as number) + weight * ((read[index] as number) + readAnew);
      }
    }
  }
  const age = groups[0]?.age ?? 0;
  const cases: Case[] = [];
  for (let at = 0; at <= bins; at++) {
    const weight = weights[at] as number;
    if (weight > 0)
      cases.push({ weight: weight / total, tokens: (tokens[at] as number) / weight, readable: (readable[at] as number) / weight, age });
  }
  return cases;
};

const byAge = (pile: readonly Case[]): ReadonlyMap<number, Case[]> => {
  const ages = new Map<number, Case[]>();
  for (const one of pile) {
    const mine = ages.get(one.age);
    if (mine === undefined) ages.set(one.age, [one]);
    else mine.push(one);
  }
  return ages;
};

const weightOf = (cases: readonly Case[]): number => cases.reduce((sum, { weight }) => sum + weight, 0);

/**
 * Many sums in bins: to list and sort them in every round of a long loop would take most of the time. Rare ages are dropped or
 * get few bins.
 */
const inBins = (pile: readonly Case[], added: Addition, older: (age: number) => number): readonly Case[] => {
  const sent = added.reduce((sum, one) => sum + shareOf(one, true), 0);
  const ages = new Map<number, { weight: number; readonly groups: Coming[] }>();
  const come = (age: number, share: number, group: Coming): void => {
    if (share <= 0) return;
    const mine = ages.get(age) ?? { weight: 0, groups: [] };
    ages.set(age, mine);
    mine.weight += share * weightOf(group.from);
    mine.groups.push(group);
  };
  if (sent > 0) come(1, sent, { age: 1, sent: true, from: pile });
  for (const [age, from] of byAge(pile)) come(older(age), 1 - sent, { age: older(age), sent: false, from });
  const kept = [...ages].filter(([, { weight }]) => weight > RARE);
  const total = kept.reduce((sum, [, { weight }]) => sum + weight, 0);
  return kept.flatMap(([, { weight, groups }]) => binned(groups, added, Math.max(2, Math.ceil(MOST_CASES * weight)), total));
};

/** More cases than this are put into bins rather than sorted. */
const MOST_SORTED = 640;

const thinned = (all: readonly Case[], exact: boolean): Pile => {
  if (all.length > MOST_SORTED) return { cases: inBins(all, [{ weight: 1, tokens: 0, readable: 0, sent: 0 }], (age) => age), exact: false };
  const cases = merged(all, MOST_CASES);
  return { cases, exact: exact && cases.length < MOST_CASES };
};

const older = (age: number): number => (age === 0 ? 0 : age + 1);

/**
 * Returns the pile after a round or turn that added one of these. The step's call sent what was piled up before; where there
 * was none, what an older call had sent counts.
 */
export const piledUp = (pile: Pile, addition: Addition): Pile => {
  if (2 * pile.cases.length * addition.length > MOST_SORTED) return { cases: inBins(pile.cases, addition, older), exact: false };
  const cases: Case[] = [];
  for (const one of pile.cases) {
    for (const added of addition) {
      const weight = one.weight * added.weight;
      const tokens = one.tokens + added.tokens;
      if (added.sent > 0) cases.push({ weight: weight * added.sent, tokens, readable: one.tokens + added.readable, age: 1 });
      if (added.sent < 1) cases.push({ weight: weight * (1 - added.sent), tokens, readable: one.readable, age: older(one.age) });
    }
  }
  return thinned(cases, pile.exact);
};

/** Returns piles as one, each by its weight. */
export const mixedPiles = (piles: readonly { readonly weight: number; readonly pile: Pile }[]): Pile => {
  const total = piles.reduce((sum, { weight }) => sum + weight, 0);
  const cases: Case[] = [];
  for (const { weight, pile } of piles) {
    if (weight < RARE * total) continue;
    for (const { weight: own, tokens, readable, age } of pile.cases) cases.push({ weight: (own * weight) / total, tokens, readable, age });
  }
  return thinned(
    cases,
    piles.every(({ pile }) => pile.exact),
  );
};

/** Returns the pile of only the last rounds or turns: a text has dropped out, so that nothing of it stands where it stood. */
export const rolledOver = (pile: Pile, tokens: readonly { readonly weight: number; readonly tokens: number }[]): Pile => {
  const ages = new Map<number, number>();
  for (const { age, weight } of pile.cases) ages.set(age, (ages.get(age) ?? 0) + weight);
  const cases = [...ages].flatMap(([age, share]) =>
    tokens.map((one) => ({ weight: share * one.weight, tokens: one.tokens, readable: 0, age: age === 0 ? 1 : age })),
  );
  return thinned(cases, pile.exact);
};

/** What compaction comes to: the pile after it, how likely it runs, and what it reads, given that it does. */
export type Compacted = { readonly pile: Pile; readonly share: number; readonly meanRead: number };

/** Returns the pile with what is over the limit replaced by `to` tokens, of which no earlier call has sent anything. */
export const compacted = (pile: Pile, over: number, to: number): Compacted => {
  const large = pile.cases.filter(({ tokens }) => tokens > over);
  const share = large.reduce((sum, { weight }) => sum + weight, 0);
  if (share === 0) return { pile, share, meanRead: 0 };
  const meanRead = large.reduce((sum, { weight, tokens }) => sum + weight * tokens, 0) / share;
  const kept = pile.cases.filter(({ tokens }) => tokens <= over);
  const cases = [...byAge(large)].map(([age, from]): Case => ({ weight: weightOf(from), tokens: to, readable: 0, age }));
  return { pile: { cases: [...kept, ...cases], exact: pile.exact }, share, meanRead };
};

/** What a round adds is kept at so many points: rounds add up, so that the spread of each evens out. */
const MOST_ADDED = 16;

/** Returns what a round adds at a few points that keep its means; where a call was sent and where it was not stay apart. */
export const fewAdded = (addition: Addition): Addition => {
  const shares = [...new Set(addition.map(({ sent }) => sent))];
  return shares.flatMap((sent) => {
    const alike = addition.filter((one) => one.sent === sent).map((one) => ({ ...one, age: 0 }));
    return merged(alike, MOST_ADDED).map(({ weight, tokens, readable }) => ({ weight, tokens, readable, sent }));
  });
};

/** Returns a number as what a round adds. */
export const additionOf = remembered(
  ({ values, weights }: Atoms): Addition =>
    fewAdded(values.map((tokens, index) => ({ weight: weights[index] ?? 0, tokens, readable: 0, sent: 1 }))),
);
