import { duration, percent } from '../../../report/format.ts';
import { rule } from '../../paint/frame.ts';
import type { Line, Span, Tone } from '../../paint/line.ts';
import { said, span } from '../../paint/span.ts';
import { type Cell, type Column, hiddenNote, table } from '../../paint/table.ts';
import type { Course, CourseStep, Place } from './course.ts';

/** How a step of each kind is drawn: where it waits for its first token, where it works, and its colours. */
const STROKES: Readonly<Record<Place, { readonly wait: string; readonly work: string; readonly tones: readonly [Tone, Tone] }>> = {
  waited: { wait: '╌', work: '━', tones: ['bar2', 'bar'] },
  rare: { wait: '╌', work: '┅', tones: ['dim', 'dim'] },
  background: { wait: '╌', work: '─', tones: ['dim', 'dim'] },
  people: { wait: ' ', work: ' ', tones: ['dim', 'dim'] },
  never: { wait: ' ', work: ' ', tones: ['dim', 'dim'] },
};

/** A share of the path below this is not marked as one that users wait for. */
const NOTICED = 0.005;

const isNoticed = ({ played }: CourseStep): boolean => (played?.shareOfCriticalPath ?? 0) >= NOTICED;

const signOf = (one: CourseStep): Span => {
  if (one.place === 'background') return span('○ ', 'dim');
  return isNoticed(one) ? span('● ', 'accent') : span('  ');
};

/** The bar of a step on a scale of milliseconds over some cells; what goes on beyond the scale ends in an arrow. */
const barOf = ({ place, startMs, waitMs, lengthMs }: CourseStep, spanMs: number, cells: number): Line => {
  const { wait, work, tones } = STROKES[place];
  const at = (ms: number): number => Math.min(cells, Math.round((ms / spanMs) * cells));
  if (place === 'people') return said('people: turnaround', 'dim');
  if (lengthMs <= 0 || spanMs <= 0) return [];
  const from = Math.min(at(startMs), cells - 1);
  const to = Math.max(from + 1, at(startMs + lengthMs));
  const turn = Math.min(to - 1, Math.max(from, at(startMs + waitMs)));
  const beyond = startMs + lengthMs > spanMs * 1.001;
  return [
    { text: '·'.repeat(from), tone: 'edge' },
    { text: wait.repeat(turn - from), tone: tones[0] },
    { text: beyond ? `${work.repeat(Math.max(0, to - turn - 1))}→` : work.repeat(to - turn), tone: tones[1] },
  ];
};

const BARS = 1;

const COLUMNS: readonly Column[] = [
  { title: 'step', align: 'left', drop: 0, shrinkTo: 10 },
  { title: '', align: 'left', drop: 0, stretch: { least: 20, most: 160 } },
  { title: 'start', align: 'right', drop: 3 },
  { title: 'p50', align: 'right', drop: 0 },
  { title: 'p95', align: 'right', drop: 2 },
  { title: 'path', align: 'right', drop: 1 },
  { title: 'runs in', align: 'right', drop: 4 },
];

const timeText = (ms: number | undefined): string => (ms === undefined ? '–' : ms === 0 ? '0' : duration(ms));

/** Whether nobody says how long a step takes. */
const untold = ({ played, step }: CourseStep): boolean => step.kind !== 'group' && played?.latencyMs?.p95 === 0;

const cellsOf = (one: CourseStep, spanMs: number): readonly Cell[] => {
  const { step, depth, place, startMs, played } = one;
  const latency = played?.latencyMs ?? null;
  const path = played?.shareOfCriticalPath ?? 0;
  return [
    [signOf(one), span('  '.repeat(depth) + step.name)],
    (cells) => barOf(one, spanMs, cells),
    said(place === 'people' || place === 'never' ? '–' : timeText(startMs), 'dim'),
    untold(one) ? said('!', 'warn') : said(timeText(latency?.p50)),
    untold(one) ? [] : said(timeText(latency?.p95)),
    said(place === 'background' ? 'beside' : path === 0 ? '–' : percent(path), path >= NOTICED ? 'plain' : 'dim'),
    said(percent(played?.ran.mean ?? 0), 'dim'),
  ];
};

/** The scale below the bars: times at even distances. */
const scaleLine = (spanMs: number, cells: number): Line => {
  const ticks = cells >= 60 ? 4 : cells >= 30 ? 2 : 1;
  let text = '0';
  for (let tick = 1; tick <= ticks; tick++) {
    const label = duration((spanMs * tick) / ticks);
    const at = Math.round((cells * tick) / ticks) - (tick === ticks ? label.length : Math.floor(label.length / 2));
    if (at > text.length) text = text.padEnd(at) + label;
  }
  return said(text, 'dim');
};

/** What the signs of a course mean, those that occur in it. */
const legendOf = (steps: readonly CourseStep[]): Line => {
  const entries: readonly { readonly sign: string; readonly words: string; readonly tone: Tone; readonly occurs: boolean }[] = [
    { sign: '●', words: 'waited for', tone: 'accent', occurs: steps.some(isNoticed) },
    { sign: '╌', words: 'to first token', tone: 'bar2', occurs: steps.some(({ waitMs }) => waitMs > 0) },
    { sign: '━', words: 'working', tone: 'bar', occurs: steps.some(({ place, lengthMs }) => place === 'waited' && lengthMs > 0) },
    { sign: '┅', words: 'in under half', tone: 'dim', occurs: steps.some(({ place, lengthMs }) => place === 'rare' && lengthMs > 0) },
    { sign: '○', words: 'background', tone: 'dim', occurs: steps.some(({ place }) => place === 'background') },
    { sign: '!', words: 'nobody says how long: 0', tone: 'warn', occurs: steps.some(untold) },
  ];
  return entries.filter(({ occurs }) => occurs).flatMap(({ sign, words, tone }) => [span(sign, tone), span(` ${words}   `, 'dim')]);
};

/** Returns the steps as bars over time, a line each, with a scale and what the signs mean. */
export const waterfall = (
  { steps, endMs }: Course,
  room: { readonly columns: number; readonly chosen: number; readonly title: string; readonly note: string },
): { readonly head: readonly Line[]; readonly rows: readonly Line[]; readonly foot: readonly Line[] } => {
  const { columns, chosen, title, note } = room;
  const waited = steps.filter(({ place }) => place !== 'background' && place !== 'people');
  const spanMs = Math.max(endMs, ...waited.map(({ startMs, lengthMs }) => startMs + lengthMs));
  const laid = table(
    COLUMNS,
    steps.map((one) => cellsOf(one, spanMs)),
    { columns, chosen },
  );
  const hidden = hiddenNote(laid);
  return {
    head: [rule(title, note, columns), laid.head],
    rows: laid.rows,
    foot: [
      [{ text: ' '.repeat(Math.max(0, laid.starts[BARS] ?? 0)) }, ...scaleLine(spanMs, laid.widths[BARS] ?? 0)],
      [...legendOf(steps), span(hidden, 'dim')],
    ],
  };
};
