import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { costUsd, effectivePrices, feeUsd, hourFactorOf, pricesOf, type Usage } from '../../src/pricing/price.ts';
import type { ClassPrices, PriceRow } from '../../src/pricing/table.ts';
import { acme, onlyRow } from './tables.ts';

const rowOf = (prices: string): PriceRow =>
  onlyRow(acme(`  m:\n    prices: [{ from: 2026-01-01, read: 2026-01-01, confidence: high, ${prices} }]\n`));

const usage = (given: Partial<Usage>): Usage => ({
  uncachedInput: 0,
  cacheRead: 0,
  cacheWrite: 0,
  reasoning: 0,
  visibleOutput: 0,
  ...given,
});

const FULL = rowOf('input: 3, cache_read: 0.3, cache_write: { 5m: 3.75, 1h: 6 }, output: 15, tiers: { batch: 50% }');

describe('the cost of a call', () => {
  // 12,000 input tokens, of which 9,000 are read from the cache and 2,000 written to it; 600 output tokens.
  const call = usage({ uncachedInput: 1000, cacheRead: 9000, cacheWrite: 2000, visibleOutput: 600 });

  it('is tokens × price for each class: (1,000·3 + 9,000·0.3 + 2,000·3.75 + 600·15) ÷ 10⁶ = $0.0222', () => {
    expect(costUsd(call, pricesOf(FULL, 'standard', 12_000), '5m')).toBeCloseTo(0.0222, 15);
  });

  it('without a cache is (12,000·3 + 600·15) ÷ 10⁶ = $0.045', () => {
    expect(costUsd(usage({ uncachedInput: 12_000, visibleOutput: 600 }), pricesOf(FULL, 'standard', 12_000), '5m')).toBeCloseTo(0.045, 15);
  });

  it('as a batch is half of each class: $0.0111', () => {
    expect(costUsd(call, pricesOf(FULL, 'batch', 12_000), '5m')).toBeCloseTo(0.0111, 15);
  });

  it('takes the price of a write by its time to live: 2,000 · 6 ÷ 10⁶', () => {
    expect(costUsd(usage({ cacheWrite: 2000 }), pricesOf(FULL, 'standard', 2000), '1h')).toBeCloseTo(0.012, 15);
  });

  it('bills reasoning as output', () => {
    expect(costUsd(usage({ reasoning: 400, visibleOutput: 200 }), FULL.prices, '5m')).toBeCloseTo(0.009, 15);
  });

  it('bills reads and writes without a price of their own as input', () => {
    const plain = rowOf('input: 2, output: 8');
    expect(costUsd(usage({ cacheRead: 500_000, cacheWrite: 500_000 }), plain.prices, '5m')).toBeCloseTo(2, 14);
    expect(costUsd(usage({ cacheWrite: 1_000_000 }), FULL.prices, '12h')).toBeCloseTo(3, 14);
  });

  it('has nothing for output where the model bills none', () => {
    const embedding = rowOf('input: 0.02');
    expect(costUsd(usage({ uncachedInput: 1_000_000, visibleOutput: 1_000_000 }), embedding.prices, '5m')).toBeCloseTo(0.02, 15);
  });

  it('of nothing is nothing', () => {
    expect(costUsd(usage({}), FULL.prices, '5m')).toBe(0);
  });

  const tokens = fc.nat(2_000_000);
  const anyUsage = fc.record({ uncachedInput: tokens, cacheRead: tokens, cacheWrite: tokens, reasoning: tokens, visibleOutput: tokens });

  it('of two calls is the cost of each', () => {
    fc.assert(
      fc.property(anyUsage, anyUsage, (a, b) => {
        const both = usage(Object.fromEntries(Object.keys(a).map((key) => [key, a[key as keyof Usage] + b[key as keyof Usage]])));
        expect(costUsd(both, FULL.prices, '5m')).toBeCloseTo(costUsd(a, FULL.prices, '5m') + costUsd(b, FULL.prices, '5m'), 9);
      }),
      { seed: 20_261_120 },
    );
  });

  it('never falls with more tokens of any class', () => {
    fc.assert(
      fc.property(
        anyUsage,
        fc.constantFrom<keyof Usage>('uncachedInput', 'cacheRead', 'cacheWrite', 'reasoning', 'visibleOutput'),
        (a, key) => {
          expect(costUsd({ ...a, [key]: a[key] + 1000 }, FULL.prices, '5m')).toBeGreaterThan(costUsd(a, FULL.prices, '5m'));
        },
      ),
      { seed: 20_261_121 },
    );
  });
});

