import type { Catalogue } from './catalogue.ts';
import { dayText } from './day.ts';
import { type Entry, type EntryValue, limitsEntry, modelEntry, rowEntry } from './entry.ts';
import type { Model, PriceRow } from './table.ts';

/** A figure that differs between two sets of tables; null where one has none. */
export type Difference = { readonly figure: string; readonly before: string | null; readonly after: string | null };

/** What happened to a model from one set of tables to another. */
export type ModelDifference =
  | { readonly kind: 'added' | 'removed'; readonly id: string }
  | { readonly kind: 'changed'; readonly id: string; readonly figures: readonly Difference[] };

const isEntry = (value: EntryValue): value is Entry => typeof value === 'object' && !Array.isArray(value);

/** Names of the items of a list: a row by its first day, a threshold by its tokens, an hour by its stretch; else its place. */
const nameOf = (item: EntryValue, index: number): string => {
  if (!isEntry(item)) return String(index + 1);
  const name = item['from'] ?? item['over'] ?? item['at_least'] ?? item['utc'];
  return name === undefined ? String(index + 1) : String(name);
};

const flatten = (value: EntryValue, path: string, into: Map<string, string>): void => {
  if (typeof value !== 'object') into.set(path, String(value));
  else if (isEntry(value)) for (const [key, inner] of Object.entries(value)) flatten(inner, path === '' ? key : `${path} ${key}`, into);
  else if (value.some(isEntry)) for (const [index, item] of value.entries()) flatten(item, `${path} ${nameOf(item, index)}`, into);
  else into.set(path, value.join(', '));
};

type Figures = ReadonlyMap<string, string>;

const figuresIn = (value: EntryValue, path: string): Figures => {
  const figures = new Map<string, string>();
  flatten(value, path, figures);
  return figures;
};

/** All figures of a model but its rows, which are compared by the days that they price. */
const ownFigures = (catalogue: Catalogue, model: Model): Figures => {
  const { prices: _rows, ...rest } = modelEntry(model);
  const bucket = catalogue.limitsOf(model.id);
  return new Map([...figuresIn(rest, ''), ...(bucket === undefined ? [] : figuresIn(limitsEntry(bucket), 'limits'))]);
};

const changed = (before: Figures, after: Figures): readonly Difference[] =>
  [...new Set([...before.keys(), ...after.keys()])]
    .map((figure) => ({ figure, before: before.get(figure) ?? null, after: after.get(figure) ?? null }))
    .filter((difference) => difference.before !== difference.after);

const rowFigures = (row: PriceRow | undefined, from: string): Figures => {
  if (row === undefined) return new Map();
  const { from: _from, until, ...figures } = rowEntry(row);
  return figuresIn(until === undefined ? figures : { ...figures, until }, `prices ${from}`);
};

/** A row that is new is held against the row that priced its first day before; one that is gone is only named. */
const changedRows = (before: Model, after: Model): readonly Difference[] => {
  const kept = after.rows.flatMap((row) => {
    const from = dayText(row.from);
    const old = before.rows.findLast((earlier) => earlier.from <= row.from);
    return changed(rowFigures(old, from), rowFigures(row, from));
  });
  const gone = before.rows.filter((row) => after.rows.every(({ from }) => from !== row.from));
  return [...kept, ...gone.map((row) => ({ figure: `prices ${dayText(row.from)}`, before: 'a row', after: null }))];
};

/** Returns every model that differs between two catalogues, in the order of the first one, what is new at the end. */
export const differencesOf = (before: Catalogue, after: Catalogue): readonly ModelDifference[] => {
  const ids = new Set([...before.models, ...after.models].map(({ id }) => id));
  return [...ids].flatMap((id): readonly ModelDifference[] => {
    const [old, now] = [before.find(id), after.find(id)];
    if (old === undefined) return [{ kind: 'added', id }];
    if (now === undefined) return [{ kind: 'removed', id }];
    const figures = [...changedRows(old, now), ...changed(ownFigures(before, old), ownFigures(after, now))];
    return figures.length === 0 ? [] : [{ kind: 'changed', id, figures }];
  });
};
