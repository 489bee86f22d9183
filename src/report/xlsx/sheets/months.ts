import type { ScenarioReport } from '../../report.ts';
import { type Formula, number, over, plus, times, total, totalsBy } from '../formula.ts';
import { type Cell, computed, Grid, held, text } from '../grid.ts';
import { LINE, type Lines } from './lines.ts';
import type { ScenarioCells } from './scenario.ts';

const COMPONENTS = ['models', 'tools', 'people', 'evaluation', 'fixed', 'one_off'] as const;
type Component = (typeof COMPONENTS)[number];

const WIDTHS = [16, 12, 8, 16, 14, ...new Array<number>(7).fill(16), 16, 16, 16, 90];

/** Columns that other sheets refer to. */
export const MONTH = { label: 1, days: 2, requests: 3, cost: 4, models: 5, spend: 11, p10: 12, p90: 14 } as const;

/** Where a month stands on this sheet, and its lines on theirs. */
export type MonthRow = { readonly row: number; readonly lines: { readonly from: number; readonly to: number } | null };

/** Where a scenario's months stand, and the sums below them. */
export type MonthBlock = {
  readonly rows: readonly MonthRow[];
  /** Null without traffic. */
  readonly totals: number | null;
};

const simulated = (name: string, settings: string): string => `${name} of spend (simulated: ${settings})`;

/** The sheet of months: requests, cost of a request and spend by component, with the band as it was simulated. */
export class Months {
  readonly grid = new Grid('months', WIDTHS);
  readonly #lines: Lines;

  constructor(lines: Lines, settings: string) {
    this.#lines = lines;
    this.grid.add([text('Months', 'title')]);
    this.grid.add([
      text(
        'Means follow the inputs. Grey cells are simulated and do not: they hold for the plan as it was made. Percentiles never add up.',
        'note',
      ),
    ]);
    const parts = COMPONENTS.map((name) => name.replace('_', '-'));
    const band = ['P10', 'P50', 'P90'].map((name) => simulated(name, settings));
    this.grid.heads(['scenario', 'month', 'days', 'requests', 'cost, $ a request', ...parts, 'spend, $ (mean)', ...band, 'what happens']);
  }

  #component(name: Component, cells: ScenarioCells, lines: MonthRow['lines'], tested: Formula, first: boolean): Formula {
    switch (name) {
      case 'models':
      case 'tools':
      case 'people': {
        if (lines === null) return number(0);
        const { grid } = this.#lines;
        const { from, to } = lines;
        return totalsBy(grid.words(LINE.component, from, to), grid.range(LINE.spend, from, to))(name);
      }
      case 'evaluation':
        return cells.evaluation === null ? number(0) : times(cells.evaluation.runs, cells.evaluation.usdPerRun ?? tested);
      case 'fixed':
        return cells.fixed;
      case 'one_off':
        return first ? cells.oneOff : number(0);
      default:
        return name satisfies never;
    }
  }

  /** What a run of the tests costs: a request of the first month without people. */
  #tested({ lines }: MonthRow): Formula {
    if (lines === null) return number(0);
    const { grid } = this.#lines;
    const { from, to } = lines;
    const cost = totalsBy(grid.words(LINE.component, from, to), grid.range(LINE.cost, from, to));
    return plus(cost('models'), cost('tools'));
  }

  /** Adds the months of a scenario, and their lines to theirs. */
  scenario(cells: ScenarioCells, report: ScenarioReport): MonthBlock {
    const { plan, months } = cells.projection;
    const scenario = plan.scenario;
    const rows = months.map(({ month: { label, days } }, index): MonthRow => {
      const row = this.grid.add([text(scenario), text(label), held(days, 'decimal')]);
      const requests = cells.requests(index, this.grid.own(row, MONTH.days));
      this.grid.set(row, MONTH.requests, computed(requests, 'count'));
      const month = { scenario, label, index, requests: this.grid.ref(row, MONTH.requests) };
      return { row, lines: this.#lines.month(cells.lines, month) };
    });
    const [first] = rows;
    if (first === undefined) {
      const lines = this.#lines.month(cells.lines, { scenario, label: '', index: 0, requests: number(1) });
      return { rows: lines === null ? [] : [{ row: -1, lines }], totals: null };
    }
    const tested = this.#tested(first);
    for (const [index, month] of rows.entries()) this.#fill(cells, month, report.months[index], tested, index === 0);
    return { rows, totals: this.#totals(scenario, first.row, report) };
  }

  #fill(
    cells: ScenarioCells,
    { row, lines }: MonthRow,
    month: ScenarioReport['months'][number] | undefined,
    tested: Formula,
    first: boolean,
  ): void {
    const cost = lines === null ? number(0) : total(this.#lines.grid.range(LINE.cost, lines.from, lines.to));
    this.grid.set(row, MONTH.cost, computed(cost, 'fine'));
    for (const [index, name] of COMPONENTS.entries()) {
      const of = this.#component(name, cells, lines, tested, first);
      this.grid.set(row, MONTH.models + index, computed(of, 'usd'));
    }
    const parts = COMPONENTS.map((_, index) => this.grid.own(row, MONTH.models + index));
    this.grid.set(row, MONTH.spend, computed(plus(...parts), 'usd'));
    for (const [index, name] of (['p10', 'p50', 'p90'] as const).entries()) {
      this.grid.set(row, MONTH.p10 + index, held(month?.spend_usd[name], 'usd'));
    }
    this.grid.set(row, MONTH.p90 + 1, text((month?.notes ?? []).join('; ')));
  }

  #totals(scenario: string, from: number, { horizon }: ScenarioReport): number {
    const to = this.grid.rows.length - 1;
    const sum = (column: number, format: 'count' | 'usd'): Cell => computed(total(this.grid.range(column, from, to)), format, 'total');
    const row = this.grid.add([
      text(scenario, 'total'),
      text('total', 'total'),
      computed(total(this.grid.range(MONTH.days, from, to)), 'decimal', 'total'),
      sum(MONTH.requests, 'count'),
      null,
      ...COMPONENTS.map((_, index) => sum(MONTH.models + index, 'usd')),
      sum(MONTH.spend, 'usd'),
      ...(['p10', 'p50', 'p90'] as const).map((name) => held(horizon?.spend_usd[name], 'usd')),
    ]);
    this.grid.set(
      row,
      MONTH.cost,
      computed(
        over(plus(...[0, 1, 2].map((index) => this.grid.own(row, MONTH.models + index))), this.grid.own(row, MONTH.requests)),
        'fine',
        'total',
      ),
    );
    this.grid.add([]);
    return row;
  }
}
