import type { Entry } from './fields.ts';
import type { Found } from './record.ts';

/** What became of an entry: records; why it is none (`bad`); or nothing to count in it, and what it was (`skipped`). */
export type Reading = { readonly found: readonly Found[] } | { readonly bad: string } | { readonly skipped: string };

/** Reads the entries of one file in their order: some formats say in one line what holds for the next. */
export type EntryReader = (entry: Entry) => Reading;

/** A kind of log: how it is told from others by what stands in it, and how its entries are read. */
export type Format = {
  readonly name: string;
  /** Whether an entry can only be one of this format. */
  readonly fits: (entry: Entry) => boolean;
  readonly reader: () => EntryReader;
  /** What its figures leave open, for the reader of a report; null where nothing. */
  readonly note: string | null;
};

/** Returns the reading of an entry that holds one record. */
export const one = (found: Found): Reading => ({ found: [found] });

/** Returns the reading of an entry whose field cannot be used. */
export const unusable = (field: string): Reading => ({ bad: `no usable "${field}"` });
