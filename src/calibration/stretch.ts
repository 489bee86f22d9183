import { wholeDaysIn } from '../usage/days.ts';
import { utcOffsetMinutes } from '../workflow/traffic/zone.ts';

const MS_PER_HOUR = 3_600_000;
const MS_PER_DAY = 24 * MS_PER_HOUR;
const HOURS_PER_WEEK = 168;
/** Monday 0:00 of the week of 1970-01-01 lies 72 hours before. */
const EPOCH_HOUR = 72;

/** A part of the logs. */
export type Stretch = { readonly fromMs: number; readonly untilMs: number };

/** Requests by hour of the week over their mean, on the clock of a zone. */
export type Clock = { readonly hours: readonly number[]; readonly zone: string | null };

/** Returns how many mean days a stretch is worth: a weekend is worth less where the shape says so. */
export const worthOf = ({ fromMs, untilMs }: Stretch, { hours, zone }: Clock): number => {
  let worth = 0;
  for (let at = fromMs; at < untilMs; ) {
    const end = Math.min(untilMs, (Math.floor(at / MS_PER_HOUR) + 1) * MS_PER_HOUR);
    const local = at + (zone === null ? 0 : utcOffsetMinutes(zone, at) * 60_000);
    const hour = (Math.floor(local / MS_PER_HOUR) + EPOCH_HOUR) % HOURS_PER_WEEK;
    worth += ((end - at) / MS_PER_DAY) * (hours[hour] ?? 1);
    at = end;
  }
  return worth;
};

/** Returns the whole UTC days of a stretch. */
export const wholeDays = ({ fromMs, untilMs }: Stretch): readonly Stretch[] => {
  const { first, last } = wholeDaysIn(fromMs, untilMs);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => ({
    fromMs: (first + at) * MS_PER_DAY,
    untilMs: (first + at + 1) * MS_PER_DAY,
  }));
};

/** Returns the middle of a stretch; at midnight where it covers days enough. */
export const middleOf = ({ fromMs, untilMs }: Stretch): number => {
  const middle = (fromMs + untilMs) / 2;
  return untilMs - fromMs < 4 * MS_PER_DAY ? middle : Math.round(middle / MS_PER_DAY) * MS_PER_DAY;
};

/** Returns how long a stretch is in days. */
export const daysIn = ({ fromMs, untilMs }: Stretch): number => (untilMs - fromMs) / MS_PER_DAY;
