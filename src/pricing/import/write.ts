import { Document, isMap, isSeq, type Node, type Pair, parseDocument, type Scalar, visit, type YAMLMap } from 'yaml';
import { dayText } from '../day.ts';
import { type Entry, rowEntry } from '../entry.ts';
import type { Import } from './compare.ts';

const OPTIONS = { version: '1.2', schema: 'core', stringKeys: true, merge: false } as const;

/** A stretch of a text and what stands there instead. */
type Splice = { readonly start: number; readonly end: number; readonly text: string };

const spliced = (text: string, splices: readonly Splice[]): string =>
  [...splices]
    .sort((a, b) => b.start - a.start || b.end - a.end)
    .reduce((rest, { start, end, text: own }) => rest.slice(0, start) + own + rest.slice(end), text);

/** What an import says of a model that has an entry: its rows, and notes that name the catalogue. */
const ownEntry = ({ notes, rows }: Import): Entry => ({ ...(notes.length === 0 ? {} : { notes }), prices: rows.map(rowEntry) });

/** A whole entry: a copy of the one in another table, or a new one. How a new model caches is not in a catalogue. */
const wholeEntry = (imported: Import): Entry => {
  const { id, model, listing, notes } = imported;
  if (model !== null) return { same_as: id, ...ownEntry(imported) };
  const waits = listing.prices.cacheRead === null ? [] : ['Its cache prices are used once caching says how it caches.'];
  return {
    ...(listing.contextWindow === null ? {} : { context_window: listing.contextWindow }),
    ...(listing.maxOutput === null ? {} : { max_output: listing.maxOutput }),
    ...ownEntry({ ...imported, notes: [...notes, ...waits] }),
  };
};

/** What stands inside a row goes on one line: `tiers: { batch: 0.5 }`. */
const compact = (document: Document): Document => {
  visit(document, {
    Collection: (_key, node, path) => {
      if (path.some((above, index) => isMap(above) && isSeq(path[index - 1]))) node.flow = true;
    },
  });
  return document;
};

const blockText = (value: Entry, indent: number): string =>
  compact(new Document(value, OPTIONS))
    .toString({ lineWidth: 0 })
    .trimEnd()
    .replaceAll('\n', `\n${' '.repeat(indent)}`);

const columnOf = (text: string, offset: number): number => offset - (text.lastIndexOf('\n', offset - 1) + 1);

const startOf = (node: unknown): number => (node as Node).range?.[0] ?? 0;

const endOf = (text: string, node: unknown): number => text.slice(0, (node as Node).range?.[1] ?? 0).trimEnd().length;

/** Replaces keys of an entry in block style where they stand; a key that it lacks goes before its prices. */
const entrySplices = (text: string, entry: YAMLMap, own: Entry): readonly Splice[] => {
  const pairs = entry.items as readonly Pair<Scalar, Node>[];
  const pricesAt = startOf(pairs.find(({ key }) => key.value === 'prices')?.key ?? pairs[0]?.key);
  return Object.entries(own).map(([key, value]) => {
    const pair = pairs.find(({ key: name }) => name.value === key);
    const at = pair === undefined ? pricesAt : startOf(pair.key);
    const indent = columnOf(text, at);
    const block = blockText({ [key]: value }, indent);
    if (pair === undefined) return { start: at, end: at, text: `${block}\n${' '.repeat(indent)}` };
    return { start: at, end: endOf(text, pair.value), text: block };
  });
};

/** A table in block style is changed in its text, so that all else in it stays as it is. */
const editedInPlace = (text: string, models: YAMLMap, provider: string, imports: readonly Import[]): string => {
  const first = models.items[0] as Pair<Scalar, Node>;
  const indent = columnOf(text, startOf(first.key));
  const end = endOf(text, models);
  const nameOf = ({ id }: Import): string => id.slice(provider.length + 1);
  const changes = imports.flatMap((imported) => {
    const entry = models.get(nameOf(imported), true);
    return isMap(entry) ? entrySplices(text, entry, ownEntry(imported)) : [];
  });
  const added = imports.filter((imported) => !models.has(nameOf(imported)));
  const blocks = added.map((imported) => `\n\n${' '.repeat(indent)}${blockText({ [nameOf(imported)]: wholeEntry(imported) }, indent)}`);
  return spliced(text, [...changes, { start: end, end, text: blocks.join('') }]);
};

const inBlockStyle = (models: unknown): models is YAMLMap =>
  isMap(models) && !models.flow && models.items.length > 0 && models.items.every(({ value }) => isMap(value) && !value.flow);

const rewritten = (document: Document, provider: string, imports: readonly Import[]): string => {
  for (const imported of imports) {
    const path = ['models', imported.id.slice(provider.length + 1)];
    const known = document.hasIn(path);
    for (const [key, value] of Object.entries(known ? ownEntry(imported) : {})) document.setIn([...path, key], document.createNode(value));
    if (!known) document.setIn(path, document.createNode(wholeEntry(imported)));
  }
  return compact(document).toString({ lineWidth: 0 });
};

/**
 * Returns the text of a provider's table with the imported rows in it: an entry that the table has gets its rows replaced
 * and keeps all else; one that only another table has is copied with `same_as`; a new one is added.
 */
export const tableText = (existing: string | null, provider: string, source: string, imports: readonly Import[]): string => {
  if (existing !== null) {
    const document = parseDocument(existing, OPTIONS);
    const models = document.get('models', true);
    return inBlockStyle(models) ? editedInPlace(existing, models, provider, imports) : rewritten(document, provider, imports);
  }
  const fresh = new Document({ provider, source, models: {} }, OPTIONS);
  const read = imports[0]?.rows.at(-1)?.read;
  const when = read === undefined ? '' : ` on ${dayText(read)}`;
  fresh.commentBefore = ` ${provider}: prices in US dollars per million tokens.\n Imported from a catalogue${when}; check them against the source.`;
  return rewritten(fresh, provider, imports);
};
