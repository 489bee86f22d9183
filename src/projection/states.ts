import { atomsOf } from '../stats/atoms.ts';
import { type Closed, closedMean, drawnValue } from './filling.ts';

/** One case of the draws that matter: a probability, and the value of every amount in it. */
export type State = { readonly weight: number; readonly values: readonly number[] };

const MOST_STATES = 4096;
const MOST_STRATA = 256;

/** Merges neighbours in the order of the first value, so that means stay as they are. */
const thinned = (all: readonly State[], most: number): readonly State[] => {
  const states = all.filter(({ weight }) => weight > 0);
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
export const cutsOf = (source: string, amounts: readonly Closed[], thresholds: readonly (readonly number[])[]): readonly number[] =>
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

/**
 * Returns the joint cases of some amounts: the draws named in `split` case by case, all others at their means. Cuts at the
 * thresholds make piecewise linear costs exact for one continuous draw; `exact` says whether they are.
 */
export const statesOf = (
  amounts: readonly Closed[],
  split: ReadonlySet<string>,
  thresholds: readonly (readonly number[])[],
  mostStrata = MOST_STRATA,
): { readonly states: readonly State[]; readonly exact: boolean } => {
  const base = amounts.map(({ constant, terms }) => closedMean({ constant, terms: terms.filter(({ source }) => !split.has(source)) }));
  const strata = Math.max(16, Math.min(mostStrata, Math.floor(MOST_STATES ** (1 / Math.max(1, split.size)))));
  let states: readonly State[] = [{ weight: 1, values: base }];
  let exact = true;
  for (const source of split) {
    const cuts = cutsOf(source, amounts, thresholds);
    const columns = amounts.map(({ terms }) =>
      terms.filter((term) => term.source === source).map((term) => ({ term, atoms: atomsOf(term.of, cuts, strata) })),
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
