import { describe, expect, it } from 'vitest';
import { atomsOf } from '../../src/stats/atoms.ts';
import type { Distribution } from '../../src/stats/distribution.ts';
import { mean } from '../../src/stats/moments.ts';
import { nodesOf } from '../../src/stats/quadrature.ts';

const meanOver = (
  { values, weights }: { readonly values: readonly number[]; readonly weights: readonly number[] },
  f: (x: number) => number,
) => values.reduce((sum, value, index) => sum + (weights[index] ?? 0) * f(value), 0);

const LOGNORMAL: Distribution = { kind: 'lognormal', shift: 0, factor: 2, sigma: 0.5 };

/** E[X^k] of a lognormal: factor^k · e^(k²σ² ÷ 2). */
const moment = (k: number): number => 2 ** k * Math.exp((k * k * 0.25) / 2);

describe('Few points of a distribution', () => {
  it.each([
    [2, 3],
    [3, 5],
    [8, 9],
  ])('%i of them keep the means of powers up to the %ith of a lognormal', (n, most) => {
    const nodes = nodesOf(LOGNORMAL, n);
    expect(nodes.values).toHaveLength(n);
    for (let k = 0; k <= most; k++) expect(meanOver(nodes, (x) => x ** k) / moment(k)).toBeCloseTo(1, 6);
  });

  it('are Gauss and Hermite’s for a normal: two at one standard deviation to both sides', () => {
    const { values, weights } = nodesOf({ kind: 'normal', mean: 10, sd: 2 }, 2);
    expect(values[0]).toBeCloseTo(8, 9);
    expect(values[1]).toBeCloseTo(12, 9);
    expect(weights[0]).toBeCloseTo(0.5, 9);
  });

  it.each<[string, Distribution]>([
    ['a triangle', { kind: 'triangular', low: 0.03, mode: 0.05, high: 0.1 }],
    ['a wide uniform', { kind: 'uniform', low: 1, high: 9 }],
    ['a logit-normal', { kind: 'logit_normal', mu: -2, sigma: 0.6, times: 1, plus: 0 }],
    [
      'a mixture',
      {
        kind: 'mixture',
        parts: [
          { share: 0.9, of: LOGNORMAL },
          { share: 0.1, of: { kind: 'constant', value: 40 } },
        ],
      },
    ],
  ])('keep the mean and the spread of %s', (_, of) => {
    const fine = atomsOf(of, [], 4000);
    const two = nodesOf(of, 2);
    const spread = (nodes: typeof two): number => meanOver(nodes, (x) => (x - mean(of)) ** 2);
    expect(meanOver(two, (x) => x) / mean(of)).toBeCloseTo(1, 9);
    expect(spread(two) / spread(fine)).toBeCloseTo(1, 2);
  });

  it('are the distribution’s own where it has no more', () => {
    const { values, exact } = nodesOf({ kind: 'empirical', values: [1, 4], weights: [0.25, 0.75] }, 2);
    expect([values, exact]).toEqual([[1, 4], true]);
  });
});
