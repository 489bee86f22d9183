import { visible, visibleWithin } from '../diagnostics/escape.ts';
import { columnsOf, type Paint } from '../diagnostics/render.ts';
import { count, fixed, money, moneyDecimals, percent, roundedToSum } from './format.ts';
import type { MonthReport, Report, ScenarioReport, StepReport } from './report.ts';
import { bar, type Cell, type Column, cutTo, layTable, pad, tableLines, wrapped } from './table.ts';

/** How a text report is printed: its width in columns, its colours, and the path to name in the commands it suggests. */
export type TextStyle = { readonly width: number; readonly paint: Paint; readonly path: string };

const dim =
  ({ paint }: TextStyle) =>
  (text: string): string =>
    paint('dim', text);

const heading = (title: string, note: string, style: TextStyle): string => {
  const text = note === '' ? title : `${title} · ${note}`;
  const shown = cutTo(visible(text), style.width);
  return style.paint('bold', shown);
};

const monthWord = (months: number): string => (months === 1 ? '1 month' : `${months} months`);

/** The parts of a scenario's spend, greatest first, those that are nothing left out. */
const partsOf = (scenario: ScenarioReport): string => {
  const { components } = scenario.horizon ?? { components: null };
  if (components === null) return '';
  const total = Object.values(components).reduce((sum, usd) => sum + usd, 0);
  const parts = Object.entries(components).filter(([, usd]) => usd > 0);
  if (parts.length < 2) return '';
  const words = parts.sort(([, a], [, b]) => b - a).map(([name, usd]) => `${name} ${percent(usd / total)}`);
  return `Of that: ${words.join(', ')}.`;
};

const leavesOf = (scenario: ScenarioReport): readonly StepReport[] => scenario.steps.filter(({ kind }) => kind !== 'group');

const summary = (report: Report, style: TextStyle): readonly string[] => {
  const [scenario] = report.scenarios;
  if (scenario === undefined) return [];
  const { cost_usd, success_rate } = scenario.per_request;
  const unit = visibleWithin(report.unit, 40);
  const dearest = [...leavesOf(scenario)].sort((a, b) => b.cost_usd - a.cost_usd)[0];
  const lines = [`One ${unit} costs ${money(cost_usd.mean)} on average.`];
  if (scenario.monthly !== null && scenario.horizon !== null) {
    const first = `${money(scenario.monthly.spend_usd.mean)} in the first month`;
    const all =
      scenario.horizon.months > 1 ? ` and ${money(scenario.horizon.spend_usd.mean)} over ${monthWord(scenario.horizon.months)}` : '';
    lines.push(`In "${visible(scenario.name)}" that is ${first}${all}.`, partsOf(scenario));
  } else lines.push('No traffic is given: only figures per request are shown.');
  if (dearest !== undefined && leavesOf(scenario).length > 1)
    lines.push(`The dearest step is ${visible(dearest.name)}: ${percent(dearest.share_of_cost)} of the cost.`);
  const machines = leavesOf(scenario).reduce((sum, step) => sum + (step.kind === 'human' ? 0 : step.cost_usd), 0);
  if (machines < cost_usd.mean && machines > 0) lines.push(`Without people one ${unit} costs ${money(machines)}.`);
  lines.push(`${percent(success_rate)} of requests succeed.`);
  return wrapped(lines.filter((line) => line !== '').join(' '), style.width);
};

type Figure = { readonly title: string; readonly of: (scenario: ScenarioReport) => string };

const inputOf = ({ tokens }: ScenarioReport['per_request']): number => tokens.uncached_input + tokens.cache_read + tokens.cache_write;
const outputOf = ({ tokens }: ScenarioReport['per_request']): number => tokens.reasoning + tokens.visible_output;

const LATER_MONTHS: readonly Figure[] = [
  { title: 'last month', of: ({ months }) => money(months.at(-1)?.spend_usd.mean ?? 0) },
  { title: 'all months', of: ({ horizon }) => (horizon === null ? '–' : money(horizon.spend_usd.mean)) },
  { title: 'months', of: ({ horizon }) => String(horizon?.months ?? 0) },
];

const figuresOf = (report: Report): readonly Figure[] => {
  const each = `per ${visibleWithin(report.unit, 20)}`;
  const perRequest: readonly Figure[] = [
    { title: `cost ${each}`, of: ({ per_request }) => money(per_request.cost_usd.mean) },
    { title: `model calls ${each}`, of: ({ per_request }) => count(per_request.calls.mean) },
    { title: `tokens in ${each}`, of: ({ per_request }) => count(inputOf(per_request)) },
    { title: `tokens out ${each}`, of: ({ per_request }) => count(outputOf(per_request)) },
    { title: 'success', of: ({ per_request }) => percent(per_request.success_rate) },
  ];
  if (report.scenarios.every(({ daily }) => daily === null)) return perRequest;
  const several = report.scenarios.some(({ months }) => months.length > 1);
  const overTime: readonly Figure[] = [
    { title: 'requests a day', of: ({ daily }) => (daily === null ? '–' : count(daily.requests)) },
    { title: 'spend a day', of: ({ daily }) => (daily === null ? '–' : money(daily.spend_usd.mean)) },
    { title: 'first month', of: ({ monthly }) => (monthly === null ? '–' : money(monthly.spend_usd.mean)) },
    ...(several ? LATER_MONTHS : []),
  ];
  return [...overTime, ...perRequest];
};

