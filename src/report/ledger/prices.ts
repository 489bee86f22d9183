import { pricesOf } from '../../pricing/price.ts';
import type { PriceRow } from '../../pricing/table.ts';
import type { ModelLink } from '../../workflow/plan.ts';

/** Dollars per million tokens of a call whose prompt is short, on its tier. */
export type LinePrices = { readonly input: number; readonly cacheRead: number; readonly cacheWrite: number; readonly output: number };

const ttlOf = ({ cache }: ModelLink): string => (cache.kind === 'off' ? '' : cache.ttl);

/** Returns a row's prices for a link; reads and writes without a price cost as input. */
export const rowPrices = (link: ModelLink, row: PriceRow): LinePrices => {
  const prices = pricesOf(row, link.tier, 0);
  const input = prices.input ?? 0;
  return {
    input,
    cacheRead: prices.cacheRead ?? input,
    cacheWrite: prices.cacheWrite.get(ttlOf(link)) ?? input,
    output: prices.output ?? 0,
  };
};

/** Returns the mean over a month's days of what each row's prices come to. */
export const overDays = (link: ModelLink, month: number, of: (row: PriceRow) => number): number => {
  const segments = link.prices[month] ?? [];
  const days = segments.reduce((sum, segment) => sum + segment.days, 0);
  return segments.reduce((sum, segment) => sum + (segment.days / days) * of(segment.row), 0);
};

/** Returns a month's prices for a link, each row weighted by its days, before discount and other factors. */
export const monthPrices = (link: ModelLink, month: number): LinePrices => ({
  input: overDays(link, month, (row) => rowPrices(link, row).input),
  cacheRead: overDays(link, month, (row) => rowPrices(link, row).cacheRead),
  cacheWrite: overDays(link, month, (row) => rowPrices(link, row).cacheWrite),
  output: overDays(link, month, (row) => rowPrices(link, row).output),
});
