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

/** Month names, as many as there is room for; on a narrow page every other one of many. */
const monthLabels = (list: readonly MonthColumn[]): Markup => {
  const every = Math.ceil(list.length / MOST_LABELS);
  const shown = list.flatMap(({ month }, index) => (index % every === 0 ? [{ ...monthTick(month), index }] : []));
  return stacked(
    shown.map(({ text, year, index }, at) => {
      const x = across((index + 0.5) / list.length);
      const thin = shown.length > 8 && at % 2 === 1 ? ' thin' : '';
      const newYear = year !== '' && year !== shown[at - 1]?.year;
      const below = newYear ? html`<text class="axis mid" x="${x}" y="${TOP + PLOT + 34}">${year}</text>` : null;
      return html`<text class="axis mid${thin}" x="${x}" y="${TOP + PLOT + 18}">${text}</text>${below}`;
    }),
  );
};

/** Returns months as columns over a common scale: band and notes where there are some, limits as lines across. */
export const monthColumns = (list: readonly MonthColumn[], limits: readonly LimitLine[]): Markup => {
  const greatest = Math.max(...list.flatMap(({ usd, band }) => [usd, band?.[1] ?? 0]));
  const near = limits.filter(({ usd }) => usd <= 2.5 * greatest);
  const ticks = ticksTo(Math.max(greatest, ...near.map(({ usd }) => usd)), 4);
  const end = ticks.at(-1) ?? 1;
  const y = (usd: number): number => Number((TOP + PLOT * (1 - usd / end)).toFixed(2));
  const x = (index: number, within: number): number => (index + within) / list.length;
  const grid = ticks.map(
    (usd) =>
      html`${level(usd === 0 ? 'base' : 'grid', 0, 1, y(usd))}<text class="axis end" x="-8" y="${y(usd) + 4}">${axisMoney(usd)}</text>`,
  );
  const columns = list.map(({ usd, band, notes }, index) => {
    const bar = html`<rect class="bar" x="${across(x(index, 0.16))}" width="${across(0.68 / list.length)}" y="${y(usd)}" height="${Number((y(0) - y(usd)).toFixed(2))}"/>`;
    const [low, high] = band ?? [usd, usd];
    const whisker =
      band === null
        ? null
        : [
            upright('whisker', x(index, 0.5), y(high), y(low)),
            level('whisker', x(index, 0.36), x(index, 0.64), y(high)),
            level('whisker', x(index, 0.36), x(index, 0.64), y(low)),
          ];
    const tag = html`<text class="tag mid" x="${across(x(index, 0.5))}" y="${y(Math.max(high, usd)) - 8}">${notes.map((note) => `[${note}]`).join('')}</text>`;
    return html`${bar}${whisker}${notes.length === 0 ? null : tag}`;
  });
  const lines = near.map(
    ({ usd, label }) => html`${level('limit', 0, 1, y(usd))}<text class="tag halo" x="0" y="${y(usd) - 6}">${label}</text>`,
  );
  return stacked([...grid, ...columns, ...lines, monthLabels(list)]);
};
