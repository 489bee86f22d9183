import { describe, expect, it } from 'vitest';
import { clamped } from '../../src/stats/distribution.ts';
import { below, mean } from '../../src/stats/moments.ts';
import { distribution, meanOf, read, shareBelow } from './reading.ts';

// Constants without another source are from mpmath 1.3.0 with 30 digits, by the formula that stands beside them.

describe('two percentiles', () => {
  it('make a lognormal through both: p50 300, p95 900 has the mean 300·e^((ln 3 ÷ 1.64485)² ÷ 2)', () => {
    expect(meanOf({ p50: 300, p95: 900 })).toBeCloseTo(374.965337469947, 10);
    expect(shareBelow({ p50: 300, p95: 900 }, 300)).toBeCloseTo(0.5, 14);
    expect(shareBelow({ p50: 300, p95: 900 }, 900)).toBeCloseTo(0.95, 14);
  });

  const all = ['p1', 'p5', 'p10', 'p25', 'p50', 'p75', 'p90', 'p95', 'p99'] as const;
  const pairs = all.flatMap((low, i) => all.slice(i + 1).map((high) => [low, high] as const));

  it.each(pairs)('may be any two: %s and %s', (low, high) => {
    const raw = { [low]: 120, [high]: 700 };
    expect(shareBelow(raw, 120)).toBeCloseTo(Number(low.slice(1)) / 100, 13);
    expect(shareBelow(raw, 700)).toBeCloseTo(Number(high.slice(1)) / 100, 13);
  });

  it('may stand in any order', () => {
    expect(distribution({ p5: 38, p50: 65 })).toEqual(distribution({ p50: 65, p5: 38 }));
  });

  it('of one value are a constant', () => {
    expect(distribution({ p50: 300, p95: 300 })).toEqual({ kind: 'constant', value: 300 });
  });

  it('may carry units and suffixes', () => {
    expect(distribution({ p50: '1.1s', p95: '2800ms' }, 'duration')).toEqual(distribution({ p50: 1100, p95: 2800 }));
    expect(distribution({ p50: '8k', p95: '20k' })).toEqual(distribution({ p50: 8000, p95: 20_000 }));
  });
});

describe('three symmetric percentiles', () => {
  it.each([
    ['leaning to the right', { p5: 400, p50: 900, p95: 2800 }, [0.05, 0.5, 0.95]],
    ['leaning to the left', { p5: 100, p50: 800, p95: 1000 }, [0.05, 0.5, 0.95]],
    ['symmetric', { p5: 100, p50: 200, p95: 300 }, [0.05, 0.5, 0.95]],
    ['narrow: p25 p50 p75', { p25: 100, p50: 120, p75: 150 }, [0.25, 0.5, 0.75]],
    ['p10 p50 p90', { p10: 10, p50: 12, p90: 40 }, [0.1, 0.5, 0.9]],
    ['p1 p50 p99', { p1: 0, p50: 50, p99: 60 }, [0.01, 0.5, 0.99]],
    ['below zero', { p5: -30, p50: 2, p95: 9 }, [0.05, 0.5, 0.95]],
    ['almost symmetric', { p5: 100, p50: 200, p95: 300.001 }, [0.05, 0.5, 0.95]],
  ] as const)('pass back through themselves, %s', (_what, raw, shares) => {
    const values = Object.values(raw);
    for (const [index, value] of values.entries()) expect(shareBelow(raw, value)).toBeCloseTo(shares[index] ?? Number.NaN, 9);
  });

  it('make a shifted lognormal: r = 1900 ÷ 500 = 3.8, factor 1900 ÷ 2.8, shift 900 − factor', () => {
    const raw = { p5: '400ms', p50: '900ms', p95: '2.8s' };
    expect(distribution(raw, 'duration')).toMatchObject({ kind: 'lognormal' });
    expect(distribution(raw, 'duration')).toHaveProperty('shift', expect.closeTo(900 - 1900 / 2.8, 10));
    expect(meanOf(raw, 'duration')).toBeCloseTo(1164.7015414675136, 9);
  });

  it('with a long tail to the left have their mean below the median: 1080 − 280·e^(0.76163² ÷ 2)', () => {
    expect(meanOf({ p5: 100, p50: 800, p95: 1000 })).toBeCloseTo(705.78648249082, 9);
  });

  it('at equal distances make a normal', () => {
    expect(distribution({ p5: 100, p50: 200, p95: 300 })).toMatchObject({ kind: 'normal', mean: 200 });
  });

  it('of one value are a constant', () => {
    expect(distribution({ p5: 7, p50: 7, p95: 7 })).toEqual({ kind: 'constant', value: 7 });
  });
});

