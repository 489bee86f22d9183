import { pricesOf } from '../pricing/price.ts';
import type { ClassPrices, PriceRow } from '../pricing/table.ts';
import { remembered } from '../stats/remembered.ts';
import type { ModelLink } from '../workflow/plan.ts';

/** A prompt size at which some price of a link changes; `inclusive`: the size itself has the upper price. */
export type Threshold = { readonly tokens: number; readonly inclusive: boolean };

/** Returns the sizes at which any row that prices a link in any month changes its price, rising. */
export const thresholdsOf = remembered((link: ModelLink): readonly Threshold[] => {
  const all = link.prices.flat().flatMap(({ row }) => row.longContext);
  const distinct = new Map(all.map(({ tokens, inclusive }) => [`${tokens}${inclusive}`, { tokens, inclusive }]));
  return [...distinct.values()].sort((a, b) => a.tokens - b.tokens || Number(b.inclusive) - Number(a.inclusive));
});

const beyond = (size: number, { tokens, inclusive }: Threshold): boolean => size > tokens || (inclusive && size === tokens);

/** Returns the band that a prompt of a size lies in: the number of thresholds that it is beyond. */
export const bandOf = (link: ModelLink, size: number): number => thresholdsOf(link).filter((threshold) => beyond(size, threshold)).length;

/** Returns a row's prices on the link's tier for prompts of a band. A size just beyond the band's lower threshold stands for it. */
export const bandPrices = (link: ModelLink, row: PriceRow, band: number): ClassPrices => {
  const threshold = band === 0 ? undefined : thresholdsOf(link)[band - 1];
  const size = threshold === undefined ? 0 : threshold.inclusive ? threshold.tokens : threshold.tokens * (1 + 2 ** -40);
  return pricesOf(row, link.tier, size);
};

/** Returns whether the provider prices cache writes at a link's time to live; else what is sent anew costs as plain input. */
export const writesArePriced = remembered(
  ({ cache, prices }: ModelLink): boolean =>
    cache.kind !== 'off' && prices.some((month) => month.some(({ row }) => row.prices.cacheWrite.has(cache.ttl))),
);

/** Returns whether the provider bills what a model writes. */
export const billsOutput = remembered(({ prices }: ModelLink): boolean =>
  prices.some((month) => month.some(({ row }) => row.prices.output !== null)),
);
