import { columnsOf } from '../../diagnostics/render.ts';
import { cutTo } from '../../report/table.ts';
import { block } from './bars.ts';
import type { Line, Span, Tone } from './line.ts';
import { fitLine, padLine, span } from './span.ts';

/** A column of a chart: what stands on each other in it, and how sure its height is where that is known. */
export type ChartColumn = {
  readonly label: string;
  readonly parts: readonly number[];
  readonly band: { readonly low: number; readonly high: number } | null;
  /** What it is held against, where there is something. */
  readonly against: number | null;
  /** Its height in figures, shown where there is room for all. */
  readonly value: string;
  /** A sign below its label; empty for none. */
  readonly mark: string;
};

export type Chart = {
  readonly columns: readonly ChartColumn[];
  /** A height that a line across marks, with its name. */
  readonly limit: { readonly value: number; readonly name: string } | null;
  readonly axis: (value: number) => string;
};

/** How the parts of a column are told apart: by their fill, and where there is colour by that too. */
export const FILLS: readonly { readonly fill: string; readonly tone: Tone }[] = [
  { fill: '█', tone: 'bar' },
  { fill: '▓', tone: 'bar2' },
  { fill: '▒', tone: 'bar3' },
  { fill: '░', tone: 'dim' },
];

/** What a band is drawn with, between what is sure and what may come. */
export const BAND = { sure: '█', likely: '▓', open: '░' } as const;

const heightOf = ({ parts, band, against }: ChartColumn): number =>
  Math.max(
    parts.reduce((sum, part) => sum + part, 0),
    band?.high ?? 0,
    against ?? 0,
  );

type Piece = { readonly text: string; readonly tone: Tone };

/** What stands above a column: the mark of what it is held against, or nothing. */
const above = ({ against }: ChartColumn, low: number, high: number): Piece =>
  against !== null && against > low && against <= high ? { text: '╌', tone: 'accent' } : { text: ' ', tone: 'plain' };

/** The piece of a column in the row between two heights. */
const pieceOf = (column: ChartColumn, low: number, high: number): Piece => {
  const { parts, band } = column;
  const middle = (low + high) / 2;
  const total = parts.reduce((sum, part) => sum + part, 0);
  if (band !== null) {
    if (middle < band.low) return { text: BAND.sure, tone: 'bar' };
    if (middle < total) return { text: BAND.likely, tone: 'bar' };
    return middle < band.high ? { text: BAND.open, tone: 'dim' } : above(column, low, high);
  }
  if (total <= low) return above(column, low, high);
  const { fill, tone } = FILLS[Math.min(fullestPart(parts, low, high), FILLS.length - 1)] ?? { fill: '█', tone: 'bar' };
  return total >= high ? { text: fill, tone } : { text: block((total - low) / (high - low)), tone };
};

/** Which of the parts that stand on each other has most of the row between two heights. */
const fullestPart = (parts: readonly number[], low: number, high: number): number => {
  let [from, best, most] = [0, 0, 0];
  for (const [index, part] of parts.entries()) {
    const inside = Math.min(high, from + part) - Math.max(low, from);
    if (inside > most) [best, most] = [index, inside];
    from += part;
  }
  return best;
};

const STEPS = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];

/** The least round number above a height: 46.3 stands on an axis up to 50. */
const roundTop = (most: number): number => {
  const power = 10 ** Math.floor(Math.log10(most));
  return (STEPS.find((step) => step * power >= most * (1 - 1e-9)) ?? 10) * power;
};

/** How wide columns stand: their own cells, and those to the next. */
export type Pitch = { readonly own: number; readonly step: number };

export const pitchOf = (count: number, room: number): Pitch => {
  const step = Math.max(1, Math.min(12, Math.floor(room / Math.max(1, count))));
  return { own: step < 3 ? step : step - 1, step };
};

