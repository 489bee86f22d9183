import { describe, expect, it } from 'vitest';
import { mistakesIn, planOf, STEPS, warningsIn } from '../../support/scenario.ts';

const hoursOf = (keys: string, files = {}): readonly number[] => planOf(keys, STEPS, files).traffic?.hours ?? [];
const at = (hours: readonly number[], day: number, hour: number): number => hours[day * 24 + hour] ?? Number.NaN;
const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

const MONDAY = 0;
const SATURDAY = 5;

describe('the shape of a week', () => {
  it('is flat where nobody says', () => {
    expect(new Set(hoursOf('months: 1'))).toEqual(new Set([1]));
    expect(planOf('months: 1').traffic?.peak).toBe(1);
  });

  it('of business hours: Monday 9:00 has 10 ÷ (115 ÷ 24) × 1 ÷ (5.5 ÷ 7) = 2.656 times the mean hour', () => {
    const hours = hoursOf('shape: business-hours');
    expect(at(hours, MONDAY, 9)).toBeCloseTo((10 / (115 / 24)) * (1 / (5.5 / 7)), 12);
    expect(at(hours, SATURDAY, 9)).toBeCloseTo((10 / (115 / 24)) * (0.3 / (5.5 / 7)), 12);
    expect(at(hours, MONDAY, 3)).toBeCloseTo((1 / (115 / 24)) * (1 / (5.5 / 7)), 12);
    expect(planOf('shape: business-hours').traffic?.peak).toBeCloseTo(2.6561, 4);
  });

  it('of consumers: Saturday 20:00 has 9 ÷ (130 ÷ 24) × 1.1 ÷ (7.2 ÷ 7) = 1.777 times the mean hour', () => {
    const weights = [4, 3, 2, 2, 2, 2, 3, 4, 5, 6, 6, 6, 6, 6, 6, 6, 6, 6, 7, 8, 9, 9, 8, 6];
    const sum = weights.reduce((total, weight) => total + weight, 0);
    expect(at(hoursOf('shape: consumer'), SATURDAY, 20)).toBeCloseTo((9 / (sum / 24)) * (1.1 / (7.2 / 7)), 12);
  });

  it('has a mean of 1 over its 168 hours, so that a volume per day is the mean day', () => {
    const night = `{ hours: [${Array.from({ length: 24 }, (_, hour) => (hour < 6 ? 4 : 0)).join(', ')}], weekdays: [5, 4, 3, 2, 1, 0, 0] }`;
    for (const shape of ['flat', 'business-hours', 'consumer', night]) {
      const hours = hoursOf(`shape: ${shape}`);
      expect(hours).toHaveLength(168);
      expect(meanOf(hours)).toBeCloseTo(1, 12);
    }
  });

  it('may be given by hours or by weekdays alone', () => {
    expect(at(hoursOf('shape: { weekdays: [2, 1, 1, 1, 1, 1, 0] }'), MONDAY, 4)).toBe(2);
    const hours = hoursOf(`shape: { hours: [${Array.from({ length: 24 }, (_, hour) => (hour === 12 ? 24 : 0)).join(', ')}] }`);
    expect([at(hours, MONDAY, 12), at(hours, SATURDAY, 12), at(hours, MONDAY, 13)]).toEqual([24, 24, 0]);
  });

  it('gives way to a stated peak', () => {
    expect(planOf('shape: business-hours, peak: 4').traffic?.peak).toBe(4);
    expect(mistakesIn('peak: 0.5')).toContain('the busiest hour is at least the mean hour');
  });

  it('names what is wrong with its weights', () => {
    expect(mistakesIn(`shape: { hours: [${Array.from({ length: 23 }, () => 1).join(', ')}] }`)).toContain('"hours" has 23 weights, not 24');
    expect(mistakesIn('shape: { weekdays: [1, 1, 1, 1, 1] }')).toContain('give 7 weights, Monday first');
    expect(mistakesIn('shape: { weekdays: [1, 1, 1, 1, 1, -1, 1] }')).toContain('a weight cannot be negative');
    expect(mistakesIn('shape: { weekdays: [0, 0, 0, 0, 0, 0, 0] }')).toContain('all weights of "weekdays" are zero');
    expect(mistakesIn('shape: {}')).toContain('this shape has no weights');
    expect(mistakesIn('shape: busines-hours')).toContain('did you mean "business-hours"?');
  });
});

