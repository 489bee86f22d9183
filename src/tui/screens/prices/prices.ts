import { type Catalogue, catalogueOf } from '../../../pricing/catalogue.ts';
import { dayText } from '../../../pricing/day.ts';
import { money, precise } from '../../../report/format.ts';
import { endOf, feeText } from '../../../report/prices/list.ts';
import { writesText } from '../../../report/prices/show.ts';
import { priceText } from '../../../report/prices/style.ts';
import { beside, framed, rule } from '../../paint/frame.ts';
import type { Line } from '../../paint/line.ts';
import { said, span } from '../../paint/span.ts';
import { type Column, hiddenNote, table } from '../../paint/table.ts';
import type { Area, Screen, ScreenState, Shown } from '../screen.ts';
import { priceOptions, shellLine } from '../twin.ts';
import { priceDetail } from './detail.ts';
import { type PricedModel, pricedModels } from './on-model.ts';

/** From here on what is known of the chosen model stands beside the list. */
const TWO_COLUMNS = 180;

/** The orders in which models stand; those that this workflow calls come first in the first one. */
const ORDERS = ['used', 'cost here', 'name', 'oldest read'] as const;
type Order = (typeof ORDERS)[number];

const orderOf = ({ page }: ScreenState): Order => ORDERS[((page % ORDERS.length) + ORDERS.length) % ORDERS.length] ?? 'used';

const byName = (a: PricedModel, b: PricedModel): number => (a.model.id < b.model.id ? -1 : a.model.id > b.model.id ? 1 : 0);
const byCost = (a: PricedModel, b: PricedModel): number => (a.requestUsd ?? Infinity) - (b.requestUsd ?? Infinity) || byName(a, b);

const COMPARES: Readonly<Record<Order, (a: PricedModel, b: PricedModel) => number>> = {
  used: (a, b) => Math.sign(b.usedBy.length) - Math.sign(a.usedBy.length) || byCost(a, b) || 0,
  'cost here': byCost,
  name: byName,
  'oldest read': (a, b) => a.row.read - b.row.read || byName(a, b),
};

const COLUMNS: readonly Column[] = [
  { title: 'model', align: 'left', drop: 0, shrinkTo: 24 },
  { title: 'input', align: 'right', drop: 0 },
  { title: 'cache read', align: 'right', drop: 5 },
  { title: 'cache write', align: 'right', drop: 8 },
  { title: 'output', align: 'right', drop: 0 },
  { title: 'batch', align: 'right', drop: 9 },
  { title: 'context', align: 'right', drop: 7 },
  { title: 'since', align: 'left', drop: 6 },
  { title: 'ends', align: 'left', drop: 3 },
  { title: 'confidence', align: 'left', drop: 2 },
  { title: 'cost here', align: 'right', drop: 1 },
];

const size = (tokens: number | null): string => {
  if (tokens === null) return '–';
  return tokens >= 1e6 ? `${precise(tokens / 1e6)}M` : `${precise(Math.round(tokens / 100) / 10)}k`;
};

const batchText = ({ row }: PricedModel): string => {
  const tier = row.tiers.get('batch');
  return tier === undefined ? '–' : typeof tier === 'number' ? `${precise(tier * 100)} %` : 'own';
};

/** Kept, since every key press draws the list anew. */
const rows = new WeakMap<PricedModel, readonly Line[]>();

const rowOf = (priced: PricedModel, nowUsd: number): readonly Line[] => {
  const row = rows.get(priced) ?? madeRow(priced, nowUsd);
  rows.set(priced, row);
  return row;
};

const madeRow = (priced: PricedModel, nowUsd: number): readonly Line[] => {
  const { model, row, usedBy, requestUsd } = priced;
  const end = endOf(priced);
  return [
    [usedBy.length > 0 ? span('● ', 'accent') : span('  '), span(model.id)],
    said(row.prices.input === null ? feeText(row) : priceText(row.prices.input)),
    said(priceText(row.prices.cacheRead)),
    said(writesText(row)),
    said(priceText(row.prices.output)),
    said(batchText(priced), 'dim'),
    said(size(model.contextWindow), 'dim'),
    said(dayText(row.from), 'dim'),
    said(end, 'warn'),
    said(row.confidence, row.confidence === 'low' ? 'warn' : 'dim'),
    requestUsd === null ? said('–', 'dim') : said(money(requestUsd), requestUsd < nowUsd ? 'good' : 'plain'),
  ];
};

const matches = ({ model }: PricedModel, filter: string): boolean => {
  const wanted = filter.toLowerCase();
  return [model.id, ...model.aliases].some((name) => name.toLowerCase().includes(wanted));
};

