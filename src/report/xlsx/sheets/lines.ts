import { hitRates } from '../../ledger/hits.ts';
import { atLeastZero, dividedBy, type Formula, minus, number, over, plus, times, within } from '../formula.ts';
import { type Cell, computed, Grid, held, numberIn, text } from '../grid.ts';
import type { LineCells } from './line-inputs.ts';
import type { Calendar } from './prices.ts';
import { missing } from './volume.ts';

const HEADS = [
  'scenario',
  'month',
  'step',
  'component',
  'paid to',
  'requests',
  'billed calls a request',
  'hit rate',
  'hit rate beyond the first month’s (outlay’s model)',
  'uncached input tokens',
  'cache read tokens',
  'cache write tokens',
  'reasoning tokens',
  'visible output tokens',
  'tokens, $ a request',
  'fees, $ a request',
  'sizes, hours and storage (held factor)',
  'cost, $ a request',
  'what moves together (held factor)',
  'spend, $ a month',
  'the same without discount',
];
const WIDTHS = [16, 12, 20, 11, 30, 14, 12, 10, 14, ...new Array<number>(5).fill(13), 14, 14, 14, 14, 14, 16, 16];

/** Columns that other sheets refer to. */
export const LINE = { step: 2, component: 3, uncached: 9, output: 13, cost: 17, spend: 19, list: 20 } as const;

type Component = 'models' | 'tools' | 'people';

const COMPONENT: Readonly<Record<LineCells['kind'], Component>> = {
  model: 'models',
  compaction: 'models',
  tool: 'tools',
  person: 'people',
};

/** What a month of a scenario is, for its lines. */
export type LineMonth = { readonly scenario: string; readonly label: string; readonly index: number; readonly requests: Formula };

/** One request of a line in a month, before what is held for it. */
type Cost = {
  readonly calls: Formula;
  readonly hit: readonly [Cell | null, Cell | null];
  /** Uncached, read, write, reasoning, visible output. */
  readonly tokens: readonly Formula[];
  readonly tokensUsd: Formula | null;
  readonly feesUsd: Formula | null;
  /** From tokens and fees, or in their place. */
  readonly usd: (tokensUsd: Formula, feesUsd: Formula) => Formula;
  readonly discount: Formula | null;
};

const USED = 1_000_000;

/** The sheet on which every line is computed, month by month: tokens, cost of a request, spend. */
export class Lines {
  readonly grid = new Grid('steps by month', WIDTHS);
  readonly #calendar: Calendar;

  constructor(calendar: Calendar) {
    this.#calendar = calendar;
    this.grid.add([text('Steps by month', 'title')]);
    this.grid.add([
      text(
        'What each step comes to in each month: the cells that all totals are sums of. Blue cells are held as outlay computed them.',
        'note',
      ),
    ]);
    this.grid.heads(HEADS);
  }

