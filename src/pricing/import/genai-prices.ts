import { type Day, parseDay } from '../day.ts';
import { type JsonObject, listOf, objectOf, own, textOf, tokensOf, usdPerMtok } from './json.ts';
import { type Format, type Listing, listed, type PriceKeys, pricesUnder, providerNamed } from './listing.ts';

const KEYS: PriceKeys = {
  input: 'input_mtok',
  cacheRead: 'cache_read_mtok',
  cacheWrite: 'cache_write_mtok',
  cacheWriteHour: 'cache_write_1h_mtok',
  output: 'output_mtok',
};

/** A price is a number, or a base with tiers that begin at a number of input tokens. */
const firstTier = (value: unknown): JsonObject | undefined =>
  listOf(own(objectOf(value), 'tiers'))
    .map(objectOf)
    .find((tier) => tokensOf(own(tier, 'start')) !== null);

const base = (value: unknown): number | null => usdPerMtok(own(objectOf(value), 'base') ?? value, 1e6);

const upper = (value: unknown): number | null => usdPerMtok(own(firstTier(value), 'price'), 1e6);

/**
 * The prices in force: a list holds versions in the order of their first days, some for hours of the day. The last one
 * that has begun and holds at every hour is taken.
 */
const inForce = (prices: unknown, asOf: Day): JsonObject | undefined => {
  if (!Array.isArray(prices)) return objectOf(prices);
  const begun = prices.map(objectOf).filter((version) => {
    const constraint = objectOf(own(version, 'constraint'));
    const start = parseDay(textOf(own(constraint, 'start_date')) ?? '');
    return own(constraint, 'start_time') === undefined && (start === undefined || start <= asOf);
  });
  return objectOf(own(begun.at(-1), 'prices'));
};

const listingOf = (provider: string, value: unknown, asOf: Day): readonly Listing[] => {
  const entry = objectOf(value);
  const model = textOf(own(entry, 'id'));
  const prices = inForce(own(entry, 'prices'), asOf);
  if (model === null || prices === undefined) return [];
  const start = tokensOf(own(firstTier(own(prices, KEYS.input)), 'start'));
  return listed({
    provider: providerNamed(provider),
    model,
    prices: pricesUnder(prices, KEYS, base),
    above: start === null ? null : { tokens: start, prices: pricesUnder(prices, KEYS, upper) },
    contextWindow: tokensOf(own(entry, 'context_window')),
    maxOutput: null,
  });
};

const providersOf = (json: unknown): readonly JsonObject[] =>
  listOf(Array.isArray(json) ? json : own(objectOf(json), 'providers'))
    .map(objectOf)
    .filter((provider) => provider !== undefined);

/** The data of genai-prices: a list of providers with lists of models, dollars per million tokens. */
export const genaiPrices: Format = {
  name: 'genai-prices',
  source: 'https://github.com/pydantic/genai-prices',
  gateway: null,
  fits: (json) =>
    providersOf(json).some((provider) => listOf(own(provider, 'models')).some((model) => own(objectOf(model), 'prices') !== undefined)),
  read: (json, asOf) =>
    providersOf(json).flatMap((provider) => {
      const id = textOf(own(provider, 'id'));
      return id === null ? [] : listOf(own(provider, 'models')).flatMap((model) => listingOf(id, model, asOf));
    }),
};