/** Labels below their columns, each where it finds room behind the one before. */
const labelLine = (labels: readonly string[], { step }: Pitch): string => {
  const every = Math.max(1, Math.ceil((Math.max(0, ...labels.map(columnsOf)) + 1) / step));
  return labels.reduce((line, label, index) => (index % every === 0 ? line.padEnd(index * step) + label : line), '');
};

/** What a row of a chart is drawn by: the heights that it stands for, its tick, and whether the limit runs through it. */
type ChartRow = { readonly low: number; readonly high: number; readonly tick: string; readonly limited: boolean };

const rowsOf = ({ limit, axis }: Chart, most: number, height: number): readonly ChartRow[] => {
  const limitRow = limit === null ? -1 : Math.min(height - 1, Math.floor((1 - limit.value / most) * height + 1e-9));
  const middle = height % 2 === 0 ? height / 2 : 0;
  return Array.from({ length: height }, (_, row) => {
    const [low, high] = [(most * (height - row - 1)) / height, (most * (height - row)) / height];
    return { low, high, tick: row === 0 || row === middle ? axis(high) : '', limited: row === limitRow };
  });
};

const bodyOf = (columns: readonly ChartColumn[], { low, high, limited }: ChartRow, pitch: Pitch): readonly Span[] =>
  columns.flatMap((column): readonly Span[] => {
    const { text, tone } = pieceOf(column, low, high);
    const [free, rest] = [limited && text === ' ', pitch.step - pitch.own];
    return [
      { text: (free ? '┄' : text).repeat(pitch.own), tone: free ? 'warn' : tone },
      limited ? { text: '┄'.repeat(rest), tone: 'warn' } : { text: ' '.repeat(rest) },
    ];
  });

/** Returns columns as blocks over an axis, so many rows and cells; below them labels, figures where there is room, and signs. */
export const columnChart = (chart: Chart, rows: number, cells: number, chosen: number | null): readonly Line[] => {
  const { columns, limit, axis } = chart;
  const most = roundTop(Math.max(limit?.value ?? 0, ...columns.map(heightOf), 1e-9));
  const left = Math.max(columnsOf(axis(most)), columnsOf(axis(most / 2)), 6) + 2;
  const pitch = pitchOf(columns.length, cells - left);
  const room = Math.max(1, rows - 2 - (hasValues(columns, pitch) ? 1 : 0));
  // An even height has a row for the tick in its middle.
  const height = room > 5 ? room - (room % 2) : room;
  const lines = rowsOf(chart, most, height).map((row): Line => {
    const name = row.limited && limit !== null ? [span(limit.name, 'warn')] : [];
    const tick = padLine([span(row.tick, 'dim')], left - 2, 'right');
    return [...tick, span(row.tick === '' ? ' │' : ' ┤', 'edge'), ...bodyOf(columns, row, pitch), ...name];
  });
  return [...lines, ...below(columns, pitch, left, chosen)].map((line) => fitLine(line, cells));
};

/** Labels, figures where all have room, and a row of signs: an arrow at the chosen column, and what columns bring along. */
const below = (columns: readonly ChartColumn[], pitch: Pitch, left: number, chosen: number | null): readonly Line[] => {
  const labels = labelLine(
    columns.map(({ label }) => label),
    pitch,
  );
  const signs = columns.map(({ mark }, index) =>
    span(cutTo(`${index === chosen ? '▲' : ''}${mark}`, pitch.step).padEnd(pitch.step), index === chosen ? 'chosen' : 'warn'),
  );
  const start = { text: ' '.repeat(left) };
  const values = columns.map(({ value }, index) => span(value.padEnd(pitch.step), index === chosen ? 'chosen' : 'plain'));
  return [[start, span(labels, 'dim')], ...(hasValues(columns, pitch) ? [[start, ...values]] : []), [start, ...signs]];
};

const hasValues = (columns: readonly ChartColumn[], { step }: Pitch): boolean =>
  columns.every(({ value }) => value !== '' && columnsOf(value) < step);
