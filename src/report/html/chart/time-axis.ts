import { precise } from '../../format.ts';
import { across, html, type Markup, stacked } from '../markup.ts';
import { upright } from './lanes.ts';
import { ticksTo } from './ticks.ts';

/** Pixels that the labels of the axis take below a chart. */
export const AXIS = 24;

const UNITS = [
  { ms: 86_400_000, unit: 'd' },
  { ms: 3_600_000, unit: 'h' },
  { ms: 60_000, unit: 'min' },
  { ms: 1000, unit: 's' },
] as const;

/** A round time, in the unit of the axis, without digits that say how exact it is. */
const tick = (ms: number, endMs: number): string => {
  const { ms: scale, unit } = UNITS.find((one) => endMs >= one.ms) ?? { ms: 1, unit: 'ms' };
  return ms === 0 ? '0' : `${precise(Number((ms / scale).toPrecision(3)))} ${unit}`;
};

/** An axis of time: where its end stands, and its upright lines with their labels below. */
export type TimeAxis = { readonly endMs: number; readonly lines: Markup };

/** Returns an axis that holds a time, through so many pixels of height. */
export const timeAxis = (greatestMs: number, height: number): TimeAxis => {
  const ticks = ticksTo(greatestMs, 4);
  const endMs = ticks.at(-1) ?? 1;
  const anchor = (index: number): string => (index === 0 ? 'start' : index === ticks.length - 1 ? 'end' : 'mid');
  const lines = ticks.map(
    (ms, index) =>
      html`${upright('grid', ms / endMs, 0, height)}<text class="axis ${anchor(index)}" x="${across(ms / endMs)}" y="${height + 16}">${tick(ms, endMs)}</text>`,
  );
  return { endMs, lines: stacked(lines) };
};
