import type { Formula, Range, Words } from './formula.ts';
import type { DefinedName } from './names.ts';
import type { Format, Look } from './style.ts';

/** What stands in a cell. A text is never a formula, whatever it begins with. */
export type Cell =
  | { readonly kind: 'text'; readonly text: string; readonly look: Look }
  | { readonly kind: 'number'; readonly value: number; readonly look: Look; readonly format: Format }
  | { readonly kind: 'formula'; readonly formula: Formula; readonly look: Look; readonly format: Format };

export const text = (content: string, look: Look = 'plain'): Cell => ({ kind: 'text', text: content, look });

/** Returns a number as a cell, or an empty one where there is none. */
export const held = (value: number | null | undefined, format: Format, look: Look = 'held'): Cell | null =>
  value === null || value === undefined || !Number.isFinite(value) ? null : { kind: 'number', value, look, format };

export const computed = (formula: Formula, format: Format, look: Look = 'plain'): Cell => ({ kind: 'formula', formula, look, format });

/** Returns a column's letters: 0 is A, 26 is AA. */
export const letters = (column: number): string =>
  column < 26 ? String.fromCharCode(65 + column) : letters(Math.floor(column / 26) - 1) + letters(column % 26);

const address = (row: number, column: number): string => `$${letters(column)}$${row + 1}`;

export const numberIn = (cell: Cell | null | undefined): number => {
  if (cell?.kind === 'number') return cell.value;
  return cell?.kind === 'formula' ? cell.formula.value : 0;
};

/** A sheet as it is filled, row by row. Rows and columns count from 0. */
export class Grid {
  readonly name: string;
  readonly widths: readonly number[];
  readonly rows: (Cell | null)[][] = [];
  /** Rows at the top that stay in sight. */
  frozen = 0;

  constructor(name: string, widths: readonly number[]) {
    this.name = name;
    this.widths = widths;
  }

  /** Adds a row and returns its index. */
  add(cells: readonly (Cell | null)[]): number {
    return this.rows.push([...cells]) - 1;
  }

  /** Adds a line of headings and lets all up to it stay in sight. */
  heads(names: readonly string[]): number {
    const row = this.add(names.map((name) => text(name, 'head')));
    this.frozen = row + 1;
    return row;
  }

  set(row: number, column: number, cell: Cell | null): void {
    const cells = this.rows[row];
    if (cells === undefined) throw new Error(`${this.name} has no row ${row}`);
    while (cells.length <= column) cells.push(null);
    cells[column] = cell;
  }

  #at(row: number, column: number): string {
    return `'${this.name}'!${address(row, column)}`;
  }

  /** Returns a cell as a formula on this same sheet may name it. */
  own(row: number, column: number): Formula {
    return { text: address(row, column), value: numberIn(this.rows[row]?.[column]) };
  }

  /** Returns a cell as a formula may name it. */
  ref(row: number, column: number): Formula {
    return { text: this.#at(row, column), value: numberIn(this.rows[row]?.[column]) };
  }

  /** Returns a stretch of a column, both ends in it. */
  range(column: number, from: number, to: number): Range {
    const values = this.rows.slice(from, to + 1).map((row) => numberIn(row[column]));
    return { text: `${this.#at(from, column)}:${address(to, column)}`, values };
  }

  /** Returns the texts of a stretch of a column, both ends in it. */
  words(column: number, from: number, to: number): Words {
    const cells = this.rows.slice(from, to + 1).map((row) => row[column]);
    return { text: this.range(column, from, to).text, words: cells.map((cell) => (cell?.kind === 'text' ? cell.text : '')) };
  }
}

/** A series of a chart: cells by their ranges, and what they hold. */
export type Series = { readonly title: string; readonly values: Range; readonly line: boolean };

export type Chart = {
  readonly title: string;
  readonly kind: 'columns' | 'bars';
  readonly labels: Words;
  readonly series: readonly Series[];
  /** The cell at its upper left corner. */
  readonly at: { readonly row: number; readonly column: number };
};

export type Workbook = {
  readonly title: string;
  /** YYYY-MM-DD: nothing in a workbook hangs on the clock. */
  readonly date: string;
  readonly sheets: readonly { readonly grid: Grid; readonly charts: readonly Chart[] }[];
  readonly names: readonly DefinedName[];
};
