import { type Atoms, atomsOf } from '../stats/atoms.ts';
import { affine, clamped, type Distribution, effectiveSupport } from '../stats/distribution.ts';
import { hasExactMean, mean } from '../stats/moments.ts';
import { markOf, remembered, shareKey } from '../stats/remembered.ts';
import type { Amount, Handed, Term } from '../workflow/plan.ts';
import { pointsOf, sumDistribution } from './sum-distribution.ts';

/** How a draw that is told apart is taken to pieces, and which of them are taken together; the same for every amount that uses it. */
export type Pieces = { readonly cuts: readonly number[]; readonly strata: number; readonly groups?: readonly (readonly number[])[] };

/** Draws that are told apart around a scope, and which of its points each has. */
export type Fixed = ReadonlyMap<string, { readonly point: number; readonly pieces: Pieces }>;

const known = new WeakMap<Distribution, WeakMap<Pieces, Atoms>>();

/** Points taken together stand at their mean. */
const grouped = (atoms: Atoms, groups: Pieces['groups']): Atoms => {
  if (groups === undefined) return atoms;
  const weights = groups.map((group) => group.reduce((sum, index) => sum + (atoms.weights[index] ?? 0), 0));
  const values = groups.map((group, at) => {
    const total = group.reduce((sum, index) => sum + (atoms.weights[index] ?? 0) * (atoms.values[index] ?? 0), 0);
    return total / (weights[at] || 1);
  });
  return { values, weights, exact: false };
};

/** Returns a distribution in pieces. Asked again and again while one draw is told apart, so that it is remembered. */
export const piecesOf = (of: Distribution, pieces: Pieces): Atoms => {
  const mine = known.get(of) ?? new WeakMap<Pieces, Atoms>();
  known.set(of, mine);
  const atoms = mine.get(pieces) ?? grouped(atomsOf(of, pieces.cuts, pieces.strata), pieces.groups);
  mine.set(pieces, atoms);
  return atoms;
};

/** One of the things that a step may hand on: how likely, how much, and what its own references stand for then. */
export type Handing = { readonly probability: number; readonly amount: Amount; readonly filling: Filling };

/** What an amount's references stand for, given what is asked. */
export type Filling = {
  /** What a step hands on, in the sense of `Handed.what`; probabilities sum to less than 1 where it may have no answer. */
  readonly handedOn: (step: number, what: Handed['what']) => readonly Handing[];
  readonly fixed: Fixed;
};

/** An amount whose references to other steps are replaced by what those hand on. */
export type Closed = { readonly constant: number; readonly terms: readonly Term[] };

const CERTAIN = 1 - 1e-12;

/** Returns the distribution of one term. */
export const termDistribution = remembered(
  ({ of, times, plus, min, max }: Term): Distribution => clamped(affine(of, times, plus), min, max),
);

/** Returns the value of a term where its draw has a value. */
export const drawnValue = (term: Term, drawn: number): number => Math.min(term.max, Math.max(term.min, term.times * drawn + term.plus));

/** Returns a closed amount as at most so many points that keep its mean. */
export const asPoints = ({ constant, terms }: Closed, most: number): Atoms => {
  const points = pointsOf(terms.map(termDistribution), most);
  return constant === 0 ? points : { ...points, values: points.values.map((value) => value + constant) };
};

/** Returns a closed amount as one distribution of its own. */
export const asDistribution = ({ constant, terms }: Closed): Distribution =>
  affine(sumDistribution(terms.map(termDistribution)), 1, constant);

const scaled = remembered((_: Term) => new Map<number, Term>());

/** Returns a term times a factor. */
const scaledTerm = (term: Term, times: number): Term => {
  if (times === 1) return term;
  const known = scaled(term).get(times);
  if (known !== undefined) return known;
  const [a, b] = [term.min * times, term.max * times];
  const made = { ...term, times: term.times * times, plus: term.plus * times, min: Math.min(a, b), max: Math.max(a, b) };
  scaled(term).set(times, made);
  return made;
};

const ofOwn = (handed: Handed, of: Distribution): Term => ({
  source: `${handed.what} of step ${handed.step}`,
  drawn: 'attempt',
  of,
  times: 1,
  plus: 0,
  min: -Infinity,
  max: Infinity,
});

/** A step that surely has an answer brings its own draws with it, unless the link's bounds cut them. */
const closeCertain = (handed: Handed, own: Closed): Closed => {
  const [a, b] = closedSupport(own).map((value) => handed.times * value + handed.plus);
  const [low, high] = [Math.min(a ?? 0, b ?? 0), Math.max(a ?? 0, b ?? 0)];
  if (low >= handed.min && high <= handed.max) {
    return { constant: handed.times * own.constant + handed.plus, terms: own.terms.map((term) => scaledTerm(term, handed.times)) };
  }
  const of = clamped(affine(asDistribution(own), handed.times, handed.plus), handed.min, handed.max);
  return { constant: 0, terms: [ofOwn(handed, of)] };
};

