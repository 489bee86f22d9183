import { Problems } from '../diagnostics/diagnostic.ts';
import { visibleWithin } from '../diagnostics/escape.ts';
import { nearest } from '../diagnostics/suggest.ts';
import type { Copy, LimitBucket, Model, PriceTable } from './table.ts';

/** All models that a plan may name. A model is found by its exact id or a listed alias, never by likeness. */
export type Catalogue = {
  /** With what copies became among their models. */
  readonly tables: readonly PriceTable[];
  readonly models: readonly Model[];
  readonly find: (id: string) => Model | undefined;
  /** The rate limits that a model uses up, together with others. */
  readonly limitsOf: (id: string) => LimitBucket | undefined;
  /** Ids near to one that was not found, best first. */
  readonly suggest: (id: string) => readonly string[];
};

const providerOf = (id: string): string => id.slice(0, id.indexOf('/'));

/** Returns the other providers that a table's entries refer to: what it copies, and what stands in for a model that retires. */
export const providersNamed = ({ provider, models, copies }: PriceTable): readonly string[] => {
  const ids = [...copies.map(({ of }) => of), ...models.flatMap(({ retires }) => retires?.replacedBy ?? [])];
  return [...new Set(ids.map(providerOf))].filter((named) => named !== provider);
};

const aliasesOf = (models: Iterable<Model>): Map<string, Model> =>
  new Map([...models].flatMap((model) => model.aliases.map((alias) => [`${providerOf(model.id)}/${alias}`, model] as const)));

/** A copy takes everything but its names from the other entry; its rows say whose they are. */
const copied = (source: Model, { id, own }: Copy): Model => {
  const rows = own.rows ?? source.rows.map((row) => ({ ...row, model: id }));
  return { ...source, ...own, rows };
};

/** A table with the models that its copies became. */
const withCopies = (table: PriceTable, models: ReadonlyMap<string, Model>): PriceTable =>
  table.copies.length === 0 ? table : { ...table, models: [...table.models, ...table.copies.flatMap(({ id }) => models.get(id) ?? [])] };

/** Adds the models that copy others, which may be copies themselves. */
const addCopies = (models: Map<string, Model>, copies: ReadonlyMap<string, Copy>, problems: Problems): void => {
  const aliases = aliasesOf(models.values());
  const settled = new Set<string>();
  const inCircle = (copy: Copy, circle: readonly string[]): undefined => {
    for (const id of circle) settled.add(id);
    const shown = [...circle, copy.id].map((id) => visibleWithin(id, 60)).join(' → ');
    return problems.error('cycle', copy.place, `models copy each other in a circle: ${shown}`, { label: 'give one of them prices' });
  };
  const unknown = (copy: Copy): undefined => {
    const [near] = nearest(copy.of, [...models.keys(), ...aliases.keys()]);
    return problems.error('unknown-model', copy.place, `no price table lists "${visibleWithin(copy.of, 80)}"`, {
      label: near === undefined ? 'write provider/model' : `did you mean ${near}?`,
    });
  };
  const resolve = (copy: Copy, above: readonly string[]): Model | undefined => {
    if (settled.has(copy.id)) return models.get(copy.id);
    if (above.includes(copy.id)) return inCircle(copy, above.slice(above.indexOf(copy.id)));
    const next = copies.get(copy.of);
    const source = next === undefined ? (models.get(copy.of) ?? aliases.get(copy.of)) : resolve(next, [...above, copy.id]);
    settled.add(copy.id);
    if (source === undefined) return next === undefined ? unknown(copy) : undefined;
    const model = copied(source, copy);
    models.set(copy.id, model);
    return model;
  };
  for (const copy of copies.values()) resolve(copy, []);
};

/**
 * Returns the catalogue of some tables; where two list the same model, the later table's stands. What is wrong between
 * tables, such as the copy of a model that no table lists, is reported.
 */
export const catalogueOf = (tables: readonly PriceTable[], problems: Problems = new Problems()): Catalogue => {
  const models = new Map<string, Model>();
  const copies = new Map<string, Copy>();
  const limits = new Map<string, LimitBucket>();
  for (const table of tables) {
    for (const model of table.models) {
      models.set(model.id, model);
      copies.delete(model.id);
    }
    for (const copy of table.copies) {
      const earlier = copy.of === copy.id ? models.get(copy.id) : undefined;
      if (earlier === undefined) copies.set(copy.id, copy);
      if (earlier === undefined) models.delete(copy.id);
      else models.set(copy.id, copied(earlier, copy));
    }
    for (const bucket of table.limits) for (const id of bucket.models) limits.set(id, bucket);
  }
  addCopies(models, copies, problems);
  const aliases = aliasesOf(models.values());
  return {
    tables: tables.map((table) => withCopies(table, models)),
    models: [...models.values()],
    find: (id) => models.get(id) ?? aliases.get(id),
    limitsOf: (id) => limits.get(id),
    suggest: (id) => nearest(id, [...models.keys(), ...aliases.keys()], 3),
  };
};
