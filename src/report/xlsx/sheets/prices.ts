import { dayText } from '../../../pricing/day.ts';
import type { PriceRow } from '../../../pricing/table.ts';
import type { ModelLink } from '../../../workflow/plan.ts';
import { rowPrices } from '../../ledger/prices.ts';
import type { Report } from '../../report.ts';
import type { Formula } from '../formula.ts';
import { computed, Grid, held, text } from '../grid.ts';
import type { Names } from '../names.ts';

/** The cells of one price row, or of one month of the calendar. */
export type PriceCells = {
  readonly input: Formula;
  readonly cacheRead: Formula;
  readonly cacheWrite: Formula;
  readonly output: Formula;
};

export const PRICES = ['input', 'cacheRead', 'cacheWrite', 'output'] as const;

const HEADS = ['model', 'tier', 'from', 'until', 'status', 'read', 'confidence', 'input', 'cache read', 'cache write', 'output', 'source'];
const WIDTHS = [34, 10, 12, 12, 12, 12, 12, 14, 14, 14, 14, 60];
const FIRST_PRICE = 7;

/** The sheet of prices: every row that prices some month, in dollars per million tokens, and every fee. */
export class Prices {
  readonly grid = new Grid('prices', WIDTHS);
  readonly #rows = new Map<string, PriceCells>();
  readonly #fees = new Map<string, Formula>();
  readonly #names: Names;
  readonly #sources: ReadonlyMap<string, string>;

  constructor({ pricing }: Report, names: Names) {
    this.#names = names;
    this.#sources = new Map(pricing.map(({ provider, source }) => [provider, source]));
    this.grid.add([text('Prices', 'title')]);
    this.grid.add([text('Dollars per million tokens; of fees, dollars a use. Yellow cells may be changed. Scenarios share them,', 'note')]);
    this.grid.add([text('unless one has prices of its own. Discounts and other factors stand with the assumptions.', 'note')]);
    this.grid.heads(HEADS);
  }

  #add(model: string, { from, until, status, read, confidence }: PriceRow, tier: string, rest: Parameters<Grid['add']>[0]): number {
    return this.grid.add([
      text(model),
      text(tier),
      text(dayText(from)),
      text(until === null ? '' : dayText(until)),
      text(status),
      text(dayText(read)),
      text(confidence),
      ...rest,
      text(this.#sources.get(model.split('/')[0] ?? '') ?? ''),
    ]);
  }

  /** Returns the cells of a row's prices for a link, added where they are not there yet. */
  row(link: ModelLink, row: PriceRow): PriceCells {
    const prices = rowPrices(link, row);
    const ttl = link.cache.kind === 'off' ? 'no cache' : `${link.cache.ttl} writes`;
    const key = JSON.stringify([row.model, row.from, link.tier, ttl, prices]);
    const known = this.#rows.get(key);
    if (known !== undefined) return known;
    const tier = link.cache.kind === 'off' ? link.tier : `${link.tier}, ${ttl}`;
    const at = this.#add(
      row.model,
      row,
      tier,
      PRICES.map((name) => held(prices[name], 'price', 'input')),
    );
    const cell = (index: number, name: string): Formula => {
      const found = this.grid.ref(at, FIRST_PRICE + index);
      this.#names.add(`price ${row.model} ${tier} ${dayText(row.from)} ${name}`, found);
      return found;
    };
    const cells = {
      input: cell(0, 'input'),
      cacheRead: cell(1, 'cache read'),
      cacheWrite: cell(2, 'cache write'),
      output: cell(3, 'output'),
    };
    this.#rows.set(key, cells);
    return cells;
  }

  /** Returns the cell of a fee, added where it is not there yet; null where the row has none of that name. */
  fee(row: PriceRow, name: string): Formula | null {
    const fee = row.fees.get(name);
    if (fee === undefined) return null;
    const key = JSON.stringify([row.model, row.from, name, fee.usdPerUnit]);
    const known = this.#fees.get(key);
    if (known !== undefined) return known;
    const free = fee.freePerMonth === 0 ? [] : [text(`${fee.freePerMonth} a month are free`)];
    const at = this.#add(row.model, row, `fee: ${name}`, [
      held(fee.usdPerUnit, 'price', 'input'),
      ...free,
      ...[null, null, null].slice(free.length),
    ]);
    const cell = this.grid.ref(at, FIRST_PRICE);
    this.#names.add(`price ${row.model} ${dayText(row.from)} fee ${name}`, cell);
    this.#fees.set(key, cell);
    return cell;
  }
}

