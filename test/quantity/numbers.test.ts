import { describe, expect, it } from 'vitest';
import { readScalar, type Unit } from '../../src/quantity/scalar.ts';
import { distribution } from './reading.ts';

const numberOf = (raw: number | string, unit: Unit): number => {
  const scalar = readScalar(raw, unit);
  if ('problem' in scalar) throw new Error(scalar.problem);
  return scalar.value;
};

describe('a token count', () => {
  it.each([
    ['1200', 1200],
    [1200, 1200],
    ['10k', 10_000],
    ['2.5M', 2_500_000],
    ['0.5k', 500],
    ['1e3', 1000],
    ['+5', 5],
    ['.5', 0.5],
    [' 12 k ', 12_000],
    [1e12, 1e12],
    [0, 0],
  ])('%s is %d', (raw, tokens) => {
    expect(numberOf(raw, 'tokens')).toBe(tokens);
    expect(distribution(raw)).toEqual({ kind: 'constant', value: tokens });
  });

  it.each(['-0', -0, '-0k', '-0.0'])('%s is 0, so that no report can show "-0"', (raw) => {
    expect(Object.is(numberOf(raw, 'tokens'), 0)).toBe(true);
    expect(String(numberOf(raw, 'tokens'))).toBe('0');
  });
});

describe('a percentage', () => {
  it.each([
    ['35%', 0.35],
    ['0.35', 0.35],
    [0.35, 0.35],
    ['0%', 0],
    ['100%', 1],
    ['0.8%', 0.008],
    ['7%', 0.07],
    ['14 %', 0.14],
  ])('as a share: %s is exactly %d', (raw, share) => {
    expect(numberOf(raw, 'share')).toBe(share);
  });

  it.each([
    ['8%', 0.08],
    ['-8%', -0.08],
    ['250%', 2.5],
  ])('as growth may fall or more than double: %s is %d', (raw, growth) => {
    expect(numberOf(raw, 'growth')).toBe(growth);
  });

  it.each([
    ['130%', 1.3],
    ['1.3', 1.3],
    [2, 2],
  ])('as a factor may pass 100 %%: %s is %d', (raw, factor) => {
    expect(numberOf(raw, 'factor')).toBe(factor);
  });
});

describe('a duration, in milliseconds', () => {
  it.each([
    ['250ms', 250],
    ['1.5s', 1500],
    ['.5s', 500],
    ['5m', 300_000],
    ['5min', 300_000],
    ['4h', 14_400_000],
    ['2d', 172_800_000],
    ['1m30s', 90_000],
    ['1h30min', 5_400_000],
    ['1d12h', 129_600_000],
    ['1m 30s', 90_000],
    ['1s250ms', 1250],
    ['2 min', 120_000],
    ['0s', 0],
  ])('%s is %d', (raw, ms) => {
    expect(numberOf(raw, 'duration')).toBe(ms);
  });
});

describe('an amount of money, in dollars', () => {
  it.each([
    ['$0.002', 0.002],
    ['0.002', 0.002],
    [0.002, 0.002],
    ['$ 38', 38],
    ['$25k', 25_000],
    ['$1.2M', 1_200_000],
    ['1e-9', 1e-9],
    ['-0', 0],
  ])('%s is %d', (raw, dollars) => {
    expect(numberOf(raw, 'money')).toBe(dollars);
  });
});
