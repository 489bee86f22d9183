import { mean } from '../stats/moments.ts';
import type { Plan } from '../workflow/plan.ts';
import { DAYS_PER_MONTH } from '../workflow/traffic/period.ts';
import { componentsUsd, type MonthProjection, type NextUsers, type Projection, type UnitEconomics } from './projection.ts';

/** What a month costs whether or not anybody comes: evaluation and fixed costs, never one-off ones. */
const standingUsd = ({ components }: MonthProjection): number => components.evaluation + components.fixed;

/** Returns the spend of the mean day of the first month: standing costs by a month of 30.4167 days. */
export const dailySpendUsd = (first: MonthProjection, requestsPerDay: number): number =>
  requestsPerDay *
    (first.requests === 0 ? 0 : (first.components.models + first.components.tools + first.components.people) / first.requests) +
  standingUsd(first) / DAYS_PER_MONTH;

type Economy = Pick<Projection, 'plan' | 'months' | 'successRate'>;

/** Revenue of a month: by request, or by user. */
const revenueOf = ({ money, traffic }: Plan, requests: number): number | null => {
  const { revenue } = money;
  if (revenue === null) return null;
  if (revenue.per === 'request') return requests * mean(revenue.usd);
  return traffic?.users ? mean(traffic.users) * mean(revenue.usd) : null;
};

/** Requests a month at which what each leaves over pays for what stands: $520 of fixed costs at $0.08 a request are 6,500. */
const breakEven = (standing: number, worth: number | null, requests: number, perRequestUsd: number): number | null => {
  if (worth === null || requests === 0) return null;
  const left = worth / requests - perRequestUsd;
  return left > 0 ? standing / left : null;
};

type Month = { readonly usedUsd: number; readonly revenue: number | null; readonly replaced: number | null };

/** 2,000 users who cost $500 of models and pay $3,000: the next thousand cost $250 and bring $1,500. */
const nextThousand = ({ usedUsd, revenue, replaced }: Month, users: number): NextUsers => {
  const share = 1000 / users;
  return {
    costUsd: usedUsd * share,
    revenueUsd: revenue === null ? null : revenue * share,
    savingUsd: replaced === null ? null : (replaced - usedUsd) * share,
  };
};

/** Returns what the feature earns or saves in its first month, one-off costs left out; null without traffic. */
export const economicsOf = ({ plan, months, successRate }: Economy): UnitEconomics | null => {
  const [first] = months;
  if (first === undefined || plan.traffic === null) return null;
  const { requests, components } = first;
  const spend = componentsUsd(components) - components.oneOff;
  const usedUsd = components.models + components.tools + components.people;
  const perRequestUsd = requests === 0 ? 0 : usedUsd / requests;
  const revenue = revenueOf(plan, requests);
  const replaced = plan.money.replacesUsd === null ? null : requests * mean(plan.money.replacesUsd);
  const { users } = plan.traffic;
  return {
    revenueUsd: revenue,
    margin: revenue === null || revenue === 0 ? null : (revenue - spend) / revenue,
    savingUsd: replaced === null ? null : replaced - spend,
    perUserUsd: users === null ? null : spend / mean(users),
    perSuccessUsd: requests * successRate === 0 ? 0 : spend / (requests * successRate),
    breakEvenRequests: breakEven(standingUsd(first), revenue ?? replaced, requests, perRequestUsd),
    nextThousandUsers: users === null ? null : nextThousand({ usedUsd, revenue, replaced }, mean(users)),
  };
};
