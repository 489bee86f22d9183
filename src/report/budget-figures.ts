import { duration, money, percent } from './format.ts';
import type { BudgetReport, Report } from './report.ts';

/** A budget of a scenario as every table of budgets prints it. */
export type BudgetFigures = {
  readonly scenario: string;
  readonly name: string;
  readonly limit: string;
  readonly actual: string;
  /** `near`: too near to the limit to tell, as far as it was drawn. */
  readonly verdict: 'ok' | 'near' | 'over' | 'under' | '–';
  /** How likely the limit is passed. */
  readonly chance: string;
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

const verdictOf = ({ name, verdict }: BudgetReport): BudgetFigures['verdict'] => {
  switch (verdict) {
    case 'kept':
      return 'ok';
    case 'near':
      return 'near';
    case 'crossed':
      return name.startsWith('success_rate') ? 'under' : 'over';
    case 'unknown':
      return '–';
    default:
      return verdict satisfies never;
  }
};

/** A limit that is crossed without a figure has nothing that bounds it. */
const actualOf = ({ name, actual, verdict }: BudgetReport): string => {
  if (actual !== null) return wordedLimit(name, actual);
  return verdict === 'crossed' ? 'unbounded' : '–';
};

/** Returns the budgets of all scenarios, in their order. */
export const budgetFigures = (report: Report): readonly BudgetFigures[] =>
  report.scenarios.flatMap((scenario) =>
    scenario.budgets.map((budget) => ({
      scenario: scenario.name,
      name: budget.name,
      limit: wordedLimit(budget.name, budget.limit),
      actual: actualOf(budget),
      verdict: verdictOf(budget),
      chance: budget.chance_over === null ? '' : percent(budget.chance_over),
      month: budget.month ?? '',
    })),
  );