type Handable = { readonly share: number; readonly amount: Closed };

const mixtureOf = (handed: Handed, parts: readonly Handable[]): Term => {
  const linked = (of: Distribution): Distribution => clamped(affine(of, handed.times, handed.plus), handed.min, handed.max);
  const answered = parts.reduce((sum, { share }) => sum + share, 0);
  const nothing = { share: Math.max(0, 1 - answered), of: linked({ kind: 'constant', value: 0 }) };
  const answers = parts.map(({ share, amount }) => ({ share, of: linked(asDistribution(amount)) }));
  return ofOwn(handed, { kind: 'mixture', parts: [nothing, ...answers] });
};

const keyOfParts = ({ what, step, times, plus, min, max }: Handed, parts: readonly Handable[]): string => {
  const own = `${what} ${step} ${times} ${plus} ${min} ${max}`;
  return parts.reduce((key, { share, amount }) => `${key}|${shareKey(share)} ${amount.constant} ${amount.terms.map(markOf).join()}`, own);
};

/** Mixtures by the first term that they hold, so that they go with it. */
const mixtures = remembered((_: Term) => new Map<string, Term>());

/** One that may have none becomes a draw of its own: nothing, or one of the things that it hands on. Asked in every round of a loop. */
const closeUncertain = (handed: Handed, handings: readonly Handing[]): Closed => {
  const parts = handings.map(({ probability, amount, filling }) => ({ share: probability, amount: closed(amount, filling) }));
  const first = parts.flatMap(({ amount }) => amount.terms)[0];
  if (first === undefined) return { constant: 0, terms: [mixtureOf(handed, parts)] };
  const [known, key] = [mixtures(first), keyOfParts(handed, parts)];
  const mixture = known.get(key) ?? mixtureOf(handed, parts);
  known.set(key, mixture);
  return { constant: 0, terms: [mixture] };
};

const closeHanded = (handed: Handed, filling: Filling): Closed => {
  const handings = filling.handedOn(handed.step, handed.what).filter(({ probability }) => probability > 0);
  const [only] = handings;
  if (only !== undefined && handings.length === 1 && only.probability > CERTAIN)
    return closeCertain(handed, closed(only.amount, only.filling));
  return handings.length === 0 ? closeCertain(handed, { constant: 0, terms: [] }) : closeUncertain(handed, handings);
};

/** Returns the value that a term has where its draw is fixed, or undefined where it is not. */
const fixedValue = (term: Term, fixed: Fixed): number | undefined => {
  const held = fixed.get(term.source);
  return held === undefined ? undefined : drawnValue(term, piecesOf(term.of, held.pieces).values[held.point] ?? 0);
};

/** Returns an amount with its references filled in and its fixed draws at their values. */
export const closed = (amount: Amount, filling: Filling): Closed => {
  const handed = amount.handed.map((one) => closeHanded(one, filling));
  const all = [...amount.terms, ...handed.flatMap(({ terms }) => terms)];
  let constant = handed.reduce((sum, one) => sum + one.constant, amount.constant);
  const terms: Term[] = [];
  for (const term of all) {
    const value = filling.fixed.size === 0 ? undefined : fixedValue(term, filling.fixed);
    if (value === undefined) terms.push(term);
    else constant += value;
  }
  return { constant, terms };
};

/** Returns the sum of some closed amounts. */
export const closedSum = (amounts: readonly Closed[]): Closed => ({
  constant: amounts.reduce((sum, { constant }) => sum + constant, 0),
  terms: amounts.flatMap(({ terms }) => terms),
});

/** Returns a closed amount times a factor. */
export const closedTimes = ({ constant, terms }: Closed, times: number): Closed =>
  times === 1 ? { constant, terms } : { constant: constant * times, terms: terms.map((term) => scaledTerm(term, times)) };

/** Returns the mean of a closed amount: means add, whatever depends on what. */
export const closedMean = ({ constant, terms }: Closed): number => {
  let sum = constant;
  for (const term of terms) sum += mean(termDistribution(term));
  return sum;
};

/** Returns the least and the greatest value that can move a figure. */
export const closedSupport = ({ constant, terms }: Closed): readonly [number, number] =>
  terms.reduce<readonly [number, number]>(
    ([low, high], term) => {
      const [least, most] = effectiveSupport(termDistribution(term));
      return [low + least, high + most];
    },
    [constant, constant],
  );

export const closedIsExact = ({ terms }: Closed): boolean => terms.every(({ of }) => hasExactMean(of));
