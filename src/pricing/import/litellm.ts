import { type JsonObject, objectOf, own, textOf, tokensOf, usdPerMtok } from './json.ts';
import { type Format, type ListedPrices, type Listing, listed, type PriceKeys, pricesUnder, providerNamed } from './listing.ts';

const KEYS: PriceKeys = {
  input: 'input_cost_per_token',
  cacheRead: 'cache_read_input_token_cost',
  cacheWrite: 'cache_creation_input_token_cost',
  cacheWriteHour: 'cache_creation_input_token_cost_above_1hr',
  output: 'output_cost_per_token',
};

/** Entries that are priced by tokens; images, speech and the like are priced otherwise. */
const MODES = ['chat', 'completion', 'responses', 'embedding', 'rerank'];

const perToken = (value: unknown): number | null => usdPerMtok(value, 1);

const ABOVE = /^input_cost_per_token_above_(\d+)k_tokens$/;

/** `input_cost_per_token_above_200k_tokens` and its siblings, of the lowest threshold. */
const aboveOf = (entry: JsonObject): { readonly tokens: number; readonly prices: ListedPrices } | null => {
  const thresholds = Object.keys(entry).flatMap((key) => ABOVE.exec(key)?.[1] ?? []);
  const [lowest] = thresholds.sort((a, b) => Number(a) - Number(b));
  if (lowest === undefined || Number(lowest) === 0) return null;
  const named = (key: string): string => `${key}_above_${lowest}k_tokens`;
  const keys = { ...KEYS, input: named(KEYS.input), output: named(KEYS.output), cacheRead: named(KEYS.cacheRead) };
  const prices = pricesUnder(entry, { ...keys, cacheWrite: named(KEYS.cacheWrite), cacheWriteHour: named(KEYS.cacheWriteHour) }, perToken);
  return { tokens: Number(lowest) * 1000, prices };
};

const listingOf = (key: string, value: unknown): readonly Listing[] => {
  const entry = objectOf(value);
  const provider = textOf(own(entry, 'litellm_provider'));
  const mode = textOf(own(entry, 'mode'));
  if (entry === undefined || provider === null || (mode !== null && !MODES.includes(mode))) return [];
  return listed({
    provider: providerNamed(provider),
    model: key.startsWith(`${provider}/`) ? key.slice(provider.length + 1) : key,
    prices: pricesUnder(entry, KEYS, perToken),
    above: aboveOf(entry),
    contextWindow: tokensOf(own(entry, 'max_input_tokens')),
    maxOutput: tokensOf(own(entry, 'max_output_tokens')),
  });
};

/** LiteLLM's model_prices_and_context_window.json: models by name, dollars per token. */
export const litellm: Format = {
  name: 'litellm',
  source: 'https://github.com/BerriAI/litellm',
  gateway: null,
  fits: (json) => Object.values(objectOf(json) ?? {}).some((entry) => typeof own(objectOf(entry), 'litellm_provider') === 'string'),
  read: (json) => Object.entries(objectOf(json) ?? {}).flatMap(([key, value]) => (key === 'sample_spec' ? [] : listingOf(key, value))),
};
