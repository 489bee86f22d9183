import { budgetFigures } from '../../budget-figures.ts';
import { conditionOf } from '../condition.ts';
import type { HtmlInput } from '../input.ts';
import { html, type Markup, name } from '../markup.ts';
import { type Column, dataTable, explained } from '../table.ts';
import { traced } from '../trace.ts';
import { absent, type Section } from './section.ts';

const VERDICTS = {
  ok: { text: 'met', kind: 'met' },
  near: { text: 'too near to tell', kind: 'missed' },
  over: { text: 'over', kind: 'missed' },
  under: { text: 'under', kind: 'missed' },
  '–': { text: 'not known', kind: 'unknown' },
} as const;

/** `monthly_spend.p90` as words. */
const worded = (budget: string): string => name(budget).replace('.', ', ').replaceAll('_', ' ');

const COLUMNS: readonly Column[] = [
  { title: 'budget', align: 'left' },
  { title: 'limit', align: 'right' },
  { title: 'planned', align: 'right' },
  { title: '', align: 'left' },
  { title: 'chance over', align: 'right' },
];

const table = (input: HtmlInput): Markup => {
  const { report } = input;
  const several = report.scenarios.length > 1;
  const figures = budgetFigures(report);
  const budgets = report.scenarios.flatMap((scenario) => scenario.budgets.map((budget) => ({ budget, scenario })));
  const rows = budgets.map(({ budget, scenario }, index) => {
    const { limit = '', actual = '', verdict = '–', chance = '', month = '' } = figures[index] ?? {};
    const { text: told, kind } = VERDICTS[verdict];
    const where = [several ? name(scenario.name, 40) : '', month].filter((text) => text !== '').join(', ');
    const condition = conditionOf(budget, scenario);
    return {
      cells: [
        explained(html`${worded(budget.name)}${where === '' ? null : html` <span class="fine">${where}</span>`}`, condition),
        limit,
        traced(input, scenario.name, `budget ${budget.name}`, actual),
        html`<span class="verdict ${kind}">${told}</span>`,
        chance === '' ? '–' : chance,
      ],
    };
  });
  return dataTable('Budgets of all scenarios', COLUMNS, rows);
};

/** Returns the budgets of all scenarios, and what would have to be true for them to hold. */
export const budgetsSection = (input: HtmlInput): Section => {
  const none = input.report.scenarios.every(({ budgets }) => budgets.length === 0);
  return {
    id: 'budgets',
    title: 'Budgets',
    lead: 'Whether the limits hold, and what would have to be true for them to hold.',
    body: [none ? absent('No budget is stated, so that there is nothing to hold the plan against.') : table(input)],
  };
};
