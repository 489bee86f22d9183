import { columnsOf } from '../../diagnostics/render.ts';
import type { Line, Span } from './line.ts';

/** Nothing below the first combining mark is wide or empty, and neither are the lines, blocks and arrows that screens draw with. */
const SINGLE = /^[\u0020-\u007e\u00a0-\u02ff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2190-\u21ff\u2200-\u22ff\u2500-\u25ff]*$/;

/** Returns how many cells a text takes: East Asian wide characters two, combining marks none. */
export const cells = (text: string): number => (SINGLE.test(text) ? text.length : columnsOf(text));

/** Returns how many cells a row takes. */
export const lineCells = (line: Line): number => line.reduce((sum, { text }) => sum + cells(text), 0);

/** Returns text cut to a width, the cut marked with an ellipsis. */
export const cut = (text: string, columns: number): string => {
  if (cells(text) <= columns) return text;
  if (columns < 1) return '';
  let kept = '';
  let width = 0;
  for (const character of text) {
    width += cells(character);
    if (width > columns - 1) break;
    kept += character;
  }
  return `${kept}…`;
};

/** Returns text that takes exactly some cells: padded on the right, or cut. */
export const left = (text: string, columns: number): string => {
  const fitted = cut(text, columns);
  return fitted + ' '.repeat(Math.max(0, columns - cells(fitted)));
};

/** Returns text that takes exactly some cells: padded on the left, or cut. */
export const right = (text: string, columns: number): string => {
  const fitted = cut(text, columns);
  return ' '.repeat(Math.max(0, columns - cells(fitted))) + fitted;
};

/** Returns a row cut to a width, the cut marked. */
export const fit = (line: Line, columns: number): Line => {
  if (lineCells(line) <= columns) return line;
  const kept: Span[] = [];
  let room = columns;
  for (const span of line) {
    const width = cells(span.text);
    if (width < room) {
      kept.push(span);
      room -= width;
      continue;
    }
    kept.push({ ...span, text: cut(width === room ? `${span.text} ` : span.text, room) });
    break;
  }
  return kept;
};

/** Returns a row filled with blanks to a width, or cut to it. */
export const fill = (line: Line, columns: number): Line => {
  const missing = columns - lineCells(line);
  return missing <= 0 ? fit(line, columns) : [...line, { text: ' '.repeat(missing) }];
};

/** Returns a row with a part at its left end and one at its right end; the left one gives way. */
export const apart = (start: Line, end: Line, columns: number): Line => {
  const room = columns - lineCells(end);
  return room < 2 ? fit(start, columns) : [...fill(start, room), ...end];
};

/** Returns exactly `rows` rows, none wider than `columns`: empty ones below, or cut off with the rest counted. */
export const page = (lines: readonly Line[], columns: number, rows: number): readonly Line[] => {
  const over = lines.length - rows;
  const kept = over > 0 ? [...lines.slice(0, rows - 1), [{ text: `… ${over + 1} more rows`, tone: 'dim' } as const]] : lines;
  return Array.from({ length: rows }, (_, row) => fit(kept[row] ?? [], columns));
};
