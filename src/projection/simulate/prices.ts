import { hourFactorOf, pricesOf } from '../../pricing/price.ts';
import type { PriceRow } from '../../pricing/table.ts';
import type { ModelLink, PlanMonth } from '../../workflow/plan.ts';

/** Dollars per token of one price row from an input size on. */
type Band = {
  readonly tokens: number;
  readonly inclusive: boolean;
  readonly input: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly output: number;
};

/** A row, its share of the days of the month, and its factor in each hour of the week where it has any. */
type Row = { readonly share: number; readonly bands: readonly Band[]; readonly hours: Float64Array | null };

/** What the calls of a link cost in the first month: the mean over its days. */
export type Prices = {
  readonly rows: readonly Row[];
  /** Whether writing into the cache has a price of its own, and whether output has one. */
  readonly pricesWrites: boolean;
  readonly pricesOutput: boolean;
  /** Dollars for keeping a token in the cache for an hour. */
  readonly storageUsd: number;
};

const HOURS = 168;

/** In local hours: 9:00 in a zone 90 minutes ahead is the second half of 7:00 UTC and the first of 8:00. */
const hoursOf = (row: PriceRow, month: PlanMonth | undefined): Float64Array | null => {
  if (row.hours.length === 0) return null;
  const ahead = (month?.utcOffsetMinutes ?? 0) / 60;
  return Float64Array.from({ length: HOURS }, (_, hour) => {
    const start = (((hour - ahead) % HOURS) + HOURS) % HOURS;
    const first = Math.floor(start);
    const later = start - first;
    return (1 - later) * hourFactorOf(row, first) + later * hourFactorOf(row, (first + 1) % HOURS);
  });
};

const bandsOf = (row: PriceRow, { tier, cache, priceFactor }: ModelLink): readonly Band[] =>
  [{ tokens: 0, inclusive: true }, ...row.longContext].map(({ tokens, inclusive }) => {
    const prices = pricesOf(row, tier, inclusive ? tokens : tokens * (1 + 2 ** -50));
    const perToken = priceFactor / 1e6;
    const input = prices.input ?? 0;
    const write = cache.kind === 'off' ? undefined : prices.cacheWrite.get(cache.ttl);
    return {
      tokens,
      inclusive,
      input: input * perToken,
      cacheRead: (prices.cacheRead ?? input) * perToken,
      cacheWrite: (write ?? input) * perToken,
      output: (prices.output ?? 0) * perToken,
    };
  });

/** Returns what a link's calls cost on average over the days of the first month. */
export const pricesFor = (link: ModelLink, months: readonly PlanMonth[]): Prices => {
  const segments = link.prices[0] ?? [];
  const { cache } = link;
  const days = segments.reduce((sum, segment) => sum + segment.days, 0);
  return {
    rows: segments.map((segment) => ({
      share: segment.days / days,
      bands: bandsOf(segment.row, link),
      hours: hoursOf(segment.row, months[0]),
    })),
    pricesWrites: cache.kind !== 'off' && segments.some(({ row }) => row.prices.cacheWrite.has(cache.ttl)),
    pricesOutput: segments.some(({ row }) => row.prices.output !== null),
    storageUsd: segments.reduce(
      (sum, { row, days: own }) => sum + (row.cacheStorageUsdPerMtokHour * own * link.priceFactor) / days / 1e6,
      0,
    ),
  };
};

const bandAt = (bands: readonly Band[], inputTokens: number): Band => {
  let index = bands.length - 1;
  for (; index > 0; index--) {
    const band = bands[index] as Band;
    if (inputTokens > band.tokens || (band.inclusive && inputTokens === band.tokens)) break;
  }
  return bands[index] as Band;
};

/** Returns the dollars of a prompt; its size as sent picks the price of all its tokens. */
export const promptUsd = (prices: Prices, hour: number, uncached: number, read: number, written: number, sent: number): number => {
  let usd = 0;
  for (const { share, bands, hours } of prices.rows) {
    const band = bandAt(bands, sent);
    const factor = hours === null ? share : share * (hours[hour] ?? 1);
    usd += factor * (uncached * band.input + read * band.cacheRead + written * band.cacheWrite);
  }
  return usd;
};

/** Returns the dollars of output tokens, reasoning or visible, of a call whose prompt was so long. */
export const outputUsd = (prices: Prices, hour: number, tokens: number, sent: number): number => {
  let usd = 0;
  for (const { share, bands, hours } of prices.rows)
    usd += (hours === null ? share : share * (hours[hour] ?? 1)) * tokens * bandAt(bands, sent).output;
  return usd;
};
