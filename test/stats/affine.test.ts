import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { affine, constant, type Distribution, empirical, support } from '../../src/stats/distribution.ts';
import { below, mean } from '../../src/stats/moments.ts';
import { anyDistribution, kindsAndArbitraries, scaleOf } from './kinds.ts';

const SEED = { seed: 20_261_121 };
const small = fc.integer({ min: -50, max: 50 }).map((n) => n / 10);
const place = fc.integer({ min: -8000, max: 8000 }).map((n) => n / 10);
const roomOf = (of: Distribution, times: number, plus: number): number => scaleOf(of) * (1 + Math.abs(times)) + Math.abs(plus);

describe.each(kindsAndArbitraries)('times · X + plus of a %s', (kind, arbitrary) => {
  it('has the mean times · E[X] + plus', () => {
    fc.assert(
      fc.property(arbitrary, small, place, (of, times, plus) => {
        expect(Math.abs(mean(affine(of, times, plus)) - (times * mean(of) + plus))).toBeLessThanOrEqual(1e-13 * roomOf(of, times, plus));
      }),
      { ...SEED, numRuns: kind === 'logit_normal' ? 25 : 100 },
    );
  });

  it('has its support moved with it', () => {
    fc.assert(
      fc.property(
        arbitrary,
        small.filter((times) => times !== 0),
        place,
        (of, times, plus) => {
          const moved = support(of).map((end) => times * end + plus);
          const [low, high] = [Math.min(...moved), Math.max(...moved)];
          const [least, greatest] = support(affine(of, times, plus));
          const room = 1e-13 * roomOf(of, times, plus);
          if (Number.isFinite(low)) expect(Math.abs(least - low)).toBeLessThanOrEqual(room);
          else expect(least).toBe(low);
          if (Number.isFinite(high)) expect(Math.abs(greatest - high)).toBeLessThanOrEqual(room);
          else expect(greatest).toBe(high);
        },
      ),
      { ...SEED, numRuns: kind === 'logit_normal' ? 25 : 100 },
    );
  });
});

const continuous = kindsAndArbitraries.filter(([kind]) => ['lognormal', 'normal', 'logit_normal', 'uniform', 'triangular'].includes(kind));

describe.each(continuous)('the probabilities of a %s', (_kind, arbitrary) => {
  it('move with it, and turn round where times is negative', () => {
    fc.assert(
      fc.property(
        arbitrary,
        small.filter((times) => times !== 0),
        place,
        place,
        (of, times, plus, x) => {
          const { probability } = below(of, x);
          const moved = below(affine(of, times, plus), times * x + plus).probability;
          expect(moved).toBeCloseTo(times > 0 ? probability : 1 - probability, 8);
        },
      ),
      SEED,
    );
  });
});

describe('special cases', () => {
  it('once X plus nothing is X itself', () => {
    fc.assert(
      fc.property(anyDistribution, (of) => {
        expect(affine(of, 1, 0)).toBe(of);
      }),
      SEED,
    );
  });

  it('no times X is the constant', () => {
    fc.assert(
      fc.property(anyDistribution, place, (of, plus) => {
        expect(affine(of, 0, plus)).toEqual({ kind: 'constant', value: plus + 0 });
      }),
      SEED,
    );
  });

  it('values keep their order, so that a draw still picks the same record', () => {
    expect(affine(empirical([3, 1, 2]), -2, 1)).toEqual(empirical([-5, -1, -3]));
  });

  it('a negative factor turns a table, a triangle and a clamp round', () => {
    expect(affine({ kind: 'table', z: [-1, 0, 2], values: [1, 5, 6] }, -1, 0)).toEqual({
      kind: 'table',
      z: [-2, -0, 1],
      values: [-6, -5, -1],
    });
    expect(affine({ kind: 'triangular', low: 1, mode: 2, high: 5 }, -1, 0)).toEqual({ kind: 'triangular', low: -5, mode: -2, high: -1 });
    expect(affine({ kind: 'clamped', of: { kind: 'normal', mean: 0, sd: 1 }, min: -1, max: 2 }, -1, 0)).toMatchObject({ min: -2, max: 1 });
  });

  it('a logit-normal stays one, turned round by a negative factor: 3 − 2·L(x) = 1 + 2·L(−x)', () => {
    const share = { kind: 'logit_normal', mu: 1, sigma: 0.5, times: 1, plus: 0 } as const;
    expect(affine(share, 2, 3)).toEqual({ ...share, times: 2, plus: 3 });
    expect(affine(share, -2, 3)).toEqual({ ...share, mu: -1, times: 2, plus: 1 });
  });

  it('minus nothing is nothing: a constant is never -0', () => {
    expect(Object.is(mean(affine(constant(0), -1, 0)), 0)).toBe(true);
    expect(constant(-0)).toEqual({ kind: 'constant', value: 0 });
  });
});
