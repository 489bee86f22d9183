import { remembered } from '../stats/remembered.ts';
import type { Term } from '../workflow/plan.ts';
import type { Case, Pile } from './carried.ts';

/** A number of each case of a pile, as a term of the pile's draw. */
const paired = (source: string, pile: Pile, pick: (one: Case) => number): Term => ({
  source,
  drawn: 'request',
  of: { kind: 'empirical', values: pile.cases.map(pick), weights: pile.cases.map(({ weight }) => weight) },
  times: 1,
  plus: 0,
  min: -Infinity,
  max: Infinity,
});

/** Two numbers of a pile's draw: whether the step's previous call is found, and what of the pile it had sent. */
export type PileTerms = { readonly found: Term; readonly readable: Term };

const tokenTerms = remembered((_: Pile) => new Map<string, Term>());

/** Returns what is sent of a pile as a term of one draw. */
export const pileTokens = (source: string, pile: Pile): Term => {
  const known = tokenTerms(pile).get(source);
  if (known !== undefined) return known;
  const term = paired(source, pile, ({ tokens }) => tokens);
  tokenTerms(pile).set(source, term);
  return term;
};

/** Returns what is found of a pile, by the same draw. `within` is the chance that an entry of an age in rounds or turns still lives. */
export const pileTerms = (source: string, pile: Pile, within: (age: number) => number): PileTerms => {
  const found = (one: Case): number => (one.age === 0 ? 0 : within(one.age));
  return {
    found: paired(source, pile, found),
    readable: paired(source, pile, (one) => found(one) * one.readable),
  };
};
