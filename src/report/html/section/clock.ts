import { duration, percent } from '../../format.ts';
import type { ScenarioReport } from '../../report.ts';
import { LANE, lanes, span, upright } from '../chart/lanes.ts';
import { AXIS, timeAxis } from '../chart/time-axis.ts';
import type { ClockBar } from '../clock.ts';
import { chartFigure, drawing } from '../figure.ts';
import type { HtmlInput } from '../input.ts';
import { type Markup, name } from '../markup.ts';
import { dataTable, numbersUnder } from '../table.ts';
import { absent, type Section } from './section.ts';

/** More lanes than these are no picture; the table has them all. */
const MOST_LANES = 40;

const TYPICAL = 0.5;

/** What a lane says instead of a time, where nothing waits for it. */
const laneValue = ({ kind, ran, startMs, endMs, typicalMs }: ClockBar): string => {
  const often = ran < 1 ? ` · in ${percent(ran)}` : '';
  if (typicalMs === null) return 'never runs';
  if (kind === 'human') return `${duration(typicalMs)} of people${often}`;
  if (ran < TYPICAL) return `${typicalMs === 0 ? 'no time known' : duration(typicalMs)}${often}`;
  return endMs === startMs ? 'no time known' : `${startMs === 0 ? '0' : duration(startMs)} – ${duration(endMs)}`;
};

const marksOf = ({ kind, background, ran, startMs, endMs, typicalMs }: ClockBar, totalMs: number): Markup => {
  const [from, to] = [startMs / totalMs, endMs / totalMs];
  if (to > from) return span(kind === 'group' ? 'frame' : background ? 'bar soft' : 'bar', from, to);
  const rare = kind !== 'human' && ran < TYPICAL ? Math.min(1, from + (typicalMs ?? 0) / totalMs) : from;
  return rare > from ? span('frame', from, rare) : upright('whisker', Math.min(from, 0.999), 0, 8);
};

const clockTable = (clock: readonly ClockBar[]): Markup =>
  dataTable(
    'One typical request on the clock',
    numbersUnder('step', ['starts at', 'ends at', 'typical time', 'runs in']),
    clock.map(({ name: step, startMs, endMs, typicalMs, ran }) => ({
      cells: [name(step), duration(startMs), duration(endMs), typicalMs === null ? '–' : duration(typicalMs), percent(ran)],
    })),
  );

const figure = ({ clock }: HtmlInput, { per_request: { latency_ms } }: ScenarioReport): Markup => {
  const shown = clock.slice(0, MOST_LANES);
  const height = shown.length * LANE;
  const { endMs, lines } = timeAxis(Math.max(...clock.map((bar) => bar.endMs), 1), height);
  const list = shown.map((bar) => ({
    label: name(bar.name, 28),
    note: bar.background ? 'nobody waits for it' : '',
    value: laneValue(bar),
    marks: marksOf(bar, endMs),
    depth: bar.depth,
  }));
  const whole =
    latency_ms === null
      ? ''
      : ` Played through with all that varies, requests take ${duration(latency_ms.p50)} typically and up to ${duration(latency_ms.p95)} in 95 of 100.`;
  const cut = clock.length > shown.length ? ` The first ${shown.length} of ${clock.length} steps are drawn.` : '';
  return chartFigure({
    id: 'clock-chart',
    title: 'One typical request',
    caption: `Each step that runs in most requests takes its median time and starts when all it needs has ended. Outlined: a group, or a step of few requests, for which nothing waits here. People are not on this clock.${whole}${cut}`,
    chart: drawing('clock-chart', height + AXIS, [lines, lanes(list)]),
    table: clockTable(clock),
  });
};

/** Returns one request on the clock, the base scenario's. */
export const clockSection = (input: HtmlInput, scenario: ScenarioReport): Section => ({
  id: 'clock',
  title: 'On the clock',
  lead: 'What runs when, and who waits for whom.',
  body: [input.clock.length === 0 ? absent('Nothing here takes time that anybody has stated.') : figure(input, scenario)],
});
