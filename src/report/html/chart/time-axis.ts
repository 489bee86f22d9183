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

/** An axis of time: where its end stands, and its upright lines with their labels below. */
export type TimeAxis = { readonly endMs: number; readonly lines: Markup };

/** Returns an axis that holds a time, through so many pixels of height. Its ticks are round in its unit, all in the same one. */
export const timeAxis = (greatestMs: number, height: number): TimeAxis => {
  const { ms: scale, unit } = UNITS.find(({ ms }) => greatestMs >= ms) ?? { ms: 1, unit: 'ms' };
  const ticks = ticksTo(greatestMs / scale, 4);
  const end = ticks.at(-1) ?? 1;
  const anchor = (index: number): string => (index === 0 ? 'start' : index === ticks.length - 1 ? 'end' : 'mid');
  const lines = ticks.map((tick, index) => {
    const x = tick / end;
    const label = tick === 0 ? '0' : `${precise(tick)} ${unit}`;
    return html`${upright('grid', x, 0, height)}<text class="axis ${anchor(index)}" x="${across(x)}" y="${height + 16}">${label}</text>`;
  });
  return { endMs: end * scale, lines: stacked(lines) };
};
