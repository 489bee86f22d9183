import { budgetFigures } from '../budget-figures.ts';
import type { Report } from '../report.ts';
import { type Cell, type Column, tableLines } from '../table.ts';
import { dim, type TextStyle } from './style.ts';

const BUDGET_COLUMNS: readonly Column[] = [
  { title: 'scenario', align: 'left', drop: 2, shrinkTo: 8 },
  { title: 'budget', align: 'left', drop: 0 },
  { title: 'limit', align: 'right', drop: 1 },
  { title: 'actual', align: 'right', drop: 0 },
  { title: '', align: 'left', drop: 0 },
  { title: 'chance over', align: 'right', drop: 2 },
  { title: 'month', align: 'left', drop: 3 },
];

/** Returns every budget with its figure; nothing where there are none. */
export const budgets = (report: Report, style: TextStyle): readonly string[] => {
  const rows = budgetFigures(report).map(({ scenario, name, limit, actual, verdict, chance, month }): readonly Cell[] => [
    ...[scenario, name, limit, actual].map((text) => ({ text })),
    { text: verdict, paint: (text) => style.paint(verdict === 'ok' ? 'accent' : 'warning', text) },
    { text: chance },
    { text: month },
  ]);
  return rows.length === 0 ? [] : tableLines(BUDGET_COLUMNS, rows, style.width, dim(style));
};
