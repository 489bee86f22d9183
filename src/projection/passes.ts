/** Σ p·n of a list of P(N = n); 1 where there is no list. */
export const meanCount = (probabilities: readonly number[] | null): number => probabilities?.reduce((sum, p, n) => sum + p * n, 0) ?? 1;

/** E[base^N] over a count N: the chance that N independent passes all succeed. */
export const powerOver = (probabilities: readonly number[] | null, base: number): number =>
  probabilities?.reduce((sum, p, n) => sum + p * base ** n, 0) ?? base;

/** P(N = n) given that each of the N independent passes succeeds: p·s^n over their sum. */
export const countsGivenSuccess = (probabilities: readonly number[], success: number): readonly number[] => {
  const all = powerOver(probabilities, success);
  return all === 0 ? probabilities : probabilities.map((p, n) => (p * success ** n) / all);
};

/** How often a loop's body runs for one item, and whether the item succeeds, when one pass fails with `failed`. */
export type Rounds = { readonly expected: number; readonly succeeds: number };

/**
 * Returns the expected rounds Σ P(N ≥ k)·(1 − φ)^(k−1) and the chance that none fails. A failed round is the last one;
 * where failures do not stop (`goesOn`) every round runs, and the last one decides.
 */
export const roundsOf = (rounds: readonly number[] | null, failed: number, goesOn: boolean): Rounds => {
  if (rounds === null || goesOn) return { expected: meanCount(rounds), succeeds: 1 - failed };
  let expected = 0;
  let reached = 1;
  for (let k = 1; k < rounds.length; k++) {
    reached -= rounds[k - 1] ?? 0;
    expected += Math.max(0, reached) * (1 - failed) ** (k - 1);
  }
  return { expected, succeeds: powerOver(rounds, 1 - failed) };
};
