import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addMonths, dayText, nextMonth, parseDay } from '../../src/pricing/day.ts';
import { day } from './tables.ts';

describe('a date', () => {
  it.each([
    ['1970-01-01', 0],
    ['1969-12-31', -1],
    ['1970-03-01', 59],
    ['2000-01-01', 10_957],
    ['2026-11-20', 20_777],
    ['9999-12-31', 2_932_896],
  ])('%s is day %d, counted from 1970-01-01', (text, number) => {
    expect(parseDay(text)).toBe(number);
    expect(dayText(number)).toBe(text);
  });

  it.each(['2024-02-29', '2000-02-29', '2028-02-29', '2023-02-28', '2026-12-31'])('%s is a day that exists', (text) => {
    expect(dayText(day(text))).toBe(text);
  });

  it.each([
    ['2023-02-29', 'no leap year'],
    ['2024-02-30', 'no month has it'],
    ['1900-02-29', 'a century is no leap year'],
    ['2100-02-29', 'nor is the next'],
    ['2026-04-31', 'April has 30 days'],
    ['2026-13-01', 'no such month'],
    ['2026-00-10', 'no such month'],
    ['2026-01-00', 'no such day'],
    ['2026-01-32', 'no such day'],
    ['01/02/2026', 'ambiguous'],
    ['2026-W05', 'a week'],
    ['2026-1-1', 'short'],
    ['2026-01', 'a month'],
    ['20260101', 'without dashes'],
    ['1767225600', 'seconds'],
    ['1767225600000', 'milliseconds'],
    ['2026-03-29T02:30:00', 'a time'],
    ['2026-10-25T02:30:00+02:00', 'a time with an offset'],
    ['2026-06-30T23:59:60Z', 'a leap second'],
    [' 2026-01-01', 'a blank before it'],
    ['2026-01-01\n', 'a line end after it'],
    ['+002026-01-01', 'an expanded year'],
    ['-2026-01-01', 'before the common era'],
    ['２０２６-01-01', 'full-width digits'],
    ['0001-01-01', 'no price is that old'],
    ['', 'nothing'],
  ])('%j is none: %s', (text) => {
    expect(parseDay(text)).toBeUndefined();
  });

  it('as text and back is the same day', () => {
    fc.assert(
      fc.property(fc.integer({ min: day('1900-01-01'), max: day('2199-12-31') }), (number) => {
        expect(parseDay(dayText(number))).toBe(number);
      }),
      { seed: 20_261_120 },
    );
  });
});

describe('the first day of the next month', () => {
  it.each([
    ['2026-01-01', '2026-02-01'],
    ['2026-01-31', '2026-02-01'],
    ['2024-02-29', '2024-03-01'],
    ['2026-02-28', '2026-03-01'],
    ['2026-11-20', '2026-12-01'],
    ['2026-12-31', '2027-01-01'],
  ])('after %s is %s', (from, to) => {
    expect(dayText(nextMonth(day(from)))).toBe(to);
  });
});

describe('the same day some months later', () => {
  it.each([
    ['2026-01-15', 1, '2026-02-15'],
    ['2026-01-15', 0, '2026-01-15'],
    ['2026-11-20', 12, '2027-11-20'],
    ['2026-12-31', 1, '2027-01-31'],
    ['2026-03-15', -1, '2026-02-15'],
    ['2026-01-01', 25, '2028-02-01'],
  ])('%s and %d months is %s', (from, months, to) => {
    expect(dayText(addMonths(day(from), months))).toBe(to);
  });

  it.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2026-01-29', 1, '2026-02-28'],
    ['2026-01-31', 3, '2026-04-30'],
    ['2026-12-31', 2, '2027-02-28'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2024-02-29', 48, '2028-02-29'],
    ['2026-03-31', -1, '2026-02-28'],
  ])('is the last day where that month is shorter: %s and %d months is %s', (from, months, to) => {
    expect(dayText(addMonths(day(from), months))).toBe(to);
  });

  it('is counted from the first date each time, so that a short month shortens no later one', () => {
    const start = day('2026-01-31');
    expect([1, 2, 3, 4].map((months) => dayText(addMonths(start, months)))).toEqual([
      '2026-02-28',
      '2026-03-31',
      '2026-04-30',
      '2026-05-31',
    ]);
  });
});