/** What the screen shows beside: the tables that the project can use, not only those that the workflow names. */
export type PricesShown = Shown & { readonly catalogue?: Catalogue };

type Priced = { readonly catalogue: Catalogue; readonly models: readonly PricedModel[] };

/** Kept with what they were made from, since every key press asks for them. */
const known = new WeakMap<Shown['forecast'], Priced & { readonly tables: unknown }>();

const pricedOf = (shown: PricesShown): Priced => {
  const { forecast, opened, catalogue: given } = shown;
  const tables = given ?? opened.tables;
  const found = known.get(forecast);
  if (found?.tables === tables) return found;
  const catalogue = given ?? catalogueOf(opened.tables);
  const made = { tables, catalogue, models: pricedModels(catalogue, forecast.projection, opened.asOf) };
  known.set(forecast, made);
  return made;
};

const chosenModels = (shown: PricesShown, state: ScreenState): readonly PricedModel[] =>
  pricedOf(shown)
    .models.filter((priced) => matches(priced, state.filter))
    .sort(COMPARES[orderOf(state)]);

const tabs = (order: Order): Line => [
  span('order  ', 'dim'),
  ...ORDERS.map((one) => (one === order ? span(`[${one}]  `, 'chosen') : span(` ${one}   `, 'dim'))),
];

const nowUsdOf = ({ forecast }: Shown): number =>
  forecast.projection.steps.reduce((sum, { step, costUsd }) => sum + (step.kind === 'model' ? costUsd : 0), 0);

type Drawn = { readonly models: readonly PricedModel[]; readonly all: number; readonly chosen: number };

const list = (shown: Shown, state: ScreenState, { models, all, chosen }: Drawn, columns: number, rows: number): readonly Line[] => {
  const { report, opened } = shown;
  const nowUsd = nowUsdOf(shown);
  const laid = table(
    columns < 90 ? COLUMNS : COLUMNS.map((column) => ({ ...column, ...(column.shrinkTo && { shrinkTo: 40 }) })),
    models.map((priced) => rowOf(priced, nowUsd)),
    { columns, chosen, list: { rows: Math.max(2, rows - 4), scroll: state.scroll } },
  );
  const filter = state.filter === '' ? '' : ` match "${state.filter}"`;
  const note = `${models.length} of ${all} models${filter} · ${dayText(opened.asOf)}`;
  const here = `cost here: model calls of one ${report.unit} on it, now ${money(nowUsd)}`;
  const foot = [span(here, 'dim'), span(laid.hidden.length === 0 ? '' : `   ${hiddenNote(laid)}`, 'dim')];
  const none = models.length === 0 ? [said(`No model has "${state.filter}" in its name.`, 'warn')] : [];
  return [rule('Prices, $ per million tokens', note, columns), tabs(orderOf(state)), laid.head, ...none, ...laid.rows, foot];
};

const draw = (shown: PricesShown, state: ScreenState, area: Area): readonly Line[] => {
  const { catalogue, models: all } = pricedOf(shown);
  const { columns, rows } = area;
  const models = chosenModels(shown, state);
  const drawn = { models, all: all.length, chosen: Math.min(Math.max(0, state.chosen), models.length - 1) };
  const one = models[drawn.chosen];
  const about = { projection: shown.forecast.projection, unit: shown.report.unit, asOf: shown.opened.asOf };
  if (columns >= TWO_COLUMNS) {
    const side = Math.floor(columns * 0.42);
    const main = columns - side - 3;
    const detail = one === undefined ? [] : framed(priceDetail(catalogue, one, { ...about, columns: side, rows }), { columns: side, rows });
    return framed(
      beside([
        { lines: list(shown, state, drawn, main, rows), columns: main },
        { lines: detail, columns: side },
      ]),
      area,
    );
  }
  const room = rows < 14 ? 1 : Math.floor(rows * 0.5);
  const detail = one === undefined ? [] : framed(priceDetail(catalogue, one, { ...about, columns, rows: room }), { columns, rows: room });
  return framed([...list(shown, state, drawn, columns, rows - detail.length), ...detail], area);
};

export const pricesScreen: Screen = {
  id: 'prices',
  title: 'Prices',
  key: '7',
  says: 'Every price with its dates and how sure it is, and what this workflow costs on each model.',
  twin: (shown) => shellLine(['outlay', 'prices', 'list', ...priceOptions(shown)]),
  count: (shown, state) => chosenModels(shown, state).length,
  draw,
};
