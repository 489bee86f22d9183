import { cells, cut, fill, fit, lineCells } from './cells.ts';
import type { Line, Span, Tone } from './line.ts';

/** Returns a span; a short name, since screens are made of them. */
export const span = (text: string, tone: Tone = 'plain'): Span => ({ text, tone });

/** Returns a section's title on a rule: `─ Steps ────── one question ─`. */
export const rule = (title: string, columns: number, note = ''): Line => {
  const head: Line = [span('─ ', 'edge'), span(title, 'strong'), span(' ', 'edge')];
  const room = columns - lineCells(head);
  const end: Line = note === '' || cells(note) + 4 > room ? [] : [span(' ', 'edge'), span(note, 'dim'), span(' ─', 'edge')];
  return fit([...head, span('─'.repeat(Math.max(0, room - lineCells(end))), 'edge'), ...end], columns);
};

/** Returns a bar of a share of some cells, to half a cell: the heavy line leaves air between neighbouring rows. */
export const bar = (share: number, columns: number): string => {
  const halves = Math.round(Math.min(1, Math.max(0, share)) * columns * 2);
  if (halves === 0) return share > 0 && columns > 0 ? '╸' : '';
  return '━'.repeat(halves >> 1) + (halves % 2 === 1 ? '╸' : '');
};

/** Returns a bar that fills its room: what is reached, and the rest of the track. */
export const gauge = (share: number, columns: number, tone: Tone = 'bar'): Line => {
  const full = bar(share, columns);
  return [span(full, tone), span('─'.repeat(Math.max(0, columns - cells(full))), 'edge')];
};

const EIGHTHS = '▁▂▃▄▅▆▇█';

/** Returns a value's height as one character of eight. */
const eighth = (share: number): string => EIGHTHS[Math.min(7, Math.max(0, Math.round(share * 8 - 0.5)))] ?? ' ';

/** Returns values as a row of small columns from zero, one cell a value; more values than cells are averaged. */
export const sparkline = (values: readonly number[], columns: number): string => {
  const most = Math.max(...values, 0);
  if (most === 0 || columns < 1) return '';
  const shown = Array.from({ length: Math.min(columns, values.length) }, (_, index, all = values.length) => {
    const [from, to] = [Math.floor((index * all) / Math.min(columns, all)), Math.floor(((index + 1) * all) / Math.min(columns, all))];
    const part = values.slice(from, Math.max(from + 1, to));
    return part.reduce((sum, value) => sum + value, 0) / part.length;
  });
  return shown.map((value) => eighth(value / most)).join('');
};

/** Returns two blocks of rows side by side with a gap, as many rows as the taller has. */
export const beside = (one: readonly Line[], width: number, other: readonly Line[], gap = 3): readonly Line[] =>
  Array.from({ length: Math.max(one.length, other.length) }, (_, row) => [
    ...fill(one[row] ?? [], width),
    span(' '.repeat(gap)),
    ...(other[row] ?? []),
  ]);

/** Returns words wrapped to rows of one tone; a word that is longer than a row is cut. */
export const wrap = (text: string, columns: number, tone: Tone = 'plain'): readonly Line[] => {
  const rows: string[] = [];
  let row = '';
  for (const word of text.split(/\s+/).filter((one) => one !== '')) {
    if (row !== '' && cells(row) + 1 + cells(word) > columns) {
      rows.push(row);
      row = word;
    } else row = row === '' ? word : `${row} ${word}`;
  }
  return [...rows, row].map((one) => [span(cut(one, columns), tone)]);
};
