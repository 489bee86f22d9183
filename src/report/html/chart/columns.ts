import { across, html, type Markup, stacked } from '../markup.ts';
import { axisMoney, monthTick } from '../words.ts';
import { level, upright } from './lanes.ts';
import { ticksTo } from './ticks.ts';

/** A column: a month's spend in dollars, with the band in which it lies with 80 % chance, where that is known. */
export type MonthColumn = {
  readonly month: string;
  readonly usd: number;
  readonly band: readonly [number, number] | null;
  /** Numbers of what happens in it. */
  readonly notes: readonly number[];
};

/** A limit that is drawn through all months. */
export type LimitLine = { readonly usd: number; readonly label: string };

const TOP = 30;
const PLOT = 210;

/** Pixels from top to bottom, with the labels of months and years. */
export const COLUMNS_HEIGHT = TOP + PLOT + 40;

const MOST_LABELS = 12;

/** Month names, as many as there is room for; on a narrow page every other one of many. A year stands where it begins. */
const monthLabels = (list: readonly MonthColumn[]): Markup => {
  const every = Math.ceil(list.length / MOST_LABELS);
  const shown = list.flatMap(({ month }, index) => (index % every === 0 ? [{ ...monthTick(month), index }] : []));
  // Beside the label of the next year there is no room for that of this one.
  const ends = shown[0]?.year !== shown[2]?.year && shown.length > 2;
  return stacked(
    shown.map(({ text, year, index }, at) => {
      const x = across((index + 0.5) / list.length);
      const thin = shown.length > 8 && at % 2 === 1 ? ' thin' : '';
      const begins = year !== '' && (at === 0 ? !ends : year !== shown[at - 1]?.year);
      const below = begins ? html`<text class="axis mid" x="${x}" y="${TOP + PLOT + 34}">${year}</text>` : null;
      return html`<text class="axis mid${thin}" x="${x}" y="${TOP + PLOT + 18}">${text}</text>${below}`;
    }),
  );
};

/** Where amounts stand, in pixels from the top; its ticks start at $0. */
type Scale = { readonly y: (usd: number) => number; readonly ticks: readonly number[] };

const scaleTo = (greatest: number): Scale => {
  const ticks = ticksTo(greatest, 4);
  const end = ticks.at(-1) ?? 1;
  return { ticks, y: (usd) => Number((TOP + PLOT * (1 - usd / end)).toFixed(2)) };
};

const gridLine = (usd: number, y: number): Markup =>
  html`${level(usd === 0 ? 'base' : 'grid', 0, 1, y)}<text class="axis end" x="-8" y="${y + 4}">${axisMoney(usd)}</text>`;

const whisker = ([low, high]: readonly [number, number], { y }: Scale, at: (within: number) => number): Markup =>
  html`${upright('whisker', at(0.5), y(high), y(low))}${level('whisker', at(0.36), at(0.64), y(high))}${level('whisker', at(0.36), at(0.64), y(low))}`;

/** What happens in a month stands above the plot, with a line down to its column. */
const tag = (notes: readonly number[], x: number, bottom: number): Markup =>
  html`<text class="tag mid" x="${across(x)}" y="12">${notes.map((note) => `[${note}]`).join('')}</text>${upright('mark', x, 18, bottom)}`;

const column = ({ usd, band, notes }: MonthColumn, index: number, months: number, scale: Scale): Markup => {
  const at = (within: number): number => (index + within) / months;
  const [top, base] = [scale.y(usd), scale.y(0)];
  const bar = html`<rect class="bar" x="${across(at(0.16))}" width="${across(0.68 / months)}" y="${top}" height="${Number((base - top).toFixed(2))}"/>`;
  const noted = notes.length === 0 ? null : tag(notes, at(0.5), scale.y(Math.max(usd, band?.[1] ?? 0)) - 4);
  return html`${noted}${bar}${band === null ? null : whisker(band, scale, at)}`;
};

/** Labels of two limits stand on two sides, so that they cannot cover each other. */
const limitLine = (label: string, index: number, y: number): Markup =>
  html`${level('limit', 0, 1, y)}<text class="tag halo${index % 2 === 1 ? ' end' : ''}" x="${index % 2 === 1 ? '100%' : '0'}" y="${y - 6}">${label}</text>`;

/** A limit far above all months says nothing in the picture. */
const FAR = 2.5;

/** Returns months as columns over a common scale: band and notes where there are some, limits as lines across. */
export const monthColumns = (list: readonly MonthColumn[], limits: readonly LimitLine[]): Markup => {
  const greatest = Math.max(...list.flatMap(({ usd, band }) => [usd, band?.[1] ?? 0]));
  const near = limits.filter(({ usd }) => usd <= FAR * greatest);
  const scale = scaleTo(Math.max(greatest, ...near.map(({ usd }) => usd)));
  return stacked([
    ...scale.ticks.map((usd) => gridLine(usd, scale.y(usd))),
    ...list.map((one, index) => column(one, index, list.length, scale)),
    ...near.map(({ usd, label }, index) => limitLine(label, index, scale.y(usd))),
    monthLabels(list),
  ]);
};
