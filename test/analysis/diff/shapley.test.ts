import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attribute } from '../../../src/analysis/diff/attribution.ts';
import type { Cause } from '../../../src/analysis/diff/causes.ts';
import { type Split, shapley, type Vector } from '../../../src/analysis/diff/shapley.ts';

const split = (players: number, value: (mask: number) => Vector): Split => {
  const found = shapley(players, value);
  if ('unfit' in found) throw new Error('every coalition has a value');
  return found;
};

const sumOf = (shares: readonly Vector[], at: number): number => shares.reduce((sum, share) => sum + (share[at] ?? 0), 0);

/** Any game at all: a number for each coalition. */
const games = (least: number, most: number) =>
  fc.integer({ min: least, max: most }).chain((players) =>
    fc.record({
      players: fc.constant(players),
      values: fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 2 ** players, maxLength: 2 ** players }),
    }),
  );

describe('a change split over its causes', () => {
  it('shares evenly what two do only together', () => {
    // Twice the traffic at twice the price: 100 → 400. Alone each adds 100; the 100 that both add are halved.
    const { shares } = split(2, (mask) => [[100, 200, 200, 400][mask] ?? 0]);
    expect(shares).toEqual([[150], [150]]);
  });

  it('sums to the whole, of whatever game', () => {
    fc.assert(
      fc.property(games(1, 6), ({ players, values }) => {
        const { shares, exact } = split(players, (mask) => [values[mask] ?? 0, mask]);
        const whole = (values.at(-1) ?? 0) - (values[0] ?? 0);
        expect(Math.abs(sumOf(shares, 0) - whole)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(whole)));
        expect(sumOf(shares, 1)).toBeCloseTo(2 ** players - 1, 9);
        expect(exact).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('sums to the whole with more causes than all orders can be taken of, and says so', () => {
    const { shares, exact } = split(10, (mask) => [Math.sqrt(mask) * 1000 + (mask & 5) * 3]);
    expect(exact).toBe(false);
    expect(sumOf(shares, 0)).toBeCloseTo(Math.sqrt(1023) * 1000 + 15, 6);
  });

  it('gives nothing to who adds nothing, and the same to who adds the same', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1000, noNaN: true }), { minLength: 4, maxLength: 4 }), (values) => {
        // The third player changes nothing; the first two are alike.
        const { shares } = split(3, (mask) => [(values[(mask & 1) + ((mask >> 1) & 1)] ?? 0) * 1]);
        expect(shares[2]?.[0]).toBeCloseTo(0, 9);
        expect(shares[0]?.[0]).toBeCloseTo(shares[1]?.[0] ?? Number.NaN, 6);
      }),
    );
  });

  it('names the first coalition that has no value', () => {
    expect(shapley(2, (mask) => (mask === 2 ? null : [mask]))).toEqual({ unfit: 2 });
  });
});

const cause = (id: string): Cause => ({
  kinds: ['calls'],
  subjects: [id],
  edits: [{ id, kind: 'calls', subject: id, key: id, before: null, after: null, place: null }],
});

describe('causes that do not fit without each other', () => {
  it('become one: a prompt that names a step which is not there yet', () => {
    const found = attribute([cause('prompt'), cause('step'), cause('model')], (ids) => {
      if (ids.has('prompt') && !ids.has('step')) return null;
      return [(ids.has('step') ? 10 : 0) + (ids.has('prompt') ? 5 : 0) + (ids.has('model') ? 100 : 0)];
    });
    expect(found?.causes.map(({ subjects }) => subjects.join('+')).sort()).toEqual(['model', 'prompt+step']);
    expect(found?.split.shares.map(([usd]) => usd).sort()).toEqual([100, 15]);
  });

  it('are told from a change that cannot be computed at all', () => {
    expect(attribute([cause('a')], (ids) => (ids.has('a') ? null : [1]))).toBeNull();
  });

  it('leave out what moves nothing without counting its orders', () => {
    let asked = 0;
    const causes = ['a', 'b', 'c', 'd', 'e', 'f'].map(cause);
    const found = attribute(causes, (ids) => {
      asked++;
      return [ids.has('a') ? 7 : 0];
    });
    expect(found?.split.shares.map(([usd]) => usd)).toEqual([7, 0, 0, 0, 0, 0]);
    expect(asked).toBeLessThan(16);
  });
});