describe('a trace', () => {
  const trace = (text: string, zone = ''): readonly number[] => hoursOf(`shape: { trace: log.csv }${zone}`, { 'log.csv': text });

  it('gives the requests of each hour of the week over their mean; an hour without any stays without', () => {
    // 2026-11-02 is a Monday. Three requests at 9, one on Saturday at 20: the mean hour has 4 ÷ 168.
    const hours = trace('id,timestamp\na,2026-11-02T09:00:00Z\nb,2026-11-02T09:59:59Z\nc,2026-11-09T09:30:00Z\nd,2026-11-07T20:00:00Z\n');
    expect([at(hours, MONDAY, 9), at(hours, SATURDAY, 20), at(hours, MONDAY, 10)]).toEqual([3 / (4 / 168), 1 / (4 / 168), 0]);
  });

  it.each([
    ['ISO 8601 with an offset', '2026-11-02T10:30:00+01:00'],
    ['ISO 8601 with a fraction of a second', '2026-11-02 09:30:00.1234567Z'],
    ['seconds since 1970', '1793611800'],
    ['seconds with a fraction', '1793611800.25'],
    ['milliseconds since 1970', '1793611800000'],
    ['a clock without a zone', '2026-11-02 09:30:00'],
  ])('reads %s', (_, timestamp) => {
    expect(at(trace(`time,tokens\n${timestamp},5\n`), MONDAY, 9)).toBe(168);
  });

  it('stands in the scenario’s time zone, through a change of its clocks', () => {
    // 8:00 UTC is 9:00 in Berlin in November, and 10:00 in July.
    const hours = trace('time\n2026-11-02T08:00:00Z\n2026-07-06T08:00:00Z\n', ', timezone: Europe/Berlin');
    expect([at(hours, MONDAY, 9), at(hours, MONDAY, 10)]).toEqual([84, 84]);
  });

  it('needs no header, and takes the column that is called so before another that parses', () => {
    expect(at(trace('2026-11-02T09:30:00Z,7\n2026-11-02T09:40:00Z,8\n'), MONDAY, 9)).toBe(168);
    expect(at(trace('account,created_at\n1793700000,2026-11-02T09:30:00Z\n'), MONDAY, 9)).toBe(168);
  });

  it('of less than a week is warned of: the hours that it does not cover get no traffic', () => {
    const warned = (...days: readonly string[]): string =>
      warningsIn('shape: { trace: log.csv }', STEPS, { 'log.csv': ['time', ...days.map((day) => `${day}T09:00:00Z`), ''].join('\n') });
    expect(warned('2026-11-02')).toContain('this trace covers 1 hour of a week');
    expect(warned('2026-11-02', '2026-11-08')).toContain('this trace covers 145 hours of a week');
    expect(warned('2026-11-02', '2026-11-09')).toBe('');
  });

  it('that holds no timestamps says which it can read', () => {
    const broken = (text: string): string => mistakesIn('shape: { trace: log.csv }', STEPS, { 'log.csv': text });
    expect(broken('name,tokens\na,5\n')).toContain('"log.csv" has no column of timestamps');
    expect(broken('time\n2026-11-02T09:30:00Z\nyesterday\n')).toContain('record 2 of "log.csv" has no timestamp');
    expect(broken('time,tokens\n2026-11-02T09:30:00Z,1\n2026-11-02T09:30:00Z\n')).toContain(
      'line 3 of "log.csv" is not a row of its table',
    );
    expect(mistakesIn('shape: { trace: nowhere.csv }')).toContain('"nowhere.csv" cannot be read');
    expect(mistakesIn('shape: { trace: log.csv, weekdays: [1, 1, 1, 1, 1, 1, 1] }', STEPS, { 'log.csv': 'time\n' })).toContain(
      'a trace has hours and weekdays of its own',
    );
  });
});
