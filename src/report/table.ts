import { visibleWithin } from '../diagnostics/escape.ts';
import { columnsOf } from '../diagnostics/render.ts';

/** A cell: its text, and how it is painted once its width is settled. */
export type Cell = { readonly text: string; readonly paint?: (text: string) => string };

export type Column = {
  readonly title: string;
  readonly align: 'left' | 'right';
  /** Columns of the highest number go first where the table is too wide; 0 stays. */
  readonly drop: number;
  /** How far a column gives way before any is dropped, the widest first. */
  readonly shrinkTo?: number;
  /** Whether a text too long for the column goes on in the next line, instead of being cut. */
  readonly wraps?: boolean;
};

/** Returns text cut to a width, the cut marked. */
export const cutTo = (text: string, width: number): string => {
  if (columnsOf(text) <= width) return text;
  if (width < 1) return '';
  let [cut, used] = ['', 0];
  for (const character of text) {
    used += columnsOf(character);
    if (used > width - 1) break;
    cut += character;
  }
  return `${cut}…`;
};

/** Returns text padded to a width on the side that its alignment leaves. */
export const pad = (text: string, width: number, align: 'left' | 'right'): string => {
  const space = ' '.repeat(Math.max(0, width - columnsOf(text)));
  return align === 'left' ? text + space : space + text;
};

/** Returns words wrapped to a width, later lines moved in as the first; a word that is longer is cut, and the cut marked. */
export const wrapped = (text: string, width: number): readonly string[] => {
  const indent = /^ */.exec(text)?.[0] ?? '';
  const lines: string[] = [];
  let line = '';
  for (const word of text.trim().split(' ')) {
    if (line !== '' && columnsOf(indent + line) + 1 + columnsOf(word) > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map((one) => cutTo(indent + one, width));
};

/** Blank columns between two columns of a table. */
export const GAP = 2;

type Laid = { readonly kept: readonly number[]; readonly widths: readonly number[] };

/** Settles which columns stay and how wide they are. */
export const layOut = (columns: readonly Column[], natural: readonly number[], width: number): Laid => {
  let kept = columns.map((_, index) => index);
  const needed = (): number => kept.reduce((sum, index) => sum + (natural[index] ?? 0) + GAP, -GAP);
  const slack = (): number =>
    kept.reduce((sum, index) => sum + Math.max(0, (natural[index] ?? 0) - (columns[index]?.shrinkTo ?? natural[index] ?? 0)), 0);
  while (needed() - slack() > width) {
    const last = kept
      .filter((index) => (columns[index]?.drop ?? 0) > 0)
      .sort((a, b) => (columns[b]?.drop ?? 0) - (columns[a]?.drop ?? 0))[0];
    if (last === undefined) break;
    kept = kept.filter((index) => index !== last);
  }
  const widths = [...natural];
  const room = (index: number): number => (widths[index] ?? 0) - (columns[index]?.shrinkTo ?? Infinity);
  for (let over = needed() - width; over > 0; over--) {
    const widest = kept.filter((index) => room(index) > 0).sort((a, b) => (widths[b] ?? 0) - (widths[a] ?? 0))[0];
    if (widest === undefined) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return { kept, widths };
};

/** A table as lines: its head, the lines of each row, and what had to be left out. */
export type Table = { readonly head: string; readonly rows: readonly (readonly string[])[]; readonly foot: readonly string[] };

/** Returns a table no wider than `width` where its columns can give way; columns that had to go are named in its foot. */
export const layTable = (
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  width: number,
  dim: (text: string) => string,
): Table => {
  const clean = rows.map((row) => row.map((cell) => ({ ...cell, text: visibleWithin(cell.text, 200) })));
  const natural = columns.map((column, index) =>
    Math.max(columnsOf(column.title), ...clean.map((row) => columnsOf(row[index]?.text ?? ''))),
  );
  const { kept, widths } = layOut(columns, natural, width);
  const linesOf = (cells: readonly Cell[], paintAll?: (text: string) => string): readonly string[] => {
    const texts = kept.map((index) => {
      const [text, own] = [cells[index]?.text ?? '', widths[index] ?? 0];
      return columns[index]?.wraps ? wrapped(text, own) : [cutTo(text, own)];
    });
    return Array.from({ length: Math.max(1, ...texts.map(({ length }) => length)) }, (_, at) =>
      kept
        .map((index, column) => {
          const text = pad(texts[column]?.[at] ?? '', widths[index] ?? 0, columns[index]?.align ?? 'left');
          return (paintAll ?? cells[index]?.paint ?? ((same: string) => same))(text);
        })
        .join(' '.repeat(GAP))
        .trimEnd(),
    );
  };
  const gone = columns.filter(({ title }, index) => title !== '' && !kept.includes(index)).map(({ title }) => title);
  return {
    head:
      linesOf(
        columns.map(({ title }) => ({ text: title })),
        dim,
      )[0] ?? '',
    rows: clean.map((row) => linesOf(row)),
    foot: gone.length === 0 ? [] : [dim(cutTo(`(too narrow for: ${gone.join(', ')})`, width))],
  };
};

/** Returns a table with its head as lines. */
export const tableLines = (
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  width: number,
  dim: (text: string) => string,
): readonly string[] => {
  const table = layTable(columns, rows, width, dim);
  return [table.head, ...table.rows.flat(), ...table.foot];
};

/** Returns a bar of a share of `width`, in half steps, so that neighbouring rows do not melt into a block. */
export const bar = (share: number, width: number): string => {
  const halves = Math.round(Math.min(1, Math.max(0, share)) * width * 2);
  if (halves === 0) return share > 0 ? '╸' : '';
  return '━'.repeat(Math.floor(halves / 2)) + (halves % 2 === 1 ? '╸' : '');
};
