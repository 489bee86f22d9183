import { visible } from '../../diagnostics/escape.ts';
import { count, money, moneyDecimals, roundedToSum } from '../format.ts';
import type { MonthReport } from '../report.ts';
import { bar, type Cell, type Column, tableLines, wrapped } from '../table.ts';
import { dim, type TextStyle } from './style.ts';

const MONTH_COLUMNS: readonly Column[] = [
  { title: 'month', align: 'left', drop: 0 },
  { title: 'requests', align: 'right', drop: 2 },
  { title: 'spend', align: 'right', drop: 0 },
  { title: '', align: 'left', drop: 3 },
  { title: 'note', align: 'left', drop: 1, shrinkTo: 12 },
];

/** Returns months as a table with bars, and below it what happens in them. */
export const months = (list: readonly MonthReport[], style: TextStyle): readonly string[] => {
  const means = list.map(({ spend_usd }) => spend_usd.mean);
  const decimals = Math.min(2, moneyDecimals(Math.max(...means)));
  const rounded = roundedToSum(means, decimals);
  const greatest = Math.max(...means, Number.EPSILON);
  const numbers = new Map<string, number>();
  for (const note of list.flatMap(({ notes }) => notes)) if (!numbers.has(note)) numbers.set(note, numbers.size + 1);
  const rows = list.map(({ month, requests, spend_usd, notes }, index): readonly Cell[] => [
    { text: month },
    { text: count(requests) },
    { text: money(rounded[index] ?? 0, decimals) },
    { text: bar(spend_usd.mean / greatest, 24), paint: (text) => style.paint('accent', text) },
    { text: notes.map((note) => `[${numbers.get(note)}]`).join(' ') },
  ]);
  const total = [
    'total',
    count(list.reduce((sum, { requests }) => sum + requests, 0)),
    money(
      rounded.reduce((sum, usd) => sum + usd, 0),
      decimals,
    ),
    '',
    '',
  ];
  const all = list.length > 1 ? [...rows, total.map((text) => ({ text, paint: (own: string) => style.paint('bold', own) }))] : rows;
  const notes = [...numbers].flatMap(([note, number]) => wrapped(visible(`[${number}] ${note}`), style.width));
  return [...tableLines(MONTH_COLUMNS, all, style.width, dim(style)), ...notes];
};
