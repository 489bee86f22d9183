import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { segmentsOf } from '../../src/pricing/calendar.ts';
import { addMonths } from '../../src/pricing/day.ts';
import { acmeCatalogue, day, modelOf } from './tables.ts';

const row = (from: string, input: number, more = ''): string =>
  `      - { from: ${from}, read: 2026-01-01, confidence: high, input: ${input}${more} }\n`;

const catalogue = acmeCatalogue(
  [
    `  steady:\n    prices:\n${row('2026-01-01', 1)}`,
    // A promotion that ends; the price after it is announced.
    `  launch:\n    prices:\n${row('2026-10-13', 2, ', until: 2026-11-30, status: promotional')}${row('2026-12-01', 4)}`,
    // A change within a month.
    `  change:\n    prices:\n${row('2026-01-01', 3)}${row('2026-04-11', 6)}`,
    // A promotion that ends, and nobody has said what follows.
    `  open-end:\n    prices:\n${row('2026-08-21', 4, ', until: 2026-11-21, status: promotional')}`,
    // A gap between two rows.
    `  gap:\n    prices:\n${row('2026-01-01', 5, ', until: 2026-03-10')}${row('2026-03-21', 7)}`,
    `  gone-own:\n    retires: { on: 2026-12-11, replaced_by: steady }\n    prices:\n${row('2026-01-01', 8)}`,
    `  gone-moved:\n    retires: { on: 2026-12-11, replaced_by: change, billed_at: replacement }\n    prices:\n${row('2026-01-01', 9)}`,
    `  gone-launch:\n    retires: { on: 2026-11-16, replaced_by: launch, billed_at: replacement }\n    prices:\n${row('2026-01-01', 10)}`,
    `  gone-alone:\n    retires: { on: 2026-12-11 }\n    prices:\n${row('2026-01-01', 11)}`,
    `  gone-astray:\n    retires: { on: 2026-12-11, replaced_by: nobody, billed_at: replacement }\n    prices:\n${row('2026-01-01', 12)}`,
  ].join(''),
);

/** The stretches of [from, until] as `[input price, days, notes…]`. */
const stretches = (name: string, from: string, until: string): readonly unknown[] =>
  segmentsOf(catalogue, modelOf(catalogue, `acme/${name}`), day(from), day(until)).map(({ row: { prices }, days, notes }) => [
    prices.input,
    days,
    ...notes,
  ]);

describe('the prices of a stretch of days', () => {
  it('are one row where nothing changes', () => {
    expect(stretches('steady', '2026-11-01', '2026-11-30')).toEqual([[1, 30]]);
    expect(stretches('steady', '2026-11-01', '2026-11-01')).toEqual([[1, 1]]);
    expect(stretches('steady', '2024-02-01', '2024-02-29')).toHaveLength(1);
  });

  it('of a month with an announced change are two rows with their days: ten of April before the 11th, twenty from it on', () => {
    expect(stretches('change', '2026-04-01', '2026-04-30')).toEqual([
      [3, 10],
      [6, 20],
    ]);
  });

  it('change on the very day: the day before has the old price, the first day the new one', () => {
    expect(stretches('change', '2026-04-10', '2026-04-10')).toEqual([[3, 1]]);
    expect(stretches('change', '2026-04-11', '2026-04-11')).toEqual([[6, 1]]);
    expect(stretches('change', '2026-04-10', '2026-04-11')).toEqual([
      [3, 1],
      [6, 1],
    ]);
  });

  it('follow the end of a promotion without a note, where the next price is known', () => {
    expect(stretches('launch', '2026-11-15', '2026-12-14')).toEqual([
      [2, 16],
      [4, 14],
    ]);
  });

  it('go on after the end of a promotion that nobody has followed up, with a note from the day after', () => {
    const note = 'the promotional price of acme/open-end was stated until 2026-11-21; what follows is not known, it is used on';
    expect(stretches('open-end', '2026-11-01', '2026-11-30')).toEqual([
      [4, 21],
      [4, 9, note],
    ]);
    expect(stretches('open-end', '2026-11-01', '2026-11-21')).toEqual([[4, 21]]);
    expect(stretches('open-end', '2027-03-01', '2027-03-31')).toEqual([[4, 31, note]]);
  });

  it('in a gap are those of the last row before it, with a note', () => {
    expect(stretches('gap', '2026-03-01', '2026-03-31')).toEqual([
      [5, 10],
      [5, 10, 'the price of acme/gap was stated until 2026-03-10; what follows is not known, it is used on'],
      [7, 11],
    ]);
  });

  it('before the first row are the first row’s, with a note', () => {
    const note = 'no price of acme/change is known before 2026-01-01: that one is used';
    expect(stretches('change', '2025-12-01', '2025-12-31')).toEqual([[3, 31, note]]);
    expect(stretches('change', '2025-12-31', '2026-01-01')).toEqual([
      [3, 1, note],
      [3, 1],
    ]);
  });
});

