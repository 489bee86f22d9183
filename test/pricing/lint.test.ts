import { describe, expect, it } from 'vitest';
import { Problems } from '../../src/diagnostics/diagnostic.ts';
import { catalogueOf } from '../../src/pricing/catalogue.ts';
import { lintModel } from '../../src/pricing/lint.ts';
import { acme, day } from './tables.ts';

/** What is doubtful in a model of these lines, on 2026-03-01. */
const doubts = (lines: string): readonly string[] => {
  const problems = new Problems();
  const catalogue = catalogueOf([acme(`  m:\n${lines.trimEnd().replaceAll(/^/gm, '    ')}\n`)]);
  for (const model of catalogue.models) lintModel({ catalogue, asOf: day('2026-03-01'), problems }, model);
  return problems.list.map(({ severity, code, message }) => `${severity} ${code}: ${message}`);
};

const priced = (prices: string, read = '2026-02-01'): string =>
  `prices: [{ from: 2026-01-01, read: ${read}, confidence: high, ${prices} }]`;

describe('a price table is doubtful', () => {
  it('nowhere, where all is in order', () => {
    const sound = 'input: 2, cache_read: 0.2, cache_write: { 5m: 2.5 }, output: 10, tiers: { batch: 50%, fast: 200% }';
    expect(doubts(`caching: { mode: explicit, ttl: [5m] }\n${priced(sound)}`)).toEqual([]);
  });

  it.each([
    [
      'sixty-one days after it was read',
      priced('input: 1', '2025-12-30'),
      'price-date: the price of acme/m was read on 2025-12-30, 61 days ago',
    ],
    ['read on a day to come', priced('input: 1', '2026-04-01'), 'price-date: the price of acme/m was read on 2026-04-01, after 2026-03-01'],
    ['cache reads dearer than input', priced('input: 1, cache_read: 2'), 'price-doubtful: a cache read of acme/m costs more than input'],
    [
      'a batch dearer than the standard tier',
      priced('input: 1, output: 2, tiers: { batch: { output: 3 } }'),
      'price-doubtful: output of acme/m costs more as batch than as standard',
    ],
    [
      'much input cheaper than little',
      priced('input: 2, long_context: [{ over: 200k, input: 1 }]'),
      'price-doubtful: input of acme/m costs less above 200000 input tokens than below',
    ],
    ['a price that is not per million', priced('input: 3000'), 'price-doubtful: input of acme/m is $3000 per million tokens'],
    [
      'a tokenizer that is not known',
      `tokenizer: gtp-6\n${priced('input: 1')}`,
      'unknown-name: the tokenizer "gtp-6" of acme/m is not known',
    ],
    [
      'a time to live that is not on offer',
      `caching: { mode: explicit, ttl: [5m] }\n${priced('input: 1, cache_write: { 1h: 2 }')}`,
      'unknown-name: acme/m prices a cache write for 1h, which its caching does not offer',
    ],
    [
      'a replacement of another provider that no table lists',
      `retires: { on: 2026-05-01, replaced_by: other/x }\n${priced('input: 1')}`,
      'unknown-name: acme/m is replaced by other/x, which no table lists',
    ],
  ])('for %s', (_what, lines, wanted) => {
    expect(doubts(lines)).toEqual([`warning ${wanted}`]);
  });

  it('for a cache write cheaper than input', () => {
    expect(doubts(`caching: { mode: explicit, ttl: [5m] }\n${priced('input: 2, cache_write: { 5m: 1 }')}`)).toEqual([
      'warning price-doubtful: a cache write of acme/m for 5m costs less than input',
    ]);
  });

  it('for low confidence of the row that holds now, not of one that is over', () => {
    const rows = (first: string, last: string): string =>
      `prices:\n  - { from: 2026-01-01, until: 2026-01-31, read: 2026-02-01, confidence: ${first}, input: 1 }\n  - { from: 2026-02-01, read: 2026-02-01, confidence: ${last}, input: 1 }`;
    expect(doubts(rows('low', 'high'))).toEqual([]);
    expect(doubts(rows('high', 'low'))).toEqual([
      'warning price-doubtful: the price of acme/m has low confidence: one source, or sources that differ',
    ]);
  });

  it.each([
    ['a gap between rows', '2026-01-20', 'acme/m has no price from 2026-01-21 until 2026-01-31'],
    ['rows that overlap', '2026-02-03', 'acme/m has two prices from 2026-02-01 until 2026-02-03'],
  ])('for %s', (_what, until, wanted) => {
    const rows = `prices:\n  - { from: 2026-01-01, until: ${until}, read: 2026-02-01, confidence: high, input: 1 }\n  - { from: 2026-02-01, read: 2026-02-01, confidence: high, input: 1 }`;
    expect(doubts(rows)).toEqual([`warning price-date: ${wanted}`]);
  });

  it('for a last price that has ended', () => {
    expect(doubts('prices: [{ from: 2026-01-01, until: 2026-02-20, read: 2026-02-01, confidence: high, input: 1 }]')).toEqual([
      'warning price-date: the last price of acme/m ended on 2026-02-20',
    ]);
  });
});
