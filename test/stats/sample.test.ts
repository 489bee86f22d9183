import { describe, expect, it } from 'vitest';
import type { Distribution } from '../../src/stats/distribution.ts';
import { mean } from '../../src/stats/moments.ts';
import { cumulative, indexAt, samplerOf } from '../../src/stats/sample.ts';

/** The mean of a quantile function by the midpoint rule. */
const meanOf = (of: Distribution): number => {
  const sampler = samplerOf(of);
  const steps = 20_000;
  return Array.from({ length: steps }, (_, step) => sampler((step + 0.5) / steps)).reduce((sum, value) => sum + value, 0) / steps;
};

const EACH: readonly Distribution[] = [
  { kind: 'constant', value: 7 },
  { kind: 'lognormal', shift: 100, factor: 300, sigma: 0.5 },
  { kind: 'lognormal', shift: 900, factor: -300, sigma: -0.5 },
  { kind: 'normal', mean: 5, sd: 2 },
  { kind: 'logit_normal', mu: -1, sigma: 0.7, times: 1, plus: 0 },
  { kind: 'table', z: [-1.2815515655446004, 0, 1.6448536269514722], values: [100, 300, 2000] },
  { kind: 'uniform', low: 1, high: 5 },
  { kind: 'triangular', low: 1, mode: 2, high: 5 },
  { kind: 'empirical', values: [120, 180, 900], weights: [0.5, 0.3, 0.2] },
  {
    kind: 'mixture',
    parts: [
      { share: 0.97, of: { kind: 'lognormal', shift: 0, factor: 300, sigma: 0.4 } },
      { share: 0.03, of: { kind: 'constant', value: 40_000 } },
    ],
  },
  { kind: 'clamped', of: { kind: 'normal', mean: 5, sd: 4 }, min: 0, max: 9 },
];

describe('drawing by inversion', () => {
  it.each(EACH)('has the mean of the distribution: $kind', (of) => {
    expect(Math.abs(meanOf(of) - mean(of))).toBeLessThan(0.002 * Math.abs(mean(of)));
  });

  it.each(EACH)('never gives less for a greater number: $kind', (of) => {
    if (of.kind === 'empirical') return;
    const sampler = samplerOf(of);
    const values = Array.from({ length: 999 }, (_, step) => sampler((step + 1) / 1000));
    if (of.kind !== 'mixture') expect(values).toEqual([...values].sort((a, b) => a - b));
  });

  it('meets the published quantiles of the lognormal with median 2 and sigma 0.5: p95 4.55203322', () => {
    expect(samplerOf({ kind: 'lognormal', shift: 0, factor: 2, sigma: 0.5 })(0.95)).toBeCloseTo(4.55203322, 7);
    expect(samplerOf({ kind: 'normal', mean: 0, sd: 1 })(0.975)).toBeCloseTo(1.959963984540054, 12);
  });

  it('picks the same record of a file for every tokenizer: one number, one index', () => {
    const counts = { kind: 'empirical', weights: [0.25, 0.25, 0.25, 0.25] } as const;
    const [one, other] = [samplerOf({ ...counts, values: [9, 2, 7, 4] }), samplerOf({ ...counts, values: [90, 20, 70, 40] })];
    for (const u of [0.1, 0.3, 0.6, 0.9]) expect(other(u)).toBe(10 * one(u));
  });

  it('keeps the record of a mixture too: the place within the part is what is left of the number', () => {
    const pasted = (values: readonly number[]): Distribution => ({
      kind: 'mixture',
      parts: [
        { share: 0.5, of: { kind: 'empirical', values, weights: [0.5, 0.5] } },
        { share: 0.5, of: { kind: 'constant', value: 1 } },
      ],
    });
    expect([0.2, 0.3, 0.6].map(samplerOf(pasted([10, 20])))).toEqual([10, 20, 1]);
  });

  it('stays finite at both ends', () => {
    for (const of of EACH) for (const u of [2 ** -54, 1 - 2 ** -53]) expect(Number.isFinite(samplerOf(of)(u))).toBe(true);
  });

  it('never picks what has no weight', () => {
    const sums = cumulative([0, 3, 0, 1]);
    expect([0.0001, 0.74, 0.7501, 0.9999].map((u) => indexAt(sums, u))).toEqual([1, 1, 3, 3]);
  });
});