describe('a model that retires', () => {
  it('keeps its own price where the provider bills so, with a note from the day on', () => {
    const note = 'acme/gone-own retires on 2026-12-11, replaced by acme/steady and no longer answers: the old price is used';
    expect(stretches('gone-own', '2026-12-01', '2026-12-31')).toEqual([
      [8, 10],
      [8, 21, note],
    ]);
    expect(stretches('gone-own', '2026-11-01', '2026-11-30')).toEqual([[8, 30]]);
  });

  it('has its replacement’s price from that day on where the provider bills so', () => {
    expect(stretches('gone-moved', '2026-12-01', '2026-12-31')).toEqual([
      [9, 10],
      [6, 21, 'acme/gone-moved retires on 2026-12-11, replaced by acme/change and billed at its prices'],
    ]);
  });

  it('then follows the changes of its replacement', () => {
    const note = 'acme/gone-launch retires on 2026-11-16, replaced by acme/launch and billed at its prices';
    expect(stretches('gone-launch', '2026-11-01', '2026-12-31')).toEqual([
      [10, 15],
      [2, 15, note],
      [4, 31, note],
    ]);
  });

  it('without a replacement goes on at its own price, and so it does where the replacement is not listed', () => {
    expect(stretches('gone-alone', '2026-12-11', '2026-12-11')).toEqual([
      [11, 1, 'acme/gone-alone retires on 2026-12-11 and no longer answers: the old price is used'],
    ]);
    expect(stretches('gone-astray', '2026-12-31', '2026-12-31')).toEqual([
      [12, 1, 'acme/gone-astray retires on 2026-12-11, replaced by acme/nobody and no longer answers: the old price is used'],
    ]);
  });
});

it('days add up, and each day of a stretch has the price that it has alone', () => {
  const names = ['steady', 'launch', 'change', 'open-end', 'gap', 'gone-own', 'gone-moved', 'gone-launch'];
  const start = fc.integer({ min: day('2025-12-01'), max: day('2027-01-31') });
  fc.assert(
    fc.property(fc.constantFrom(...names), start, fc.integer({ min: 1, max: 3 }), (name, from, months) => {
      const model = modelOf(catalogue, `acme/${name}`);
      const until = addMonths(from, months) - 1;
      const whole = segmentsOf(catalogue, model, from, until);
      const byDay = whole.flatMap(({ row: { prices }, days, notes }) => Array.from({ length: days }, () => [prices.input, ...notes]));
      const alone = Array.from({ length: until - from + 1 }, (_, index) =>
        segmentsOf(catalogue, model, from + index, from + index).map(({ row: { prices }, notes }) => [prices.input, ...notes]),
      );
      expect(byDay).toEqual(alone.flat());
    }),
    { seed: 20_261_120, numRuns: 60 },
  );
});
