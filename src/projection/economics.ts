import { mean } from '../stats/moments.ts';
import type { Plan, PlanBudget } from '../workflow/plan.ts';
import { DAYS_PER_MONTH } from '../workflow/traffic/period.ts';
import { type BudgetProjection, componentsUsd, type MonthProjection, type Projection, type UnitEconomics } from './projection.ts';

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

/** Returns what the feature earns or saves in its first month, one-off costs left out; null without traffic. */
export const economicsOf = ({ plan, months, successRate }: Economy): UnitEconomics | null => {
  const [first] = months;
  if (first === undefined || plan.traffic === null) return null;
  const { requests, components } = first;
  const spend = componentsUsd(components) - components.oneOff;
  const perRequestUsd = requests === 0 ? 0 : (components.models + components.tools + components.people) / requests;
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
  };
};

/** The mean that a budget limits, and the month in which it is crossed first, else the dearest one. */
const actualOf = (
  budget: PlanBudget,
  projection: Omit<Projection, 'budgets'>,
): { readonly actual: number | null; readonly month: string | null } => {
  const { months, costUsd, turns, requestsPerDay, successRate } = projection;
  const [first] = months;
  const none = { actual: null, month: null };
  if (budget.figure === 'success_rate') return { actual: successRate, month: null };
  if (budget.statistic !== 'mean') return none;
  switch (budget.figure) {
    case 'cost_per_request':
      return { actual: costUsd, month: null };
    case 'cost_per_session':
      return { actual: turns === null ? null : costUsd * turns, month: null };
    case 'daily_spend':
      return { actual: first === undefined || requestsPerDay === null ? null : dailySpendUsd(first, requestsPerDay), month: null };
    case 'total_spend':
      return { actual: months.length === 0 ? null : months.reduce((sum, { spendUsd }) => sum + spendUsd, 0), month: null };
    case 'monthly_spend': {
      const crossed = months.find(({ spendUsd }) => spendUsd > budget.limit);
      const dearest = months.reduce((most, month) => (month.spendUsd > most.spendUsd ? month : most), months[0] as MonthProjection);
      const named = crossed ?? dearest;
      return months.length === 0 ? none : { actual: named.spendUsd, month: named.month.label };
    }
    default:
      return none;
  }
};

/** Returns each budget with the mean that it limits; null where its figure is no mean. */
export const budgetsOf = (projection: Omit<Projection, 'budgets'>): readonly BudgetProjection[] =>
  projection.plan.budgets.map((budget) => {
    const { actual, month } = actualOf(budget, projection);
    const within = actual === null ? null : budget.figure === 'success_rate' ? actual >= budget.limit : actual <= budget.limit;
    return { budget, actual, ok: within, month };
  });
