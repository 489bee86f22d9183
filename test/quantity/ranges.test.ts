import { describe, expect, it } from 'vitest';
import { distribution, meanOf, read, shareBelow } from './reading.ts';

// Means from mpmath 1.3.0 with 30 digits: a lognormal with ends a and b has sigma = ln(b ÷ a) ÷ (2 · 1.6448536…) and the
// mean √(ab) · e^(sigma² ÷ 2).

describe('a range of two positive ends is a lognormal', () => {
  it('whose ends are the 5th and the 95th percentile', () => {
    expect(distribution('200 to 900').kind).toBe('lognormal');
    expect(shareBelow('200 to 900', 200)).toBeCloseTo(0.05, 14);
    expect(shareBelow('200 to 900', 900)).toBeCloseTo(0.95, 14);
  });

  it('whose median is the geometric middle: √(200 · 900) = 424.26', () => {
    expect(shareBelow('200 to 900', Math.sqrt(180_000))).toBeCloseTo(0.5, 14);
  });

  it('whose mean lies above its median', () => {
    expect(meanOf('200 to 900')).toBeCloseTo(471.0080639920398, 10);
  });

  it('may be of money, and one end may leave the dollar out', () => {
    expect(meanOf('$1 to 3', 'money')).toBeCloseTo(1.831378428157442, 13);
    expect(distribution('1 to $3', 'money')).toEqual(distribution('$1 to $3', 'money'));
  });

  it('may be of factors', () => {
    expect(meanOf('0.8 to 1.5', 'factor')).toBeCloseTo(1.115627719476276, 13);
    expect(distribution('80% to 150%', 'factor')).toEqual(distribution('0.8 to 1.5', 'factor'));
  });
});

describe('a unit or suffix on the last end', () => {
  it.each([
    ['3 to 12k', '3k to 12k'],
    ['0.5 to 2M', '0.5M to 2M'],
    ['3k to 12k', '3000 to 12000'],
  ])('holds for both: %s is %s', (short, long) => {
    expect(distribution(short)).toEqual(distribution(long));
  });

  it('holds for a first end that is larger as a bare number too: 900 to 1.2k runs backwards, from 900k', () => {
    expect(read('900 to 1.2k')).toEqual(['the range runs backwards → write the smaller end first']);
  });

  it('is in the mean too: 3 to 12k', () => {
    expect(meanOf('3 to 12k')).toBeCloseTo(6557.109960487475, 8);
  });

  it.each([
    ['80 to 300ms', '80ms to 300ms'],
    ['3 to 9min', '3min to 9min'],
    ['1 to 3s', '1s to 3s'],
    ['2 to 4h', '2h to 4h'],
    ['1 to 2d', '1d to 2d'],
    ['1 to 5 min', '1min to 5min'],
  ])('holds for both durations: %s is %s', (short, long) => {
    expect(distribution(short, 'duration')).toEqual(distribution(long, 'duration'));
  });

  it('leaves a first end that has its own: 20s to 3min', () => {
    expect(shareBelow('20s to 3min', 20_000, 'duration')).toBeCloseTo(0.05, 13);
    expect(shareBelow('20s to 3min', 180_000, 'duration')).toBeCloseTo(0.95, 13);
  });

  it('holds for percentages: 5 to 14%', () => {
    expect(distribution('5 to 14%', 'share')).toEqual(distribution('5% to 14%', 'share'));
  });

  it('gives milliseconds: 80 to 300ms', () => {
    expect(meanOf('80 to 300ms', 'duration')).toBeCloseTo(167.94226285047597, 11);
  });
});

describe('a range with an end at or below zero is a normal', () => {
  it.each([
    ['-100 to 300', 100],
    ['0 to 300', 150],
  ])('%s has the mean %d, its middle', (raw, middle) => {
    expect(distribution(raw).kind).toBe('normal');
    expect(meanOf(raw)).toBeCloseTo(middle, 12);
    expect(shareBelow(raw, Number(raw.split(' ')[0]))).toBeCloseTo(0.05, 14);
    expect(shareBelow(raw, 300)).toBeCloseTo(0.95, 14);
  });

  it.each(['-80 to 300ms', '-80ms to 300ms', '-0.08s to .3s'])('also of durations: %s', (raw) => {
    expect(distribution(raw, 'duration').kind).toBe('normal');
    expect(meanOf(raw, 'duration')).toBeCloseTo(110, 12);
    expect(shareBelow(raw, -80, 'duration')).toBeCloseTo(0.05, 14);
  });

  it('also of growth: -2% to 8%', () => {
    expect(distribution('-2% to 8%', 'growth').kind).toBe('normal');
    expect(meanOf('-2% to 8%', 'growth')).toBeCloseTo(0.03, 14);
  });
});

describe('a range of percentages strictly between 0 % and 100 % is a logit-normal', () => {
  /** E of logistic(mu + sigma·Z) by the trapezoid rule with 48,000 steps on ±12: it converges faster than any power of the step. */
  const quadrature = (low: number, high: number): number => {
    const z95 = 1.6448536269514722;
    const [a, b] = [Math.log(low / (1 - low)), Math.log(high / (1 - high))];
    let sum = 0;
    for (let i = 0; i <= 48_000; i++) {
      const z = -12 + i / 2000;
      sum += Math.exp(-(z * z) / 2) / (1 + Math.exp(-((a + b) / 2 + ((b - a) / (2 * z95)) * z)));
    }
    return sum / 2000 / Math.sqrt(2 * Math.PI);
  };

  it('whose ends are the 5th and the 95th percentile', () => {
    expect(distribution('5% to 14%', 'share').kind).toBe('logit_normal');
    expect(shareBelow('5% to 14%', 0.05, 'share')).toBeCloseTo(0.05, 13);
    expect(shareBelow('5% to 14%', 0.14, 'share')).toBeCloseTo(0.95, 13);
  });

  it('whose mean has no closed form: 5% to 14% by mpmath and by a fine quadrature', () => {
    expect(meanOf('5% to 14%', 'share')).toBeCloseTo(0.08851944379642494, 12);
    expect(meanOf('5% to 14%', 'share')).toBeCloseTo(quadrature(0.05, 0.14), 12);
  });

  it.each([
    [0.01, 0.99],
    [0.4, 0.6],
    [0.001, 0.02],
    [0.9, 0.999],
  ])('also between %d and %d', (low, high) => {
    expect(meanOf(`${low * 100}% to ${high * 100}%`, 'share')).toBeCloseTo(quadrature(low, high), 10);
  });

  it('whose mean is one half where the ends mirror each other: 20% to 80%', () => {
    expect(meanOf('20% to 80%', 'share')).toBeCloseTo(0.5, 12);
  });
});

it('a range of two equal ends is a constant', () => {
  expect(distribution('300 to 300')).toEqual({ kind: 'constant', value: 300 });
  expect(distribution('0 to 0')).toEqual({ kind: 'constant', value: 0 });
  expect(distribution('5% to 5%', 'share')).toEqual({ kind: 'constant', value: 0.05 });
});
