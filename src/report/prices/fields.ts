import { visible, visibleWithin } from '../../diagnostics/escape.ts';
import type { Catalogue } from '../../pricing/catalogue.ts';
import type { Day } from '../../pricing/day.ts';
import { type Entry, type EntryValue, limitsEntry, modelEntry, rowEntry } from '../../pricing/entry.ts';
import type { Model, PriceRow, PriceTable } from '../../pricing/table.ts';
import { precise } from '../format.ts';
import { priceText } from './style.ts';

/** Something known of a model beyond its prices, in words; the label is empty where the line goes on with the one before. */
export type PriceField = { readonly label: string; readonly text: string };

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

/** What a row says beyond its prices. */
const ofRow = (row: PriceRow | undefined): readonly PriceField[] => {
  const entry = row === undefined ? {} : rowEntry(row);
  const keys = ['cache_storage', 'tiers', 'hours', 'fees'] as const;
  const steps = (row?.longContext ?? []).map(({ tokens, inclusive, prices }) => ({
    label: `${inclusive ? 'from' : 'over'} ${precise(tokens)}`,
    text: `input ${priceText(prices.input)}, cache read ${priceText(prices.cacheRead)}, output ${priceText(prices.output)}`,
  }));
  const rest = keys.flatMap((key) => (entry[key] === undefined ? [] : [{ label: key.replaceAll('_', ' '), text: inline(entry[key]) }]));
  return [...steps, ...rest];
};

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
  'overheads_read',
  'latency',
];

const tableOf = (catalogue: Catalogue, model: Model): PriceTable | undefined =>
  catalogue.tables.findLast(({ models, copies }) => [...models, ...copies].some(({ id }) => id === model.id));

const limitsOf = (catalogue: Catalogue, model: Model): readonly PriceField[] => {
  const bucket = catalogue.limitsOf(model.id);
  if (bucket === undefined) return [];
  const limits = Object.entries(limitsEntry(bucket)).map(([tier, limit]) => ({
    label: `limits ${visibleWithin(tier, 8)}`,
    text: inline(limit),
  }));
  return [...limits, ...(bucket.models.length < 2 ? [] : [{ label: '', text: `shared by ${bucket.models.join(', ')}` }])];
};

/** Returns the row that prices a model on a day; before its first row that one. */
export const rowOn = (model: Model, day: Day): PriceRow | undefined => model.rows.findLast(({ from }) => from <= day) ?? model.rows[0];

/** Returns all that is known of a model beside its prices: terms, limits, latency, and the table that they stand in. */
export const priceFields = (catalogue: Catalogue, model: Model, asOf: Day): readonly PriceField[] => {
  const entry = modelEntry(model);
  const table = tableOf(catalogue, model);
  return [
    ...ofRow(rowOn(model, asOf)),
    ...KEYS.flatMap((key) => {
      const value = entry[key];
      return value === undefined ? [] : [{ label: key.replaceAll('_', ' '), text: inline(value) }];
    }),
    ...model.notes.map((text, index) => ({ label: index === 0 ? 'notes' : '', text: visible(text) })),
    ...limitsOf(catalogue, model),
    ...(table === undefined
      ? []
      : [
          { label: 'table', text: visible(table.file) },
          { label: 'source', text: visible(table.source) },
        ]),
  ];
};
