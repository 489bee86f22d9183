import { mean } from '../stats/moments.ts';
import { nodesOf } from '../stats/quadrature.ts';
import type { Unknown } from '../workflow/plan.ts';

/** One possible future: the value of each unknown, and its weight. Weights sum to 1; some may be below 0. */
export type Future = { readonly weight: number; readonly values: readonly number[] };

export type Futures = { readonly list: readonly Future[]; readonly exact: boolean };

/** Points for each unknown where there are so many: seven are exact for powers up to the thirteenth. */
const POINTS = [1, 7, 5, 4] as const;

/** With more unknowns each varies alone, the others at their means: right where they multiply, a little off where they bend together. */
const POINTS_ALONE = 5;

const combined = (unknowns: readonly Unknown[], points: number): Futures => {
  let list: readonly Future[] = [{ weight: 1, values: [] }];
  let exact = true;
  for (const { of } of unknowns) {
    const nodes = nodesOf(of, points);
    exact &&= nodes.exact;
    list = list.flatMap(({ weight, values }) =>
      nodes.values.map((value, index) => ({ weight: weight * (nodes.weights[index] ?? 0), values: [...values, value] })),
    );
  }
  return { list, exact };
};

/** E[f] ≈ f(means) + Σ (E[f with one varying] − f(means)). */
const oneByOne = (unknowns: readonly Unknown[]): Futures => {
  const centre = unknowns.map(({ of }) => mean(of));
  const varied = unknowns.flatMap(({ of }, at) => {
    const nodes = nodesOf(of, POINTS_ALONE);
    return nodes.values.map((value, index) => ({ weight: nodes.weights[index] ?? 0, values: centre.map((other, i) => (i === at ? value : other)) }));
  });
  return { list: [{ weight: 1 - unknowns.length, values: centre }, ...varied], exact: false };
};

/** Returns futures over which a mean is the weighted mean. `exact` where the unknowns have no other values. */
export const futuresOf = (unknowns: readonly Unknown[]): Futures => {
  const points = POINTS[unknowns.length];
  return points === undefined ? oneByOne(unknowns) : combined(unknowns, points);
};
