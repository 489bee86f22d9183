import { visible } from '../../diagnostics/escape.ts';
import { columnsOf } from '../../diagnostics/render.ts';
import { cutTo } from '../../report/table.ts';
import type { Line, Span, Tone } from './line.ts';

/** Longer than any terminal is wide: what a file names is never looked at beyond. */
const MOST = 2000;

/** Returns a stretch of text that can be shown whatever its text: control and invisible characters are escaped. */
export const span = (text: string, tone: Tone = 'plain'): Span => {
  const shown = visible(text.length > MOST ? `${text.slice(0, MOST)}…` : text);
  return tone === 'plain' ? { text: shown } : { text: shown, tone };
};

/** Returns a line of one stretch. */
export const said = (text: string, tone: Tone = 'plain'): Line => [span(text, tone)];

/** Returns how many cells of the terminal a line takes. */
export const cellsIn = (line: Line): number => line.reduce((sum, { text }) => sum + columnsOf(text), 0);

const blankEnd = (line: Line): Line => {
  const last = line.findLastIndex(({ text }) => text.trim() !== '');
  return line.slice(0, last + 1).map((one, index) => (index === last ? { ...one, text: one.text.trimEnd() } : one));
};

/** Returns a line no wider than some cells; where something had to go, its last cell is `…`. */
export const fitLine = (line: Line, cells: number): Line => {
  if (cellsIn(line) <= cells) return line;
  const short = blankEnd(line);
  if (cellsIn(short) <= cells) return short;
  const kept: Span[] = [];
  let left = cells;
  for (const one of short) {
    const own = columnsOf(one.text);
    if (own >= left) return left < 1 ? kept : [...kept, { ...one, text: cutTo(`${one.text} `, left) }];
    kept.push(one);
    left -= own;
  }
  return kept;
};

/** Returns a line exactly so many cells wide, its text on the side that it is aligned to. */
export const padLine = (line: Line, cells: number, align: 'left' | 'right' = 'left'): Line => {
  const fit = fitLine(line, cells);
  const space = ' '.repeat(Math.max(0, cells - cellsIn(fit)));
  if (space === '') return fit;
  return align === 'left' ? [...fit, { text: space }] : [{ text: space }, ...fit];
};

/** Returns a line with some text at its start and some at its end, so many cells wide; the end gives way first. */
export const spread = (start: Line, end: Line, cells: number): Line => {
  const left = fitLine(start, cells);
  const room = cells - cellsIn(left) - 2;
  return room < 1 || end.length === 0 ? left : [...left, { text: '  ' }, ...padLine(end, room, 'right')];
};

/** Returns the same line with its plain and faint stretches in one tone. */
export const toned = (line: Line, tone: Tone): Line =>
  line.map((one) => (one.tone === undefined || one.tone === 'plain' || one.tone === 'dim' ? { ...one, tone } : one));
