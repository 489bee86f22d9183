import { figuresOf } from '../../../report/explain/explain.ts';
import { duration, money } from '../../../report/format.ts';
import type { ScenarioReport } from '../../../report/report.ts';
import { type StepFigures, stepFigures } from '../../../report/step-figures.ts';
import { barLine } from '../../paint/bars.ts';
import { framed, listed, paragraph, rule } from '../../paint/frame.ts';
import type { Line } from '../../paint/line.ts';
import { padLine, said, span } from '../../paint/span.ts';
import { type Column, hiddenNote, table } from '../../paint/table.ts';
import { matching } from '../../state/match.ts';
import type { Area, Screen, ScreenState, Shown } from '../screen.ts';
import { commandLine, scenarioOption } from '../twin.ts';

const COLUMNS: readonly Column[] = [
  { title: 'step', align: 'left', drop: 0, shrinkTo: 14 },
  { title: 'what', align: 'left', drop: 4, shrinkTo: 14 },
  { title: 'runs', align: 'right', drop: 3 },
  { title: 'calls', align: 'right', drop: 6 },
  { title: 'tokens in', align: 'right', drop: 5 },
  { title: 'cached', align: 'right', drop: 7 },
  { title: 'tokens out', align: 'right', drop: 5 },
  { title: 'cost', align: 'right', drop: 0 },
  { title: 'share', align: 'right', drop: 2 },
  { title: '', align: 'left', drop: 8 },
  { title: 'time p95', align: 'right', drop: 1 },
];

/** Which order the table has, told in its head. */
const ORDERS = ['in file order', 'dearest first', 'slowest first'] as const;

type Row = { readonly figures: StepFigures; readonly name: string; readonly usd: number; readonly ms: number };

const scenarioOf = ({ report, forecast }: Shown): ScenarioReport | undefined =>
  report.scenarios.find(({ name }) => name === forecast.projection.plan.scenario);

const orderOf = ({ page }: ScreenState): number => page % ORDERS.length;

/** Rows that pass the filter, in the order that is asked for; what compacts a history stands with its step. */
const rowsOf = (shown: Shown, state: ScreenState): readonly Row[] => {
  const scenario = scenarioOf(shown);
  if (scenario === undefined) return [];
  const { rows } = stepFigures(scenario);
  let last = '';
  const all = rows.map((figures): Row => {
    const step = scenario.steps.find(({ name }) => name === figures.name);
    if (step !== undefined) last = step.name;
    return { figures, name: last, usd: step?.cost_usd ?? 0, ms: step?.latency_ms?.p95 ?? 0 };
  });
  const found = all.filter(({ figures }) => matching(`${figures.name} ${figures.what}`, state.filter));
  const order = orderOf(state);
  if (order === 0) return found;
  return found.toSorted((a, b) => (order === 1 ? b.usd - a.usd : b.ms - a.ms));
};

const cellsOf = ({ figures, ms }: Row, shown: Shown): readonly Line[] => [
  said(' '.repeat(figures.depth) + figures.name),
  said(figures.what.replace(/^[^/]+\//, ''), 'dim'),
  said(figures.runs),
  said(figures.calls),
  said(figures.input),
  said(figures.cached),
  said(figures.output),
  said(figures.cost, 'strong'),
  said(figures.share),
  figures.weight === null ? [] : barLine(figures.weight, 10),
  said(ms === 0 ? '–' : duration(ms), shown.stale ? 'dim' : 'plain'),
];

/** The formulas of a step: each figure with the arithmetic behind it, and where its numbers come from. */
const formulaLines = (shown: Shown, step: string, columns: number): readonly Line[] =>
  figuresOf(shown.forecast, step).flatMap(({ name, value, formula, terms }): readonly Line[] => [
    [span(name, 'strong'), span(' = '), span(value, 'accent')],
    ...formula.flatMap((line) => paragraph(`  ${line}`, columns)),
    ...terms.flatMap((line) => paragraph(`    ${line}`, columns, 'dim')),
    [],
  ]);

const draw: Screen['draw'] = (shown, state, area: Area) => {
  const { columns, rows } = area;
  const scenario = scenarioOf(shown);
  const all = rowsOf(shown, state);
  if (scenario === undefined) return framed([], area);
  const chosen = Math.max(0, Math.min(state.chosen, all.length - 1));
  const drawn = table(
    COLUMNS,
    all.map((row) => cellsOf(row, shown)),
    { columns, chosen },
  );
  const title = rule(
    `Steps · one ${shown.report.unit}`,
    [ORDERS[orderOf(state)] ?? '', hiddenNote(drawn)].filter((one) => one !== '').join(' · '),
    columns,
  );
  const room = Math.min(all.length, Math.max(3, Math.floor((rows - 5) * 0.5)));
  const total: Line = [
    span(`  total ${money(scenario.per_request.cost_usd.mean)} a ${shown.report.unit}`, 'strong'),
    span(state.filter === '' ? '' : `   /${state.filter}`, 'dim'),
  ];
  const step = all[chosen]?.name;
  const formulas = step === undefined ? [said('no step has this word', 'dim')] : formulaLines(shown, step, columns);
  const below = Math.max(0, rows - room - 5);
  const from = Math.min(state.scroll, Math.max(0, formulas.length - below));
  return framed(
    [
      title,
      drawn.head,
      ...listed(drawn.rows, chosen, 0, room),
      padLine(total, columns),
      [],
      rule(step ?? 'no step', 'every figure as its formula', columns),
      ...formulas.slice(from),
    ],
    area,
  );
};

/** The steps of a workflow as a table, and the formulas of the chosen one. */
export const steps: Screen = {
  id: 'steps',
  title: 'Steps',
  key: '2',
  says: 'What each step costs and takes, and the formula behind each figure.',
  twin: (shown) => commandLine(shown, 'explain', scenarioOption(shown)),
  count: (shown, state) => rowsOf(shown, state).length,
  draw,
};
