import type { Entry } from './entries.ts';

const HOURS_PER_WEEK = 168;
const MS_PER_HOUR = 3_600_000;

/** Hours of the week that are alike: how much of the week, at which rate over the mean, at which price factor. */
export type HourClass = { readonly share: number; readonly rate: number; readonly factor: number };

/** Returns the hours of a week in classes. `factorAt` is the price factor in an hour of the week as the shape counts it. */
export const hourClasses = (rates: readonly number[], factorAt: (hour: number) => number): readonly HourClass[] => {
  const classes = new Map<string, HourClass>();
  for (const [hour, rate] of rates.entries()) {
    const factor = factorAt(hour);
    const key = `${rate} ${factor}`;
    classes.set(key, { share: (classes.get(key)?.share ?? 0) + 1 / HOURS_PER_WEEK, rate, factor });
  }
  return [...classes.values()];
};

/**
 * The chance that a request finds an entry at a rate of requests: every use renews it, so 1 − e^(−λ·TTL) (Jung, Berger and
 * Balakrishnan, INFOCOM 2003), over its versions each with its own share of λ. 30 an hour and 5 minutes: 91.79 %.
 */
const hitAt = ({ ttlMs, variants }: Entry, sendsPerHour: number): number =>
  variants.reduce((sum, share) => sum - share * Math.expm1((-sendsPerHour * share * ttlMs) / MS_PER_HOUR), 0);

/** What an entry's hits come to over the week, requests and price factors weighted together. */
export type Hits = {
  /** The mean over requests. */
  readonly rate: number;
  /** The same, each hour by its price factor. */
  readonly priced: number;
  /** Versions that are kept, on average over time. */
  readonly live: number;
};

/** Returns an entry's hits, given how many requests an hour send it on average. */
export const hitsOf = (entry: Entry, sendsPerHour: number, hours: readonly HourClass[]): Hits => {
  let [rate, priced, live] = [0, 0, 0];
  for (const hour of hours) {
    const hit = hitAt(entry, sendsPerHour * hour.rate);
    rate += hour.share * hour.rate * hit;
    priced += hour.share * hour.rate * hour.factor * hit;
    live += hour.share * entry.variants.reduce((sum, share) => sum - Math.expm1((-sendsPerHour * hour.rate * share * entry.ttlMs) / MS_PER_HOUR), 0);
  }
  return { rate, priced, live };
};

/** Returns the mean price factor over requests. */
export const meanFactor = (hours: readonly HourClass[]): number => hours.reduce((sum, { share, rate, factor }) => sum + share * rate * factor, 0);
