import type { Report } from '../report.ts';
import { type Cell, type Column, cutTo, layTable } from '../table.ts';
import { dim, type TextStyle } from './style.ts';

const ASSUMPTION_COLUMNS: readonly Column[] = [
  { title: '', align: 'left', drop: 0, shrinkTo: 16, wraps: true },
  { title: '', align: 'left', drop: 0, shrinkTo: 16, wraps: true },
  { title: '', align: 'left', drop: 1 },
];

/** What nobody said comes first: it is what a reviewer asks about. */
const ORIGINS = [
  ['default', 'nobody said'],
  ['estimated', 'the tokenizer or the framing is not public'],
  ['table', 'from the price tables'],
  ['measured', 'counted exactly, or fitted to usage logs'],
  ['stated', 'written in the YAML'],
] as const;

/** Places without the folder that all files of the workflow share. */
const shortPlace = (where: string, path: string): string => {
  const folder =
    path.endsWith('.yaml') || path.endsWith('.yml') ? path.slice(0, path.lastIndexOf('/') + 1) : `${path.replace(/\/+$/, '')}/`;
  return where.startsWith(folder) ? where.slice(folder.length) : where;
};

/** Returns every assumption by its origin, with its place. */
export const assumptions = (report: Report, style: TextStyle): readonly string[] => {
  const sorted = ORIGINS.flatMap(([origin]) => report.assumptions.filter((line) => line.origin === origin));
  const rows = sorted.map(({ what, value, where }): readonly Cell[] => [
    { text: `  ${what}` },
    { text: value },
    { text: shortPlace(where, style.path), paint: dim(style) },
  ]);
  const lines = layTable(ASSUMPTION_COLUMNS, rows, style.width, dim(style)).rows;
  return ORIGINS.flatMap(([origin, meaning]) => {
    const mine = lines.filter((_, index) => sorted[index]?.origin === origin);
    const paint = origin === 'default' || origin === 'estimated' ? 'warning' : 'bold';
    return mine.length === 0 ? [] : [style.paint(paint, cutTo(`${origin} · ${meaning}`, style.width)), ...mine.flat()];
  });
};
