import type { Catalogue } from '../catalogue.ts';
import { type Day, dayText } from '../day.ts';
import type { ClassPrices, LongContext, Model, PriceRow } from '../table.ts';
import type { Format, ListedPrices, Listing } from './listing.ts';

/** A figure that a catalogue has otherwise than the tables; dollars per million tokens. */
export type Moved = { readonly figure: string; readonly now: number | null; readonly listed: number };

/** What an import makes of a model. */
export type Import = {
  readonly id: string;
  readonly listing: Listing;
  /** Null for a model that no table lists. */
  readonly model: Model | null;
  /**
   * `changed` rows get the catalogue's figures, `kept` ones are of a higher confidence than it; `confirmed` ones agree with
   * it, where only one source was known before; `same` ones agree and were known well.
   */
  readonly outcome: 'new' | 'changed' | 'kept' | 'confirmed' | 'same';
  readonly moved: readonly Moved[];
  /** The rows that the model has from then on. */
  readonly rows: readonly PriceRow[];
  /** Its notes from then on; those of a row that is imported name the catalogue, which cannot confirm itself later. */
  readonly notes: readonly string[];
};

/** What all listings of one file are held against. */
export type Comparing = {
  readonly catalogue: Catalogue;
  readonly format: Format;
  readonly asOf: Day;
  /** Whether rows of higher confidence may be overwritten. */
  readonly force: boolean;
  /** Stands for the place of rows that are in no table yet. */
  readonly place: PriceRow['place'];
};

const importedFrom = ({ name }: Format): string => `Imported from ${name} `;

const notesOf = ({ format, asOf }: Comparing, before: readonly string[]): readonly string[] => [
  ...before.filter((note) => !note.startsWith('Imported from ')),
  `${importedFrom(format)}on ${dayText(asOf)}.`,
];

/** Catalogues round: 0.00872 for 0.00875 is the same price. */
const TOLERANCE = 0.004;

const differs = (now: number | null, listed: number | null): listed is number => {
  if (listed === null || (now === null && listed === 0)) return false;
  return now === null || Math.abs(now - listed) > TOLERANCE * Math.max(now, listed);
};

type Cell = { readonly figure: string; readonly now: number | null; readonly listed: number | null };

/** The usual time to live comes first in `caching.ttl`; writes without a price cost as input. */
const cellsOf = (prices: ClassPrices, listed: ListedPrices, usualTtl: string, suffix: string): readonly Cell[] => [
  { figure: `input${suffix}`, now: prices.input, listed: listed.input },
  { figure: `cache_read${suffix}`, now: prices.cacheRead, listed: listed.cacheRead },
  { figure: `cache_write ${usualTtl}${suffix}`, now: prices.cacheWrite.get(usualTtl) ?? prices.input, listed: listed.cacheWrite || null },
  { figure: `cache_write 1h${suffix}`, now: prices.cacheWrite.get('1h') ?? prices.input, listed: listed.cacheWriteHour || null },
  { figure: `output${suffix}`, now: prices.output, listed: listed.output },
];

const movedIn = (cells: readonly Cell[]): readonly Moved[] =>
  cells.flatMap(({ figure, now, listed }) => (differs(now, listed) ? [{ figure, now, listed }] : []));

const withListed = (prices: ClassPrices, listed: ListedPrices, usualTtl: string): ClassPrices => {
  const take = (now: number | null, own: number | null): number | null => (differs(now, own) ? own : now);
  const writes = new Map(prices.cacheWrite);
  const write = (ttl: string, own: number | null): void => {
    if (own && differs(prices.cacheWrite.get(ttl) ?? prices.input, own)) writes.set(ttl, own);
  };
  write('1h', listed.cacheWriteHour);
  write(usualTtl, listed.cacheWrite);
  return {
    input: take(prices.input, listed.input),
    cacheRead: take(prices.cacheRead, listed.cacheRead),
    cacheWrite: writes,
    output: take(prices.output, listed.output),
  };
};

const NO_PRICES: ClassPrices = { input: null, cacheRead: null, cacheWrite: new Map(), output: null };

