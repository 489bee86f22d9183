import { readdirSync, readFileSync } from 'node:fs';
import { Problems } from '../../src/diagnostics/diagnostic.ts';
import { placeText, sourceFile } from '../../src/diagnostics/source.ts';
import { type Catalogue, catalogueOf } from '../../src/pricing/catalogue.ts';
import { type Day, parseDay } from '../../src/pricing/day.ts';
import { readPriceTable } from '../../src/pricing/read.ts';
import type { Model, PriceRow, PriceTable } from '../../src/pricing/table.ts';

/** What a table reads as, and its problems as `code at file:line:column: message (label)`. */
export type Outcome = { readonly table: PriceTable | undefined; readonly problems: readonly string[] };

export const readTable = (text: string, name = 'pricing/acme.yaml'): Outcome => {
  const problems = new Problems();
  const table = readPriceTable(sourceFile(name, text), 'a hash', problems);
  return {
    table,
    problems: problems.list.map(
      ({ code, span, message, label }) =>
        `${code} at ${span === null ? '?' : placeText(span)}: ${message}${label === '' ? '' : ` (${label})`}`,
    ),
  };
};

/** A table of the provider `acme` with these models, which must be sound. */
export const acme = (models: string): PriceTable => {
  const { table, problems } = readTable(`provider: acme\nsource: https://acme.example/prices\nmodels:\n${models}`);
  if (table === undefined) throw new Error(problems.join('\n'));
  return table;
};

/** The catalogue of `acme`'s models, each given as its name and what follows. */
export const acmeCatalogue = (models: string): Catalogue => catalogueOf([acme(models)]);

const PRICING = new URL('../../pricing/', import.meta.url);

/** The tables that ship with outlay, each with its problems. */
export const shippedTables = (): readonly Outcome[] =>
  readdirSync(PRICING)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => readTable(readFileSync(new URL(file, PRICING), 'utf8'), `pricing/${file}`));

export const day = (text: string): Day => {
  const parsed = parseDay(text);
  if (parsed === undefined) throw new Error(`${text} is no day`);
  return parsed;
};

export const modelOf = (catalogue: Catalogue, id: string): Model => {
  const model = catalogue.find(id);
  if (model === undefined) throw new Error(`${id} is not listed`);
  return model;
};

export const onlyRow = (table: PriceTable): PriceRow => {
  const row = table.models[0]?.rows[0];
  if (row === undefined) throw new Error('the table has no row');
  return row;
};