describe('four percentiles or more', () => {
  const raw = { p5: 100, p50: 200, p95: 600, p99: 1500 };

  it('make a table with straight lines in value over the normal z', () => {
    // By quadrature of the three lines, with 5 % of the mass at 100 and 1 % at 1500.
    expect(meanOf(raw)).toBeCloseTo(292.06795328458765, 10);
  });

  it('pass back through themselves', () => {
    expect(shareBelow(raw, 200)).toBeCloseTo(0.5, 14);
    expect(shareBelow(raw, 600)).toBeCloseTo(0.95, 14);
    // Half of the way in value is half of the way in z: Φ(1.64485 ÷ 2) = 0.79458…
    expect(shareBelow(raw, 400)).toBeCloseTo(0.79458298800145, 12);
  });

  it('are flat beyond the outermost: nothing below p5, nothing above p99', () => {
    expect(shareBelow(raw, 100)).toBe(0);
    expect(shareBelow(raw, 100.001)).toBeGreaterThan(0.05);
    expect(shareBelow(raw, 1500)).toBeCloseTo(0.99, 14);
    expect(shareBelow(raw, 1500.001)).toBe(1);
  });

  it('may have stretches without a rise', () => {
    expect(meanOf({ p5: 10, p25: 10, p75: 10, p95: 10 })).toBeCloseTo(10, 13);
    expect(shareBelow({ p5: 10, p25: 20, p75: 20, p95: 30 }, 20)).toBeCloseTo(0.25, 14);
  });
});

describe('a mean and a second fact', () => {
  it('mean and sd make the lognormal with both', () => {
    const raw = { mean: 300, sd: 120 };
    expect(meanOf(raw)).toBeCloseTo(300, 11);
    // sigma² = ln(1 + (120 ÷ 300)²) = ln 1.16
    expect(distribution(raw)).toHaveProperty('sigma', expect.closeTo(Math.sqrt(Math.log(1.16)), 14));
    expect(shareBelow(raw, 300 / Math.sqrt(1.16))).toBeCloseTo(0.5, 14);
  });

  it('a mean without spread is a constant', () => {
    expect(distribution({ mean: 300, sd: 0 })).toEqual({ kind: 'constant', value: 300 });
  });

  it('mean and p95 make the narrower of the two lognormals with both', () => {
    const raw = { mean: 300, p95: 900 };
    expect(meanOf(raw)).toBeCloseTo(300, 11);
    expect(shareBelow(raw, 900)).toBeCloseTo(0.95, 13);
    // sigma = z − √(z² − 2 ln 3)
    expect(distribution(raw)).toHaveProperty('sigma', expect.closeTo(0.9318887773556492, 13));
  });

  it.each([
    ['p5', 0.05, 100],
    ['p50', 0.5, 250],
    ['p90', 0.9, 600],
    ['p99', 0.99, 900],
  ] as const)('the percentile may be %s', (key, p, value) => {
    const raw = { mean: 300, [key]: value };
    expect(meanOf(raw)).toBeCloseTo(300, 10);
    expect(shareBelow(raw, value)).toBeCloseTo(p, 12);
  });

  it('p95 reaches at most e^(1.64485² ÷ 2) = 3.8681 times the mean', () => {
    expect(shareBelow({ mean: 100, p95: 386.8 }, 386.8)).toBeCloseTo(0.95, 12);
    expect(read({ mean: 100, p95: 387 })).toEqual([
      'no lognormal has this percentile 3.9 times its mean → give percentiles instead of the mean',
    ]);
  });

  it('a percentile on the wrong side of the mean has no solution', () => {
    expect(read({ mean: 300, p5: 400 })).toEqual([
      'this percentile lies on the wrong side of the mean → give percentiles instead of the mean',
    ]);
  });
});

