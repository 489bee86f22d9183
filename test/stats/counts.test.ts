import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countProbabilities, MOST, wholeNumbers } from '../../src/stats/counts.ts';
import { type Distribution, empirical } from '../../src/stats/distribution.ts';
import { mean } from '../../src/stats/moments.ts';
import { normalCdf } from '../../src/stats/normal.ts';
import { anyDistribution } from './kinds.ts';

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const meanOf = (probabilities: readonly number[]): number => sum(probabilities.map((probability, n) => probability * n));

const close = (wanted: readonly number[]): unknown[] => wanted.map((value) => expect.closeTo(value, 13));

describe('a quantity as a whole number', () => {
  it.each<readonly [string, Distribution, number, readonly number[]]>([
    ['a constant is rounded to the nearest', { kind: 'constant', value: 2.4 }, 1, [0, 0, 1]],
    ['a half is rounded up', { kind: 'constant', value: 2.5 }, 1, [0, 0, 0, 1]],
    ['turns and rounds are at least 1', { kind: 'constant', value: 0.2 }, 1, [0, 1]],
    ['items may be none', { kind: 'constant', value: 0.2 }, 0, [1]],
    ['what is negative is none', { kind: 'constant', value: -7 }, 0, [1]],
    ['uniform on [1, 4]: both ends get half a share', { kind: 'uniform', low: 1, high: 4 }, 1, [0, 1 / 6, 1 / 3, 1 / 3, 1 / 6]],
    ['uniform on [0.5, 3.5]', { kind: 'uniform', low: 0.5, high: 3.5 }, 1, [0, 1 / 3, 1 / 3, 1 / 3]],
    ['what lies below the least is counted there', { kind: 'uniform', low: 0, high: 2 }, 1, [0, 0.75, 0.25]],
    ['with none allowed', { kind: 'uniform', low: 0, high: 2 }, 0, [0.25, 0.5, 0.25]],
    ['triangular on [0, 2]: Σ of (0.5)² ÷ 2', { kind: 'triangular', low: 0, mode: 1, high: 2 }, 0, [0.125, 0.75, 0.125]],
    ['values', empirical([1, 2, 2.6, 4]), 1, [0, 0.25, 0.25, 0.25, 0.25]],
  ])('%s', (_what, of, least, wanted) => {
    expect(countProbabilities(of, least)).toEqual(close(wanted));
  });

  it('of a normal has the mass of one unit around each number', () => {
    const probabilities = countProbabilities({ kind: 'normal', mean: 20, sd: 2 }, 0);
    for (const n of [10, 19, 20, 21, 30])
      expect(probabilities[n]).toBeCloseTo(normalCdf((n + 0.5 - 20) / 2) - normalCdf((n - 0.5 - 20) / 2), 13);
    expect(meanOf(probabilities)).toBeCloseTo(20, 11);
  });

  it('of a lognormal: the mean of the rounded number is Σ P(N ≥ n)', () => {
    const [factor, sigma] = [3, 0.6];
    const probabilities = countProbabilities({ kind: 'lognormal', shift: 0, factor, sigma }, 1);
    let wanted = 1;
    for (let n = 2; n < 2000; n++) wanted += 1 - normalCdf(Math.log((n - 0.5) / factor) / sigma);
    expect(meanOf(probabilities)).toBeCloseTo(wanted, 10);
  });

  it('has the probabilities of its rounded records', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -20, max: 90 }), { minLength: 1, maxLength: 40 }), fc.constantFrom(0, 1), (tenths, least) => {
        const probabilities = countProbabilities(empirical(tenths.map((n) => n / 10)), least);
        const rounded = tenths.map((n) => Math.max(least, Math.round(n / 10)));
        for (const [n, probability] of probabilities.entries())
          expect(probability).toBeCloseTo(rounded.filter((value) => value === n).length / tenths.length, 12);
      }),
      { seed: 20_261_123 },
    );
  });

  it('has probabilities that sum to 1 and are none below the least', () => {
    fc.assert(
      fc.property(anyDistribution, fc.constantFrom(0, 1, 3), (of, least) => {
        const probabilities = countProbabilities(of, least);
        expect(sum(probabilities)).toBeCloseTo(1, 12);
        expect(Math.min(...probabilities)).toBeGreaterThanOrEqual(-1e-13);
        expect(probabilities.slice(0, least).every((probability) => probability === 0)).toBe(true);
      }),
      { seed: 20_261_124, numRuns: 60 },
    );
  });

  it('ends at the greatest value, however many samples there are: 30,000 weights of 1 ÷ 30,000 do not sum to 1', () => {
    const samples = empirical(Array.from({ length: 30_000 }, (_, index) => 1 + (index % 7)));
    expect(sum(countProbabilities(samples, 1))).toBeCloseTo(1, 15);
    expect(countProbabilities(samples, 1)).toEqual([0, ...new Array<unknown>(7).fill(expect.closeTo(1 / 7, 4))]);
  });

  it('ends where less than 1e-12 is left', () => {
    const probabilities = countProbabilities({ kind: 'normal', mean: 20, sd: 2 }, 0);
    // Φ(−7.03) = 1.0e-12
    expect(probabilities).toHaveLength(20 + 14 + 1);
  });

  it('ends at 10,000, where the rest is counted', () => {
    const probabilities = countProbabilities({ kind: 'uniform', low: 9000, high: 11_000 }, 1);
    expect(probabilities).toHaveLength(MOST + 1);
    expect(probabilities.at(-1)).toBeCloseTo(1000.5 / 2000, 12);
    expect(countProbabilities({ kind: 'constant', value: 1e9 }, 0).at(-1)).toBe(1);
  });
});

describe('whole numbers', () => {
  it('are the nearest, with exact chances, at least 0', () => {
    expect(wholeNumbers({ kind: 'uniform', low: 0, high: 2 })).toEqual({
      kind: 'empirical',
      values: [0, 1, 2],
      weights: close([0.25, 0.5, 0.25]),
    });
    expect(wholeNumbers({ kind: 'uniform', low: -3, high: 1 })).toEqual({
      kind: 'empirical',
      values: [0, 1],
      weights: close([0.875, 0.125]),
    });
    expect(wholeNumbers({ kind: 'constant', value: 2.5 })).toEqual({ kind: 'constant', value: 3 });
  });

  it('beyond 1,000 are one point at their mean', () => {
    const rounded = wholeNumbers({
      kind: 'mixture',
      parts: [
        { share: 0.995, of: { kind: 'constant', value: 3.2 } },
        { share: 0.005, of: { kind: 'uniform', low: 4000, high: 6000 } },
      ],
    });
    expect(rounded).toEqual({ kind: 'empirical', values: [3, expect.closeTo(5000, 6)], weights: close([0.995, 0.005]) });
  });

  it('keep the mean within half a thing', () => {
    for (const sigma of [0.2, 0.9, 1.5]) {
      const of: Distribution = { kind: 'lognormal', shift: 0, factor: 12, sigma };
      expect(mean(wholeNumbers(of))).toBeCloseTo(mean(of), 1);
    }
  });

  it('that lie beyond 1,000 as a rule are not rounded', () => {
    const of: Distribution = { kind: 'uniform', low: 800, high: 5000 };
    expect(wholeNumbers(of)).toBe(of);
  });
});
