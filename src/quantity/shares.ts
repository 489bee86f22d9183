/**
 * Returns shares that sum to 1: each within [0, 1], null taking what the others leave. Where they sum to more than 1, as
 * in a future in which an assumption is high, they are made smaller in proportion and nothing is left.
 */
export const completeShares = (shares: readonly (number | null)[]): readonly number[] => {
  const within = shares.map((share) => (share === null ? null : Math.min(1, Math.max(0, share))));
  const total = within.reduce<number>((sum, share) => sum + (share ?? 0), 0);
  const fit = total > 1 ? 1 / total : 1;
  return within.map((share) => (share === null ? Math.max(0, 1 - total) : share * fit));
};
