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

type Versions = { readonly hit: number; readonly live: number };

const versionsAt = (variants: readonly number[], sends: number): Versions => {
  let [hit, live] = [0, 0];
  for (const share of variants) {
    const alive = -Math.expm1(-sends * share);
    live += alive;
    hit += share * alive;
  }
  return { hit, live };
};

/** Points for each e-fold of the sends in a time to live: a cubic through them errs by less than 1e-8. */
const POINTS_PER_FOLD = 16;

const tables = new WeakMap<readonly number[], Map<number, Versions>>();

const tabulated = (variants: readonly number[], point: number): Versions => {
  const mine = tables.get(variants) ?? new Map<number, Versions>();
  tables.set(variants, mine);
  const known = mine.get(point) ?? versionsAt(variants, Math.exp(point / POINTS_PER_FOLD));
  mine.set(point, known);
  return known;
};

/** Few versions are added up; of hundreds, asked for in every hour of every month, points are kept and joined (Catmull and Rom). */
const MOST_ADDED_UP = 8;

/**
 * The chance that a request finds an entry, and how many of its versions live: every use renews it, so 1 − e^(−λ·TTL) (Jung,
 * Berger and Balakrishnan, INFOCOM 2003), over its versions each with its own share of λ. 30 an hour and 5 minutes: 91.79 %.
 */
const versionsOf = ({ ttlMs, variants }: Entry, sendsPerHour: number): Versions => {
  const sends = (sendsPerHour * ttlMs) / MS_PER_HOUR;
  if (variants.length <= MOST_ADDED_UP || sends === 0) return versionsAt(variants, sends);
  const at = Math.log(sends) * POINTS_PER_FOLD;
  const [first, t] = [Math.floor(at), at - Math.floor(at)];
  const [a, b, c, d] = [-1, 0, 1, 2].map((step) => tabulated(variants, first + step)) as [Versions, Versions, Versions, Versions];
  const joined = (pick: (one: Versions) => number): number => {
    const [p, q, r, s] = [pick(a), pick(b), pick(c), pick(d)];
    return q + 0.5 * t * (r - p + t * (2 * p - 5 * q + 4 * r - s + t * (3 * (q - r) + s - p)));
  };
  return { hit: joined(({ hit }) => hit), live: joined(({ live }) => live) };
};

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
    const versions = versionsOf(entry, sendsPerHour * hour.rate);
    rate += hour.share * hour.rate * versions.hit;
    priced += hour.share * hour.rate * hour.factor * versions.hit;
    live += hour.share * versions.live;
  }
  return { rate, priced, live };
};

/** Returns the mean price factor over requests. */
export const meanFactor = (hours: readonly HourClass[]): number => hours.reduce((sum, { share, rate, factor }) => sum + share * rate * factor, 0);
