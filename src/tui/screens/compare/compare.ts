import { percent } from '../../../report/format.ts';
import { bar } from '../../../report/table.ts';
import { sparkline } from '../../paint/bars.ts';
import { framed, paragraph, rule } from '../../paint/frame.ts';
import type { Line, Tone } from '../../paint/line.ts';
import { said, span } from '../../paint/span.ts';
import { type Cell, type Column, hiddenNote, table } from '../../paint/table.ts';
import type { Area, Screen, ScreenState, Shown } from '../screen.ts';
import { commandLine, scenarioOption } from '../twin.ts';
import { against, monthsAgainst, ownFigures } from './against.ts';
import { type Contender, contenderOf, GROUPS, type Group, type Metric, metricsFor, type Standing, standingsOf } from './metrics.ts';

const groupOf = ({ page }: ScreenState): Group => GROUPS[((page % GROUPS.length) + GROUPS.length) % GROUPS.length] ?? 'all';

const SIGNS: Readonly<Record<Exclude<Standing, null>, { readonly sign: string; readonly tone: Tone }>> = {
  best: { sign: '*', tone: 'good' },
  worst: { sign: '!', tone: 'bad' },
};

/** A figure with a cell behind it for its sign, so that the figures of a column stay aligned. */
const figure = ({ of, text }: Metric, contender: Contender, standing: Standing | undefined): Line => {
  const value = contender[of];
  if (value === null) return said('– ', 'dim');
  if (standing === null || standing === undefined) return said(`${text(value)} `);
  const { sign, tone } = SIGNS[standing];
  return [span(text(value), tone), span(sign, tone)];
};

const columnsFor = (metrics: readonly Metric[], kinds: boolean): readonly Column[] => [
  { title: '', align: 'left', drop: 0, shrinkTo: kinds ? 22 : 12 },
  ...(kinds ? [{ title: 'kind', align: 'left', drop: 3 } as const] : []),
  ...metrics.map(({ title, drop }): Column => ({ title: `${title} `, align: 'right', drop })),
  { title: 'per month', align: 'left', drop: 12, stretch: { least: 8, most: 36 } },
];

/** The months of a contender beside the dearest month of them all. */
const months = (contender: Contender, dearest: number): Cell => {
  const means = contender.months.map(({ usd }) => usd);
  const [only = 0] = means;
  return (cells) => (means.length > 1 ? [sparkline(means, cells, dearest)] : [{ text: bar(only / dearest, cells), tone: 'bar' }]);
};

const tabs = (group: Group): Line => [
  span('show  ', 'dim'),
  ...GROUPS.map((one) => (one === group ? span(`[${one}]  `, 'chosen') : span(` ${one}   `, 'dim'))),
];

/** What the screen shows beside the scenarios: variants of the workflow, and what it comes to under stress. */
export type CompareShown = Shown & {
  readonly variants?: readonly Contender[];
  /** How far they are worked out; null once they are. */
  readonly varying?: number | null;
};

/** How many scenarios and what beside them, or how far that is. */
const noteOf = ({ report, variants = [], varying = null }: CompareShown): string => {
  const count = report.scenarios.length;
  const scenarios = `${count} ${count === 1 ? 'scenario' : 'scenarios'}`;
  if (varying !== null) return `${scenarios} · candidates and stress ${percent(varying)} …`;
  return variants.length === 0 ? scenarios : `${scenarios} · ${variants.length} beside it, candidates and stress of 2,000 requests`;
};

const contendersOf = ({ report, variants = [] }: CompareShown): readonly Contender[] => [...report.scenarios.map(contenderOf), ...variants];

const matrix = (
  contenders: readonly Contender[],
  metrics: readonly Metric[],
  room: { readonly columns: number; readonly chosen: number; readonly rows: number; readonly scroll: number },
) => {
  const standings = metrics.map((metric) => standingsOf(metric, contenders));
  const kinds = new Set(contenders.map(({ kind }) => kind)).size > 1;
  const dearest = Math.max(Number.EPSILON, ...contenders.flatMap((contender) => contender.months.map(({ usd }) => usd)));
  return table(
    columnsFor(metrics, kinds),
    contenders.map((contender, row) => [
      said(contender.name),
      ...(kinds ? [said(contender.kind, 'dim')] : []),
      ...metrics.map((metric, at) => figure(metric, contender, standings[at]?.[row])),
      months(contender, dearest),
    ]),
    { columns: room.columns, chosen: room.chosen, list: { rows: room.rows, scroll: room.scroll } },
  );
};

const LEGEND: Line = [span('*', 'good'), span(' best   ', 'dim'), span('!', 'bad'), span(' worst of its column   ', 'dim')];

const draw = (shown: CompareShown, state: ScreenState, area: Area): readonly Line[] => {
  const { columns, rows } = area;
  const contenders = contendersOf(shown);
  const { unit } = shown.report;
  const on = shown.forecast.projection.plan.scenario;
  const first = contenders.find(({ name, kind }) => kind === 'scenario' && name === on) ?? contenders[0];
  const chosen = Math.min(Math.max(0, state.chosen), contenders.length - 1);
  const metrics = metricsFor(contenders, unit, groupOf(state));
  const room = Math.min(contenders.length, Math.max(3, rows < 16 ? rows - 4 : Math.floor(rows * 0.45)));
  const laid = matrix(contenders, metrics, { columns, chosen, rows: room, scroll: state.scroll });
  const head = [
    rule('Compare', noteOf(shown), columns),
    tabs(groupOf(state)),
    laid.head,
    ...laid.rows,
    [...LEGEND, span(hiddenNote(laid), 'dim')],
  ];
  const other = contenders[chosen];
  const left = rows - head.length - 1;
  if (first === undefined || other === undefined || other === first) {
    const words =
      contenders.length < 2
        ? 'One scenario stands alone: add others to traffic.yaml, or set variants beside it.'
        : 'Move to another row to see what sets it apart from this one.';
    const own = first === undefined || left < 6 ? [] : ownFigures(first, metricsFor(contenders, unit, 'all'), columns);
    return framed([...head, [], ...paragraph(words, columns, 'dim'), ...own], area);
  }
  const figures = against(first, other, metricsFor(contenders, unit, 'all'), { columns, rows: left, unit });
  const below = [...figures, ...monthsAgainst(first, other, { columns, rows: left - figures.length })];
  return framed([...head, ...(left > 0 && below.length > 0 ? [[], ...below.slice(0, left)] : [])], area);
};

export const compareScreen: Screen = {
  id: 'compare',
  title: 'Compare',
  key: '5',
  says: 'Scenarios and variants side by side: cost, time, success, and how near their limits they come.',
  twin: (shown: CompareShown) => {
    const candidates = shown.variants?.some(({ kind }) => kind === 'variant') ?? false;
    return commandLine(shown, candidates ? 'compare' : 'stress', scenarioOption(shown));
  },
  count: (shown) => contendersOf(shown).length,
  draw,
};
