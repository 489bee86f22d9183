import type { BudgetVerdict } from '../../projection/budgets.ts';
import type { BucketCapacity } from '../../projection/capacity.ts';
import type { Forecast } from '../../projection/forecast.ts';
import { percent, precise } from '../format.ts';
import { type Figure, from } from './figure.ts';

const SIGNS: Readonly<Record<BudgetVerdict['verdict'], string>> = { kept: '≤', near: '≈', crossed: '>', unknown: '?' };

/** A budget with what holds its figure. */
const budgetFigure = ({ budget, name, actual, interval, verdict, chanceOver, month }: BudgetVerdict): Figure => {
  const value = actual === null ? 'unbounded' : precise(actual);
  const least = budget.figure === 'success_rate';
  const sign = least && verdict !== 'near' ? (verdict === 'kept' ? '≥' : '<') : SIGNS[verdict];
  const drawn = interval !== null && interval[0] !== interval[1];
  return {
    name: `budget ${name}`,
    value: verdict,
    formula: [`= ${value} ${sign} ${precise(budget.limit)}`],
    terms: [
      ...(drawn ? [`it lies between ${precise(interval[0])} and ${precise(interval[1])} with 95 % confidence`] : []),
      ...(chanceOver === null ? [] : [`above the limit: ${percent(chanceOver)}`]),
      ...(month === null ? [] : [`held against ${month}`]),
      `limit${from(budget.at)}`,
    ],
  };
};

const capacityFigure = (bucket: BucketCapacity): Figure => ({
  name: `rate limit of ${bucket.bucket}`,
  value: bucket.use === null ? 'no calls' : `${percent(bucket.use)} of ${bucket.binds}`,
  formula: [
    '= need at the 99th percentile of the minutes of the busiest hour ÷ limit',
    `= ${bucket.use === null ? '–' : precise(bucket.use)}`,
  ],
  terms: [
    `calls a minute: ${precise(bucket.meanRpm)} on average in the busiest hour, ${precise(bucket.peakRpm)} in its peak minute`,
    `input tokens ${precise(bucket.peakInputTpm)}, output tokens ${precise(bucket.peakOutputTpm)} in that minute; batch calls wait in queues of their own`,
    ...(bucket.inFlight === null ? [] : [`calls at once: ${precise(bucket.inFlight)}, calls a minute × mean time of a call (Little)`]),
    ...(bucket.throttled === null
      ? []
      : [
          `throttled: ${percent(bucket.throttled)} of the calls of that hour; retries make ${precise(bucket.amplification)} times as many${bucket.retryStorm ? ', more than the limit lets through: a retry storm' : ''}`,
        ]),
    `growth reaches the limit: ${bucket.limitReached ?? 'never within the horizon'}`,
  ],
});

/** Returns what a scenario is held against: rate limits, then budgets. */
export const heldFigures = ({ capacity, budgets }: Forecast): readonly Figure[] => [
  ...capacity.map(capacityFigure),
  ...budgets.map(budgetFigure),
];
