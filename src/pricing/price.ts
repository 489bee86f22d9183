import { hourFactors } from './hours.ts';
import type { ClassPrices, Fee, PartialPrices, PriceRow } from './table.ts';

const times = (price: number | null, factor: number): number | null => (price === null ? null : price * factor);

const scaled = (prices: ClassPrices, factor: number): ClassPrices => ({
  input: times(prices.input, factor),
  cacheRead: times(prices.cacheRead, factor),
  cacheWrite: new Map([...prices.cacheWrite].map(([ttl, price]) => [ttl, price * factor])),
  output: times(prices.output, factor),
});

type Band = { readonly tokens: number; readonly inclusive: boolean; readonly prices: ClassPrices };

/** Returns prices over others: a class that they do not name keeps its price, a time to live of cache writes too. */
export const over = (base: ClassPrices, own: PartialPrices): ClassPrices => ({
  ...base,
  ...own,
  cacheWrite: new Map([...base.cacheWrite, ...(own.cacheWrite ?? [])]),
});

const offered = (sized: ClassPrices, offer: number | PartialPrices | undefined): ClassPrices => {
  if (offer === undefined) return sized;
  return typeof offer === 'number' ? scaled(sized, offer) : over(sized, offer);
};

const bandsByRow = new WeakMap<PriceRow, Map<string, readonly Band[]>>();

/** A row's prices on a tier by input size, rising: worked out once, since a plan asks for them at every size it meets. */
const bandsOf = (row: PriceRow, tier: string): readonly Band[] => {
  const tiers = bandsByRow.get(row) ?? new Map<string, readonly Band[]>();
  bandsByRow.set(row, tiers);
  const known = tiers.get(tier);
  if (known !== undefined) return known;
  const steps = [{ tokens: 0, inclusive: true, prices: {} }, ...row.longContext];
  const bands = steps.map(({ tokens, inclusive, prices }) => ({
    tokens,
    inclusive,
    prices: offered(over(row.prices, prices), row.tiers.get(tier)),
  }));
  tiers.set(tier, bands);
  return bands;
};

/**
 * Returns the price of each token class for a call of a given input size, cached tokens included. The size picks one row
 * for the whole call: above 272k at $4 a million, 300,000 tokens cost 300,000 × $4 ÷ 10⁶, not 272,000 at the lower price
 * and the rest at the upper. A tier's own prices win over long-context ones, a tier's factor applies to whatever they are.
 */
export const pricesOf = (row: PriceRow, tier: string, inputTokens: number): ClassPrices => {
  const bands = bandsOf(row, tier);
  const reached = bands.findLast(({ tokens, inclusive }) => inputTokens > tokens || (inclusive && inputTokens === tokens));
  return (reached ?? bands[0])?.prices ?? row.prices;
};

/**
 * Returns what `pricesOf` does, times a factor: that of the hour, of the region, of a discount, or their product. All
 * factors touch the tokens; those of region, discount and a scenario's `prices` touch the fees too (`feeUsd`).
 */
export const effectivePrices = (row: PriceRow, tier: string, inputTokens: number, factor: number): ClassPrices => {
  const prices = pricesOf(row, tier, inputTokens);
  return factor === 1 ? prices : scaled(prices, factor);
};

/** Billed tokens of one call or of many, in the classes that have a price. No token stands in two of them. */
export type Usage = {
  readonly uncachedInput: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly reasoning: number;
  readonly visibleOutput: number;
};

/** Returns the dollars of some tokens: Σ class tokens × price of the class ÷ 10⁶. Reads and writes without a price cost as input. */
export const costUsd = (usage: Usage, prices: ClassPrices, ttl: string): number => {
  const input = prices.input ?? 0;
  const write = prices.cacheWrite.get(ttl) ?? input;
  const output = (usage.reasoning + usage.visibleOutput) * (prices.output ?? 0);
  return (usage.uncachedInput * input + usage.cacheRead * (prices.cacheRead ?? input) + usage.cacheWrite * write + output) / 1e6;
};

/**
 * Returns the dollars of some uses in a month, the free ones taken off: 12,000 searches at $10 a thousand with 5,000 free
 * are $70. `factor` is that of a region, a discount or a scenario's `prices`; tiers and hours of the day touch tokens only.
 */
export const feeUsd = ({ usdPerUnit, freePerMonth }: Fee, usesInMonth: number, factor: number): number =>
  Math.max(0, usesInMonth - freePerMonth) * usdPerUnit * factor;

const factorsByRow = new WeakMap<PriceRow, readonly number[]>();

/**
 * Returns the factor on a row's token prices in an hour of the week (0 is Monday 00:00 to 01:00 UTC, 167 the last of
 * Sunday), as the mean over its minutes; 1 where the row has no time-of-day prices.
 */
export const hourFactorOf = (row: PriceRow, hourOfWeek: number): number => {
  if (row.hours.length === 0) return 1;
  const factors = factorsByRow.get(row) ?? hourFactors(row.hours);
  factorsByRow.set(row, factors);
  return factors[hourOfWeek] ?? 1;
};