/** As many scenarios side by side as fit, the rest below them. */
const scenarios = (report: Report, style: TextStyle): readonly string[] => {
  const figures = figuresOf(report);
  const titles = Math.max(...figures.map(({ title }) => columnsOf(title)));
  const columns = report.scenarios.map((scenario) => {
    const name = visibleWithin(scenario.name, 24);
    const values = figures.map(({ of }) => of(scenario));
    return { name, values, width: Math.max(columnsOf(name), ...values.map(columnsOf)) };
  });
  const blocks: (typeof columns)[] = [[]];
  let used = titles;
  for (const column of columns) {
    used += column.width + 3;
    if (used > style.width && (blocks.at(-1)?.length ?? 0) > 0) {
      blocks.push([]);
      used = titles + column.width + 3;
    }
    blocks.at(-1)?.push(column);
  }
  const row = (title: string, cells: readonly string[], block: typeof columns): string =>
    [pad(title, titles, 'left'), ...cells.map((cell, index) => pad(cell, block[index]?.width ?? 0, 'right'))].join('   ');
  return blocks.flatMap((block, index) => [
    ...(index > 0 ? [''] : []),
    style.paint(
      'bold',
      row(
        '',
        block.map(({ name }) => name),
        block,
      ),
    ),
    ...figures.map(({ title }, at) =>
      row(
        title,
        block.map(({ values }) => values[at] ?? ''),
        block,
      ),
    ),
  ]);
};

/** A step's name, moved in by a level for each group around it. */
const indented = (step: StepReport, all: readonly StepReport[]): string => {
  let depth = 0;
  for (let group = step.group; group !== null; group = all.find(({ name }) => name === group)?.group ?? null) depth++;
  return '  '.repeat(depth) + step.name;
};

const kindText = (step: StepReport): string => step.model ?? step.kind;

const STEP_COLUMNS: readonly Column[] = [
  { title: 'step', align: 'left', drop: 0, shrinkTo: 12 },
  { title: 'what', align: 'left', drop: 4, shrinkTo: 14 },
  { title: 'runs', align: 'right', drop: 3 },
  { title: 'calls', align: 'right', drop: 5 },
  { title: 'tokens in', align: 'right', drop: 6 },
  { title: 'tokens out', align: 'right', drop: 6 },
  { title: 'cost', align: 'right', drop: 0 },
  { title: 'share', align: 'right', drop: 2 },
  { title: '', align: 'left', drop: 1 },
];

/** A number of runs: always two decimals, so that a column of them lines up. */
const times = (runs: number): string => (runs > 0 && runs < 0.005 ? '<0.01' : fixed(runs, 2));

const tokensText = (tokens: number): string => (tokens === 0 ? '–' : count(tokens));

const steps = (scenario: ScenarioReport, style: TextStyle): readonly string[] => {
  const total = scenario.per_request.cost_usd.mean;
  const leaves = leavesOf(scenario);
  const decimals = Math.max(moneyDecimals(total), 6);
  const rounded = roundedToSum(
    leaves.map(({ cost_usd }) => cost_usd),
    decimals,
  );
  const costs = new Map(leaves.map((step, index) => [step, rounded[index] ?? 0]));
  const widest = Math.max(...leaves.map(({ share_of_cost }) => share_of_cost), Number.EPSILON);
  const plain = (text: string): Cell => ({ text });
  const rows = scenario.steps.map((step): readonly Cell[] => {
    const { tokens_per_request: tokens, share_of_cost: share } = step;
    const input = tokens.uncached_input + tokens.cache_read + tokens.cache_write;
    return [
      plain(indented(step, scenario.steps)),
      plain(kindText(step)),
      plain(times(step.runs_per_request)),
      plain(step.kind === 'model' ? times(step.calls_per_request) : '–'),
      plain(tokensText(input)),
      plain(tokensText(tokens.reasoning + tokens.visible_output)),
      plain(money(costs.get(step) ?? step.cost_usd, decimals)),
      plain(percent(share)),
      { text: step.kind === 'group' ? '' : bar(share / widest, 7), paint: (text) => style.paint('accent', text) },
    ];
  });
  const sum = [
    'total',
    '',
    '',
    count(scenario.per_request.calls.mean),
    count(inputOf(scenario.per_request)),
    count(outputOf(scenario.per_request)),
    money(total, decimals),
    '',
    '',
  ];
  return tableLines(
    STEP_COLUMNS,
    [...rows, sum.map((text) => ({ text, paint: (own: string) => style.paint('bold', own) }))],
    style.width,
    dim(style),
  );
};

