import type { Day } from '../day.ts';
import type { JsonObject } from './json.ts';

/** Dollars per million tokens as catalogues have them; null where one says nothing. */
export type ListedPrices = {
  readonly input: number | null;
  readonly cacheRead: number | null;
  /** Catalogues name one price of a write, that of the usual time to live. */
  readonly cacheWrite: number | null;
  readonly cacheWriteHour: number | null;
  readonly output: number | null;
};

/** What a catalogue lists for a model. */
export type Listing = {
  readonly provider: string;
  readonly model: string;
  readonly prices: ListedPrices;
  /** Prices above a number of input tokens. */
  readonly above: { readonly tokens: number; readonly prices: ListedPrices } | null;
  readonly contextWindow: number | null;
  readonly maxOutput: number | null;
};

/** A catalogue's file format. */
export type Format = {
  readonly name: string;
  /** Where the catalogue is published; stands as the source of tables that are made from it alone. */
  readonly source: string;
  /** The provider of models that no table lists, where the catalogue is one seller's that sells those of others. */
  readonly gateway: string | null;
  /** Whether a file is likely to be of this format. */
  readonly fits: (json: unknown) => boolean;
  /** The models that have a price of tokens; others are left out. */
  readonly read: (json: unknown, asOf: Day) => readonly Listing[];
};

/** Returns a listing, or none where the catalogue has no price of tokens for the model. */
export const listed = (listing: Listing): readonly Listing[] =>
  listing.prices.input === null && listing.prices.output === null ? [] : [listing];

/** How catalogues name the providers of our tables. */
const PROVIDERS: ReadonlyMap<string, string> = new Map([
  ['gemini', 'google'],
  ['x-ai', 'xai'],
  ['mistralai', 'mistral'],
  ['aws', 'amazon-bedrock'],
  ['bedrock', 'amazon-bedrock'],
  ['bedrock_converse', 'amazon-bedrock'],
  ['together_ai', 'together'],
  ['togetherai', 'together'],
  ['fireworks_ai', 'fireworks'],
  ['fireworks-ai', 'fireworks'],
  ['cohere_chat', 'cohere'],
  ['voyageai', 'voyage'],
]);

/** Returns the name that our tables use for a catalogue's provider. */
export const providerNamed = (name: string): string => PROVIDERS.get(name) ?? name.toLowerCase().replaceAll('_', '-');

/** A reader of the five prices of a catalogue entry by their keys there. */
export type PriceKeys = Readonly<Record<keyof ListedPrices, string>>;

/** Returns the prices that an object has under some keys. */
export const pricesUnder = (object: JsonObject | undefined, keys: PriceKeys, read: (value: unknown) => number | null): ListedPrices => {
  const at = (key: string): number | null => (object !== undefined && Object.hasOwn(object, key) ? read(object[key]) : null);
  return {
    input: at(keys.input),
    cacheRead: at(keys.cacheRead),
    cacheWrite: at(keys.cacheWrite),
    cacheWriteHour: at(keys.cacheWriteHour),
    output: at(keys.output),
  };
};
