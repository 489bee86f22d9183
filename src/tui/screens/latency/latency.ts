import type { Forecast } from '../../../projection/forecast.ts';
import { duration, percent } from '../../../report/format.ts';
import { density } from '../../paint/density.ts';
import { beside, framed, listed, paragraph, rule } from '../../paint/frame.ts';
import type { Line } from '../../paint/line.ts';
import type { Area, Screen, ScreenState, Shown } from '../screen.ts';
import { commandLine, scenarioOption } from '../twin.ts';
import { type Course, type CourseStep, courseOf, VIEWS, type View } from './course.ts';
import { timeBudgets, timesTable } from './times.ts';
import { waterfall } from './waterfall.ts';

/** From here on the percentiles stand beside the waterfall. */
const TWO_COLUMNS = 150;

const endsText = ({ forecast, stale }: Shown): string => {
  const { perRequest } = forecast.simulation;
  if (stale) return 'percentiles are being played anew …';
  const { p50, p95, sorted } = perRequest.latencyMs;
  return sorted.length === 0 ? 'no request succeeds' : `median ${duration(p50.value)} · p95 ${duration(p95.value)}`;
};

/** What the chosen step is about, in words. */
const aboutStep = (forecast: Forecast, course: Course, one: CourseStep, view: View): string => {
  const { step, played, place } = one;
  const [link] = step.links;
  const needs = step.needs.map((need) => forecast.projection.plan.steps[need]?.name ?? '');
  const who = link?.kind === 'model' ? link.model.id : step.kind;
  const after = needs.length === 0 ? 'starts at once' : `starts after ${needs.join(', ')}`;
  const ran = `runs in ${percent(played?.ran.mean ?? 0)} of requests`;
  const parts = [`${step.name}: ${who}`, after, ran];
  if (place === 'people') return [...parts, 'people take no machine time, only turnaround'].join(' · ');
  if (place === 'background') return [...parts, 'in the background: nobody waits for it'].join(' · ');
  if (played?.latencyMs != null && played.latencyMs.p95 === 0)
    return [...parts, 'no table and no step says how long it takes: 0'].join(' · ');
  const without = courseOf(forecast, view, step.index).endMs;
  const saving =
    without < course.endMs
      ? `were it instant, this course would take ${duration(without)} in place of ${duration(course.endMs)}`
      : 'this course ends no sooner without it';
  return [...parts, saving].join(' · ');
};

const spreadPanel = ({ simulation: { perRequest } }: Forecast, rows: number, columns: number): readonly Line[] => {
  const { sorted, p50, p95, p99 } = perRequest.latencyMs;
  const marks = [
    { name: `p50 ${duration(p50.value)}`, value: p50.value },
    { name: `p95 ${duration(p95.value)}`, value: p95.value },
    { name: `p99 ${duration(p99.value)}`, value: p99.value },
  ];
  return rows < 5
    ? []
    : [
        rule('How end-to-end times are spread', `${sorted.length} played`, columns),
        ...density(sorted, marks, Math.min(rows - 1, 22), columns),
      ];
};

const TITLES: Readonly<Record<View, string>> = {
  median: 'each step at its median',
  p95: 'each step at its p95',
  people: 'with people in it',
};

/** Without people there is nothing to see of them. */
const viewOf = ({ forecast }: Shown, { page }: ScreenState): View => {
  const peopled = forecast.projection.plan.steps.some(({ kind }) => kind === 'human');
  const views = peopled ? VIEWS : VIEWS.slice(0, 2);
  return views[((page % views.length) + views.length) % views.length] ?? 'median';
};

const left = (shown: Shown, state: ScreenState, chosen: number, columns: number, rows: number): readonly Line[] => {
  const { forecast, report } = shown;
  const view = viewOf(shown, state);
  const course = courseOf(forecast, view);
  const {
    head,
    rows: lines,
    foot,
  } = waterfall(course, { columns, chosen, title: `One ${report.unit}, ${TITLES[view]}`, note: endsText(shown) });
  const one = course.steps[chosen];
  const words = one === undefined ? [] : paragraph(aboutStep(forecast, course, one, view), columns, 'dim');
  const about = rows < 10 ? [] : rows < 20 ? words : [[], ...words];
  const room = Math.max(3, rows - head.length - foot.length - about.length);
  return [...head, ...listed(lines, chosen, state.scroll, room), ...foot, ...about];
};

const right = (shown: Shown, columns: number, rows: number): readonly Line[] => {
  const times = [...timesTable(shown.forecast, shown.baseline, columns), ...timeBudgets(shown.forecast)];
  return [...times, [], ...spreadPanel(shown.forecast, rows - times.length - 1, columns)];
};

const untimed = (area: Area): readonly Line[] => [
  rule('Latency', '', area.columns),
  ...paragraph('No step says how long it takes, and no price table does for its models: every time would be 0.', area.columns),
  [],
  ...paragraph('Give a step latency: 80 to 300ms, or a model step latency: { ttft: 0.8s, speed: 60 }.', area.columns, 'dim'),
];

const draw: Screen['draw'] = (shown, state, area) => {
  const { columns, rows } = area;
  const { latencyMs, turnaroundMs } = shown.forecast.simulation.perRequest;
  if (Math.max(latencyMs.p99.value, turnaroundMs.p99.value) === 0) return framed(untimed(area), area);
  const chosen = Math.min(Math.max(0, state.chosen), shown.forecast.projection.plan.steps.length - 1);
  if (columns >= TWO_COLUMNS) {
    const own = Math.min(84, Math.floor(columns * 0.38));
    const main = columns - own - 3;
    const blocks = [
      { lines: left(shown, state, chosen, main, rows), columns: main },
      { lines: right(shown, own, rows), columns: own },
    ];
    return framed([...beside(blocks)], area);
  }
  const times = right(shown, columns, 0).filter((line) => line.length > 0);
  const under = rows < 14 ? [] : times;
  const main = left(shown, state, chosen, columns, rows - under.length - (under.length > 0 ? 1 : 0));
  const spread = spreadPanel(shown.forecast, rows - main.length - under.length - 2, columns);
  return framed([...main, ...(under.length > 0 ? [[], ...under] : []), ...(spread.length > 0 ? [[], ...spread] : [])], area);
};

export const latencyScreen: Screen = {
  id: 'latency',
  title: 'Latency',
  key: '3',
  says: 'Where the time of a request goes, what users wait for, and how long whole requests take.',
  twin: (shown) => commandLine(shown, 'explain', scenarioOption(shown)),
  count: ({ forecast }) => forecast.projection.plan.steps.length,
  draw,
};