const MONTH_COLUMNS: readonly Column[] = [
  { title: 'month', align: 'left', drop: 0 },
  { title: 'requests', align: 'right', drop: 2 },
  { title: 'spend', align: 'right', drop: 0 },
  { title: '', align: 'left', drop: 3 },
  { title: 'note', align: 'left', drop: 1, shrinkTo: 12 },
];

const months = (list: readonly MonthReport[], style: TextStyle): readonly string[] => {
  const means = list.map(({ spend_usd }) => spend_usd.mean);
  const decimals = Math.min(2, moneyDecimals(Math.max(...means)));
  const rounded = roundedToSum(means, decimals);
  const greatest = Math.max(...means, Number.EPSILON);
  const numbers = new Map<string, number>();
  for (const note of list.flatMap(({ notes }) => notes)) if (!numbers.has(note)) numbers.set(note, numbers.size + 1);
  const rows = list.map(({ month, requests, spend_usd, notes }, index): readonly Cell[] => [
    { text: month },
    { text: count(requests) },
    { text: money(rounded[index] ?? 0, decimals) },
    { text: bar(spend_usd.mean / greatest, 24), paint: (text) => style.paint('accent', text) },
    { text: notes.map((note) => `[${numbers.get(note)}]`).join(' ') },
  ]);
  const total = [
    'total',
    count(list.reduce((sum, { requests }) => sum + requests, 0)),
    money(
      rounded.reduce((sum, usd) => sum + usd, 0),
      decimals,
    ),
    '',
    '',
  ];
  const all = list.length > 1 ? [...rows, total.map((text) => ({ text, paint: (own: string) => style.paint('bold', own) }))] : rows;
  const notes = [...numbers].flatMap(([note, number]) => wrapped(visible(`[${number}] ${note}`), style.width));
  return [...tableLines(MONTH_COLUMNS, all, style.width, dim(style)), ...notes];
};

const ASSUMPTION_COLUMNS: readonly Column[] = [
  { title: '', align: 'left', drop: 0, shrinkTo: 16, wraps: true },
  { title: '', align: 'left', drop: 0, shrinkTo: 16, wraps: true },
  { title: '', align: 'left', drop: 1 },
];

/** What nobody said comes first: it is what a reviewer asks about. */
const ORIGINS = [
  ['default', 'nobody said'],
  ['estimated', 'the tokenizer or the framing is not public'],
  ['table', 'from the price tables'],
  ['measured', 'counted exactly'],
  ['stated', 'written in the YAML'],
] as const;

/** Places without the folder that all files of the workflow share. */
const shortPlace = (where: string, path: string): string => {
  const folder =
    path.endsWith('.yaml') || path.endsWith('.yml') ? path.slice(0, path.lastIndexOf('/') + 1) : `${path.replace(/\/+$/, '')}/`;
  return where.startsWith(folder) ? where.slice(folder.length) : where;
};

const assumptions = (report: Report, style: TextStyle): readonly string[] => {
  const sorted = ORIGINS.flatMap(([origin]) => report.assumptions.filter((line) => line.origin === origin));
  const rows = sorted.map(({ what, value, where }): readonly Cell[] => [
    { text: `  ${what}` },
    { text: value },
    { text: shortPlace(where, style.path), paint: dim(style) },
  ]);
  const lines = layTable(ASSUMPTION_COLUMNS, rows, style.width, dim(style)).rows;
  return ORIGINS.flatMap(([origin, meaning]) => {
    const mine = lines.filter((_, index) => sorted[index]?.origin === origin);
    const paint = origin === 'default' || origin === 'estimated' ? 'warning' : 'bold';
    return mine.length === 0 ? [] : [style.paint(paint, cutTo(`${origin} · ${meaning}`, style.width)), ...mine.flat()];
  });
};

/**
 * Returns the plan as a text report: the summary first, scenarios side by side, the base scenario's steps and months, then
 * every assumption with its origin. Columns add up as printed.
 */
export const toText = (report: Report, style: TextStyle): string => {
  const [base] = report.scenarios;
  if (base === undefined) return '';
  const facts = [
    `prices as of ${report.settings.as_of}`,
    `${report.scenarios.length} ${report.scenarios.length === 1 ? 'scenario' : 'scenarios'}`,
    `outlay ${report.tool.version}`,
  ];
  const unit = visibleWithin(report.unit, 40);
  const blocks: readonly (readonly string[])[] = [
    [
      style.paint('bold', visibleWithin(report.workflow, style.width)),
      ...(report.description === '' ? [] : wrapped(visible(report.description), style.width)),
      dim(style)(cutTo(facts.join(' · '), style.width)),
    ],
    summary(report, style),
    [heading('Scenarios', '', style), ...scenarios(report, style)],
    [heading('Steps', `${base.name}, one ${unit}`, style), ...steps(base, style)],
    ...(base.months.length > 1 ? [[heading('Months', base.name, style), ...months(base.months, style)]] : []),
    [heading('Assumptions', `${report.assumptions.length} numbers and where they come from`, style), ...assumptions(report, style)],
    [dim(style)(cutTo(`Every figure as a formula: outlay explain ${visible(style.path)}`, style.width))],
  ];
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
};
