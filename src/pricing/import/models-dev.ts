import { objectOf, own, tokensOf, usdPerMtok } from './json.ts';
import { type Format, type Listing, listed, type PriceKeys, pricesUnder, providerNamed } from './listing.ts';

const KEYS: PriceKeys = {
  input: 'input',
  cacheRead: 'cache_read',
  cacheWrite: 'cache_write',
  cacheWriteHour: 'cache_write_1h',
  output: 'output',
};

const perMillion = (value: unknown): number | null => usdPerMtok(value, 1e6);

const listingOf = (provider: string, model: string, value: unknown): readonly Listing[] => {
  const entry = objectOf(value);
  const cost = objectOf(own(entry, 'cost'));
  const limit = objectOf(own(entry, 'limit'));
  const above = objectOf(own(cost, 'context_over_200k'));
  return listed({
    provider: providerNamed(provider),
    model,
    prices: pricesUnder(cost, KEYS, perMillion),
    above: above === undefined ? null : { tokens: 200_000, prices: pricesUnder(above, KEYS, perMillion) },
    contextWindow: tokensOf(own(limit, 'context')),
    maxOutput: tokensOf(own(limit, 'output')),
  });
};

/** The api.json of models.dev: providers → models, dollars per million tokens. */
export const modelsDev: Format = {
  name: 'models.dev',
  source: 'https://models.dev',
  gateway: null,
  fits: (json) =>
    Object.values(objectOf(json) ?? {}).some((provider) =>
      Object.values(objectOf(own(objectOf(provider), 'models')) ?? {}).some(
        (model) => objectOf(own(objectOf(model), 'cost')) !== undefined,
      ),
    ),
  read: (json) =>
    Object.entries(objectOf(json) ?? {}).flatMap(([provider, value]) =>
      Object.entries(objectOf(own(objectOf(value), 'models')) ?? {}).flatMap(([model, entry]) => listingOf(provider, model, entry)),
    ),
};
