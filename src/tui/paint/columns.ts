import { columnsOf } from '../../diagnostics/render.ts';
import { cutTo } from '../../report/table.ts';
import { block } from './bars.ts';
import type { Line, Span, Tone } from './line.ts';
import { cellsIn, padLine, span } from './span.ts';

/** A column of a chart: what stands on each other in it, and how sure its height is where that is known. */
export type ChartColumn = {
  readonly label: string;
  readonly parts: readonly number[];
  readonly band: { readonly low: number; readonly high: number } | null;
  /** What it is held against, where there is something. */
  readonly against: number | null;
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

/** The piece of a column in the row between two heights. */
const pieceOf = (column: ChartColumn, low: number, high: number): { readonly text: string; readonly tone: Tone } => {
  const middle = (low + high) / 2;
  const total = column.parts.reduce((sum, part) => sum + part, 0);
  if (column.band !== null) {
    if (middle < column.band.low) return { text: BAND.sure, tone: 'bar' };
    if (middle < total) return { text: BAND.likely, tone: 'bar' };
    return middle < column.band.high ? { text: BAND.open, tone: 'dim' } : { text: ' ', tone: 'plain' };
  }
  if (total <= low) {
    const marked = column.against !== null && column.against > low && column.against <= high;
    return marked ? { text: '╌', tone: 'accent' } : { text: ' ', tone: 'plain' };
  }
  let below = 0;
  const at = column.parts.findIndex((part) => {
    below += part;
    return below > Math.min(middle, total - 1e-12 * total);
  });
  const { fill, tone } = FILLS[Math.min(at, FILLS.length - 1)] ?? { fill: '█', tone: 'bar' };
  return total >= high || at > 0 ? { text: fill, tone } : { text: block((total - low) / (high - low)), tone };
};

const STEPS = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];

/** The least round number above a height: 46.3 stands on an axis up to 50. */
const roundTop = (most: number): number => {
  const power = 10 ** Math.floor(Math.log10(most));
  return (STEPS.find((step) => step * power >= most * (1 - 1e-9)) ?? 10) * power;
};

/** How wide columns stand: their own cells, and those to the next. */
type Pitch = { readonly own: number; readonly step: number };

const pitchOf = (count: number, room: number): Pitch => {
  const step = Math.max(1, Math.min(9, Math.floor(room / Math.max(1, count))));
  return { own: step < 3 ? step : step - 1, step };
};

/** Labels below their columns, each where it finds room behind the one before. */
const labelLine = (labels: readonly string[], { step }: Pitch): string => {
  const every = Math.max(1, Math.ceil((Math.max(0, ...labels.map(columnsOf)) + 1) / step));
  return labels.reduce((line, label, index) => (index % every === 0 ? line.padEnd(index * step) + label : line), '');
};

/** A chart as lines, and how its columns stand below its axis, for what is written under them. */
export type DrawnChart = { readonly lines: readonly Line[]; readonly left: number; readonly pitch: Pitch };

/** Returns columns as blocks over an axis, so many rows and cells; the last two rows are labels and signs. */
export const columnChart = (chart: Chart, rows: number, cells: number, chosen: number | null): DrawnChart => {
  const { columns, limit, axis } = chart;
  const most = roundTop(Math.max(limit?.value ?? 0, ...columns.map(heightOf), 1e-9));
  const height = Math.max(1, rows - 2);
  const ticks = [most, most / 2];
  const left = Math.max(...ticks.map((value) => columnsOf(axis(value)))) + 2;
  const pitch = pitchOf(columns.length, cells - left);
  const rowOf = (value: number): number => Math.min(height - 1, Math.floor((1 - value / most) * height + 1e-9));
  const limitRow = limit === null ? -1 : rowOf(limit.value);
  const lines = Array.from({ length: height }, (_, row): Line => {
    const [low, high] = [(most * (height - row - 1)) / height, (most * (height - row)) / height];
    const tick = row === 0 ? axis(most) : height > 4 && row === Math.floor(height / 2) ? axis((most * (height - row)) / height) : '';
    const across = row === limitRow ? '┄' : ' ';
    const body = columns.flatMap((column): readonly Span[] => {
      const { text, tone } = pieceOf(column, low, high);
      const own =
        text === ' ' && across !== ' ' ? { text: across.repeat(pitch.own), tone: 'warn' as Tone } : { text: text.repeat(pitch.own), tone };
      return [own, { text: across.repeat(pitch.step - pitch.own), ...(across === ' ' ? {} : { tone: 'warn' as Tone }) }];
    });
    const name = row === limitRow && limit !== null ? [span(limit.name, 'warn')] : [];
    const used = left + columns.length * pitch.step;
    return [
      ...padLine([span(tick, 'dim')], left - 2, 'right'),
      span(tick === '' ? ' │' : ' ┤', 'edge'),
      ...body,
      ...(used + cellsIn(name) <= cells ? name : []),
    ];
  });
  return { lines: [...lines, ...below(columns, pitch, left, chosen)], left, pitch };
};

/** Labels, and a row of signs: an arrow at the chosen column, and what columns bring along. */
const below = (columns: readonly ChartColumn[], pitch: Pitch, left: number, chosen: number | null): readonly Line[] => {
  const labels = labelLine(
    columns.map(({ label }) => label),
    pitch,
  );
  const signs = columns.map(({ mark }, index) =>
    span(cutTo(`${index === chosen ? '▲' : ''}${mark}`, pitch.step).padEnd(pitch.step), index === chosen ? 'chosen' : 'warn'),
  );
  const start = { text: ' '.repeat(left) };
  return [
    [start, span(labels, 'dim')],
    [start, ...signs],
  ];
};
