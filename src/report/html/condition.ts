import { DAYS_PER_MONTH } from '../../workflow/traffic/period.ts';
import { count, duration, money, percent } from '../format.ts';
import type { BudgetReport, LeverReport, ScenarioReport } from '../report.ts';
import { significant } from '../significant.ts';
import { leavesOf } from '../tokens.ts';
import { name } from './markup.ts';
import { roughly } from './words.ts';

/** What of the figure that a budget limits does not hang on requests; null where the budget is not on money. */
const standingUsd = ({ months, horizon }: ScenarioReport, { name: budget, month }: BudgetReport): number | null => {
  const [figure = ''] = budget.split('.');
  if (figure === 'cost_per_request' || figure === 'cost_per_session') return 0;
  const of = figure === 'total_spend' ? horizon : (months.find((one) => one.month === month) ?? months[0]);
  if (of === undefined || of === null) return null;
  const { evaluation, fixed, one_off } = of.components;
  if (figure === 'daily_spend') return (evaluation + fixed) / DAYS_PER_MONTH;
  return figure === 'total_spend' || figure === 'monthly_spend' ? evaluation + fixed + one_off : null;
};

/**
 * By what factor what hangs on requests may grow, or must shrink, until the limit is met: of $3,000 with $1,000 that stand, a limit
 * of $2,000 leaves half of the $2,000 of requests. Below 0: it cannot be met so.
 */
const factorOf = ({ limit, actual }: BudgetReport, standing: number): number | null =>
  actual === null || actual <= standing ? null : (limit - standing) / (actual - standing);

/** What the dearest step alone would have to come down by. */
const dearestWords = (scenario: ScenarioReport, factor: number): string => {
  const dearest = [...leavesOf(scenario)].sort((a, b) => b.cost_usd - a.cost_usd)[0];
  const cut = (1 - factor) / (dearest?.share_of_cost || 1);
  return dearest === undefined || cut > 1 ? '' : `, or ${name(dearest.name, 40)} alone by ${roughly(cut)}`;
};

const moneyWords = (budget: BudgetReport, scenario: ScenarioReport, figure: string): string => {
  const standing = standingUsd(scenario, budget);
  const factor = standing === null ? null : factorOf(budget, standing);
  if (factor === null) return '';
  const perDay = scenario.daily?.requests ?? null;
  const ofTraffic =
    figure.startsWith('cost_per') || perDay === null
      ? ''
      : `, or traffic by as much: ${count(perDay * factor)} instead of ${count(perDay)} requests a day in the first month`;
  if (factor < 0) return 'What stands every month is over the limit by itself: no saving on requests meets it.';
  if (factor < 1) return `The cost of a request would have to fall by ${roughly(1 - factor)}${dearestWords(scenario, factor)}${ofTraffic}.`;
  const grows = ofTraffic === '' ? '' : `, or traffic up to ${count((perDay ?? 0) * factor)} requests a day in the first month`;
  return `Holds while the cost of a request rises by no more than ${roughly(factor - 1)}${grows}.`;
};

const timeWords = ({ limit, actual, ok }: BudgetReport): string => {
  if (actual === null || actual === 0) return '';
  const apart = duration(Math.abs(actual - limit));
  return ok ? `There are ${apart} left.` : `It would have to be ${apart} faster, ${roughly(1 - limit / actual)} of its time.`;
};

const shareWords = ({ limit, actual, ok }: BudgetReport, figure: string): string => {
  if (actual === null || actual === 0) return '';
  if (figure === 'success_rate') {
    const fails = `${percent(1 - limit)} of requests may fail; ${percent(1 - actual)} do`;
    return ok ? `${fails}.` : `${fails}: more attempts, or a fallback.`;
  }
  return ok ? `There is room for ${roughly(limit / actual - 1)} more.` : `It would have to come down by ${roughly(1 - limit / actual)}.`;
};

/** Of a recount the value is a factor of what was counted. */
const leverText = ({ kind, name: title, middle }: LeverReport, value: number): string =>
  kind === 'tokenizer' || kind === 'samples'
    ? `the tokens of ${name(title, 40)} at ×${significant(value)} of what was counted`
    : `${name(title, 40)} at ${significant(value)} (middle: ${significant(middle)})`;

const MOST_LEVERS = 3;

/** Which uncertain number alone, all others in their middle, would bring the figure to its limit. */
const leverWords = ({ name: budget }: BudgetReport, { sensitivity }: ScenarioReport): string => {
  const breaking = (sensitivity ?? []).flatMap((lever) =>
    lever.breaks.filter((one) => one.budget === budget).map(({ value }) => leverText(lever, value)),
  );
  return breaking.length === 0
    ? ''
    : ` All other numbers in their middle, the limit is reached with ${breaking.slice(0, MOST_LEVERS).join(', or ')}.`;
};

/** Returns what would have to be true for a budget to hold, or how much room it leaves; empty where that is not known. */
export const conditionOf = (budget: BudgetReport, scenario: ScenarioReport): string => {
  const [figure = ''] = budget.name.split('.');
  if (budget.actual === null || budget.ok === null) return '';
  if (['latency', 'turnaround', 'first_token'].includes(figure)) return timeWords(budget);
  if (['success_rate', 'context_use', 'rate_limit_use'].includes(figure)) return shareWords(budget, figure);
  if (figure === 'worst_case_cost_per_request')
    return budget.ok
      ? `There are ${money(budget.limit - budget.actual)} left.`
      : 'Lower ceilings would have to hold: max_output, max_input, attempts, loops.';
  return `${moneyWords(budget, scenario, figure)}${leverWords(budget, scenario)}`.trim();
};
