import { visibleWithin } from '../../diagnostics/escape.ts';
import type { Catalogue } from '../../pricing/catalogue.ts';
import { dayText } from '../../pricing/day.ts';
import { limitsEntry, modelEntry } from '../../pricing/entry.ts';
import type { Model, PriceRow, PriceTable } from '../../pricing/table.ts';
import { type Column, tableLines, wrapped } from '../table.ts';
import { priceFields } from './fields.ts';
import { asText, faint, type PriceStyle, priceText } from './style.ts';

const HISTORY: readonly Column[] = [
  { title: 'from', align: 'left', drop: 0 },
  { title: 'until', align: 'left', drop: 0 },
  { title: 'input', align: 'right', drop: 0 },
  { title: 'cache read', align: 'right', drop: 0 },
  { title: 'cache write', align: 'right', drop: 0 },
  { title: 'output', align: 'right', drop: 0 },
  { title: 'read', align: 'left', drop: 1 },
  { title: 'confidence', align: 'left', drop: 2 },
  { title: 'status', align: 'left', drop: 3 },
];

/** Returns what writing to the cache costs, by time to live. */
export const writesText = ({ prices }: PriceRow): string =>
  prices.cacheWrite.size === 0 ? '–' : [...prices.cacheWrite].map(([ttl, usd]) => `${priceText(usd)} ${ttl}`).join(', ');

const history = ({ rows }: Model, style: PriceStyle): readonly string[] =>
  tableLines(
    HISTORY,
    rows.map((row) => [
      { text: dayText(row.from) },
      { text: row.until === null ? '' : dayText(row.until) },
      { text: priceText(row.prices.input) },
      { text: priceText(row.prices.cacheRead) },
      { text: writesText(row) },
      { text: priceText(row.prices.output) },
      { text: dayText(row.read) },
      { text: row.confidence },
      { text: row.status },
    ]),
    style.width,
    faint(style),
  );

const LABEL_COLUMNS = 16;

const field = (label: string, text: string, style: PriceStyle): readonly string[] =>
  wrapped(text, Math.max(20, style.width - LABEL_COLUMNS)).map(
    (line, index) => `${faint(style)((index === 0 ? label : '').padEnd(LABEL_COLUMNS))}${line}`,
  );

const tableOf = (catalogue: Catalogue, model: Model): PriceTable | undefined =>
  catalogue.tables.findLast(({ models, copies }) => [...models, ...copies].some(({ id }) => id === model.id));

/** Returns all that is known of a model: its prices with their history, limits, latency, and where they come from. */
export const showText = (catalogue: Catalogue, model: Model, asOf: number, style: PriceStyle): string =>
  asText([
    style.paint('bold', visibleWithin(model.id, style.width)),
    '',
    ...history(model, style),
    '',
    ...priceFields(catalogue, model, asOf).flatMap(({ label, text }) => field(label, text, style)),
  ]);

/** Returns the same as JSON, with the keys of a price table. */
export const showJson = (catalogue: Catalogue, model: Model): string => {
  const bucket = catalogue.limitsOf(model.id);
  const table = tableOf(catalogue, model);
  return `${JSON.stringify(
    {
      id: model.id,
      ...modelEntry(model),
      limits: bucket === undefined ? null : { models: bucket.models, ...limitsEntry(bucket) },
      table: table?.file ?? null,
      source: table?.source ?? null,
    },
    null,
    2,
  )}\n`;
};
