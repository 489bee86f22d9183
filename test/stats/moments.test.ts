import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clamped, type Distribution, effectiveSupport, empirical, support } from '../../src/stats/distribution.ts';
import { below, hasExactMean, mean } from '../../src/stats/moments.ts';
import { anyDistribution, kindsAndArbitraries, scaleOf } from './kinds.ts';

const SEED = { seed: 20_261_120 };
const places = fc.array(
  fc.integer({ min: -8000, max: 8000 }).map((n) => n / 10),
  { minLength: 2, maxLength: 12 },
);

describe.each(kindsAndArbitraries)('what lies below a value, of a %s', (_kind, arbitrary) => {
  it('rises from 0 to 1', () => {
    fc.assert(
      fc.property(arbitrary, places, (of, values) => {
        const rising = [-Infinity, ...[...values].sort((a, b) => a - b), Infinity].map((value) => below(of, value).probability);
        expect(rising[0]).toBe(0);
        expect(rising.at(-1)).toBeCloseTo(1, 13);
        for (const [index, probability] of rising.entries()) {
          expect(probability).toBeGreaterThanOrEqual((rising[index - 1] ?? 0) - 1e-14);
          expect(probability).toBeLessThanOrEqual(1 + 1e-14);
        }
      }),
      SEED,
    );
  });

  it('has the mean as its expectation below infinity, and nothing of it below minus infinity', () => {
    fc.assert(
      fc.property(arbitrary, (of) => {
        expect(below(of, Infinity).mean).toBe(mean(of));
        expect(below(of, -Infinity).mean + 0).toBe(0);
      }),
      SEED,
    );
  });

  it('between two values a < b has an expectation between a and b times its probability', () => {
    fc.assert(
      fc.property(arbitrary, places, (of, [a = 0, b = 0]) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const [first, last] = [below(of, low), below(of, high)];
        const mass = last.probability - first.probability;
        const slack = 1e-10 * scaleOf(of);
        expect(last.mean - first.mean).toBeGreaterThanOrEqual(low * mass - slack);
        expect(last.mean - first.mean).toBeLessThanOrEqual(high * mass + slack);
      }),
      SEED,
    );
  });

  it('lies within the support: nothing below it, everything beyond it, and so does the mean', () => {
    fc.assert(
      fc.property(arbitrary, (of) => {
        const [low, high] = support(of);
        const slack = 1e-11 * scaleOf(of);
        expect(mean(of)).toBeGreaterThanOrEqual(low - slack);
        expect(mean(of)).toBeLessThanOrEqual(high + slack);
        expect(below(of, low).probability).toBe(0);
        expect(below(of, high + slack + Number.EPSILON).probability).toBeCloseTo(1, 13);
      }),
      SEED,
    );
  });

  it('lies within the effective support but for a share of 1e-15', () => {
    fc.assert(
      fc.property(arbitrary, (of) => {
        const [low, high] = effectiveSupport(of);
        const [least, greatest] = support(of);
        expect(low).toBeGreaterThanOrEqual(least);
        expect(high).toBeLessThanOrEqual(greatest);
        expect(below(of, low).probability).toBeLessThan(1e-15);
        expect(below(of, high + 1e-9).probability).toBeGreaterThan(1 - 1e-14);
      }),
      SEED,
    );
  });

  // E of X moved into [a, b] is b − ∫ P(X < t) dt over [a, b]. P never falls, so the midpoint rule errs by at most one step.
  it('gives the mean of the clamped variable as the integral of its probabilities', () => {
    fc.assert(
      fc.property(arbitrary, places, (of, [a = 0, b = 0]) => {
        const [low, high] = a === b ? [a, a + 1] : [Math.min(a, b), Math.max(a, b)];
        const step = (high - low) / 500;
        let area = 0;
        for (let i = 0; i < 500; i++) area += step * below(of, low + (i + 0.5) * step).probability;
        const moved = mean({ kind: 'clamped', of, min: low, max: high });
        expect(Math.abs(moved - (high - area))).toBeLessThanOrEqual(step + 1e-10 * scaleOf(of));
        expect(mean(clamped(of, low, high))).toBeCloseTo(moved, 9);
      }),
      { ...SEED, numRuns: 30 },
    );
  });
});

describe('a value that occurs with a probability of its own', () => {
  it('is not below itself', () => {
    expect(below({ kind: 'constant', value: 5 }, 5)).toEqual({ probability: 0, mean: 0 });
    expect(below({ kind: 'constant', value: 5 }, 5.001)).toEqual({ probability: 1, mean: 5 });
    expect(below(empirical([1, 2, 2, 3]), 2)).toEqual({ probability: 0.25, mean: 0.25 });
    expect(below({ kind: 'normal', mean: 5, sd: 0 }, 5).probability).toBe(0);
    expect(below({ kind: 'normal', mean: 5, sd: 0 }, 6)).toEqual({ probability: 1, mean: 5 });
    expect(below({ kind: 'lognormal', shift: 1, factor: 2, sigma: 0 }, 3).probability).toBe(0);
    expect(below({ kind: 'lognormal', shift: 1, factor: 2, sigma: 0 }, 4)).toEqual({ probability: 1, mean: 3 });
  });

  it('at the bound of a clamp holds all that was moved there', () => {
    const of: Distribution = { kind: 'clamped', of: { kind: 'uniform', low: 0, high: 10 }, min: 2, max: 7 };
    expect(below(of, 2).probability).toBe(0);
    expect(below(of, 2.0001).probability).toBeCloseTo(0.2, 4);
    expect(below(of, 7).probability).toBeCloseTo(0.7, 15);
    expect(below(of, 7.0001).probability).toBe(1);
    // 0.2 · 2 + 0.5 · 4.5 + 0.3 · 7
    expect(mean(of)).toBeCloseTo(4.75, 14);
  });
});

