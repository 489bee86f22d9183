import type { Catalogue } from './catalogue.ts';
import { type Entry, type EntryValue, limitsEntry, modelEntry } from './entry.ts';

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

const figuresOf = (catalogue: Catalogue, id: string): ReadonlyMap<string, string> | undefined => {
  const model = catalogue.find(id);
  if (model === undefined) return undefined;
  const figures = new Map<string, string>();
  flatten(modelEntry(model), '', figures);
  const bucket = catalogue.limitsOf(id);
  if (bucket !== undefined) flatten(limitsEntry(bucket), 'limits', figures);
  return figures;
};

const changed = (before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): readonly Difference[] =>
  [...new Set([...before.keys(), ...after.keys()])]
    .map((figure) => ({ figure, before: before.get(figure) ?? null, after: after.get(figure) ?? null }))
    .filter((difference) => difference.before !== difference.after);

/** Returns every model that differs between two catalogues, in the order of the first one, what is new at the end. */
export const differencesOf = (before: Catalogue, after: Catalogue): readonly ModelDifference[] => {
  const ids = new Set([...before.models, ...after.models].map(({ id }) => id));
  return [...ids].flatMap((id): readonly ModelDifference[] => {
    const [old, now] = [figuresOf(before, id), figuresOf(after, id)];
    if (old === undefined) return [{ kind: 'added', id }];
    if (now === undefined) return [{ kind: 'removed', id }];
    const figures = changed(old, now);
    return figures.length === 0 ? [] : [{ kind: 'changed', id, figures }];
  });
};
