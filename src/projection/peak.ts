import type { Plan } from '../workflow/plan.ts';

const MINUTES_PER_DAY = 1440;

/**
 * Returns the mean requests a minute of the busiest hour: 10,000 a day whose busiest hour is 2.1936 times the mean hour are 15.23.
 * Null without traffic.
 */
export const peakRate = ({ traffic }: Plan, requestsPerDay: number): number | null =>
  traffic === null ? null : (requestsPerDay / MINUTES_PER_DAY) * traffic.peak;
