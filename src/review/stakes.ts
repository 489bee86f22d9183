import type { Projection } from '../projection/projection.ts';
import { money } from '../report/format.ts';
import type { Spec } from '../workflow/spec.ts';
import type { Reviewed } from './reviewed.ts';

/** A saving below a dollar a month is not worth a line. */
const LEAST_USD_PER_MONTH = 1;

/** What a request costs in the first month. */
const perRequestUsd = ({ months, costUsd }: Projection): number => months[0]?.costPerRequestUsd ?? costUsd;

/** Returns dollars per request as a month's, `$1,230 a month`; without traffic `$4.10 per 1,000 requests`. */
export const moneyOf = ({ base }: Reviewed, usdPerRequest: number): string => {
  const [month] = base.projection.months;
  return month === undefined ? `${money(usdPerRequest * 1000)} per 1,000 requests` : `${money(usdPerRequest * month.requests)} a month`;
};

/** Returns whether dollars per request are worth a line: a dollar in the first month; without traffic, anything. */
export const worthwhile = ({ base }: Reviewed, usdPerRequest: number): boolean => {
  const [month] = base.projection.months;
  return month === undefined ? usdPerRequest > 1e-9 : usdPerRequest * month.requests >= LEAST_USD_PER_MONTH;
};

/** Returns dollars a request that another plan of the workflow costs less, in the first month. */
export const savedBy = ({ base }: Reviewed, after: Projection): number => perRequestUsd(base.projection) - perRequestUsd(after);

/** An edited workflow and what it saves. */
export type Saving = { readonly usdPerRequest: number; readonly after: Projection };

/** Returns what an edit of the workflow saves a request, planned anew in closed form; null where that is not worth a line. */
export const savingBy = (reviewed: Reviewed, edit: (spec: Spec) => Spec): Saving | null => {
  const after = reviewed.replanned(edit);
  if (after === undefined) return null;
  const usdPerRequest = savedBy(reviewed, after);
  return worthwhile(reviewed, usdPerRequest) ? { usdPerRequest, after } : null;
};
