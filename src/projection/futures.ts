import { mean } from '../stats/moments.ts';
import { nodesOf } from '../stats/quadrature.ts';
import type { Unknown } from '../workflow/plan.ts';

/** One possible future: the value of each unknown, and its weight. Weights sum to 1; some may be below 0. */
export type Future = { readonly weight: number; readonly values: readonly number[] };

export type Futures = { readonly list: readonly Future[]; readonly exact: boolean };

/** Points of an unknown, alone and among others: Gauss's three are exact for powers up to the fifth, two to the third. */
const POINTS = 3;
const POINTS_AMONG_OTHERS = 2;

/**
 * Returns futures over which a mean is the weighted mean: E[f] ≈ f(means) + Σ (E[f with one varying] − f(means)). Right where the
 * unknowns multiply each other, however each bends by itself; a little off where two bend together. `exact` where a single one
 * has no other values.
 */
export const futuresOf = (unknowns: readonly Unknown[]): Futures => {
  const centre = unknowns.map(({ of }) => mean(of));
  const varied = unknowns.flatMap(({ of }, at) => {
    const nodes = nodesOf(of, unknowns.length === 1 ? POINTS : POINTS_AMONG_OTHERS);
    return nodes.values.map((value, index) => ({
      weight: nodes.weights[index] ?? 0,
      values: centre.map((other, i) => (i === at ? value : other)),
    }));
  });
  const exact = unknowns.length === 0 || (unknowns.length === 1 && unknowns.every(({ of }) => nodesOf(of, POINTS).exact));
  const atCentre = { weight: 1 - unknowns.length, values: centre };
  return { list: unknowns.length === 1 ? varied : [atCentre, ...varied], exact };
};
