import { duration } from '../../format.ts';
import { across, html, type Markup, stacked } from '../markup.ts';
import { upright } from './lanes.ts';
import { ticksTo } from './ticks.ts';

/** Pixels that the labels of the axis take below a chart. */
export const AXIS = 24;

/** A round time, without the digits that say how exact it is. */
const tick = (ms: number): string =>
  ms === 0
    ? '0'
    : duration(ms)
        .replace(/\.0+(?= )/, '')
        .replace(/(\.\d*[1-9])0+(?= )/, '$1');

/** An axis of time: where its end stands, and its upright lines with their labels below. */
export type TimeAxis = { readonly endMs: number; readonly lines: Markup };

/** Returns an axis that holds a time, through so many pixels of height. */
export const timeAxis = (greatestMs: number, height: number): TimeAxis => {
  const ticks = ticksTo(greatestMs, 4);
  const endMs = ticks.at(-1) ?? 1;
  const anchor = (index: number): string => (index === 0 ? 'start' : index === ticks.length - 1 ? 'end' : 'mid');
  const lines = ticks.map(
    (ms, index) =>
      html`${upright('grid', ms / endMs, 0, height)}<text class="axis ${anchor(index)}" x="${across(ms / endMs)}" y="${height + 16}">${tick(ms)}</text>`,
  );
  return { endMs, lines: stacked(lines) };
};
