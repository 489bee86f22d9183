import { describe, expect, it } from 'vitest';
import { normalQuantile } from '../../src/stats/normal.ts';
import { fitForm } from '../../src/usage/fit/form.ts';
import { meanInterval, sampleOf, shareInterval } from '../../src/usage/fit/sample.ts';

/** Values at the middles of equal shares: a sample as even as it can be. */
const quantiles = (count: number, of: (u: number) => number): readonly number[] =>
  Array.from({ length: count }, (_, at) => of((at + 0.5) / count));

const lognormal = (median: number, sigma: number) => (u: number) => median * Math.exp(sigma * normalQuantile(u));

describe('The shortest form that fits', () => {
  it('is a constant where all are alike', () => {
    expect(fitForm(sampleOf(Array(50).fill(12)), 'tokens')).toMatchObject({
      name: 'constant',
      text: '12',
      misfit: { ks: 0, mean: 0, p95: 0 },
    });
  });

  it('is a list of few values with their weights', () => {
    const rounds = [...Array(60).fill(1), ...Array(30).fill(2), ...Array(10).fill(3)];
    expect(fitForm(sampleOf(rounds), 'count').text).toBe('{ values: [1, 2, 3], weights: [0.6, 0.3, 0.1] }');
  });

  it('is a lognormal by mean and 95th percentile', () => {
    expect(fitForm(sampleOf(quantiles(2000, lognormal(300, 0.6))), 'tokens').text).toBe('{ mean: 359.1, p95: 804 }');
  });

  it('is a shifted one where a floor lies below', () => {
    const form = fitForm(sampleOf(quantiles(2000, (u) => 400 + lognormal(300, 0.8)(u))), 'duration');
    expect(form).toMatchObject({ name: 'shifted lognormal', text: '{ p5: 480ms, p50: 700ms, p95: 1.52s }' });
  });

  it('is a table of percentiles, or slices, for what has two humps', () => {
    const humps = [...quantiles(700, lognormal(100, 0.2)), ...quantiles(300, lognormal(2000, 0.2))];
    const form = fitForm(sampleOf(humps), 'tokens');
    expect(form.name).toBe('values');
    expect(Math.abs(form.misfit.mean)).toBeLessThan(0.005);
    expect(form.misfit.ks).toBeLessThan(0.04);
  });

  it('is judged as it is cut at a ceiling', () => {
    const cut = quantiles(2000, (u) => Math.min(1000, lognormal(400, 0.6)(u)));
    const form = fitForm(sampleOf(cut), 'tokens', 1000);
    expect(form).toMatchObject({ name: 'lognormal', text: '{ p50: 400, p90: 862 }' });
  });
});

describe('How sure a figure is', () => {
  it.each([
    [0, 100, 0, 0.0263],
    [8, 1000, 0.0045, 0.0141],
    [50, 100, 0.4192, 0.5808],
    [20, 20, 0.8809, 1],
  ])('%i of %i is a share between %f and %f (Wilson)', (hits, tries, low, high) => {
    const interval = shareInterval(hits, tries);
    expect(interval.low).toBeCloseTo(low, 3);
    expect(interval.high).toBeCloseTo(high, 3);
  });

  it('a mean of 100 values with a deviation of 10 is known to 1.645 either way', () => {
    const values = quantiles(100, (u) => 50 + 10 * normalQuantile(u));
    const { low, high } = meanInterval(sampleOf(values));
    expect(high - low).toBeCloseTo(2 * 1.645, 1);
  });
});
