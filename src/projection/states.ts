import { atomsOf } from '../stats/atoms.ts';
import { affine, clamped, type Distribution, effectiveSupport } from '../stats/distribution.ts';
import { hasExactMean, mean } from '../stats/moments.ts';
import type { Amount, Term } from '../workflow/plan.ts';

/** What a step hands on, given that it has an answer, and how likely it has one. */
export type HandedOn = { readonly probability: number; readonly amount: Amount };

/** An amount whose references to other steps are replaced by what those hand on. */
export type Closed = { readonly constant: number; readonly terms: readonly Term[] };

/** Returns the distribution of one term. */
export const termDistribution = ({ of, times, plus, min, max }: Term): Distribution => clamped(affine(of, times, plus), min, max);

const scaledTerm = (term: Term, times: number): Term => {
  const [a, b] = [term.min * times, term.max * times];
  return { ...term, times: term.times * times, plus: term.plus * times, min: Math.min(a, b), max: Math.max(a, b) };
};

/** An amount as one distribution; more than one term stands for its mean, which is all that linear figures need. */
const asDistribution = (amount: Closed): Distribution => {
  const [term] = amount.terms;
  if (term === undefined) return { kind: 'constant', value: amount.constant };
  if (amount.terms.length === 1) return affine(termDistribution(term), 1, amount.constant);
  return { kind: 'constant', value: closedMean(amount) };
};

/**
 * Replaces what an amount takes from other steps. A step that surely has an answer brings its own draws with it; one that
 * may be missing becomes a draw of its own: nothing, or what it hands on.
 */
export const closed = (amount: Amount, handedOn: (step: number) => HandedOn): Closed => {
  let constant = amount.constant;
  const terms = [...amount.terms];
  for (const { step, times } of amount.handed) {
    const { probability, amount: inner } = handedOn(step);
    const own = closed(inner, handedOn);
    if (probability > 1 - 1e-12) {
      constant += times * own.constant;
      terms.push(...own.terms.map((term) => scaledTerm(term, times)));
    } else if (probability > 0) {
      const of: Distribution = {
        kind: 'mixture',
        parts: [
          { share: 1 - probability, of: { kind: 'constant', value: 0 } },
          { share: probability, of: asDistribution(own) },
        ],
      };
      terms.push({ source: `output of step ${step}`, of, times, plus: 0, min: -Infinity, max: Infinity });
    }
  }
  return { constant, terms };
};

/** Returns the mean of a closed amount: means add, whatever depends on what. */
export const closedMean = ({ constant, terms }: Closed): number =>
  terms.reduce((sum, term) => sum + mean(termDistribution(term)), constant);

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

/** One case of the draws that matter: a probability, and the value of every amount in it. */
export type State = { readonly weight: number; readonly values: readonly number[] };

const MOST_STATES = 4000;

/** Merges neighbours in the order of the first value, so that means stay as they are. */
const thinned = (states: readonly State[], most: number): readonly State[] => {
  if (states.length <= most) return states;
  const sorted = [...states].sort((a, b) => (a.values[0] ?? 0) - (b.values[0] ?? 0));
  const size = Math.ceil(sorted.length / most);
  return Array.from({ length: Math.ceil(sorted.length / size) }, (_, index) => {
    const group = sorted.slice(index * size, (index + 1) * size);
    const weight = group.reduce((sum, state) => sum + state.weight, 0);
    const values = (group[0]?.values ?? []).map(
      (_value, at) => group.reduce((sum, state) => sum + state.weight * (state.values[at] ?? 0), 0) / weight,
    );
    return { weight, values };
  });
};

/** The values of one draw at which some amount meets a threshold or a bound, so that no stratum lies across it. */
const cutsOf = (source: string, amounts: readonly Closed[], thresholds: readonly (readonly number[])[]): readonly number[] =>
  amounts.flatMap((amount, index) =>
    amount.terms
      .filter((term) => term.source === source && term.times !== 0)
      .flatMap((term) => {
        const bounds = [term.min, term.max].map((bound) => (bound - term.plus) / term.times);
        const alone = amount.terms.length === 1;
        const met = alone ? (thresholds[index] ?? []).map((limit) => (limit - amount.constant - term.plus) / term.times) : [];
        return [...bounds, ...met].filter(Number.isFinite);
      }),
  );

const drawnValue = (term: Term, drawn: number): number => Math.min(term.max, Math.max(term.min, term.times * drawn + term.plus));

/**
 * Returns the joint cases of some amounts: the draws named in `split` case by case, all others at their means. Cuts at the
 * thresholds make piecewise linear costs exact for one continuous draw; `exact` says whether they are.
 */
export const statesOf = (
  amounts: readonly Closed[],
  split: ReadonlySet<string>,
  thresholds: readonly (readonly number[])[],
): { readonly states: readonly State[]; readonly exact: boolean } => {
  const base = amounts.map(({ constant, terms }) => closedMean({ constant, terms: terms.filter(({ source }) => !split.has(source)) }));
  let states: readonly State[] = [{ weight: 1, values: base }];
  let exact = true;
  for (const source of split) {
    const cuts = cutsOf(source, amounts, thresholds);
    const columns = amounts.map(({ terms }) =>
      terms.filter((term) => term.source === source).map((term) => ({ term, atoms: atomsOf(term.of, cuts) })),
    );
    const first = columns.flat()[0]?.atoms;
    if (first === undefined) continue;
    const shared = amounts.some(({ terms }) => terms.length > 1 && terms.some((term) => term.source === source));
    exact &&= first.exact || !shared;
    const cases = first.weights.map((weight, at) => ({
      weight,
      values: columns.map((terms) => terms.reduce((sum, { term, atoms }) => sum + drawnValue(term, atoms.values[at] ?? 0), 0)),
    }));
    const room = Math.max(1, Math.floor(MOST_STATES / cases.length));
    exact &&= states.length <= room;
    states = thinned(states, room).flatMap((state) =>
      cases.map((next) => ({
        weight: state.weight * next.weight,
        values: state.values.map((value, at) => value + (next.values[at] ?? 0)),
      })),
    );
  }
  return { states, exact };
};
