import { describe, expect, it } from 'vitest';
import { burstyCounts, countQuantile } from '../../src/stats/bursty-counts.ts';
import { AS_FOUND, csvTrace, TRACES_ARE_HERE } from './traces.ts';

const countsOf = (seconds: number): readonly number[] => {
  const times = csvTrace('azure2023_conv_first_half.csv.gz').map((call) =>
    Date.parse(`${call['TIMESTAMP']?.slice(0, 23).replace(' ', 'T')}Z`),
  );
  const first = Math.min(...times);
  const counts = new Array<number>(Math.floor((Math.max(...times) - first) / 1000 / seconds)).fill(0);
  for (const time of times) {
    const at = Math.floor((time - first) / 1000 / seconds);
    if (at < counts.length) counts[at] = (counts[at] ?? 0) + 1;
  }
  return counts;
};

const meanOf = (list: readonly number[]): number => list.reduce((sum, value) => sum + value, 0) / list.length;

describe.skipIf(!TRACES_ARE_HERE)(`Minutes of a recorded chat service${AS_FOUND}`, () => {
  const minutes = TRACES_ARE_HERE ? countsOf(60) : [];
  const mean = meanOf(minutes);
  const variance = meanOf(minutes.map((count) => (count - mean) ** 2));

  it('vary 13 times as much as independent requests would', () => {
    expect(variance / mean).toBeGreaterThan(11);
    expect(variance / mean).toBeLessThan(15);
  });

  it('have a busiest one inside the band that the burst of the others foretells, and outside the one without burst', () => {
    const busiest = Math.max(...minutes);
    const burst = Math.sqrt(variance - mean) / mean;
    const band = (of: number): readonly number[] =>
      [0.05, 0.95].map((p) => countQuantile(burstyCounts(mean, of), p ** (1 / minutes.length)));
    const [low = 0, high = 0] = band(burst);
    expect(busiest / mean).toBeCloseTo(1.44, 1);
    expect(busiest).toBeGreaterThanOrEqual(low);
    expect(busiest).toBeLessThanOrEqual(high);
    expect(busiest).toBeGreaterThan(band(0)[1] ?? 0);
  });
});