describe('long-context prices', () => {
  const strict = rowOf('input: 1.25, cache_read: 0.125, output: 10, long_context: [{ over: 200k, input: 2.5, output: 15 }]');
  const inclusive = rowOf('input: 1.25, output: 10, long_context: [{ at_least: 200k, input: 2.5, output: 15 }]');
  const inputAt = (row: PriceRow, tokens: number): number | null => pricesOf(row, 'standard', tokens).input;

  it('with `over` begin above the threshold, which still has the lower price', () => {
    expect([0, 199_999, 200_000, 200_001, 1_000_000].map((tokens) => inputAt(strict, tokens))).toEqual([1.25, 1.25, 1.25, 2.5, 2.5]);
  });

  it('with `at_least` begin at the threshold', () => {
    expect([199_999, 200_000, 200_001].map((tokens) => inputAt(inclusive, tokens))).toEqual([1.25, 2.5, 2.5]);
  });

  it('bill the whole call: 200,000 and 1,000 tokens $0.26, one token more $0.5150025', () => {
    const cost = (input: number): number =>
      costUsd(usage({ uncachedInput: input, visibleOutput: 1000 }), pricesOf(strict, 'standard', input), '5m');
    expect(cost(200_000)).toBeCloseTo(0.26, 14);
    expect(cost(200_001)).toBeCloseTo(0.5150025, 14);
  });

  it('leave the row’s price to a class that they do not name', () => {
    expect(pricesOf(strict, 'standard', 300_000).cacheRead).toBe(0.125);
  });

  it('leave the row’s price to a time to live that they do not name', () => {
    const row = rowOf(
      'input: 1, cache_write: { 30m: 1.25, 12h: 2.5 }, long_context: [{ over: 272k, input: 2, cache_write: { 30m: 2.5 } }]',
    );
    const writes = [
      ['30m', 2.5],
      ['12h', 2.5],
    ] as const;
    expect(pricesOf(row, 'standard', 272_001).cacheWrite).toEqual(new Map(writes));
  });

  it('may have several thresholds, of which the highest reached counts', () => {
    const row = rowOf('input: 1, long_context: [{ over: 500k, input: 4 }, { at_least: 128k, input: 2 }]');
    expect([1, 128_000, 500_000, 500_001].map((tokens) => inputAt(row, tokens))).toEqual([1, 2, 2, 4]);
  });
});

describe('tiers', () => {
  const row = rowOf(
    'input: 2, cache_read: 0.2, cache_write: { 5m: 2.5, 1h: 4 }, output: 10, ' +
      'long_context: [{ over: 200k, input: 4, output: 15 }], tiers: { batch: 50%, priority: 180%, fast: { input: 5, output: 30 } }',
  );
  const priced = (tier: string, tokens: number): ClassPrices => pricesOf(row, tier, tokens);

  it('with a factor multiply every class', () => {
    expect(priced('batch', 1000)).toEqual({
      input: 1,
      cacheRead: 0.1,
      cacheWrite: new Map([
        ['5m', 1.25],
        ['1h', 2],
      ]),
      output: 5,
    });
    expect(priced('priority', 1000).output).toBeCloseTo(18, 12);
  });

  it('with a factor multiply long-context prices too', () => {
    expect(priced('batch', 200_001)).toMatchObject({ input: 2, cacheRead: 0.1, output: 7.5 });
  });

  it('with prices of their own win over long-context ones', () => {
    expect(priced('fast', 1000)).toMatchObject({ input: 5, output: 30 });
    expect(priced('fast', 200_001)).toMatchObject({ input: 5, output: 30 });
  });

  it('with prices of their own leave the row’s price to a class that they do not name', () => {
    expect(priced('fast', 1000)).toMatchObject({
      cacheRead: 0.2,
      cacheWrite: new Map([
        ['5m', 2.5],
        ['1h', 4],
      ]),
    });
  });

  it('with prices of their own leave the row’s price to a time to live that they do not name', () => {
    const fast = rowOf('input: 2, cache_write: { 5m: 2.5, 1h: 4 }, tiers: { fast: { input: 5, cache_write: { 5m: 6 } } }');
    const writes = [
      ['5m', 6],
      ['1h', 4],
    ] as const;
    expect(pricesOf(fast, 'fast', 1000).cacheWrite).toEqual(new Map(writes));
  });

  it('leave classes without a price without one', () => {
    const plain = rowOf('input: 2, tiers: { batch: 50% }');
    expect(pricesOf(plain, 'batch', 10)).toEqual({ input: 1, cacheRead: null, cacheWrite: new Map(), output: null });
  });

  it('named standard are the row itself', () => {
    expect(priced('standard', 1000)).toEqual(row.prices);
  });

  it('are the same when asked twice, and rows do not mix', () => {
    expect(priced('batch', 1000)).toEqual(priced('batch', 1000));
    expect(pricesOf(rowOf('input: 7, tiers: { batch: 50% }'), 'batch', 1000).input).toBe(3.5);
    expect(priced('batch', 1000).input).toBe(1);
  });
});

