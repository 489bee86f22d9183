import { Document, parseDocument } from 'yaml';
import { dayText } from '../day.ts';
import { type Entry, rowEntry } from '../entry.ts';
import type { Import } from './compare.ts';

const OPTIONS = { version: '1.2', schema: 'core', stringKeys: true, merge: false } as const;

/** A model that no table lists. How it caches is not in a catalogue, so that its cache prices wait for somebody to say. */
const newEntry = ({ listing, rows }: Import): Entry => ({
  ...(listing.contextWindow === null ? {} : { context_window: listing.contextWindow }),
  ...(listing.maxOutput === null ? {} : { max_output: listing.maxOutput }),
  ...(listing.prices.cacheRead === null ? {} : { notes: ['Imported. Say how it caches with caching: to use its cache prices.'] }),
  prices: rows.map(rowEntry),
});

const freshDocument = (provider: string, source: string, imports: readonly Import[]): Document => {
  const document = new Document({ provider, source, models: {} }, OPTIONS);
  const read = imports[0]?.rows.at(-1)?.read;
  document.commentBefore = ` ${provider}: prices in US dollars per million tokens.\n Imported from a catalogue${read === undefined ? '' : ` on ${dayText(read)}`}; check them against the source.`;
  return document;
};

/**
 * Returns the text of a provider's table with the imported rows in it: an entry that the table has gets its rows replaced
 * and keeps all else, comments included; one that only another table has is copied with `same_as`; a new one is added.
 */
export const tableText = (existing: string | null, provider: string, source: string, imports: readonly Import[]): string => {
  const document = existing === null ? freshDocument(provider, source, imports) : parseDocument(existing, OPTIONS);
  for (const imported of imports) {
    const path = ['models', imported.id.slice(provider.length + 1)];
    const prices = imported.rows.map(rowEntry);
    if (document.hasIn(path)) document.setIn([...path, 'prices'], document.createNode(prices));
    else document.setIn(path, document.createNode(imported.model === null ? newEntry(imported) : { same_as: imported.id, prices }));
  }
  return document.toString({ lineWidth: 0 });
};
