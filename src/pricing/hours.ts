import type { HourPrice } from './table.ts';

export const MINUTES_PER_DAY = 1440;
const MINUTES_PER_WEEK = 7 * MINUTES_PER_DAY;

/** Returns for each minute of the week, from Monday 00:00 UTC, which of some stretches holds it; -1 for none. */
export const minutesOfWeek = (hours: readonly HourPrice[], taken: (minute: number, index: number, by: number) => void): Int32Array => {
  const week = new Int32Array(MINUTES_PER_WEEK).fill(-1);
  for (const [index, { fromMinute, untilMinute, days }] of hours.entries()) {
    for (const [day, on] of days.entries()) {
      for (let minute = fromMinute; on && minute < untilMinute; minute++) {
        const at = (day * MINUTES_PER_DAY + minute) % MINUTES_PER_WEEK;
        if (week[at] !== -1) taken(at, index, week[at] ?? 0);
        week[at] = index;
      }
    }
  }
  return week;
};

/**
 * Returns the factor on a row's token prices in each hour of the week, from Monday 00:00 UTC: the mean over its minutes.
 * A price that doubles from 06:30 makes the hour from 06:00 cost 1.5 times as much.
 */
export const hourFactors = (hours: readonly HourPrice[]): readonly number[] => {
  const week = minutesOfWeek(hours, () => undefined);
  return Array.from({ length: MINUTES_PER_WEEK / 60 }, (_, hour) => {
    let sum = 0;
    for (let minute = 0; minute < 60; minute++) sum += hours[week[hour * 60 + minute] ?? -1]?.factor ?? 1;
    return sum / 60;
  });
};
