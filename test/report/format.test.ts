import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { count, duration, fixed, money, percent, precise, roundedTo, roundedToSum, shortMoney } from '../../src/report/format.ts';

describe('money', () => {
  it.each([
    [0, '$0'],
    [1234567.4, '$1,234,567'],
    [999.999, '$1,000.00'],
    [12.345, '$12.35'],
    [1.005, '$1.01'],
    [0.395743, '$0.396'],
    [0.000145, '$0.000145'],
    [1e-9, '$0.000000001'],
    [1e-12, '<$0.000000001'],
    [-4.5, '-$4.50'],
  ])('%d reads as %s', (usd, text) => {
    expect(money(usd)).toBe(text);
  });

  it('never shows as nothing what is something', () => {
    expect(money(0.000004, 2)).toBe('<$0.01');
    expect(money(-0)).toBe('$0');
  });
});

describe('counts and shares', () => {
  it.each([
    [0, '0'],
    [1, '1'],
    [0.93, '0.93'],
    [0.001, '<0.01'],
    [34.08, '34.1'],
    [75546.67, '75,547'],
  ])('%d reads as %s', (value, text) => {
    expect(count(value)).toBe(text);
  });

  it.each([
    [0, '0 %'],
    [1, '100 %'],
    [0.9999987, '>99.9 %'],
    [0.0002, '<0.1 %'],
    [0.9426, '94.3 %'],
  ])('%d reads as %s', (share, text) => {
    expect(percent(share)).toBe(text);
  });

  it('have no minus before a zero', () => {
    expect(fixed(-0.0001, 2)).toBe('0.00');
  });
});

describe('durations', () => {
  it.each([
    [0, '0 ms'],
    [850.4, '850 ms'],
    [999.6, '1.00 s'],
    [2414, '2.41 s'],
    [16_040, '16.0 s'],
    [750_000, '12.5 min'],
    [5_400_000, '1.50 h'],
    [172_800_000, '2.00 d'],
  ])('%d ms read as %s', (ms, text) => {
    expect(duration(ms)).toBe(text);
  });
});

describe('precise numbers', () => {
  it('can be read back to ten digits', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1e12, noNaN: true }), (value) => {
        const back = Number(precise(value).replaceAll(',', ''));
        expect(Math.abs(back - value)).toBeLessThanOrEqual(Math.abs(value) * 1e-9);
      }),
      { seed: 1 },
    );
  });
});

describe('rounding to a sum', () => {
  it('gives the cent that is left to the largest remainder', () => {
    expect(roundedToSum([1 / 3, 1 / 3, 1 / 3], 2)).toEqual([0.34, 0.33, 0.33]);
  });

  it('takes from the smallest remainder what is too much for a total', () => {
    expect(roundedTo(2, [1.2, 1.7], 0)).toEqual([1, 1]);
    expect(roundedTo(1, [1.2, 1.7], 0)).toEqual([0, 1]);
  });

  it('adds up to the rounded total, each value within one unit of its own', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 0, max: 4 }),
        (values, decimals) => {
          const rounded = roundedToSum(values, decimals);
          const unit = 10 ** -decimals;
          const total = values.reduce((sum, value) => sum + value, 0);
          expect(rounded.reduce((sum, value) => sum + value, 0)).toBeCloseTo(Math.round(total / unit) * unit, 3);
          for (const [index, value] of values.entries()) expect(Math.abs((rounded[index] ?? 0) - value)).toBeLessThanOrEqual(unit * 1.001);
        },
      ),
      { seed: 1 },
    );
  });
});

describe('money on an axis', () => {
  it('has three digits at most, and a letter for thousands, millions and billions', () => {
    expect([29_939, 38_000, 120_192, 1_250_000, 3e9].map(shortMoney)).toEqual(['$29.9k', '$38k', '$120k', '$1.3M', '$3B']);
    expect([0, 0.0004, 0.396, 12.3, 788.43, 999.9].map(shortMoney)).toEqual(['$0', '$0.000400', '$0.396', '$12.3', '$788', '$1k']);
    expect(shortMoney(-6300)).toBe('-$6.3k');
  });
});
