import { budgetFigures } from '../../budget-figures.ts';
import type { Report } from '../../report.ts';
import { summarySentences } from '../../summary.ts';
import { cents, type Formula, minus, plus, total } from '../formula.ts';
import { type Cell, type Chart, computed, Grid, held, type Series, text } from '../grid.ts';
import { MONTH, type Months } from './months.ts';
import { firstMonth, type Part } from './part.ts';
import { STEP, type Steps } from './steps.ts';

/** The sheet that is opened first, with its charts. */
export type Summary = { readonly grid: Grid; readonly charts: readonly Chart[] };

const plain = (name: string): string => name;

/** A line each: one long line would make the printed page too wide to read. */
const sentencesOf = (report: Report): readonly string[] => summarySentences(report, { word: plain, quoted: plain }).split(/(?<=\.) (?=\S)/);

const facts = (report: Report, settings: string): readonly string[] => {
  const { as_of, set } = report.settings;
  return [
    `Prices as of ${as_of} · ${settings} · outlay ${report.tool.version}${set.length === 0 ? '' : ` · with ${set.join(', ')}`}`,
    'An estimate, no invoice. Change the yellow cells of the sheet "assumptions" or "prices": means follow, simulated figures (grey) do not.',
    'Rows are rounded so that they add up to the rounded total; other sheets hold every digit.',
  ];
};

/**
 * Returns parts rounded to cents so that they add up to their rounded total: each is what the rounded running total grows by
 * ($0.004, $0.004, $0.004 are $0.00, $0.01, $0.00).
 */
const addingUp = (count: number, upTo: (last: number) => Formula): readonly Formula[] => {
  const running = Array.from({ length: count }, (_, index) => cents(upTo(index)));
  return running.map((sum, index) => {
    const before = running[index - 1];
    return before === undefined ? sum : cents(minus(sum, before));
  });
};

const table = (
  grid: Grid,
  heads: readonly string[],
  names: readonly string[],
  upTo: (last: number) => Formula,
): { readonly from: number; readonly to: number } => {
  grid.add(heads.map((head) => text(head, 'head')));
  const from = grid.rows.length;
  for (const [index, part] of addingUp(names.length, upTo).entries()) grid.add([text(names[index] ?? ''), computed(part, 'usd')]);
  const to = grid.rows.length - 1;
  grid.add([text('total', 'total'), computed(cents(upTo(names.length - 1)), 'usd', 'total')]);
  grid.add([]);
  return { from, to };
};

const chartOfMonths = (months: Months, part: Part, at: Chart['at']): readonly Chart[] => {
  const [first, last] = [part.months.rows[0], part.months.rows.at(-1)];
  if (part.months.totals === null || first === undefined || last === undefined) return [];
  const series = (title: string, column: number, line: boolean): readonly Series[] => {
    const filled = part.months.rows.every(({ row }) => months.grid.rows[row]?.[column] != null);
    return filled ? [{ title, values: months.grid.range(column, first.row, last.row), line }] : [];
  };
  return [
    {
      title: `Spend by month: ${part.report.name}`,
      kind: 'columns',
      labels: months.grid.words(MONTH.label, first.row, last.row),
      series: [...series('mean', MONTH.spend, false), ...series('P10', MONTH.p10, true), ...series('P90', MONTH.p90, true)],
      at,
    },
  ];
};

const chartOfSteps = (steps: Steps, { report, steps: { from, to } }: Part, at: Chart['at']): readonly Chart[] =>
  to < from
    ? []
    : [
        {
          title: `Cost of a request by step: ${report.name}`,
          kind: 'bars',
          labels: steps.grid.words(STEP.name, from, to),
          series: [{ title: 'cost', values: steps.grid.range(STEP.cost, from, to), line: false }],
          at,
        },
      ];

/** What a chart covers, and a row between two. */
const CHART_ROWS = 20;

const COMPONENTS = ['models', 'tools', 'people', 'evaluation', 'fixed', 'one-off'];

const figures = (grid: Grid, part: Part, months: Months): void => {
  const first = firstMonth(months, part);
  const { totals } = part.months;
  const line = (title: string, cell: Cell | null): number => grid.add([text(title), cell]);
  grid.add([text(`Scenario ${part.report.name}`, 'head'), text('', 'head')]);
  line('cost of a request, mean', computed(part.costPerRequest, 'fine'));
  if (first === null || totals === null) return;
  line('spend of the mean day, first month', computed(first.daily, 'usd'));
  line('spend of the first month', computed(first.spend, 'usd'));
  line(`spend over all ${part.report.months.length} months`, computed(months.grid.ref(totals, MONTH.spend), 'usd'));
  for (const p of ['p10', 'p90'] as const) {
    const band = part.report.horizon?.spend_usd[p];
    if (band != null) line(`spend over all months, ${p.toUpperCase()} (simulated)`, held(band, 'usd'));
  }
};

/** What is promised, and how it was kept as planned: texts, since they do not follow the inputs. */
const budgets = (grid: Grid, report: Report): void => {
  const rows = budgetFigures(report);
  if (rows.length === 0) return;
  grid.add(['budgets, as planned', 'limit', '', 'actual', 'verdict', 'chance', 'month', 'scenario'].map((head) => text(head, 'head')));
  for (const { name, limit, actual, verdict, chance, month, scenario } of rows) {
    grid.add([text(name), text(limit), null, ...[actual, verdict, chance, month, scenario].map((one) => text(one))]);
  }
  grid.add([]);
};

/** Returns the summary of the base scenario: what it is, what it comes to, its months and components, and two charts. */
export const summarySheet = (report: Report, parts: readonly Part[], steps: Steps, months: Months, settings: string): Summary => {
  const grid = new Grid('summary', [46, 20, 4, ...new Array<number>(8).fill(12)]);
  grid.add([text(`Plan of ${report.workflow}`, 'title')]);
  if (report.description !== '') grid.add([text(report.description)]);
  grid.add([text('As planned, before any cell is changed:', 'note')]);
  for (const sentence of sentencesOf(report)) grid.add([text(sentence, 'note')]);
  for (const fact of facts(report, settings)) grid.add([text(fact, 'note')]);
  grid.add([]);
  const [base] = parts;
  if (base === undefined) return { grid, charts: [] };
  const top = grid.rows.length;
  figures(grid, base, months);
  grid.add([]);
  const { totals, rows } = base.months;
  if (totals !== null) {
    const { grid: all } = months;
    const [from, to] = [rows[0]?.row ?? 0, rows.at(-1)?.row ?? 0];
    const spend = (last: number): Formula => total(all.range(MONTH.spend, from, from + last));
    table(grid, ['month', 'spend, $'], all.words(MONTH.label, from, to).words, spend);
    const parts = COMPONENTS.map((_, index) => all.ref(totals, MONTH.models + index));
    table(grid, ['spent on', 'over all months, $'], COMPONENTS, (last) => plus(...parts.slice(0, last + 1)));
  }
  const column = 3;
  const ofMonths = chartOfMonths(months, base, { row: top, column });
  const charts = [...ofMonths, ...chartOfSteps(steps, base, { row: top + ofMonths.length * CHART_ROWS, column })];
  while (grid.rows.length < top + charts.length * CHART_ROWS) grid.add([]);
  budgets(grid, report);
  for (const { severity, message, where } of report.diagnostics) grid.add([text(`${severity}: ${message}`), text(where)]);
  return { grid, charts };
};
