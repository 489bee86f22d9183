import { duration, money, percent } from './format.ts';
import type { BudgetReport, Report } from './report.ts';

/** A budget of a scenario as every table of budgets prints it. */
export type BudgetFigures = {
  readonly scenario: string;
  readonly name: string;
  readonly limit: string;
  readonly actual: string;
  readonly verdict: 'ok' | 'over' | 'under' | '–';
  readonly month: string;
};

const TIMES = ['latency', 'turnaround', 'first_token'];
const SHARES = ['success_rate', 'context_use', 'rate_limit_use'];

/** A limit or its figure, in the words of what is limited. */
const wordedLimit = (name: string, value: number): string => {
  const [figure = ''] = name.split('.');
  if (TIMES.includes(figure)) return duration(value);
  return SHARES.includes(figure) ? percent(value) : money(value);
};

const verdictOf = ({ name, ok }: BudgetReport): BudgetFigures['verdict'] => {
  if (ok === null) return '–';
  if (ok) return 'ok';
  return name.startsWith('success_rate') ? 'under' : 'over';
};

/** Returns the budgets of all scenarios, in their order. */
export const budgetFigures = (report: Report): readonly BudgetFigures[] =>
  report.scenarios.flatMap((scenario) =>
    scenario.budgets.map((budget) => ({
      scenario: scenario.name,
      name: budget.name,
      limit: wordedLimit(budget.name, budget.limit),
      actual: budget.actual === null ? '–' : wordedLimit(budget.name, budget.actual),
      verdict: verdictOf(budget),
      month: budget.month ?? '',
    })),
  );