describe('means in closed form', () => {
  it.each<readonly [string, Distribution, number]>([
    ['lognormal: 10 + 100·e^(0.5² ÷ 2)', { kind: 'lognormal', shift: 10, factor: 100, sigma: 0.5 }, 10 + 100 * Math.exp(0.125)],
    ['its mirror image: 10 − 100·e^(0.5² ÷ 2)', { kind: 'lognormal', shift: 10, factor: -100, sigma: -0.5 }, 10 - 100 * Math.exp(0.125)],
    ['normal', { kind: 'normal', mean: -3, sd: 4 }, -3],
    ['uniform', { kind: 'uniform', low: -1, high: 5 }, 2],
    ['triangular', { kind: 'triangular', low: 1, mode: 2, high: 5 }, 8 / 3],
    ['table on ±1: Z moved into [−1, 1] has the mean 0', { kind: 'table', z: [-1, 1], values: [0, 10] }, 5],
    [
      'half-normal, as a clamped normal: 1 ÷ √(2π)',
      { kind: 'clamped', of: { kind: 'normal', mean: 0, sd: 1 }, min: 0, max: Infinity },
      0.3989422804014327,
    ],
    [
      'mixture: 0.97 · 300 + 0.03 · 40,000',
      {
        kind: 'mixture',
        parts: [
          { share: 0.97, of: { kind: 'constant', value: 300 } },
          { share: 0.03, of: { kind: 'constant', value: 40_000 } },
        ],
      },
      1491,
    ],
  ])('%s', (_what, of, wanted) => {
    expect(mean(of)).toBeCloseTo(wanted, 11);
  });

  it.each<readonly [string, Distribution, readonly [number, number]]>([
    ['a triangle', { kind: 'triangular', low: 86_400_000, mode: 86_400_001, high: 86_400_002 }, [0.125, 0.875]],
    ['a falling triangle', { kind: 'triangular', low: 86_400_000, mode: 86_400_000, high: 86_400_002 }, [0.4375, 0.9375]],
    ['a uniform', { kind: 'uniform', low: 86_400_000, high: 86_400_002 }, [0.25, 0.75]],
  ])('keep their digits far from 0: %s two milliseconds wide after a day', (_what, of, [first, last]) => {
    expect(mean(of)).toBeCloseTo(_what === 'a falling triangle' ? 86_400_000 + 2 / 3 : 86_400_001, 7);
    expect(below(of, 86_400_000.5).probability).toBeCloseTo(first, 14);
    expect(below(of, 86_400_001.5).probability).toBeCloseTo(last, 14);
    expect(below(of, Infinity).probability).toBe(1);
  });

  it('of a triangle too narrow for double precision is where it lies', () => {
    expect(below({ kind: 'triangular', low: 5, mode: 5, high: 5 }, 6)).toEqual({ probability: 1, mean: 5 });
    expect(below({ kind: 'triangular', low: 5, mode: 5, high: 5 }, 5)).toEqual({ probability: 0, mean: 0 });
  });

  it('are known for all kinds but the logit-normal, also inside mixtures and clamps', () => {
    const logit: Distribution = { kind: 'logit_normal', mu: 0, sigma: 1, times: 1, plus: 0 };
    const five: Distribution = { kind: 'constant', value: 5 };
    expect(hasExactMean(logit)).toBe(false);
    expect(hasExactMean({ kind: 'clamped', of: logit, min: 0.1, max: 0.9 })).toBe(false);
    expect(
      hasExactMean({
        kind: 'mixture',
        parts: [
          { share: 0.5, of: five },
          { share: 0.5, of: logit },
        ],
      }),
    ).toBe(false);
    expect(hasExactMean({ kind: 'mixture', parts: [{ share: 1, of: { kind: 'normal', mean: 0, sd: 1 } }] })).toBe(true);
    expect(hasExactMean({ kind: 'clamped', of: { kind: 'lognormal', shift: 0, factor: 1, sigma: 1 }, min: 0, max: 9 })).toBe(true);
  });
});

describe('clamping', () => {
  it('leaves a distribution alone that no bound can reach', () => {
    fc.assert(
      fc.property(anyDistribution, (of) => {
        const [low, high] = support(of);
        expect(clamped(of, low, high)).toBe(of);
      }),
      SEED,
    );
  });

  it('twice is clamping once to what both leave', () => {
    fc.assert(
      fc.property(anyDistribution, places, (of, [a = 0, b = 0, c = 0, d = 1]) => {
        const once = clamped(of, Math.min(a, b), Math.max(a, b));
        const twice = clamped(once, Math.min(c, d), Math.max(c, d));
        const moved = (value: number): number => Math.min(Math.max(c, d), Math.max(Math.min(c, d), value));
        const [low, high] = support(once).map(moved);
        expect(support(twice)).toEqual([low, high]);
        expect(mean(twice)).toBeGreaterThanOrEqual((low ?? 0) - 1e-9 * scaleOf(of));
        expect(mean(twice)).toBeLessThanOrEqual((high ?? 0) + 1e-9 * scaleOf(of));
      }),
      SEED,
    );
  });

  it('of a constant is a constant', () => {
    expect(clamped({ kind: 'constant', value: 5 }, 7, 9)).toEqual({ kind: 'constant', value: 7 });
    expect(clamped({ kind: 'constant', value: 5 }, 1, 3)).toEqual({ kind: 'constant', value: 3 });
    expect(clamped({ kind: 'constant', value: 5 }, 1, 9)).toEqual({ kind: 'constant', value: 5 });
  });
});
