import { columnsOf } from '../../diagnostics/render.ts';
import { GAP, type Column as Given, layOut } from '../../report/table.ts';
import { windowOf, withMore } from './frame.ts';
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

/**
 * The cells that a table may take, and which row is chosen, null where none can be. Of a long one only the rows around the chosen
 * one are drawn: `list` says how many lines there are for them, and which row stood first.
 */
export type TableRoom = {
  readonly columns: number;
  readonly chosen: number | null;
  readonly list?: { readonly rows: number; readonly scroll: number };
};

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

type Laid = { readonly kept: readonly number[]; readonly widths: readonly number[] };

const layout = (columns: readonly Column[], rows: readonly (readonly Cell[])[], width: number): Laid => {
  const natural = columns.map((column, index) =>
    naturalWidth(
      column,
      rows.map((row) => row[index]),
    ),
  );
  const { kept, widths } = layOut(columns, natural, width);
  return { kept, widths: stretched(columns, kept, widths, width) };
};

const laidRow = (columns: readonly Column[], cells: readonly Cell[], { kept, widths }: Laid): Line =>
  kept.flatMap((index, at) => {
    const [cell = [], own] = [cells[index], widths[index] ?? 0];
    const gap = at === 0 ? [] : [{ text: ' '.repeat(GAP) }];
    return [...gap, ...padLine(typeof cell === 'function' ? cell(own) : cell, own, columns[index]?.align ?? 'left')];
  });

/** Returns a table: figures aligned, columns giving way as they are told, the chosen row marked. */
export const table = (columns: readonly Column[], rows: readonly (readonly Cell[])[], room: TableRoom): Table => {
  const { chosen, list } = room;
  const mark = chosen === null ? '' : MARK;
  const laid = layout(columns, rows, room.columns - mark.length);
  const blank = mark === '' ? [] : [{ text: ' '.repeat(mark.length) }];
  const lineOf = (cells: readonly Cell[], chosenRow: boolean): Line => {
    const line = laidRow(columns, cells, laid);
    return chosenRow ? [span(MARK, 'chosen'), ...toned(line, 'chosen')] : [...blank, ...line];
  };
  const seen = windowOf(rows.length, chosen ?? 0, list?.scroll ?? 0, list?.rows ?? Infinity);
  return {
    head: lineOf(
      columns.map(({ title }) => said(title, 'dim')),
      false,
    ),
    rows: withMore(
      rows.slice(seen.from, seen.to).map((cells, at) => lineOf(cells, seen.from + at === chosen)),
      seen,
    ),
    starts: columns.map((_, index) => {
      const at = laid.kept.indexOf(index);
      return at < 0 ? -1 : laid.kept.slice(0, at).reduce((sum, one) => sum + (laid.widths[one] ?? 0) + GAP, mark.length);
    }),
    widths: laid.widths,
    hidden: columns.filter(({ title }, index) => title !== '' && !laid.kept.includes(index)).map(({ title }) => title),
  };
};

/** Returns what a table leaves out where it is too narrow, as a note; empty where nothing is missing. */
export const hiddenNote = ({ hidden }: Table): string =>
  hidden.length === 0 ? '' : `wider: ${hidden.map((title) => title.trim()).join(', ')}`;