describe('a factor on prices', () => {
  it('multiplies every class after tier and size: batch, then 1.1 in the region', () => {
    expect(effectivePrices(FULL, 'batch', 1000, 1.1)).toEqual({
      input: 3 * 0.5 * 1.1,
      cacheRead: 0.3 * 0.5 * 1.1,
      cacheWrite: new Map([
        ['5m', 3.75 * 0.5 * 1.1],
        ['1h', 6 * 0.5 * 1.1],
      ]),
      output: 15 * 0.5 * 1.1,
    });
  });

  it('of one changes nothing', () => {
    expect(effectivePrices(FULL, 'standard', 1000, 1)).toEqual(pricesOf(FULL, 'standard', 1000));
  });
});

describe('fees', () => {
  const row = rowOf('input: 1, fees: { search: { per_1k: 10, free: 5000 per month }, container: { each: $0.03 } }');
  const fee = (name: string): { usdPerUnit: number; freePerMonth: number } => row.fees.get(name) ?? { usdPerUnit: 0, freePerMonth: 0 };

  it('a thousand at $10 are a cent each', () => {
    expect(fee('search')).toEqual({ usdPerUnit: 0.01, freePerMonth: 5000 });
    expect(fee('container')).toEqual({ usdPerUnit: 0.03, freePerMonth: 0 });
  });

  it('the free uses of the month are taken off: 12,000 searches cost 7,000 × $0.01, 4,000 nothing', () => {
    expect(feeUsd(fee('search'), 12_000, 1)).toBeCloseTo(70, 12);
    expect(feeUsd(fee('search'), 4000, 1)).toBe(0);
    expect(feeUsd(fee('search'), 12_000, 1.1)).toBeCloseTo(77, 12);
  });
});

describe('prices by the hour of the week, UTC', () => {
  const MONDAY = 0;
  const FRIDAY = 4 * 24;
  const SATURDAY = 5 * 24;
  const row = rowOf('input: 1, hours: [{ utc: "01:00-04:00", days: mon-fri, factor: 2 }, { utc: "22:30-02:00", days: sat, factor: 50% }]');

  it('hold from their first hour up to their last, on their days', () => {
    const hours = [0, 1, 3, 4].map((hour) => hourFactorOf(row, FRIDAY + hour));
    expect(hours).toEqual([1, 2, 2, 1]);
    expect(hourFactorOf(row, SATURDAY + 2)).toBe(1);
  });

  it('reach into the next day, the half hour counting half', () => {
    expect([22, 23, 24, 25, 26].map((hour) => hourFactorOf(row, SATURDAY + hour))).toEqual([0.75, 0.5, 0.5, 0.5, 1]);
  });

  it('go over the end of the week into Monday', () => {
    const sunday = rowOf('input: 1, hours: [{ utc: "23:00-01:00", days: sun, factor: 3 }]');
    expect([167, MONDAY, MONDAY + 1].map((hour) => hourFactorOf(sunday, hour))).toEqual([3, 3, 1]);
  });

  it('hold on every day where none is named, and on days that go over the end of the week', () => {
    const daily = rowOf('input: 1, hours: [{ utc: "00:00-24:00", factor: 2 }]');
    expect(Array.from({ length: 168 }, (_, hour) => hourFactorOf(daily, hour)).every((factor) => factor === 2)).toBe(true);
    const weekend = rowOf('input: 1, hours: [{ utc: "12:00-13:00", days: "sat-mon, wed", factor: 2 }]');
    expect([0, 1, 2, 3, 4, 5, 6].map((on) => hourFactorOf(weekend, on * 24 + 12))).toEqual([2, 1, 2, 1, 1, 2, 2]);
  });

  it('are 1 where a row has none', () => {
    expect(hourFactorOf(FULL, 17)).toBe(1);
  });
});
