import { describe, expect, it } from 'vitest';
import { constant, type Distribution } from '../../src/stats/distribution.ts';
import { quantile } from '../../src/stats/quantile.ts';

describe('the value that is not exceeded with a probability', () => {
  it.each([
    ['a constant', constant(7), 0.3, 7],
    ['a uniform number', { kind: 'uniform', low: 10, high: 20 }, 0.25, 12.5],
    ['a lognormal: the median is its factor', { kind: 'lognormal', shift: 0, factor: 40, sigma: 0.5 }, 0.5, 40],
    ['a normal: mean + 1.6449 standard deviations', { kind: 'normal', mean: 100, sd: 10 }, 0.95, 116.4485],
    ['listed values: half lie at or below 20', { kind: 'empirical', values: [10, 20, 30], weights: [0.25, 0.25, 0.5] }, 0.5, 20],
  ] satisfies [string, Distribution, number, number][])('%s', (_what, of, p, value) => {
    expect(quantile(of, p)).toBeCloseTo(value, 3);
  });
});
