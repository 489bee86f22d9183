import type { Catalogue } from '../../pricing/catalogue.ts';
import { type Day, dayText } from '../../pricing/day.ts';
import type { Model, PriceRow } from '../../pricing/table.ts';
import { type Column, tableLines } from '../table.ts';
import { rowOn } from './fields.ts';
import { asText, faint, type PriceStyle, priceText } from './style.ts';

/** A model with the row that prices it on a day. */
type Priced = { readonly model: Model; readonly row: PriceRow };

const pricedOn = (catalogue: Catalogue, providers: readonly string[], asOf: Day): readonly Priced[] =>
  catalogue.models
    .filter(({ id }) => providers.length === 0 || providers.includes(id.slice(0, id.indexOf('/'))))
    .flatMap((model) => {
      const row = rowOn(model, asOf);
      return row === undefined ? [] : [{ model, row }];
    });

const COLUMNS: readonly Column[] = [
  { title: 'model', align: 'left', drop: 0, shrinkTo: 36 },
  { title: 'input', align: 'right', drop: 0 },
  { title: 'cache read', align: 'right', drop: 4 },
  { title: 'output', align: 'right', drop: 0 },
  { title: 'since', align: 'left', drop: 5 },
  { title: 'read', align: 'left', drop: 3 },
  { title: 'confidence', align: 'left', drop: 1 },
  { title: 'ends', align: 'left', drop: 2 },
];

/** Returns the end of a price or of a model, whichever comes first; empty where none is known. */
export const endOf = ({ model, row }: Priced): string => {
  const { retires } = model;
  if (retires !== null && (row.until === null || retires.on <= row.until)) return `${dayText(retires.on)} model`;
  return row.until === null ? '' : `${dayText(row.until)} price`;
};

/** Returns what a thousand uses of a model without a price of tokens cost. */
export const feeText = ({ fees }: PriceRow): string => {
  const [first] = fees.values();
  return first === undefined ? '–' : `$${Number((first.usdPerUnit * 1000).toPrecision(10))}/1k`;
};

/** Returns the models of some providers, or of all, with their prices on a day. */
export const listText = (catalogue: Catalogue, providers: readonly string[], asOf: Day, style: PriceStyle): string => {
  const priced = pricedOn(catalogue, providers, asOf);
  const rows = priced.map(({ model, row }) => [
    { text: model.id },
    { text: row.prices.input === null ? feeText(row) : priceText(row.prices.input) },
    { text: priceText(row.prices.cacheRead) },
    { text: priceText(row.prices.output) },
    { text: dayText(row.from) },
    { text: dayText(row.read) },
    { text: row.confidence, ...(row.confidence === 'low' ? { paint: (text: string) => style.paint('warning', text) } : {}) },
    { text: endOf({ model, row }) },
  ]);
  const note = faint(style)(`${priced.length} models on ${dayText(asOf)}, dollars per million tokens`);
  return asText([...tableLines(COLUMNS, rows, style.width, faint(style)), '', note]);
};

/** Returns the same as JSON: the prices of a day, before tiers, hours and regions. */
export const listJson = (catalogue: Catalogue, providers: readonly string[], asOf: Day): string => {
  const models = pricedOn(catalogue, providers, asOf).map(({ model, row }) => ({
    id: model.id,
    input: row.prices.input,
    cache_read: row.prices.cacheRead,
    cache_write: Object.fromEntries(row.prices.cacheWrite),
    output: row.prices.output,
    fees_usd: Object.fromEntries([...row.fees].map(([name, { usdPerUnit }]) => [name, usdPerUnit])),
    from: dayText(row.from),
    until: row.until === null ? null : dayText(row.until),
    status: row.status,
    read: dayText(row.read),
    confidence: row.confidence,
    retires: model.retires === null ? null : dayText(model.retires.on),
  }));
  return `${JSON.stringify({ as_of: dayText(asOf), unit: 'USD per million tokens', models }, null, 2)}\n`;
};
