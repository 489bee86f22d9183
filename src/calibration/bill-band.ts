import type { Forecast } from '../projection/forecast.ts';
import { normalQuantile } from '../stats/normal.ts';
import { DAYS_PER_MONTH } from '../workflow/traffic/period.ts';

const Z90 = normalQuantile(0.9);

/** The squared coefficient of variation of what requests cost. */
const unitVariance = ({ simulation }: Forecast): number => {
  const { sorted, mean } = simulation.perRequest.costUsd;
  const variance = sorted.reduce((sum, usd) => sum + (usd - mean) ** 2, 0) / Math.max(1, sorted.length - 1);
  return mean > 0 ? variance / mean ** 2 : 0;
};

/**
 * Returns the P10 and P90 of the bill of some days over its mean: the band of a month as a lognormal, with the noise of so many days and
 * requests in place of a month's.
 */
export const bandFactors = (forecast: Forecast, days: number, requests: number): { readonly low: number; readonly high: number } => {
  const month = forecast.uncertainty?.bands.months[0];
  const { traffic } = forecast.projection.plan;
  const monthly = (forecast.projection.requestsPerDay ?? 0) * DAYS_PER_MONTH;
  if (month === undefined || traffic === null || month.p10 <= 0 || month.mean <= 0 || requests <= 0) return { low: 1, high: 1 };
  const ofMonth = (Math.log(month.p90 / month.p10) / (2 * Z90)) ** 2;
  // A part of a day differs as a day does; chance in the number of requests counts as their cost does.
  const ofDays = traffic.dayToDay ** 2 * (1 / Math.max(1, days) - 1 / DAYS_PER_MONTH);
  const ofRequests = (1 + unitVariance(forecast)) / requests - unitVariance(forecast) / Math.max(1, monthly);
  const sd = Math.sqrt(Math.max(0, ofMonth + ofDays + ofRequests));
  const middle = month.p50 / month.mean;
  return { low: middle * Math.exp(-Z90 * sd), high: middle * Math.exp(Z90 * sd) };
};
