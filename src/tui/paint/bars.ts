import { bar } from '../../report/table.ts';
import type { Line, Span, Tone } from './line.ts';

const RISING = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/** Returns a share as a thin bar of so many cells, the rest blank: rows of full blocks would melt into one. */
export const barLine = (share: number, cells: number, tone: Tone = 'bar'): Line => {
  const text = bar(share, cells);
  return [{ text, tone }, { text: ' '.repeat(Math.max(0, cells - text.length)) }];
};

/** Returns a share as a bar on a track, as a knob shows its place. */
export const track = (share: number, cells: number, tone: Tone = 'bar'): Line => {
  const text = bar(share, cells);
  return [
    { text, tone },
    { text: '─'.repeat(Math.max(0, cells - text.length)), tone: 'edge' },
  ];
};

/** Returns the block that fills so much of a cell from below, by eighths; something is never nothing. */
export const block = (share: number): string => {
  if (share <= 0) return ' ';
  return RISING[Math.min(7, Math.max(0, Math.round(share * 8) - 1))] ?? '█';
};

/**
 * Returns values as rising blocks, one a cell, the highest `most`; where there are more of them than cells, the means of
 * neighbours. The highest leaves an eighth of its cell free, so that lines above each other do not melt.
 */
export const sparkline = (values: readonly number[], cells: number, most = Math.max(0, ...values)): Span => {
  const width = Math.max(0, Math.min(cells, values.length));
  const at = (index: number): number => Math.floor((index * values.length) / Math.max(1, width));
  const text = Array.from({ length: width }, (_, index) => {
    const part = values.slice(at(index), Math.max(at(index) + 1, at(index + 1)));
    const mean = part.reduce((sum, value) => sum + value, 0) / part.length;
    return most <= 0 ? '▁' : block(Math.max((7 / 8) * (mean / most), 1 / 8));
  }).join('');
  return { text, tone: 'bar' };
};