describe('named distributions', () => {
  it('normal', () => {
    expect(distribution({ normal: { mean: 5, sd: 1 } })).toEqual({ kind: 'normal', mean: 5, sd: 1 });
    expect(meanOf({ normal: { mean: -5, sd: 1 } })).toBe(-5);
    expect(meanOf({ normal: { mean: '1.5s', sd: '200ms' } }, 'duration')).toBe(1500);
  });

  it('uniform: (1 + 5) ÷ 2', () => {
    expect(meanOf({ uniform: [1, 5] })).toBe(3);
    expect(shareBelow({ uniform: [1, 5] }, 2)).toBe(0.25);
    expect(distribution({ uniform: [5, 5] })).toEqual({ kind: 'constant', value: 5 });
  });

  it('uniform is what a share from 0 % on takes', () => {
    expect(meanOf({ uniform: ['0%', '8%'] }, 'share')).toBeCloseTo(0.04, 15);
  });

  it('triangular: (1 + 2 + 5) ÷ 3; up to the mode lies (2 − 1) ÷ (5 − 1) of it', () => {
    expect(meanOf({ triangular: [1, 2, 5] })).toBeCloseTo(8 / 3, 14);
    expect(shareBelow({ triangular: [1, 2, 5] }, 2)).toBeCloseTo(0.25, 15);
    expect(meanOf({ triangular: [1, 1, 4] })).toBeCloseTo(2, 14);
    expect(meanOf({ triangular: [1, 4, 4] })).toBeCloseTo(3, 14);
    expect(distribution({ triangular: [2, 2, 2] })).toEqual({ kind: 'constant', value: 2 });
  });
});

describe('values', () => {
  it('are equally likely: (120 + 180 + 900) ÷ 3', () => {
    expect(meanOf({ values: [120, 180, 900] })).toBeCloseTo(400, 12);
    expect(shareBelow({ values: [120, 180, 900] }, 180)).toBeCloseTo(1 / 3, 15);
  });

  it('or as likely as their weights: (5·120 + 3·180 + 1·900) ÷ 9', () => {
    expect(meanOf({ values: [120, 180, 900], weights: [5, 3, 1] })).toBeCloseTo(2040 / 9, 12);
    expect(meanOf({ values: [120, 900], weights: [1, 0] })).toBe(120);
  });

  it('stay in the order of their list, so that one draw picks the same record everywhere', () => {
    expect(distribution({ values: [900, 120] })).toEqual({ kind: 'empirical', values: [900, 120], weights: [0.5, 0.5] });
  });

  it('may carry suffixes', () => {
    expect(meanOf({ values: ['1k', '3k'] })).toBe(2000);
    expect(meanOf({ values: ['1s', '3s'] }, 'duration')).toBe(2000);
  });
});

describe('samples', () => {
  it('name one pattern or several, and the field that holds the text', () => {
    expect(read({ samples: 'samples/*.txt' })).toEqual({ kind: 'samples', patterns: ['samples/*.txt'], field: null });
    expect(read({ samples: ['a.jsonl', 'b.jsonl'], field: 'text' })).toEqual({
      kind: 'samples',
      patterns: ['a.jsonl', 'b.jsonl'],
      field: 'text',
    });
  });

  it('give token counts only', () => {
    expect(read({ samples: 'a.txt' }, 'duration')).toEqual([
      'samples: samples are texts: they give token counts only → write a number here',
    ]);
  });
});

