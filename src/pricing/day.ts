/** A calendar day as whole days since 1970-01-01 (UTC). Dates have no time zone and no clock: a day is a number. */
export type Day = number;

const MS_PER_DAY = 86_400_000;

/** Returns the day of `YYYY-MM-DD`, or undefined where the text is no such date or the day does not exist. */
export const parseDay = (text: string): Day | undefined => {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) return undefined;
  const day = Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3])) / MS_PER_DAY;
  return dayText(day) === text ? day : undefined;
};

/** Returns a day as `YYYY-MM-DD`. */
export const dayText = (day: Day): string => new Date(day * MS_PER_DAY).toISOString().slice(0, 10);

/** Returns the first day of the month after the one that holds a day. */
export const nextMonth = (day: Day): Day => {
  const date = new Date(day * MS_PER_DAY);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1) / MS_PER_DAY;
};

/** Returns the same day of the month some months later; the last day of that month where it is shorter. */
export const addMonths = (day: Day, months: number): Day => {
  const date = new Date(day * MS_PER_DAY);
  const first = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1) / MS_PER_DAY;
  return Math.min(first + date.getUTCDate() - 1, nextMonth(first) - 1);
};
