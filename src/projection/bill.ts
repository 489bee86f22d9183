import type { PriceSegment } from '../pricing/calendar.ts';
import { feeUsd, hourFactorOf } from '../pricing/price.ts';
import type { ModelLink, Plan, PlanMonth } from '../workflow/plan.ts';
import { bandPrices, writesArePriced } from './bands.ts';
import { type Hits, type HourClass, hitsOf, hourClasses, meanFactor } from './hits.ts';
import type { Requested } from './request.ts';
import type { BandSum, LinkSum } from './sums.ts';

/** Tokens of a link in a month, with what the month's traffic keeps warm. */
export type BilledTokens = { uncachedInput: number; cacheRead: number; cacheWrite: number; reasoning: number; visibleOutput: number };

const EVEN: readonly number[] = new Array(168).fill(1);
const MINUTES_PER_HOUR = 60;

const hoursByRates = new WeakMap<readonly number[], Map<string, readonly HourClass[]>>();

/** One month at one volume: what it keeps warm, and what share of a fee's uses is paid. */
export class MonthBill {
  readonly #plan: Plan;
  readonly #month: PlanMonth;
  readonly #at: number;
  readonly #requested: Requested;
  readonly #requests: number;
  readonly #hits = new Map<string, Hits>();

  constructor(plan: Plan, month: number, requested: Requested, requests: number) {
    this.#plan = plan;
    this.#at = month;
    this.#month = plan.months[month] as PlanMonth;
    this.#requested = requested;
    this.#requests = requests;
  }

  #hoursOf({ row }: PriceSegment): readonly HourClass[] {
    const rates = this.#plan.traffic?.hours ?? EVEN;
    const shift = Math.floor(this.#month.utcOffsetMinutes / MINUTES_PER_HOUR);
    const key = row.hours.length === 0 ? '' : `${row.model} ${row.from} ${shift}`;
    const mine = hoursByRates.get(rates) ?? new Map<string, readonly HourClass[]>();
    hoursByRates.set(rates, mine);
    const factorAt = (hour: number): number => (row.hours.length === 0 ? 1 : hourFactorOf(row, (hour - shift + 336) % 168));
    const classes = mine.get(key) ?? hourClasses(rates, factorAt);
    mine.set(key, classes);
    return classes;
  }

  #hitsOf(entry: number, segment: PriceSegment): Hits {
    const hours = this.#hoursOf(segment);
    const key = `${entry} ${segment.row.hours.length === 0 ? '' : segment.row.from}`;
    const known = this.#hits.get(key);
    if (known !== undefined) return known;
    const entryOf = this.#requested.entries.list[entry];
    const perHour = (this.#requests / (this.#month.days * 24)) * (this.#requested.sends.get(entry) ?? 0);
    const hits = entryOf === undefined ? { rate: 0, priced: 0, live: 0 } : hitsOf(entryOf, perHour, hours);
    this.#hits.set(key, hits);
    return hits;
  }

  /** Returns the tokens of a sum in the four classes, as this month's traffic finds them. */
  tokens(link: ModelLink, sum: LinkSum): BilledTokens {
    const [segment] = link.prices[this.#at] ?? [];
    const billed: BilledTokens = { uncachedInput: 0, cacheRead: 0, cacheWrite: 0, reasoning: 0, visibleOutput: 0 };
    for (const band of sum.bands) {
      billed.uncachedInput += band.uncachedInput;
      billed.cacheRead += band.cacheRead;
      billed.cacheWrite += band.cacheWrite;
      billed.reasoning += band.reasoning;
      billed.visibleOutput += band.visibleOutput;
      if (segment === undefined) continue;
      for (const [entry, tokens] of band.found) {
        const hit = this.#hitsOf(entry, segment).rate;
        billed.cacheRead += tokens * hit;
        if (writesArePriced(link)) billed.cacheWrite += tokens * (1 - hit);
        else billed.uncachedInput += tokens * (1 - hit);
      }
    }
    return billed;
  }

  #bandUsd(link: ModelLink, segment: PriceSegment, band: BandSum, index: number): number {
    const prices = bandPrices(link, segment.row, index);
    const input = prices.input ?? 0;
    const read = prices.cacheRead ?? input;
    const write = link.cache.kind === 'off' ? input : (prices.cacheWrite.get(link.cache.ttl) ?? input);
    const factor = meanFactor(this.#hoursOf(segment));
    const plain = band.uncachedInput * input + band.cacheRead * read + band.cacheWrite * write;
    const output = (band.reasoning + band.visibleOutput) * (prices.output ?? 0);
    let found = 0;
    for (const [entry, tokens] of band.found) {
      const { priced } = this.#hitsOf(entry, segment);
      found += tokens * (priced * read + (factor - priced) * write);
    }
    return (factor * (plain + output) + found) / 1e6;
  }

  /** Returns a link's dollars a request without stored prefixes: each price row for its days of the month. */
  linkUsd(link: ModelLink, sum: LinkSum, paidShare: (link: ModelLink, fee: string) => number): number {
    const segments = link.prices[this.#at] ?? [];
    const days = segments.reduce((total, segment) => total + segment.days, 0);
    return segments.reduce((total, segment) => {
      const tokens = sum.bands.reduce((usd, band, index) => usd + this.#bandUsd(link, segment, band, index), 0);
      const fees = link.fees.reduce((usd, { name }, index) => {
        const fee = segment.row.fees.get(name);
        const units = sum.fees[index] ?? 0;
        return fee === undefined ? usd : usd + feeUsd({ ...fee, freePerMonth: 0 }, units * paidShare(link, name), 1);
      }, 0);
      return total + (segment.days / days) * (tokens + fees) * link.priceFactor;
    }, 0);
  }

  /** Returns the dollars of the month for keeping a link's prefixes: tokens × hours × versions that are live. */
  storageUsd(entry: number): number {
    const found = this.#requested.entries.list[entry];
    if (found === undefined) return 0;
    const { link, tokens } = found;
    const segments = link.prices[this.#at] ?? [];
    const days = segments.reduce((total, segment) => total + segment.days, 0);
    const hours = this.#month.days * 24;
    return segments.reduce((usd, segment) => {
      const price = segment.row.cacheStorageUsdPerMtokHour * link.priceFactor;
      return price === 0 ? usd : usd + (segment.days / days) * (tokens / 1e6) * price * hours * this.#hitsOf(entry, segment).live;
    }, 0);
  }
}
