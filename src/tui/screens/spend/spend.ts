import { count, money } from '../../../report/format.ts';
import type { MonthReport, ScenarioReport } from '../../../report/report.ts';
import { beside, framed, paragraph, rule } from '../../paint/frame.ts';
import type { Line } from '../../paint/line.ts';
import { span } from '../../paint/span.ts';
import type { Area, Screen, ScreenState, Shown } from '../screen.ts';
import { commandLine, scenarioOption } from '../twin.ts';
import { baselineUsd, chartLegend, type MonthsShown, monthChart } from './month-chart.ts';
import { type Slice, slicesOf, VIEWS, type View } from './slices.ts';
import { monthTable, noteLines, sliceTable } from './tables.ts';

/** From here on the months stand in a table beside the chart. */
const TWO_COLUMNS = 150;

const reportOf = ({ report, forecast }: Shown): ScenarioReport | undefined =>
  report.scenarios.find(({ name }) => name === forecast.projection.plan.scenario);

const viewOf = ({ page }: ScreenState): View => VIEWS[((page % VIEWS.length) + VIEWS.length) % VIEWS.length] ?? 'total';

const tabs = (view: View): Line => [
  span('by  ', 'dim'),
  ...VIEWS.map((one) => (one === view ? span(`[${one}]  `, 'chosen') : span(` ${one}   `, 'dim'))),
];

const monthHead = (shown: MonthsShown, month: MonthReport, unit: string, columns: number): Line => {
  const { mean, p10, p90 } = month.spend_usd;
  const before = baselineUsd(shown.baseline, month);
  const band = p10 === null || p90 === null ? '' : ` · p10 ${money(p10)}, p90 ${money(p90)}`;
  const against = before === undefined ? '' : ` · baseline ${money(before)}`;
  return rule(`${month.month}: ${money(mean)}`, `${count(month.requests)} × one ${unit}${band}${against}`, columns);
};

/** What is known of the months, whatever the size of the screen. */
type Facts = {
  readonly months: MonthsShown;
  /** What a month goes to: the parts of the view, or the kinds where the view leaves the spend whole. */
  readonly parts: readonly Slice[];
  readonly notes: readonly string[];
  readonly title: Line;
  readonly unit: string;
  readonly state: ScreenState;
};

const factsOf = (shown: Shown, scenario: ScenarioReport, state: ScreenState, columns: number): Facts => {
  const { projection } = shown.forecast;
  const notes = [...new Set(scenario.months.flatMap((month) => month.notes))];
  const view = viewOf(state);
  const limit = shown.forecast.budgets.find(({ budget }) => budget.figure === 'monthly_spend')?.budget.limit ?? null;
  const total = scenario.horizon?.spend_usd.mean ?? 0;
  const before = shown.baseline?.projection.months.reduce((sum, { spendUsd }) => sum + spendUsd, 0);
  const against = before === undefined ? '' : ` · baseline ${money(before)}`;
  const note = `${scenario.months.length} ${scenario.months.length === 1 ? 'month' : 'months'} ${money(total)}${against}`;
  return {
    months: {
      ...{ months: scenario.months, slices: slicesOf(projection, view), view, limitUsd: limit },
      ...{ baseline: shown.baseline?.projection ?? null, chosen: Math.min(Math.max(0, state.chosen), scenario.months.length - 1) },
      notesOf: (month) => month.notes.map((one) => notes.indexOf(one) + 1).join(','),
    },
    parts: slicesOf(projection, view === 'total' ? 'kind' : view),
    ...{ notes, unit: shown.report.unit, state },
    title: rule(`Spend · ${scenario.name}`, note, columns),
  };
};

const stacked = (facts: Facts, { columns, rows }: Area): readonly Line[] => {
  const { months, notes, title, unit } = facts;
  const month = months.months[months.chosen];
  if (month === undefined) return [title];
  const several = months.months.length > 1;
  const own = noteLines(notes, month.notes, columns, rows >= 16 ? 3 : month.notes.length > 0 ? 1 : 0);
  const room = Math.max(3, Math.min(facts.parts.length + 1, rows - (several ? 11 : 3) - own.length));
  const detail = [monthHead(months, month, unit, columns), ...sliceTable(facts.parts, months.chosen, columns, room), ...own];
  const gap = several && rows - 3 - detail.length > 12 ? 1 : 0;
  const chart = several ? monthChart(months, Math.min(24, rows - 3 - detail.length - gap), columns) : [];
  return [title, tabs(months.view), ...chart, ...(several ? [chartLegend(months)] : []), ...(gap === 1 ? [[]] : []), ...detail];
};

const sideBySide = (facts: Facts, { columns, rows }: Area): readonly Line[] => {
  const { months, notes, title, unit, state } = facts;
  const month = months.months[months.chosen];
  if (month === undefined || months.months.length < 2) return stacked(facts, { columns, rows });
  const side = Math.min(76, Math.floor(columns * 0.34));
  const main = columns - side - 3;
  const detail = [
    [],
    monthHead(months, month, unit, main),
    ...sliceTable(facts.parts, months.chosen, main, Math.max(4, Math.floor(rows / 3))),
  ];
  const chart = [...monthChart(months, Math.min(28, rows - 3 - detail.length), main), chartLegend(months), ...detail];
  const right = [rule('Months', '', side), ...monthTable(months, state.scroll, side, Math.max(4, rows - 6 - 2 * notes.length))];
  const happens =
    notes.length === 0
      ? []
      : [[], rule('What happens to prices', '', side), ...noteLines(notes, month.notes, side, rows - right.length - 4)];
  return [
    title,
    tabs(months.view),
    ...beside([
      { lines: chart, columns: main },
      { lines: [...right, ...happens], columns: side },
    ]),
  ];
};

const draw: Screen['draw'] = (shown, state, area) => {
  const scenario = reportOf(shown);
  if (scenario === undefined || scenario.months.length === 0) {
    const words =
      'No traffic is stated, so that there is no month to show. Add traffic: 10k per day to the workflow, or a traffic.yaml beside it.';
    return framed([rule('Spend', '', area.columns), ...paragraph(words, area.columns)], area);
  }
  const facts = factsOf(shown, scenario, state, area.columns);
  return framed((area.columns >= TWO_COLUMNS ? sideBySide : stacked)(facts, area), area);
};

export const spendScreen: Screen = {
  id: 'spend',
  title: 'Spend',
  key: '4',
  says: 'What each month costs, how sure that is, what changes prices, and what the money goes to.',
  twin: (shown) => commandLine(shown, 'plan', [...scenarioOption(shown), '--format', 'csv']),
  count: (shown) => reportOf(shown)?.months.length ?? 0,
  draw,
};