const CALENDAR_HEADS = ['scenario', 'month', 'model', 'tier', 'input', 'cache read', 'cache write', 'output', 'what happens'];
const CALENDAR_WIDTHS = [16, 12, 34, 20, 14, 14, 14, 14, 90];

/** The price calendar: what a model costs in each month of a scenario, each price row by its days. */
export class Calendar {
  readonly grid = new Grid('price calendar', CALENDAR_WIDTHS);
  readonly #prices: Prices;
  readonly #months = new Map<string, PriceCells>();

  constructor(prices: Prices) {
    this.#prices = prices;
    this.grid.add([text('Price calendar', 'title')]);
    this.grid.add([text('Dollars per million tokens in each month; where a price changes within one, by the days of each.', 'note')]);
    this.grid.heads(CALENDAR_HEADS);
  }

  /** Returns the cells of a link's prices in a month of a scenario, added where they are not there yet. */
  month(scenario: string, label: string, link: ModelLink, month: number): PriceCells {
    const segments = link.prices[month] ?? [];
    const rows = segments.map(({ row, days }) => ({ days, cells: this.#prices.row(link, row) }));
    const key = JSON.stringify([scenario, month, rows.map(({ days, cells }) => [days, cells.input.text])]);
    const known = this.#months.get(key);
    if (known !== undefined) return known;
    const days = rows.reduce((sum, row) => sum + row.days, 0);
    const mean = (name: (typeof PRICES)[number]): Formula => {
      const [first] = rows;
      if (first !== undefined && rows.length === 1) return first.cells[name];
      const weighted = rows.map((row) => `${row.days}*${row.cells[name].text}`).join('+');
      return { text: `(${weighted})/${days}`, value: rows.reduce((sum, row) => sum + row.days * row.cells[name].value, 0) / days };
    };
    const notes = [...new Set(segments.flatMap((segment) => segment.notes))].join('; ');
    const changes = segments.length > 1 ? segments.map(({ row, days: own }) => `${own} days at the price of ${dayText(row.from)}`) : [];
    const at = this.grid.add([
      text(scenario),
      text(label),
      text(link.model.id),
      text(link.cache.kind === 'off' ? link.tier : `${link.tier}, ${link.cache.ttl} writes`),
      ...PRICES.map((name) => computed(mean(name), 'price')),
      text([changes.join(', '), notes].filter((line) => line !== '').join('; ')),
    ]);
    const cell = (index: number): Formula => this.grid.ref(at, 4 + index);
    const cells = { input: cell(0), cacheRead: cell(1), cacheWrite: cell(2), output: cell(3) };
    this.#months.set(key, cells);
    return cells;
  }

  /** Returns what a use of a fee costs in a month, each price row by its days. */
  fee(link: ModelLink, month: number, name: string): Formula {
    const segments = link.prices[month] ?? [];
    const days = segments.reduce((sum, segment) => sum + segment.days, 0);
    const cells = segments.flatMap(({ row, days: own }) => {
      const cell = this.#prices.fee(row, name);
      return cell === null ? [] : [{ cell, own }];
    });
    if (segments.length === 1 && cells[0] !== undefined) return cells[0].cell;
    const value = cells.reduce((sum, { cell, own }) => sum + own * cell.value, 0) / days;
    return {
      text: cells.length === 0 ? '0' : `(${cells.map(({ cell, own }) => `${own}*${cell.text}`).join('+')})/${days}`,
      value: cells.length === 0 ? 0 : value,
    };
  }
}
