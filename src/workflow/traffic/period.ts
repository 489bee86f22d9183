/** SPEC 12: all rates use months of 730 hours. */
export const HOURS_PER_MONTH = 730;
export const DAYS_PER_MONTH = HOURS_PER_MONTH / 24;

/** How many of a period make a day. */
const PER_DAY: Readonly<Record<string, number>> = {
  day: 1,
  second: 86_400,
  minute: 1440,
  hour: 24,
  week: 1 / 7,
  month: 24 / HOURS_PER_MONTH,
};

/** How many of a period make a month of 730 hours: 4.345 weeks. */
const PER_MONTH: Readonly<Record<string, number>> = {
  month: 1,
  year: 1 / 12,
  week: DAYS_PER_MONTH / 7,
  day: DAYS_PER_MONTH,
  hour: HOURS_PER_MONTH,
};

/** What volumes may be per, the usual first. */
export const VOLUME_PERIODS = [...Object.keys(PER_DAY), 'user per month'] as const;

/** What costs and runs may be per, the usual first. */
export const COST_PERIODS = Object.keys(PER_MONTH);

/** Returns how often a volume's period comes in a day. */
export const periodsPerDay = (period: string): number => PER_DAY[period === 'user per month' ? 'month' : period] ?? 1;

/** Returns how often a cost's period comes in a month. */
export const periodsPerMonth = (period: string): number => PER_MONTH[period] ?? 1;
