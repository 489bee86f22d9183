import { visible } from '../../diagnostics/escape.ts';
import { monthFigures } from '../month-figures.ts';
import type { MonthReport } from '../report.ts';
import { bar, type Cell, type Column, tableLines, wrapped } from '../table.ts';
import { dim, type TextStyle } from './style.ts';

const columnsOf = (components: readonly string[]): readonly Column[] => [
  { title: 'month', align: 'left', drop: 0 },
  { title: 'requests', align: 'right', drop: 2 },
  ...components.map((title): Column => ({ title, align: 'right', drop: 2 })),
  { title: 'spend', align: 'right', drop: 0 },
  { title: '', align: 'left', drop: 3 },
  { title: 'note', align: 'left', drop: 1, shrinkTo: 12 },
];

/** Returns months as a table with bars, and below it what happens in them. */
export const months = (list: readonly MonthReport[], style: TextStyle): readonly string[] => {
  const figures = monthFigures(list);
  const rows = figures.rows.map(({ month, requests, parts, spend, weight, notes }): readonly Cell[] => [
    { text: month },
    { text: requests },
    ...parts.map((text) => ({ text })),
    { text: spend },
    { text: bar(weight, 24), paint: (text) => style.paint('accent', text) },
    { text: notes.map((number) => `[${number}]`).join(' ') },
  ]);
  const total = ['total', figures.total.requests, ...figures.total.parts, figures.total.spend, '', ''];
  const all = list.length > 1 ? [...rows, total.map((text) => ({ text, paint: (own: string) => style.paint('bold', own) }))] : rows;
  const notes = figures.notes.flatMap((note, index) => wrapped(visible(`[${index + 1}] ${note}`), style.width));
  return [...tableLines(columnsOf(figures.components), all, style.width, dim(style)), ...notes];
};