describe('a mix', () => {
  it('holds quantities with their shares: 97 % · 300 + 3 % · 40,000 = 1,491', () => {
    const quantity = read({
      mix: [
        { share: '97%', tokens: 300 },
        { share: 0.03, tokens: '40k' },
      ],
    });
    expect(quantity).toEqual({
      kind: 'mixture',
      parts: [
        { share: 0.97, of: { kind: 'random', of: { kind: 'constant', value: 300 } } },
        { share: 0.03, of: { kind: 'random', of: { kind: 'constant', value: 40_000 } } },
      ],
    });
    if (!('kind' in quantity) || quantity.kind !== 'mixture') throw new Error('no mixture');
    const parts = quantity.parts.map(({ share, of }) => ({ share: Number(share), of: of.kind === 'random' ? of.of : distribution(0) }));
    expect(mean({ kind: 'mixture', parts })).toBeCloseTo(1491, 11);
  });

  it('may hold distributions, samples and values of the field’s own unit', () => {
    expect(
      read({
        mix: [
          { share: '99%', samples: 'pastes/*.txt' },
          { share: '1%', tokens: { p50: 300, p95: 900 } },
        ],
      }),
    ).toMatchObject({ kind: 'mixture', parts: [{ of: { kind: 'samples', patterns: ['pastes/*.txt'] } }, { of: { kind: 'random' } }] });
    expect(
      read(
        {
          mix: [
            { share: '50%', value: '1 to 3s' },
            { share: '50%', value: '1min' },
          ],
        },
        'duration',
      ),
    ).toMatchObject({ parts: [{}, { of: { of: { value: 60_000 } } }] });
  });

  it('takes shares that reach 100 % but for rounding', () => {
    const third = 1 / 3;
    expect(read({ mix: [1, 2, 3].map((tokens) => ({ share: third, tokens })) })).toHaveProperty('kind', 'mixture');
  });
});

describe('a reference', () => {
  it('to another quantity multiplies and adds', () => {
    expect(read({ of: 'document', times: 1.1, plus: 50 })).toEqual({ kind: 'linked', to: 'document', times: 1.1, plus: 50 });
    expect(read({ of: 'document' })).toEqual({ kind: 'linked', to: 'document', times: 1, plus: 0 });
    expect(read({ of: 'pages', times: '90%', plus: '1k' })).toEqual({ kind: 'linked', to: 'pages', times: 0.9, plus: 1000 });
  });

  it('says what each of them costs or takes, where that is money or time', () => {
    expect(read({ of: 'pages', times: '$0.002' }, 'money')).toEqual({ kind: 'linked', to: 'pages', times: 0.002, plus: 0 });
    expect(read({ of: 'pages', times: '150ms', plus: '2s' }, 'duration')).toEqual({ kind: 'linked', to: 'pages', times: 150, plus: 2000 });
    expect(read({ of: 'pages', plus: '2s' }, 'duration')).toEqual([expect.stringContaining('how long each takes')]);
    expect(read({ of: 'pages' }, 'money')).toEqual([expect.stringContaining('what each costs')]);
  });

  it('may name an assumption', () => {
    expect(read({ assumption: 'escalation' })).toEqual({ kind: 'assumption', name: 'escalation' });
    expect(read({ assumption: 'escalation' }, 'share')).toEqual({ kind: 'assumption', name: 'escalation' });
  });
});

describe('scale, min and max', () => {
  it('go with any map form', () => {
    for (const form of [{ values: [5] }, { uniform: [1, 5] }, { samples: 'a.txt' }, { of: 'x' }, { assumption: 'y' }, { mean: 3, sd: 1 }]) {
      expect(read({ ...form, min: 2, max: '3k' })).toMatchObject({ kind: 'bounded', min: 2, max: 3000 });
      expect(read({ ...form, scale: 'verbosity' })).toMatchObject({ kind: 'scaled', by: 'verbosity' });
    }
  });

  it('scale before they clamp', () => {
    expect(read({ values: [5], scale: 'verbosity', min: 2 })).toMatchObject({
      kind: 'bounded',
      min: 2,
      max: Infinity,
      of: { kind: 'scaled', by: 'verbosity', of: { kind: 'random' } },
    });
  });

  it('move values outside to the bound and draw nothing anew', () => {
    // p50 300, p95 900 between 100 and 1000: 100·P(X<100) + E[X; 100 ≤ X < 1000] + 1000·P(X ≥ 1000), by mpmath.
    const of = clamped(distribution({ p50: 300, p95: 900 }), 100, 1000);
    expect(mean(of)).toBeCloseTo(363.7130870458951, 10);
    expect(below(of, 100).probability).toBe(0);
    expect(below(of, 1000.001).probability).toBe(1);
  });

  it('in a duration take durations', () => {
    expect(read({ p50: '1s', p95: '3s', max: '5s' }, 'duration')).toMatchObject({ max: 5000 });
  });
});
