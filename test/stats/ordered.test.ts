import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { percentileOf } from '../../src/stats/ordered.ts';
import { streamOf, uniformAt } from '../../src/stats/random.ts';
import { quantileOf, selectAt } from '../../src/stats/select.ts';

describe('percentiles of a sample', () => {
  it('are order statistics: of 1 to 20,000 the 95th is 19,000, its interval 18,939 to 19,062', () => {
    const sorted = Float64Array.from({ length: 20_000 }, (_, index) => index + 1);
    expect(percentileOf(sorted, 0.95)).toEqual({ value: 19_000, low: 18_939, high: 19_062 });
    expect(percentileOf(sorted, 0.5).value).toBe(10_000);
  });

  it('have intervals that hold the true one 95 times in 100', () => {
    let held = 0;
    for (let repeat = 0; repeat < 1000; repeat++) {
      const stream = streamOf(repeat, 'interval');
      const sorted = Float64Array.from({ length: 500 }, (_, run) => uniformAt(stream, run, 0)).sort();
      const { low, high } = percentileOf(sorted, 0.9);
      if (low <= 0.9 && 0.9 <= high) held++;
    }
    expect(held).toBeGreaterThan(935);
    expect(held).toBeLessThan(985);
  });

  it('stay within the sample where it is small, and are no number where it is empty', () => {
    expect(percentileOf(Float64Array.of(3), 0.99)).toEqual({ value: 3, low: 3, high: 3 });
    expect(percentileOf(Float64Array.of(), 0.5).value).toBeNaN();
  });
});

describe('picking without sorting', () => {
  it('gives what sorting gives, with many equal values too', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 60 }), fc.nat(59), (list, at) => {
        const rank = at % list.length;
        expect(selectAt(Float64Array.from(list), rank)).toBe([...list].sort((a, b) => a - b)[rank]);
      }),
    );
  });

  it('agrees with the percentile of the sorted sample', () => {
    const values = Float64Array.from({ length: 997 }, (_, index) => (index * 7919) % 997);
    for (const p of [0.5, 0.95, 0.99]) expect(quantileOf(values.slice(), p)).toBe(percentileOf(values.slice().sort(), p).value);
  });
});