  #paidShare(all: readonly LineCells[], cells: LineCells & { kind: 'model' }, month: LineMonth, name: string): Formula | null {
    const free = cells.line.link.prices[month.index]?.[0]?.row.fees.get(name)?.freePerMonth ?? 0;
    if (free === 0) return null;
    const units = all.flatMap((other) =>
      other.kind === 'model' && other.line.link.model.id === cells.line.link.model.id
        ? other.fees.filter((fee) => fee.name === name).map((fee) => times(other.runs, other.answered, fee.units))
        : [],
    );
    return atLeastZero(minus(number(1), over(number(free), times(month.requests, plus(...units)))));
  }

  #fees(all: readonly LineCells[], cells: LineCells & { kind: 'model' }, month: LineMonth): Formula | null {
    const fees = cells.fees.map(({ name, units }) => {
      const paid = this.#paidShare(all, cells, month, name);
      const price = this.#calendar.fee(cells.line.link, month.index, name);
      return times(cells.runs, cells.answered, units, price, ...(paid === null ? [] : [paid]));
    });
    return fees.length === 0 ? null : plus(...fees);
  }

  #model(all: readonly LineCells[], cells: LineCells & { kind: 'model' }, month: LineMonth, row: number): Cost {
    const { line, runs, billed, answered, input, cacheable, hit, written, factor, discount } = cells;
    const prices = this.#calendar.month(month.scenario, month.label, line.link, month.index);
    const drift = (hitRates(line)[month.index] ?? line.hitRate) - line.hitRate;
    const calls = times(runs, billed);
    const beyond = held(hit === null ? null : drift, 'factor', 'model');
    const used = hit && computed(within(0, plus(hit, { text: `$I$${row + 1}`, value: drift }), 1), 'share');
    const rate: Formula = used === null ? number(0) : { text: `$H$${row + 1}`, value: numberIn(used) };
    const read = cacheable === null ? number(0) : times(calls, cacheable, rate);
    const write = cacheable === null || written === null ? number(0) : times(calls, cacheable, minus(number(1), rate), written);
    const plain = minus(minus(times(calls, input), read), write);
    const reasoning = cells.reasoning === null ? number(0) : times(runs, answered, cells.reasoning);
    const output = cells.output === null ? number(0) : times(runs, answered, cells.output);
    const at = (column: string, value: number): Formula => ({ text: `$${column}$${row + 1}`, value });
    const usd = plus(
      times(at('J', plain.value), prices.input),
      times(at('K', read.value), prices.cacheRead),
      times(at('L', write.value), prices.cacheWrite),
      times(plus(at('M', reasoning.value), at('N', output.value)), prices.output),
    );
    const paid = minus(number(1), discount);
    return {
      calls,
      hit: [used, beyond],
      tokens: [plain, read, write, reasoning, output],
      tokensUsd: dividedBy(usd, USED),
      feesUsd: this.#fees(all, cells, month),
      usd: (tokensUsd, feesUsd) => times(plus(tokensUsd, feesUsd), paid, ...(factor === null ? [] : [factor])),
      discount: paid,
    };
  }

  #cost(all: readonly LineCells[], cells: LineCells, month: LineMonth, row: number): Cost {
    const none = { hit: [null, null] as const, tokens: [], tokensUsd: null, feesUsd: null, discount: null };
    switch (cells.kind) {
      case 'model':
        return this.#model(all, cells, month, row);
      case 'tool':
        return { ...none, calls: times(cells.runs, cells.attempts), usd: () => times(cells.runs, cells.attempts, cells.usd) };
      case 'person':
        return { ...none, calls: cells.runs, usd: () => times(cells.runs, dividedBy(cells.minutes, 60), cells.wage) };
      case 'compaction': {
        const { sum, runs } = cells.line;
        const tokens = [sum.uncachedInput, sum.cacheRead, sum.cacheWrite, sum.reasoning, sum.visibleOutput];
        const perRun = (count: number): Formula => times(cells.runs, number(runs === 0 ? 0 : count / runs));
        return { ...none, calls: perRun(sum.billed), tokens: tokens.map(perRun), usd: () => times(cells.runs, cells.usd) };
      }
      default:
        return cells satisfies never;
    }
  }

  #add(all: readonly LineCells[], cells: LineCells, month: LineMonth): void {
    const row = this.grid.rows.length;
    const { line } = cells;
    const cost = this.#cost(all, cells, month, row);
    const at = (column: string, of: Formula | null): Formula =>
      of === null ? number(0) : { text: `$${column}$${row + 1}`, value: of.value };
    const own = cost.usd(at('O', cost.tokensUsd), at('P', cost.feesUsd));
    const mix = missing(line.usd[month.index] ?? 0, own.value);
    const usd = times(own, { text: `$Q$${row + 1}`, value: mix });
    const together = missing(line.spendUsd[month.index] ?? 0, month.requests.value * usd.value);
    const spend = times(month.requests, at('R', usd), { text: `$S$${row + 1}`, value: together });
    this.grid.add([
      text(month.scenario),
      text(month.label),
      text(line.step),
      text(COMPONENT[cells.kind]),
      text(line.kind === 'model' ? line.link.model.id : cells.kind),
      computed(month.requests, 'decimal'),
      computed(cost.calls, 'factor'),
      ...cost.hit,
      ...(cost.tokens.length === 0 ? new Array<null>(5).fill(null) : cost.tokens.map((one) => computed(one, 'tokens'))),
      cost.tokensUsd && computed(cost.tokensUsd, 'fine'),
      cost.feesUsd && computed(cost.feesUsd, 'fine'),
      held(mix, 'factor', 'model'),
      computed(usd, 'fine'),
      held(together, 'factor', 'model'),
      computed(spend, 'usd'),
      computed(cost.discount === null ? at('T', spend) : over(at('T', spend), cost.discount), 'usd'),
    ]);
  }

  /** Adds the lines of a month and returns their first and last row; null where a request costs nothing. */
  month(all: readonly LineCells[], month: LineMonth): { readonly from: number; readonly to: number } | null {
    const from = this.grid.rows.length;
    for (const cells of all) this.#add(all, cells, month);
    return all.length === 0 ? null : { from, to: this.grid.rows.length - 1 };
  }
}
