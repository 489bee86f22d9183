import { columnsOf } from '../../diagnostics/render.ts';
import { GAP, type Column as Given, layOut } from '../../report/table.ts';
import type { Line } from './line.ts';
import { cellsIn, padLine, said, span, toned } from './span.ts';

/** A column; what other columns leave goes to those that stretch, from `stretch.least` to `stretch.most` cells. */
export type Column = Given & { readonly stretch?: { readonly least: number; readonly most: number } };

/** A cell, or what draws it once its width is known: a bar. */
export type Cell = Line | ((cells: number) => Line);

/** A table as lines, where each column begins (-1 where it found no room), and the titles of those that found none. */
export type Table = {
  readonly head: Line;
  readonly rows: readonly Line[];
  readonly starts: readonly number[];
  readonly widths: readonly number[];
  readonly hidden: readonly string[];
};

const MARK = '› ';

/** Which row is chosen, null where none can be; the cells that the table may take. */
export type TableRoom = { readonly columns: number; readonly chosen: number | null };

const naturalWidth = ({ title, stretch }: Column, cells: readonly (Cell | undefined)[]): number => {
  const drawn = cells.reduce((most, cell) => (cell === undefined || typeof cell === 'function' ? most : Math.max(most, cellsIn(cell))), 0);
  return Math.max(columnsOf(title), drawn, stretch?.least ?? 0);
};

/** Gives what is left of the width to the columns that stretch. */
const stretched = (columns: readonly Column[], kept: readonly number[], widths: readonly number[], width: number): readonly number[] => {
  const elastic = kept.filter((index) => columns[index]?.stretch !== undefined);
  let left = width - kept.reduce((sum, index) => sum + (widths[index] ?? 0), GAP * (kept.length - 1));
  const wider = [...widths];
  for (const [turn, index] of elastic.entries()) {
    const own = Math.max(
      0,
      Math.min(Math.floor(left / (elastic.length - turn)), (columns[index]?.stretch?.most ?? 0) - (widths[index] ?? 0)),
    );
    wider[index] = (widths[index] ?? 0) + own;
    left -= own;
  }
  return wider;
};

/** Returns a table: figures aligned, columns giving way as they are told, the chosen row marked. */
export const table = (columns: readonly Column[], rows: readonly (readonly Cell[])[], { columns: width, chosen }: TableRoom): Table => {
  const mark = chosen === null ? '' : MARK;
  const natural = columns.map((column, index) =>
    naturalWidth(
      column,
      rows.map((row) => row[index]),
    ),
  );
  const { kept, widths: least } = layOut(columns, natural, width - mark.length);
  const widths = stretched(columns, kept, least, width - mark.length);
  const laid = (cells: readonly Cell[]): Line =>
    kept.flatMap((index, at) => {
      const [cell = [], own] = [cells[index], widths[index] ?? 0];
      const gap = at === 0 ? [] : [{ text: ' '.repeat(GAP) }];
      return [...gap, ...padLine(typeof cell === 'function' ? cell(own) : cell, own, columns[index]?.align ?? 'left')];
    });
  const blank = mark === '' ? [] : [{ text: ' '.repeat(mark.length) }];
  const head = laid(columns.map(({ title }) => said(title, 'dim')));
  return {
    head: [...blank, ...head],
    rows: rows.map((cells, row) => (row === chosen ? [span(MARK, 'chosen'), ...toned(laid(cells), 'chosen')] : [...blank, ...laid(cells)])),
    starts: columns.map((_, index) => {
      const at = kept.indexOf(index);
      return at < 0 ? -1 : kept.slice(0, at).reduce((sum, one) => sum + (widths[one] ?? 0) + GAP, mark.length);
    }),
    widths,
    hidden: columns.filter(({ title }, index) => title !== '' && !kept.includes(index)).map(({ title }) => title),
  };
};

/** Returns what a table leaves out where it is too narrow, as a note; empty where nothing is missing. */
export const hiddenNote = ({ hidden }: Table): string => (hidden.length === 0 ? '' : `wider: ${hidden.join(', ')}`);
