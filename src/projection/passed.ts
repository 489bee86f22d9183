import { drawnAmount, isConstant } from '../workflow/amount.ts';
import type { Amount } from '../workflow/plan.ts';
import type { Addition } from './carried.ts';
import type { Offer, Writes } from './chain.ts';
import { asDistribution } from './filling.ts';
import type { OutcomeKey, OwnedFate } from './scope-state.ts';
import { mixed } from './sum-distribution.ts';
import type { Sums } from './sums.ts';

/** What a pass leaves behind, given how it went: `share` is the chance of that. */
export type View = {
  readonly share: number;
  /** What its last step hands on; shares sum to less than 1 where it may have no answer. */
  readonly offers: readonly Offer[];
  /** The same for every step inside that someone reads, by index. */
  readonly inside: ReadonlyMap<number, readonly Offer[]>;
  /** The outcomes inside that someone outside asks about, case by case; shares sum to 1. */
  readonly outcomes: readonly { readonly share: number; readonly occurred: ReadonlyMap<OutcomeKey, boolean> }[];
  /** For each carrying loop around it, what the pass adds to later rounds. */
  readonly produced: ReadonlyMap<number, Addition>;
};

/** What one pass through a scope comes to. A scope is the workflow, or the body of a loop. */
export type Passed = {
  readonly sums: Sums;
  readonly failed: number;
  /** The request ended inside it. */
  readonly ended: number;
  readonly success: View;
  /** Success with an outcome that ends the loop, and without; null where the loop does not ask. */
  readonly stop: View | null;
  readonly go: View | null;
  readonly writes: Writes;
  readonly turnaroundMs: number;
  readonly exact: boolean;
  readonly fates: readonly OwnedFate[];
};

/** Tokens for a carrying loop: whatever happens, and given success. */
export type Produced = { readonly ever: number; readonly givenSuccess: number };

/** What all rounds of one item, or all items of a step, come to. */
export type Looped = {
  readonly sums: Sums;
  readonly failed: number;
  readonly ended: number;
  /** Given success: the last round's. */
  readonly last: View;
  /** Mean tokens that all rounds together add to each carrying loop around the step. */
  readonly produced: ReadonlyMap<number, Produced>;
  /** All that its own loop carried, given success. */
  readonly carried: readonly Offer[];
  readonly writes: Writes;
  readonly turnaroundMs: number;
  readonly exact: boolean;
  readonly fates: readonly OwnedFate[];
};

const weighted = (offers: readonly Offer[], share: number): readonly Offer[] =>
  offers.map((offer) => ({ ...offer, share: offer.share * share }));

/** More offers than this are taken together as one number. */
const MOST_OFFERS = 48;

/** Equal constants as one offer, so that many rounds of a constant answer stay one answer. */
const tidy = (offers: readonly Offer[]): readonly Offer[] => {
  const constants = new Map<string, Offer>();
  const others: Offer[] = [];
  for (const offer of offers) {
    if (!isConstant(offer.amount) || !isConstant(offer.withReasoning)) {
      others.push(offer);
      continue;
    }
    const key = `${offer.amount.constant} ${offer.withReasoning.constant}`;
    constants.set(key, { ...offer, share: offer.share + (constants.get(key)?.share ?? 0) });
  }
  const all = [...constants.values(), ...others];
  return all.length <= MOST_OFFERS ? all : [oneOffer(all)];
};

const oneOffer = (offers: readonly Offer[]): Offer => {
  const share = offers.reduce((sum, offer) => sum + offer.share, 0);
  const sumOf = (take: (offer: Offer) => Amount): Amount => {
    const of = mixed(offers.map((offer) => ({ share: offer.share / share, of: asDistribution(take(offer)) })));
    return drawnAmount(`one of ${offers.length} answers`, 'attempt', of);
  };
  return { share, amount: sumOf(({ amount }) => amount), withReasoning: sumOf(({ withReasoning }) => withReasoning) };
};

/** Returns the view of several ways together, each by its own chance. */
export const mixedViews = (views: readonly View[]): View => {
  const share = views.reduce((sum, view) => sum + view.share, 0);
  const inside = new Map<number, Offer[]>();
  const produced = new Map<number, Addition[number][]>();
  const part = (view: View): number => (share === 0 ? 0 : view.share / share);
  for (const view of views) {
    for (const [index, offers] of view.inside) inside.set(index, [...(inside.get(index) ?? []), ...weighted(offers, part(view))]);
    for (const [loop, addition] of view.produced)
      produced.set(loop, [...(produced.get(loop) ?? []), ...addition.map((one) => ({ ...one, weight: one.weight * part(view) }))]);
  }
  return {
    share,
    offers: tidy(views.flatMap((view) => weighted(view.offers, part(view)))),
    inside: new Map([...inside].map(([index, offers]) => [index, tidy(offers)])),
    outcomes: views.flatMap((view) => view.outcomes.map((one) => ({ ...one, share: one.share * part(view) }))),
    produced,
  };
};

/** Returns the mean of an addition. */
export const meanAddition = (addition: Addition): number => addition.reduce((sum, { weight, tokens }) => sum + weight * tokens, 0);
