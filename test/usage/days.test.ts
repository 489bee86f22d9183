import { describe, expect, it } from 'vitest';
import { burstOf, dailyRate, daysOf, dayToDay, hourWeights, weekdayWeights } from '../../src/usage/days.ts';
import { sessionsOf } from '../../src/usage/sessions.ts';
import { loggedCalls, PILOT, type TrueService } from '../support/usage-log.ts';

const DAY = 86_400_000;
const MONDAY = Date.UTC(2026, 11, 7);

/** So many requests on each day, evenly over it. */
const evenly = (counts: readonly number[], start = MONDAY): readonly number[] =>
  counts.flatMap((count, day) => Array.from({ length: count }, (_, at) => start + day * DAY + ((at + 0.5) * DAY) / count));

const startsOf = (service: TrueService): readonly number[] =>
  loggedCalls(service).flatMap(({ atMs, step }) => (step === 'triage' ? [atMs] : []));

describe('The days of a log', () => {
  it('are those that it covers whole', () => {
    const moments = evenly([100, 100, 100]).filter((moment) => moment > MONDAY + DAY / 2 && moment < MONDAY + 2.4 * DAY);
    expect(daysOf(moments).counts).toEqual([100]);
    expect(dailyRate(daysOf(moments))).toEqual({ perDay: 100, interval: null, days: 1 });
    expect(dailyRate(daysOf(moments.slice(0, 20)))).toBeNull();
  });

  it('make whole weeks for a mean, so that a weekend counts as often as it comes', () => {
    const week = [100, 100, 100, 100, 100, 30, 20];
    const rate = dailyRate(daysOf(evenly([...week, ...week, 100, 100])));
    expect(rate?.days).toBe(14);
    expect(rate?.perDay).toBeCloseTo(550 / 7, 9);
  });

  it('have weekdays once there are two weeks of them', () => {
    const week = [140, 140, 140, 140, 140, 0, 0];
    expect(weekdayWeights(daysOf(evenly([...week, ...week, 10])))?.slice(5)).toEqual([0, 0]);
    expect(weekdayWeights(daysOf(evenly([100, 100, 100])))).toBeNull();
  });

  it('differ by no more than chance where they are as even as chance lets them be', () => {
    expect(dayToDay(daysOf(evenly(Array(14).fill(100))))).toBe(0);
  });

  it('differ by what a service made them differ by', () => {
    const days = daysOf(startsOf({ ...PILOT, days: 140, perDay: 400, dayToDay: 0.25, weekdays: [1, 1, 1, 1, 1, 1, 1] }));
    expect(dayToDay(days)).toBeGreaterThan(0.21);
    expect(dayToDay(days)).toBeLessThan(0.29);
  });
});

describe('The hours of a log', () => {
  it('follow those of the service', () => {
    const weights = hourWeights(startsOf({ ...PILOT, days: 28, perDay: 600 })) ?? [];
    const sum = PILOT.hours.reduce((total, weight) => total + weight, 0);
    for (const [hour, weight] of PILOT.hours.entries()) expect(Math.abs((weights[hour] ?? 0) - (24 * weight) / sum)).toBeLessThan(0.15);
  });

  it('are left alone where they are as even as chance lets them be', () => {
    expect(hourWeights(evenly(Array(10).fill(480)))).toBeNull();
  });
});

describe('The minutes of an hour', () => {
  it('show no burst where requests come by chance alone', () => {
    const found = burstOf(startsOf({ ...PILOT, days: 7, perDay: 6000, dayToDay: 0 }));
    expect(found?.burst).toBeLessThan(0.08);
  });

  it('show the burst that every second minute has', () => {
    const moments = Array.from({ length: 20 * 60 }, (_, minute) =>
      Array(minute % 2 === 0 ? 30 : 10).fill(MONDAY + minute * 60_000 + 5),
    ).flat();
    // Half the minutes at 1.5, half at 0.5 of the mean: deviation 0.5, less what chance would add.
    expect(burstOf(moments)?.burst).toBeCloseTo(Math.sqrt(0.25 * (60 / 59) - 1 / 20), 6);
    expect(burstOf(moments.slice(0, 500))).toBeNull();
  });
});

describe('Conversations', () => {
  it('have turns, and gaps from start to start', () => {
    const turn = (session: string | null, startMs: number) => ({ session, startMs });
    const found = sessionsOf([turn('a', 0), turn('b', 50), turn('a', 100), turn(null, 120), turn('a', 400)]);
    expect(found).toEqual({ startsMs: [0, 50], turns: [3, 1], gapsMs: [100, 300] });
  });
});
