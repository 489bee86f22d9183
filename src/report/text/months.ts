import { visible } from '../../diagnostics/escape.ts';
import { bandText, monthFigures } from '../month-figures.ts';
import type { ScenarioReport } from '../report.ts';
import { bar, type Cell, type Column, tableLines, wrapped } from '../table.ts';
import { dim, type TextStyle } from './style.ts';

const columnsOf = (components: readonly string[]): readonly Column[] => [
  { title: 'month', align: 'left', drop: 0 },
  { title: 'requests', align: 'right', drop: 2 },
  ...components.map((title): Column => ({ title, align: 'right', drop: 4 })),
  { title: 'spend', align: 'right', drop: 0 },
  { title: 'p10–p90', align: 'right', drop: 1 },
  { title: '', align: 'left', drop: 3 },
  { title: 'note', align: 'left', drop: 1, shrinkTo: 12 },
];

/** Returns months as a table with bars, and below it what happens in them. */
export const months = ({ months: list, horizon }: ScenarioReport, style: TextStyle): readonly string[] => {
  const figures = monthFigures(list);
  const rows = figures.rows.map(({ month, requests, parts, spend, band, weight, notes }): readonly Cell[] => [
    { text: month },
    { text: requests },
    ...parts.map((text) => ({ text })),
    { text: spend },
    { text: band },
    { text: bar(weight, 12), paint: (text) => style.paint('accent', text) },
    { text: notes.map((number) => `[${number}]`).join(' ') },
  ]);
  const total = horizon === null ? '' : bandText(horizon.spend_usd);
  const last = ['total', figures.total.requests, ...figures.total.parts, figures.total.spend, total, '', ''];
  const all = list.length > 1 ? [...rows, last.map((text) => ({ text, paint: (own: string) => style.paint('bold', own) }))] : rows;
  const notes = figures.notes.flatMap((note, index) => wrapped(visible(`[${index + 1}] ${note}`), style.width));
  return [...tableLines(columnsOf(figures.components), all, style.width, dim(style)), ...notes];
};
