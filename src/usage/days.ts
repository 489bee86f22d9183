import { type Interval, sampleOf, Z95 } from './fit/sample.ts';

const MS_PER_MINUTE = 60_000;
const MS_PER_HOUR = 3_600_000;
const MS_PER_DAY = 86_400_000;

/** A day of which no more than this is missing at its beginning or its end counts as whole. */
const EDGE_MS = 2 * MS_PER_HOUR;

/** 1970-01-01 was a Thursday. */
const weekdayOf = (day: number): number => (((day + 3) % 7) + 7) % 7;

/** Requests by day, of days that the log covers whole, on the clock of a place. */
export type Days = { readonly first: number; readonly counts: readonly number[] };

/** The days, counted from 1970-01-01, that a stretch of time covers whole; none where `last` is below `first`. */
export type WholeDays = { readonly first: number; readonly last: number };

/** Returns the days that a stretch of time covers whole, on its own clock. */
export const wholeDaysIn = (fromMs: number, untilMs: number): WholeDays => ({
  first: Math.floor(fromMs / MS_PER_DAY) + (fromMs % MS_PER_DAY > EDGE_MS ? 1 : 0),
  last: Math.floor(untilMs / MS_PER_DAY) - (untilMs % MS_PER_DAY < MS_PER_DAY - EDGE_MS ? 1 : 0),
});

/** Returns the whole days among some moments, which are in order and on the clock of the place; days without any count too. */
export const daysOf = (momentsMs: readonly number[]): Days => {
  const [start, end] = [momentsMs[0], momentsMs.at(-1)];
  if (start === undefined || end === undefined) return { first: 0, counts: [] };
  const { first, last } = wholeDaysIn(start, end);
  const counts = new Array<number>(Math.max(0, last - first + 1)).fill(0);
  for (const moment of momentsMs) {
    const at = Math.floor(moment / MS_PER_DAY) - first;
    if (at >= 0 && at < counts.length) counts[at] = (counts[at] ?? 0) + 1;
  }
  return { first, counts };
};

/** The last days that make whole weeks; all of them where there is no whole week. */
const wholeWeeks = (counts: readonly number[]): readonly number[] => counts.slice(counts.length < 7 ? 0 : counts.length % 7);

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Weights need this many days of each weekday. */
const WEEKS = 2;

/** Returns weights of the weekdays, Monday first; null where there are fewer than two weeks. */
export const weekdayWeights = ({ first, counts }: Days): readonly number[] | null => {
  if (counts.length < 7 * WEEKS) return null;
  const sums = new Array<number>(7).fill(0);
  const days = new Array<number>(7).fill(0);
  for (const [at, count] of counts.entries()) {
    const weekday = weekdayOf(first + at);
    sums[weekday] = (sums[weekday] ?? 0) + count;
    days[weekday] = (days[weekday] ?? 0) + 1;
  }
  const means = sums.map((sum, at) => sum / (days[at] ?? 1));
  const mean = meanOf(means);
  return mean === 0 ? null : means.map((one) => one / mean);
};

/** Returns what days differ by beyond their weekday and beyond chance: the coefficient of variation less that of Poisson counts. */
export const dayToDay = (days: Days): number | null => {
  if (days.counts.length < 7) return null;
  const weights = weekdayWeights(days) ?? new Array<number>(7).fill(1);
  const even = days.counts.map((count, at) => count / Math.max(1e-9, weights[weekdayOf(days.first + at)] ?? 1));
  const { mean, sd } = sampleOf(even);
  // What weekdays explain was taken from the same days: as many fewer are free.
  const free = days.counts.length >= 7 * WEEKS ? Math.sqrt((days.counts.length - 1) / (days.counts.length - 7)) : 1;
  return mean === 0 ? null : Math.sqrt(Math.max(0, ((sd * free) / mean) ** 2 - 1 / mean));
};

/** Requests a day, and the interval of their mean by how much days differ; null where too few days are whole for one. */
export type DailyRate = { readonly perDay: number; readonly interval: Interval | null; readonly days: number };

const LEAST_DAYS = 5;

/** Returns the mean day of whole weeks with a lognormal interval of that mean; null where no day is whole. */
export const dailyRate = (days: Days): DailyRate | null => {
  const counts = wholeWeeks(days.counts);
  if (counts.length === 0) return null;
  const perDay = meanOf(counts);
  const spread = dayToDay(days);
  if (spread === null || days.counts.length < LEAST_DAYS || perDay === 0) return { perDay, interval: null, days: counts.length };
  const error = Math.sqrt((spread ** 2 + 1 / perDay) / counts.length);
  return { perDay, interval: { low: perDay * Math.exp(-Z95 * error), high: perDay * Math.exp(Z95 * error) }, days: counts.length };
};

/** A profile of hours needs so many requests an hour of the day on average. */
const LEAST_AN_HOUR = 20;

/** Returns weights of the hours of a day over their mean; null where requests are too few, or no less even than by chance. */
export const hourWeights = (momentsMs: readonly number[]): readonly number[] | null => {
  const days = daysOf(momentsMs);
  const [from, until] = [days.first * MS_PER_DAY, (days.first + days.counts.length) * MS_PER_DAY];
  const counts = new Array<number>(24).fill(0);
  for (const moment of momentsMs) {
    if (moment < from || moment >= until) continue;
    const hour = Math.floor((moment % MS_PER_DAY) / MS_PER_HOUR);
    counts[hour] = (counts[hour] ?? 0) + 1;
  }
  const mean = meanOf(counts);
  if (days.counts.length === 0 || mean < LEAST_AN_HOUR) return null;
  const chi = counts.reduce((sum, count) => sum + (count - mean) ** 2 / mean, 0);
  return chi / 23 < 2 ? null : counts.map((count) => count / mean);
};

/** Minutes that tell how bursty an hour is, and the requests that such an hour needs. */
const [LEAST_HOURS, LEAST_IN_HOUR] = [10, 60];

/** Returns what the minutes of an hour differ by beyond chance: √(Σ(variance − mean) ÷ Σ mean²) over the busy hours; null where they are few. */
export const burstOf = (momentsMs: readonly number[]): { readonly burst: number; readonly hours: number } | null => {
  let [excess, squares, hours] = [0, 0, 0];
  const close = (minutes: readonly number[]): void => {
    const { mean, sd } = sampleOf(minutes);
    if (mean * 60 < LEAST_IN_HOUR) return;
    excess += sd ** 2 - mean;
    squares += mean ** 2;
    hours++;
  };
  let [hour, minutes] = [Number.NaN, new Array<number>(60).fill(0)];
  for (const moment of momentsMs) {
    const own = Math.floor(moment / MS_PER_HOUR);
    if (own !== hour) {
      if (!Number.isNaN(hour)) close(minutes);
      [hour, minutes] = [own, new Array<number>(60).fill(0)];
    }
    const minute = Math.floor((moment % MS_PER_HOUR) / MS_PER_MINUTE);
    minutes[minute] = (minutes[minute] ?? 0) + 1;
  }
  if (!Number.isNaN(hour)) close(minutes);
  return hours < LEAST_HOURS ? null : { burst: Math.sqrt(Math.max(0, excess / squares)), hours };
};
