import { columnsOf } from '../../diagnostics/render.ts';
import { type Column, GAP, layOut } from '../../report/table.ts';
import type { Line } from './line.ts';
import { cellsIn, padLine, said, span, toned } from './span.ts';

export type { Column };

/** A table as lines, and the titles of columns that found no room. */
export type Table = { readonly head: Line; readonly rows: readonly Line[]; readonly hidden: readonly string[] };

const MARK = '› ';

/** Which row is chosen, null where none can be; the cells that the table may take. */
export type TableRoom = { readonly columns: number; readonly chosen: number | null };

/** Returns a table: figures aligned, columns giving way as they are told, the chosen row marked. */
export const table = (columns: readonly Column[], rows: readonly (readonly Line[])[], { columns: width, chosen }: TableRoom): Table => {
  const mark = chosen === null ? '' : MARK;
  const natural = columns.map(({ title }, index) =>
    rows.reduce((most, row) => Math.max(most, cellsIn(row[index] ?? [])), columnsOf(title)),
  );
  const { kept, widths } = layOut(columns, natural, width - mark.length);
  const laid = (cells: readonly Line[]): Line =>
    kept.flatMap((index, at) => [
      ...(at === 0 ? [] : [{ text: ' '.repeat(GAP) }]),
      ...padLine(cells[index] ?? [], widths[index] ?? 0, columns[index]?.align ?? 'left'),
    ]);
  const blank = { text: ' '.repeat(mark.length) };
  const head = laid(columns.map(({ title }) => said(title, 'dim')));
  return {
    head: mark === '' ? head : [blank, ...head],
    rows: rows.map((cells, row) => {
      if (mark === '') return laid(cells);
      return row === chosen ? [span(MARK, 'chosen'), ...toned(laid(cells), 'chosen')] : [blank, ...laid(cells)];
    }),
    hidden: columns.filter(({ title }, index) => title !== '' && !kept.includes(index)).map(({ title }) => title),
  };
};

/** Returns what a table leaves out where it is too narrow, as a note; empty where nothing is missing. */
export const hiddenNote = ({ hidden }: Table): string => (hidden.length === 0 ? '' : `wider: ${hidden.join(', ')}`);
