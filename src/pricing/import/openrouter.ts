import { listOf, objectOf, own, textOf, tokensOf, usdPerMtok } from './json.ts';
import { type Format, type Listing, listed, type PriceKeys, pricesUnder, providerNamed } from './listing.ts';

const KEYS: PriceKeys = {
  input: 'prompt',
  cacheRead: 'input_cache_read',
  cacheWrite: 'input_cache_write',
  cacheWriteHour: 'input_cache_write_1h',
  output: 'completion',
};

/** Dollars per token, as texts; -1 stands for a price that varies. */
const perToken = (value: unknown): number | null => usdPerMtok(value, 1);

const listingOf = (value: unknown): readonly Listing[] => {
  const entry = objectOf(value);
  const id = textOf(own(entry, 'id'));
  const slash = id?.indexOf('/') ?? -1;
  if (id === null || slash < 1) return [];
  return listed({
    provider: providerNamed(id.slice(0, slash)),
    model: id.slice(slash + 1),
    prices: pricesUnder(objectOf(own(entry, 'pricing')), KEYS, perToken),
    above: null,
    contextWindow: tokensOf(own(entry, 'context_length')),
    maxOutput: tokensOf(own(objectOf(own(entry, 'top_provider')), 'max_completion_tokens')),
  });
};

/** The answer of OpenRouter's /models: dollars per token as texts, models named vendor/model. */
export const openrouter: Format = {
  name: 'openrouter',
  source: 'https://openrouter.ai/models',
  gateway: 'openrouter',
  fits: (json) => listOf(own(objectOf(json), 'data')).some((model) => objectOf(own(objectOf(model), 'pricing')) !== undefined),
  read: (json) => listOf(own(objectOf(json), 'data')).flatMap(listingOf),
};
