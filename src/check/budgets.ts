import { type BudgetVerdict, budgetName, type Verdict } from '../projection/budgets.ts';
import { dailySpendUsd } from '../projection/economics.ts';
import type { Projection } from '../projection/projection.ts';
import type { PlanBudget } from '../workflow/plan.ts';
import type { Loosened } from './policy.ts';

const atLeast = ({ figure }: PlanBudget): boolean => figure === 'success_rate';

const stricter = (a: PlanBudget, b: PlanBudget): PlanBudget => (atLeast(a) === a.limit >= b.limit ? a : b);

/** Returns the budgets of both sides, of each the stricter limit, at the head's place: a change may tighten its budgets, not loosen them. */
export const strictBudgets = (base: readonly PlanBudget[], head: readonly PlanBudget[]): readonly PlanBudget[] => {
  const strict = new Map(head.map((budget) => [budgetName(budget), budget]));
  for (const budget of base) {
    const known = strict.get(budgetName(budget));
    strict.set(budgetName(budget), known === undefined ? budget : { ...known, limit: stricter(known, budget).limit });
  }
  return [...strict.values()];
};

/** Returns the budgets that a change loosens or drops. */
export const loosenedBudgets = (
  base: readonly PlanBudget[],
  head: readonly PlanBudget[],
  where: string,
  show: (figure: string, limit: number) => string,
): readonly Loosened[] =>
  base.flatMap((budget) => {
    const now = head.find((other) => budgetName(other) === budgetName(budget));
    if (now !== undefined && (now.limit === budget.limit || stricter(now, budget) === now)) return [];
    const after = now === undefined ? 'none' : show(now.figure, now.limit);
    return [{ what: `budget ${budgetName(budget)}`, where, before: show(budget.figure, budget.limit), after }];
  });

type Actual = { readonly value: number; readonly month: string | null };

const dearest = (projection: Projection, limit: number): Actual | null => {
  const { months } = projection;
  const crossed = months.find(({ spendUsd }) => spendUsd > limit);
  const named = crossed ?? months.reduce((most, one) => (one.spendUsd > (most?.spendUsd ?? -1) ? one : most), months[0]);
  return named === undefined ? null : { value: named.spendUsd, month: named.month.label };
};

/** The means that a closed form has without any draw. */
const meanOf = ({ figure, statistic, limit }: PlanBudget, projection: Projection): Actual | null => {
  const { months, costUsd, turns, requestsPerDay, successRate } = projection;
  const [first] = months;
  const exactly = (value: number | null): Actual | null => (value === null ? null : { value, month: null });
  if (figure === 'success_rate') return exactly(successRate);
  if (statistic !== 'mean') return null;
  switch (figure) {
    case 'cost_per_request':
      return exactly(costUsd);
    case 'cost_per_session':
      return exactly(turns === null ? null : costUsd * turns);
    case 'daily_spend':
      return exactly(first === undefined || requestsPerDay === null ? null : dailySpendUsd(first, requestsPerDay));
    case 'total_spend':
      return exactly(months.length === 0 ? null : months.reduce((sum, { spendUsd }) => sum + spendUsd, 0));
    case 'monthly_spend':
      return dearest(projection, limit);
    default:
      return null;
  }
};

/** Returns the verdict on a budget whose figure is a mean; null where only draws can tell. */
export const meanVerdict = (budget: PlanBudget, projection: Projection): BudgetVerdict | null => {
  const actual = meanOf(budget, projection);
  if (actual === null) return null;
  const { value, month } = actual;
  const verdict: Verdict = (atLeast(budget) ? value >= budget.limit : value <= budget.limit) ? 'kept' : 'crossed';
  return { budget, name: budgetName(budget), actual: value, interval: [value, value], verdict, chanceOver: null, month };
};