/** The row's prices above the catalogue's threshold, as far as the row knows them. */
const aboveNow = (row: PriceRow, tokens: number): { readonly index: number; readonly prices: ClassPrices } => {
  const index = row.longContext.findIndex((step) => step.tokens === tokens);
  return { index, prices: { ...row.prices, ...(row.longContext[index]?.prices ?? {}) } };
};

const longContextWith = (row: PriceRow, listing: Listing, usualTtl: string): readonly LongContext[] => {
  const { above } = listing;
  if (above === null) return row.longContext;
  const { index, prices } = aboveNow(row, above.tokens);
  const step = { tokens: above.tokens, inclusive: row.longContext[index]?.inclusive ?? false };
  const next = { ...step, prices: withListed(prices, above.prices, usualTtl) };
  return [...row.longContext.filter((_, at) => at !== index), next].sort((a, b) => a.tokens - b.tokens);
};

const compareModel = (comparing: Comparing, model: Model, listing: Listing): Import | undefined => {
  const { asOf, force, format } = comparing;
  const now = model.rows.findLast((row) => row.from <= asOf) ?? model.rows[0];
  if (now === undefined) return undefined;
  const usualTtl = model.caching.ttl[0] ?? '5m';
  const { above } = listing;
  const higher = above === null ? [] : cellsOf(aboveNow(now, above.tokens).prices, above.prices, usualTtl, ` over ${above.tokens / 1000}k`);
  const moved = [...movedIn(cellsOf(now.prices, listing.prices, usualTtl, '')), ...movedIn(higher)];
  const known = { id: model.id, listing, model, moved, notes: model.notes };
  if (moved.length === 0) {
    const ownWord = model.notes.some((note) => note.startsWith(importedFrom(format)));
    if (now.confidence !== 'low' || ownWord) return { ...known, outcome: 'same', rows: model.rows };
    const confirmed: PriceRow = { ...now, confidence: 'medium', read: asOf };
    return { ...known, outcome: 'confirmed', rows: model.rows.map((row) => (row === now ? confirmed : row)) };
  }
  if (now.confidence !== 'low' && !force) return { ...known, outcome: 'kept', rows: model.rows };
  const until = now.until !== null && now.until >= asOf ? now.until : null;
  const prices = withListed(now.prices, listing.prices, usualTtl);
  const longContext = longContextWith(now, listing, usualTtl);
  const next: PriceRow = { ...now, from: asOf, until, status: 'list', read: asOf, confidence: 'low', prices, longContext };
  const before = now.from >= asOf ? [] : [{ ...now, until: Math.min(now.until ?? Infinity, asOf - 1) }];
  const notes = notesOf(comparing, model.notes);
  return { ...known, notes, outcome: 'changed', rows: model.rows.flatMap((row) => (row === now ? [...before, next] : [row])) };
};

const newModel = (comparing: Comparing, id: string, listing: Listing): Import => {
  const { asOf, place } = comparing;
  const row: PriceRow = {
    model: id,
    from: asOf,
    until: null,
    status: 'list',
    read: asOf,
    confidence: 'low',
    prices: withListed(NO_PRICES, listing.prices, '5m'),
    longContext: [],
    tiers: new Map(),
    fees: new Map(),
    cacheStorageUsdPerMtokHour: 0,
    hours: [],
    place,
  };
  const rows = [{ ...row, longContext: longContextWith(row, listing, '5m') }];
  return { id, listing, model: null, outcome: 'new', moved: [], rows, notes: notesOf(comparing, []) };
};

/**
 * Returns what a catalogue says of each model, held against the tables on a day. Models are matched by exact id or alias.
 * A row of higher confidence than low is kept where the catalogue differs, unless `force` is set.
 */
export const compareListings = (comparing: Comparing, listings: readonly Listing[]): readonly Import[] => {
  const { catalogue, format } = comparing;
  const imports = new Map<string, Import>();
  for (const listing of listings) {
    const named = `${listing.provider}/${listing.model}`;
    const sold = format.gateway === null ? named : `${format.gateway}/${named}`;
    const model = catalogue.find(named) ?? catalogue.find(sold);
    const id = model?.id ?? sold;
    if (imports.has(id)) continue;
    const made = model === undefined ? newModel(comparing, id, listing) : compareModel(comparing, model, listing);
    if (made !== undefined) imports.set(id, made);
  }
  return [...imports.values()];
};
