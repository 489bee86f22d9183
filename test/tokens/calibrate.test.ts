import { describe, expect, it } from 'vitest';
import { calibrate, calibrated, type Pair } from '../../src/tokens/calibrate.ts';
import { estimateFor, tokensFor } from '../../src/tokens/estimate.ts';
import { FAMILIES, type Family } from '../../src/tokens/families.ts';

const family = FAMILIES.get('claude-2') as Family;
const framing = family.overhead.perMessage + family.overhead.perCall;

/** A text of so many Latin tokens, billed at a ratio of the estimate. */
const pair = (ratio: number, latin = 1000): Pair => {
  const tally = { latin, symbols: 0, cjk: 0, other: 0 };
  return { tally, billed: Math.round(tokensFor(family, tally) * ratio) + framing };
};

const times = (count: number, ratio: number): readonly Pair[] => Array.from({ length: count }, () => pair(ratio));

describe('an estimate', () => {
  const tally = { latin: 100, symbols: 50, cjk: 20, other: 10 };

  it('weighs the classes of script apart', () => {
    expect(tokensFor(family, tally)).toBeCloseTo(100 * 1.53 + 50 * 1.45 + 30 * 1.18, 10);
    expect(estimateFor(FAMILIES.get('o200k_base') as Family, tally)).toEqual({ tokens: 180, band: 0 });
  });

  it('has the band of English and code, and the wide one for other scripts', () => {
    expect(estimateFor(family, { latin: 10, symbols: 5, cjk: 0, other: 0 }).band).toBe(0.15);
    expect(estimateFor(family, { latin: 0, symbols: 0, cjk: 10, other: 0 }).band).toBe(0.4);
    const half = estimateFor(family, { latin: 118, symbols: 0, cjk: 153, other: 0 });
    expect(half.band).toBeCloseTo(0.275, 10);
  });
});

describe('a calibration', () => {
  it('holds to the default until pairs outweigh it: four pairs of middle size', () => {
    expect(calibrate(family, times(3, 1.2)).factor).toBe(1);
    expect(calibrate(family, times(5, 1.2)).factor).toBeCloseTo(1.2, 3);
  });

  it('keeps the band below eight pairs, and then takes it from the pairs', () => {
    expect(calibrate(family, times(7, 1.2)).band).toBe(0.15);
    expect(calibrate(family, times(8, 1.2)).band).toBe(0.03);
    const spread = [0.9, 0.95, 1, 1.05, 1.1, 1.15, 1.2, 1.25, 1.3, 1.35].map((ratio) => pair(ratio));
    expect(calibrate(family, spread).band).toBeGreaterThan(0.1);
  });

  it('is not moved by one odd pair', () => {
    expect(calibrate(family, [...times(9, 1.1), pair(40)]).factor).toBeCloseTo(1.1, 3);
  });

  it('of no pairs, or of texts that are empty, changes nothing', () => {
    expect(calibrate(family, [])).toEqual({ factor: 1, band: 0.15, pairs: 0 });
    expect(calibrate(family, [pair(1, 0)])).toEqual({ factor: 1, band: 0.15, pairs: 0 });
  });

  it('is what the family then counts by', () => {
    const own = calibrated(family, { factor: 1.1, band: 0.05, pairs: 12 }, 'tokenizers/claude-2.json');
    expect(estimateFor(own, { latin: 1000, symbols: 0, cjk: 0, other: 0 }).tokens).toBeCloseTo(1683, 6);
    expect(own.source).toContain('× 1.1 by 12 pairs in tokenizers/claude-2.json');
  });
});
