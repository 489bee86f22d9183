import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Reservoir } from '../../src/tokens/reservoir.ts';
import { histogramOf, quantileOf, standardErrorOf, summaryOf } from '../../src/tokens/summary.ts';

describe('a summary', () => {
  it('has the figures of a hand calculation: 2, 4, 4, 4, 5, 5, 7, 9', () => {
    const { mean, sd, p50, min, max, total, count } = summaryOf([9, 2, 4, 4, 7, 4, 5, 5]);
    expect({ mean, p50, min, max, total, count }).toEqual({ mean: 5, p50: 4.5, min: 2, max: 9, total: 40, count: 8 });
    expect(sd).toBeCloseTo(Math.sqrt(32 / 7), 12);
  });

  it('of nothing is all zeros, and of one text has no spread', () => {
    expect(summaryOf([])).toMatchObject({ count: 0, total: 0, mean: 0, sd: 0, max: 0 });
    expect(summaryOf([7])).toMatchObject({ count: 1, mean: 7, sd: 0, p99: 7 });
  });

  it('takes quantiles by straight lines between neighbours: type 7', () => {
    expect(quantileOf([1, 2, 3, 4], 0.5)).toBe(2.5);
    expect(quantileOf([10, 20, 30, 40, 50], 0.9)).toBe(46);
  });
});

describe('a histogram', () => {
  it('holds every text once, in bins that follow each other', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1e7, noNaN: true }), { minLength: 1, maxLength: 60 }), (values) => {
        const bins = histogramOf(values);
        expect(bins.reduce((sum, { texts }) => sum + texts, 0)).toBe(values.length);
        for (const [index, { from, to }] of bins.entries()) {
          expect(to).toBeGreaterThan(from);
          if (index > 0) expect(from).toBe(bins[index - 1]?.to);
        }
        expect(bins.length).toBeLessThanOrEqual(30);
      }),
      { seed: 20_261_125, numRuns: 200 },
    );
  });

  it('has bins of 1, 2 and 5 times a power of ten where the longest is far from the shortest', () => {
    expect(histogramOf([3, 40, 4000]).map(({ from }) => from)).toEqual([2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000]);
  });
});

describe('a standard error', () => {
  it('shrinks with the root of the sample, and to nothing where all is drawn', () => {
    const summary = { ...summaryOf([]), count: 100, sd: 50 };
    expect(standardErrorOf(summary, 10_000)).toBeCloseTo(4.97, 2);
    expect(standardErrorOf(summary, 100)).toBe(0);
  });
});

describe('a reservoir', () => {
  it('draws each item with the same chance', () => {
    const hits = new Array<number>(20).fill(0);
    for (let seed = 0; seed < 4000; seed++) {
      const drawn = new Reservoir<number>(5, seed);
      for (let item = 0; item < 20; item++) drawn.offer(item);
      for (const item of drawn.items()) hits[item] = (hits[item] ?? 0) + 1;
    }
    // 1,000 each; the standard deviation is √(4,000 × 0.25 × 0.75) = 27.
    for (const count of hits) expect(Math.abs(count - 1000)).toBeLessThan(5 * 27);
  });
});
