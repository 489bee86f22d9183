import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atomsOf } from '../../src/stats/atoms.ts';
import { support } from '../../src/stats/distribution.ts';
import { below, mean } from '../../src/stats/moments.ts';
import { kindsAndArbitraries, scaleOf } from './kinds.ts';

const SEED = { seed: 20_261_122 };
const places = fc.array(
  fc.integer({ min: -8000, max: 8000 }).map((n) => n / 10),
  { maxLength: 3 },
);
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe.each(kindsAndArbitraries)('the points that stand for a %s', (kind, arbitrary) => {
  // Each point of a logit-normal is a quadrature.
  const runs = { ...SEED, numRuns: kind === 'logit_normal' ? 8 : 25 };

  it('have weights that sum to 1, and its mean', () => {
    fc.assert(
      fc.property(arbitrary, places, (of, at) => {
        const { values, weights } = atomsOf(of, at);
        expect(values).toHaveLength(weights.length);
        expect(Math.min(...weights)).toBeGreaterThan(0);
        expect(sum(weights)).toBeCloseTo(1, 12);
        const product = sum(values.map((value, index) => value * (weights[index] ?? 0)));
        expect(Math.abs(product - mean(of))).toBeLessThanOrEqual(1e-10 * scaleOf(of));
      }),
      runs,
    );
  });

  it('lie within its support', () => {
    fc.assert(
      fc.property(arbitrary, (of) => {
        const [low, high] = support(of);
        const room = 1e-7 * scaleOf(of);
        const { values } = atomsOf(of);
        expect(Math.min(...values)).toBeGreaterThanOrEqual(low - room);
        expect(Math.max(...values)).toBeLessThanOrEqual(high + room);
      }),
      runs,
    );
  });

  it('have as much weight below a cut as it has probability', () => {
    fc.assert(
      fc.property(arbitrary, places, (of, at) => {
        const { values, weights } = atomsOf(of, at);
        for (const cut of at) {
          // The values that round to the cut itself belong to the stratum on either side; they weigh next to nothing.
          const room = kind === 'empirical' || kind === 'constant' ? 0 : 1e-9 * scaleOf(of);
          const least = sum(weights.filter((_, index) => (values[index] ?? 0) < cut - room));
          const most = sum(weights.filter((_, index) => (values[index] ?? 0) < cut + room));
          const { probability } = below(of, cut);
          expect(probability).toBeGreaterThanOrEqual(least - 1e-10);
          expect(probability).toBeLessThanOrEqual(most + 1e-10);
        }
      }),
      runs,
    );
  });
});

describe('whether points are exact', () => {
  it('they are for values and for constants, also mixed or clamped', () => {
    const values = { kind: 'empirical', values: [5, 1], weights: [0.25, 0.75] } as const;
    expect(atomsOf(values)).toEqual({ values: [5, 1], weights: [0.25, 0.75], exact: true });
    expect(atomsOf({ kind: 'constant', value: 3 })).toEqual({ values: [3], weights: [1], exact: true });
    expect(atomsOf({ kind: 'clamped', of: values, min: 2, max: 4 })).toEqual({ values: [4, 2], weights: [0.25, 0.75], exact: true });
    expect(
      atomsOf({
        kind: 'mixture',
        parts: [
          { share: 0.5, of: values },
          { share: 0.5, of: { kind: 'constant', value: 9 } },
        ],
      }),
    ).toEqual({ values: [5, 1, 9], weights: [0.125, 0.375, 0.5], exact: true });
  });

  it('they are where a spread is nothing', () => {
    expect(atomsOf({ kind: 'normal', mean: 3, sd: 0 })).toEqual({ values: [3], weights: [1], exact: true });
    expect(atomsOf({ kind: 'lognormal', shift: 1, factor: 2, sigma: 0 })).toEqual({ values: [3], weights: [1], exact: true });
  });

  it('they are not for what is continuous: 256 strata', () => {
    const { values, weights, exact } = atomsOf({ kind: 'uniform', low: 0, high: 256 });
    expect(exact).toBe(false);
    expect(values).toHaveLength(256);
    expect(values[0]).toBeCloseTo(0.5, 10);
    expect(weights[0]).toBeCloseTo(1 / 256, 12);
  });
});
