/** A number of events with its probability. */
export type CountChance = { readonly count: number; readonly chance: number };

/** Beside the likeliest count, what is less likely than this by itself is left out. */
const NEGLIGIBLE = 1e-18;

/** Above so many events they are counted in lots: chance then moves a percentile by less than 0.6 %. */
const MOST_MEAN = 200_000;

/**
 * Returns the counts of Poisson events whose rate is itself Gamma with a coefficient of variation `burst`: a negative binomial of
 * shape 1 ÷ burst². Summed outward from the likeliest count, so that no term underflows.
 */
export const burstyCounts = (mean: number, burst: number): readonly CountChance[] => {
  if (mean <= 0) return [{ count: 0, chance: 1 }];
  const lot = Math.max(1, mean / MOST_MEAN);
  const m = mean / lot;
  // P(n + 1) ÷ P(n), for burst 0 the Poisson's m ÷ (n + 1).
  const ratio = (n: number): number => (m * (1 + n * burst ** 2)) / ((n + 1) * (1 + m * burst ** 2));
  const mode = Math.max(0, Math.floor(burst > 0 ? m * (1 - burst ** 2) : m));
  const lower: CountChance[] = [];
  for (let n = mode, chance = 1; n > 0 && chance > NEGLIGIBLE; n--) {
    chance /= ratio(n - 1);
    lower.push({ count: n - 1, chance });
  }
  const all = lower.reverse();
  for (let n = mode, chance = 1; chance > NEGLIGIBLE; n++) {
    all.push({ count: n, chance });
    chance *= ratio(n);
  }
  const total = all.reduce((sum, { chance }) => sum + chance, 0);
  return all.map(({ count, chance }) => ({ count: count * lot, chance: chance / total }));
};

/** Returns the least count that is not exceeded with probability p. */
export const countQuantile = (counts: readonly CountChance[], p: number): number => {
  let reached = 0;
  for (const { count, chance } of counts) {
    reached += chance;
    if (reached >= p) return count;
  }
  return counts.at(-1)?.count ?? 0;
};

/** Returns E[(N − limit)⁺]: how many events pass a limit on average. */
export const meanExcess = (counts: readonly CountChance[], limit: number): number =>
  counts.reduce((sum, { count, chance }) => sum + chance * Math.max(0, count - limit), 0);
