import { feeUsd } from '../../pricing/price.ts';
import type { ModelLine } from './line.ts';
import { monthPrices, overDays } from './prices.ts';

/** Whether nothing but its hit rate tells one month's cost at given prices from another's. */
const hangsOnHits = ({ link, cacheableTokens, fees }: ModelLine, month: number): boolean => {
  const rows = (link.prices[month] ?? []).map(({ row }) => row);
  const plain = rows.every(
    (row) =>
      row.longContext.length === 0 &&
      row.hours.length === 0 &&
      row.cacheStorageUsdPerMtokHour === 0 &&
      fees.every(({ name }) => (row.fees.get(name)?.freePerMonth ?? 0) === 0),
  );
  return plain && cacheableTokens > 0 && link.cache.kind === 'modelled' && !link.cache.cold;
};

/** Dollars a request for tokens at a hit rate, at a month's prices. */
const tokensUsd = ({ link, sum, writtenShare }: ModelLine, month: number, hit: number): number => {
  const prices = monthPrices(link, month);
  const read = sum.cacheable * hit;
  const write = (sum.cacheable - read) * writtenShare;
  const plain = sum.uncachedInput + sum.cacheRead + sum.cacheWrite - read - write;
  const output = sum.reasoning + sum.visibleOutput;
  return (plain * prices.input + read * prices.cacheRead + write * prices.cacheWrite + output * prices.output) / 1e6;
};

const feesUsd = ({ link, fees, sum }: ModelLine, month: number): number =>
  fees.reduce((usd, { name, units }) => {
    const price = overDays(link, month, (row) => {
      const fee = row.fees.get(name);
      return fee === undefined ? 0 : feeUsd(fee, 1, 1);
    });
    return usd + units * sum.answered * price;
  }, 0);

const hitIn = (line: ModelLine, month: number): number => {
  const { hitRate, link, usd } = line;
  if (month === 0 || link.priceFactor === 0 || !hangsOnHits(line, month)) return hitRate;
  const [none, all] = [tokensUsd(line, month, 0), tokensUsd(line, month, 1)];
  const spent = (usd[month] ?? 0) / link.priceFactor - feesUsd(line, month);
  const hit = (spent - none) / (all - none);
  return hit >= 0 && hit <= 1 && Math.abs(hit - hitRate) > 1e-12 ? hit : hitRate;
};

/**
 * Returns the hit rate of each month. Growth keeps more prefixes warm; what a month costs tells how many, where hits are all
 * that its cost hangs on. Elsewhere it is that of the first month.
 */
export const hitRates = (line: ModelLine): readonly number[] => line.usd.map((_, month) => hitIn(line, month));
