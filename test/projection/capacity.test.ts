import { describe, expect, it } from 'vitest';
import { amplified, type BucketCapacity, capacityOf } from '../../src/projection/capacity.ts';
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

  const bucketOf = async (steps: string, traffic: string): Promise<BucketCapacity> => {
    const [bucket] = capacityOf(await projectionOf(`steps: { ${steps} }\ntraffic: { base: { ${traffic} } }`));
    if (bucket === undefined) throw new Error('no limit');
    return bucket;
  };

  const PEAK = 'requests: 10k per day, peak: 2.1936';
  const rpm = (calls: number): string => `limits: { test/plain: { rpm: ${calls} } }`;
  const CALL = 'a: { model: test/plain, prompt: 3500, output: 400 }';

  // E11
  it('of 10,000 a day with a peak of 2.1936: 15.2333 calls a minute, output binds, by Little’s law 9 s each', async () => {
    const bucket = await bucketOf(
      'a: { model: test/plain, prompt: 3500, output: 400, latency: 9s }',
      `${PEAK}, burst: 0%, limits: { test/plain: { rpm: 50, input_tpm: 400k, output_tpm: 10k } }`,
    );
    expect(bucket.meanRpm).toBeCloseTo(15.23333333, 8);
    expect(bucket.binds).toBe('output_tpm');
    expect(bucket.use).toBeCloseTo((bucket.peakRpm * 400) / 10_000, 12);
    expect(bucket.inFlight).toBeCloseTo((bucket.peakRpm * 9) / 60, 12);
    expect([22.85 * 400, (22.85 * 9) / 60]).toEqual([9140, expect.closeTo(3.4275, 12)]);
  });

  it('counts reads from the cache where the provider does: of 3,500 tokens 2,100 are read', async () => {
    const read = `a: { model: test/cached, prompt: [{ system: { tokens: 2100 } }, { user: { tokens: 1400 } }], cache: { hit: 100% }, output: 400 }`;
    const need = async (counts: boolean): Promise<number> => {
      const limits = `limits: { test/cached: { input_tpm: 100k, cache_reads_count: ${counts} } }`;
      const { peakInputTpm, peakRpm } = await bucketOf(read, `${PEAK}, ${limits}`);
      return peakInputTpm / peakRpm;
    };
    expect(await need(false)).toBeCloseTo(1400, 8);
    expect(await need(true)).toBeCloseTo(3500, 8);
  });

  it('has a higher peak with burst, which makes more calls wait', async () => {
    const [calm, bursty] = await Promise.all(['0%', '60%'].map((burst) => bucketOf(CALL, `${PEAK}, burst: ${burst}, ${rpm(25)}`)));
    expect(bursty?.peakRpm).toBeGreaterThan(calm?.peakRpm ?? Infinity);
    expect(bursty?.throttled).toBeGreaterThan(calm?.throttled ?? Infinity);
  });

  it('lets what was throttled come again, as often as a call may be tried', async () => {
    const tried = (attempts: number) =>
      bucketOf(`a: { model: test/plain, prompt: 10, output: 10, retry: { attempts: ${attempts} } }`, `${PEAK}, ${rpm(18)}`);
    const [once, four] = [await tried(1), await tried(4)];
    expect(once.amplification).toBe(1);
    expect(four.amplification).toBeCloseTo(amplified(four.throttled ?? 0, 3), 8);
    expect(four.throttled).toBeGreaterThan(once.throttled ?? Infinity);
  });

  it('is a retry storm where what is offered reaches the limit on average', async () => {
    const retried = 'a: { model: test/plain, prompt: 10, output: 10, retry: { attempts: 4 } }';
    expect((await bucketOf(retried, `${PEAK}, ${rpm(16)}`)).retryStorm).toBe(true);
    expect((await bucketOf(retried, `${PEAK}, ${rpm(40)}`)).retryStorm).toBe(false);
  });

  it('names the month in which growth reaches the limit', async () => {
    const growing = (months: number) => bucketOf(CALL, `${PEAK}, burst: 0%, growth: 50% per month, months: ${months}, ${rpm(45)}`);
    expect((await growing(2)).limitReached).toBeNull();
    expect((await growing(12)).limitReached).toBe('month 3');
  });

  it('leaves batch calls out: they wait in queues of their own', async () => {
    const batch = 'a: { model: test/cached, prompt: 100, output: 10, tier: batch }';
    const limits = 'limits: { test/cached: { rpm: 1 } }';
    expect(await bucketOf(batch, `${PEAK}, ${limits}`)).toMatchObject({ peakRpm: 0, binds: null, use: null, throttled: null, inFlight: 0 });
    const both = await bucketOf(`${batch}, b: { needs: [], model: test/cached, prompt: 100, output: 10 }`, `${PEAK}, ${limits}`);
    expect(both.meanRpm).toBeCloseTo(15.23333333, 8);
  });

  it('takes the mean time of a call from ttft, prefill and speed, whose inverse has a mean of its own', async () => {
    const bucket = await bucketOf(
      'a: { model: test/plain, prompt: 3500, output: 400, latency: { ttft: { uniform: [0.5s, 1.5s] }, speed: { values: [50, 100] } } }',
      `${PEAK}, ${rpm(50)}`,
    );
    expect((bucket.inFlight ?? 0) / bucket.peakRpm).toBeCloseTo((1 + 400 * 0.015) / 60, 9);
  });

  it('knows nothing of calls in flight where a model has no latency figures', async () => {
    expect((await bucketOf(CALL, `${PEAK}, ${rpm(50)}`)).inFlight).toBeNull();
  });
});
