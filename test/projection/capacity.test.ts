import { describe, expect, it } from 'vitest';
import { amplified, capacityOf } from '../../src/projection/capacity.ts';
import { burstyCounts, countQuantile, meanExcess } from '../../src/stats/bursty-counts.ts';
import { projectionOf } from '../support/projection.ts';

const beyond = (mean: number, burst: number, limit: number): number =>
  burstyCounts(mean, burst).reduce((sum, { count, chance }) => sum + (count > limit ? chance : 0), 0);

describe('bursty counts', () => {
  it('without burst are Poisson: more than 30 of 22.85 come in 5.998498 % of minutes', () => {
    expect(beyond(22.85, 0, 30)).toBeCloseTo(0.05998498, 8);
  });

  it('of mean 100 and burst 20 % have variance 100 + 20²: mean and second moment', () => {
    const counts = burstyCounts(100, 0.2);
    const mean = counts.reduce((sum, { count, chance }) => sum + count * chance, 0);
    expect(mean).toBeCloseTo(100, 8);
    expect(counts.reduce((sum, { count, chance }) => sum + (count - mean) ** 2 * chance, 0)).toBeCloseTo(500, 6);
  });

  it('have a higher peak with burst than without', () => {
    expect(countQuantile(burstyCounts(100, 0.2), 0.99)).toBeGreaterThan(countQuantile(burstyCounts(100, 0), 0.99));
    expect(meanExcess(burstyCounts(100, 0.2), 0)).toBeCloseTo(100, 8);
  });
});

describe('capacity', () => {
  it('counts what comes back: 20 % throttled and tried 3 times again are 1.248 times the load', () => {
    expect(amplified(0.2, 3)).toBeCloseTo(1.248, 12);
  });

  it('of 10,000 a day with a peak of 2.1936: 15.2333 calls a minute, output binds, by Little’s law 9 s each', async () => {
    const projection = await projectionOf(
      'steps: { a: { model: test/plain, prompt: 3500, output: 400 } }\ntraffic: { base: { requests: 10k per day, peak: 2.1936, burst: 0%, limits: { test/plain: { rpm: 50, input_tpm: 400k, output_tpm: 10k } } } }',
    );
    const [bucket] = capacityOf(projection, () => 9000);
    expect(bucket?.meanRpm).toBeCloseTo(15.23333333, 8);
    expect(bucket?.binds).toBe('output_tpm');
    expect(bucket?.use).toBeCloseTo(((bucket?.peakRpm ?? 0) * 400) / 10_000, 12);
    expect(bucket?.inFlight).toBeCloseTo(((bucket?.peakRpm ?? 0) * 9) / 60, 12);
  });
});
