import { visible, visibleWithin } from '../../diagnostics/escape.ts';
import type { Catalogue } from '../../pricing/catalogue.ts';
import { dayText } from '../../pricing/day.ts';
import { type Entry, type EntryValue, limitsEntry, modelEntry, rowEntry } from '../../pricing/entry.ts';
import type { Model, PriceRow, PriceTable } from '../../pricing/table.ts';
import { precise } from '../format.ts';
import { type Column, tableLines, wrapped } from '../table.ts';
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

const writesText = ({ prices }: PriceRow): string =>
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

/** Plain data on one line, as YAML would write it. */
const inline = (value: EntryValue): string => {
  if (typeof value === 'number') return precise(value);
  if (typeof value !== 'object') return visible(String(value));
  if (Array.isArray(value)) {
    const items = value as readonly EntryValue[];
    return items.map(inline).join(items.some((item) => typeof item === 'object') ? '; ' : ', ');
  }
  return Object.entries(value as Entry)
    .map(([key, inner]) => (typeof inner === 'object' ? `${visible(key)} (${inline(inner)})` : `${visible(key)} ${inline(inner)}`))
    .join(', ');
};

const LABEL_COLUMNS = 16;

const field = (label: string, text: string, style: PriceStyle): readonly string[] =>
  wrapped(text, Math.max(20, style.width - LABEL_COLUMNS)).map(
    (line, index) => `${faint(style)((index === 0 ? label : '').padEnd(LABEL_COLUMNS))}${line}`,
  );

/** What a row says beyond its prices, of the row that holds now. */
const beyond = (row: PriceRow | undefined, style: PriceStyle): readonly string[] => {
  const entry = row === undefined ? {} : rowEntry(row);
  const keys = ['cache_storage', 'tiers', 'hours', 'fees'] as const;
  const steps = (row?.longContext ?? []).flatMap(({ tokens, inclusive, prices }) => {
    const what = `${inclusive ? 'from' : 'over'} ${precise(tokens)}`;
    const text = [`input ${priceText(prices.input)}`, `cache read ${priceText(prices.cacheRead)}`, `output ${priceText(prices.output)}`];
    return field(what, text.join(', '), style);
  });
  const rest = keys.flatMap((key) => (entry[key] === undefined ? [] : field(key.replaceAll('_', ' '), inline(entry[key]), style)));
  return [...steps, ...rest];
};

const notes = ({ notes: texts }: Model, style: PriceStyle): readonly string[] =>
  texts.flatMap((text, index) => field(index === 0 ? 'notes' : '', visible(text), style));

const KEYS = [
  'aliases',
  'tokenizer',
  'context_window',
  'max_input',
  'max_output',
  'caching',
  'regions',
  'retires',
  'image',
  'pdf_page',
  'tool_system',
  'latency',
];

const tableOf = (catalogue: Catalogue, model: Model): PriceTable | undefined =>
  catalogue.tables.findLast(({ models, copies }) => [...models, ...copies].some(({ id }) => id === model.id));

/** Returns all that is known of a model: its prices with their history, limits, latency, and where they come from. */
export const showText = (catalogue: Catalogue, model: Model, asOf: number, style: PriceStyle): string => {
  const entry = modelEntry(model);
  const now = model.rows.findLast(({ from }) => from <= asOf) ?? model.rows[0];
  const bucket = catalogue.limitsOf(model.id);
  const table = tableOf(catalogue, model);
  const limits = bucket === undefined ? [] : Object.entries(limitsEntry(bucket));
  const shared = bucket === undefined || bucket.models.length < 2 ? [] : [`shared by ${bucket.models.join(', ')}`];
  return asText([
    style.paint('bold', visibleWithin(model.id, style.width)),
    '',
    ...history(model, style),
    '',
    ...beyond(now, style),
    ...KEYS.flatMap((key) => {
      const value = entry[key];
      return value === undefined ? [] : field(key.replaceAll('_', ' '), inline(value), style);
    }),
    ...notes(model, style),
    ...limits.flatMap(([tier, limit]) => field(`limits ${visibleWithin(tier, 8)}`, inline(limit), style)),
    ...shared.flatMap((text) => field('', text, style)),
    ...(table === undefined ? [] : [...field('table', visible(table.file), style), ...field('source', visible(table.source), style)]),
  ]);
};

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
