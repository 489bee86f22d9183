import type { ScenarioReport, StepReport } from '../../report.ts';
import { type Formula, number, over, plus, times, total, totalsBy } from '../formula.ts';
import { computed, Grid, held, text } from '../grid.ts';
import type { Format } from '../style.ts';
import type { LineCells } from './line-inputs.ts';
import { LINE, type Lines } from './lines.ts';
import type { MonthBlock } from './months.ts';
import type { ScenarioCells } from './scenario.ts';

const TOKENS = ['uncached input', 'cache read', 'cache write', 'reasoning', 'visible output'];

const WIDTHS = [16, 22, 16, 9, 30, 10, 10, ...new Array<number>(5).fill(12), 10, 14, 10, 16, 16, 14, 14, 16];

/** Columns that other sheets refer to. */
export const STEP = { name: 1, runs: 5, calls: 6, tokens: 7, hit: 12, cost: 13, first: 15, horizon: 16 } as const;

/** Where the steps of a scenario stand, and the sums below them. */
export type StepBlock = { readonly from: number; readonly to: number; readonly total: number; readonly leaves: readonly number[] };

const formatOf = (column: number): Format => {
  if (column === STEP.cost) return 'fine';
  if (column >= STEP.first) return 'usd';
  return column === STEP.calls ? 'factor' : 'tokens';
};

/** Attempts at model APIs of a line: billed ones and, in a ratio that is held, those that err. */
const callsOf = (cells: LineCells): Formula => {
  const { line, runs } = cells;
  switch (cells.kind) {
    case 'model':
      return times(runs, cells.billed, number(cells.line.sum.calls / cells.line.sum.billed));
    case 'compaction':
      return times(runs, number(line.runs === 0 ? 0 : cells.line.sum.calls / line.runs));
    case 'tool':
    case 'person':
      return number(0);
    default:
      return cells satisfies never;
  }
};

/** The steps of a scenario in the first month, and over all months; groups come to what their steps come to. */
export class Steps {
  readonly grid = new Grid('steps', WIDTHS);
  readonly #lines: Lines;

  constructor(lines: Lines, settings: string) {
    this.#lines = lines;
    this.grid.add([text('Steps', 'title')]);
    this.grid.add([
      text(
        'Of one request of the whole workflow in the first month. Grey cells are simulated or ceilings: they do not follow the inputs.',
        'note',
      ),
    ]);
    this.grid.heads([
      ...['scenario', 'step', 'in group', 'kind', 'model', 'runs', 'calls'],
      ...TOKENS.map((name) => `${name} tokens`),
      ...['hit rate', 'cost, $', 'share of cost', 'spend in the first month, $', 'spend over all months, $'],
      ...['P50', 'P95'].map((name) => `latency ${name} (simulated: ${settings})`),
      'most that it can cost, $',
    ]);
  }

  /** What the lines of a step come to in a column: in the first month, or in all of them. */
  #sums(block: MonthBlock, column: number, all = false): (step: StepReport) => Formula {
    const [first, last] = [block.rows[0]?.lines, (all ? block.rows.at(-1) : block.rows[0])?.lines];
    if (first == null || last == null) return () => number(0);
    const { grid } = this.#lines;
    const sums = totalsBy(grid.words(LINE.step, first.from, last.to), grid.range(column, first.from, last.to));
    return ({ name }) => sums(name);
  }

  /** What a step comes to in a column; a group what its steps come to, which stand below it. */
  #of(
    scenario: ScenarioReport,
    step: StepReport,
    at: (name: string) => number,
    column: number,
    own: (step: StepReport) => Formula,
  ): Formula {
    if (step.kind !== 'group') return own(step);
    return plus(...scenario.steps.filter(({ group }) => group === step.name).map(({ name }) => this.grid.own(at(name), column)));
  }

  #columns(block: MonthBlock, cells: ScenarioCells): readonly { readonly column: number; readonly of: (step: StepReport) => Formula }[] {
    const lines = new Map<string, LineCells[]>();
    for (const one of cells.lines) lines.set(one.line.step, [...(lines.get(one.line.step) ?? []), one]);
    const calls = ({ name }: StepReport): Formula => plus(...(lines.get(name) ?? []).map(callsOf));
    return [
      { column: STEP.calls, of: calls },
      ...TOKENS.map((_, index) => ({
        column: STEP.tokens + index,
        of: this.#sums(block, LINE.uncached + index),
      })),
      { column: STEP.cost, of: this.#sums(block, LINE.cost) },
      ...(block.totals === null
        ? []
        : [
            { column: STEP.first, of: this.#sums(block, LINE.spend) },
            { column: STEP.horizon, of: this.#sums(block, LINE.spend, true) },
          ]),
    ];
  }

  /** Adds the steps of a scenario, in file order. */
  scenario(cells: ScenarioCells, scenario: ScenarioReport, block: MonthBlock): StepBlock {
    const from = this.grid.rows.length;
    const places = new Map(scenario.steps.map(({ name }, index) => [name, from + index]));
    const at = (name: string): number => places.get(name) ?? from;
    for (const step of scenario.steps) {
      const runs = cells.runs.get(step.name);
      this.grid.add([
        text(scenario.name),
        text(step.name),
        text(step.group ?? ''),
        text(step.kind),
        text(step.model ?? ''),
        runs === undefined ? held(step.runs_per_request, 'factor') : computed(runs, 'factor'),
      ]);
    }
    const columns = this.#columns(block, cells);
    // Groups come after the steps in them, so that what they add up is there.
    for (const step of [...scenario.steps].reverse()) {
      for (const { column, of } of columns) {
        const format = formatOf(column);
        this.grid.set(at(step.name), column, computed(this.#of(scenario, step, at, column, of), format));
      }
    }
    const leaves = scenario.steps.filter(({ kind }) => kind !== 'group').map(({ name }) => at(name));
    const sums = this.#totals(
      scenario.name,
      leaves,
      columns.map(({ column }) => column),
    );
    for (const step of scenario.steps) this.#rest(step, at(step.name), sums);
    this.grid.add([]);
    return { from, to: sums - 1, total: sums, leaves };
  }

  #totals(scenario: string, leaves: readonly number[], columns: readonly number[]): number {
    const row = this.grid.add([text(scenario, 'total'), text('total', 'total')]);
    for (const column of columns) {
      const sum = plus(...leaves.map((leaf) => this.grid.own(leaf, column)));
      this.grid.set(row, column, computed(sum, formatOf(column), 'total'));
    }
    return row;
  }

  /** What is not added up: its hit rate, its share, and what is simulated. */
  #rest(step: StepReport, row: number, totals: number): void {
    const cost = this.grid.own(row, STEP.cost);
    this.grid.set(row, STEP.hit, held(step.cache_hit_rate, 'share'));
    this.grid.set(row, STEP.cost + 1, computed(over(cost, this.grid.own(totals, STEP.cost)), 'share'));
    this.grid.set(row, STEP.horizon + 1, held(step.latency_ms?.p50, 'ms'));
    this.grid.set(row, STEP.horizon + 2, held(step.latency_ms?.p95, 'ms'));
    this.grid.set(row, STEP.horizon + 3, held(step.worst_case_cost_usd, 'price'));
  }
}

/** Returns what a request of the first month costs, from its lines. */
export const requestCost = (lines: Lines, { rows: [first] }: MonthBlock): Formula =>
  first?.lines == null ? number(0) : total(lines.grid.range(LINE.cost, first.lines.from, first.lines.to));
