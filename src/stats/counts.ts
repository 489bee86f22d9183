import { clamped, constant, type Distribution, empirical, support } from './distribution.ts';
import { below, mean } from './moments.ts';

/** No loop runs further: SPEC 11. A count beyond it is an error before it gets here, or its tail is cut here. */
export const MOST = 10_000;

/** Below this the rest of a tail is dropped and its mass given to the last count. Weights of 10,000 samples sum to 1 − 4e-14. */
const NEGLIGIBLE = 1e-12;

/**
 * Returns P(N = n) for n = 0, 1, 2, … of a quantity rounded to the nearest whole number and at least `least`.
 * The list ends at the greatest value, where the tail is below 1e-12, or at 10,000, the rest counted there.
 */
export const countProbabilities = (of: Distribution, least: number): readonly number[] => {
  const probabilities: number[] = new Array<number>(least).fill(0);
  const [, greatest] = support(of);
  let reached = 0;
  for (let n = least; n <= MOST; n++) {
    const upTo = below(of, n + 0.5).probability;
    const rest = 1 - upTo;
    const last = rest < NEGLIGIBLE || n + 0.5 > greatest || n === MOST;
    probabilities.push(last ? 1 - reached : upTo - reached);
    reached = upTo;
    if (last) break;
  }
  return probabilities;
};

/** Up to here whole numbers are told apart; beyond, half a thing is less than 0.05 %. */
const FINE = 1000;

/**
 * Returns a distribution rounded to the nearest whole number of at least 0: exactly up to 1,000, what lies beyond as one
 * point at its mean. One that lies beyond more often than once in a hundred is only kept from being negative.
 */
export const wholeNumbers = (of: Distribution): Distribution => {
  const fine = below(of, FINE + 0.5);
  const beyond = 1 - fine.probability;
  if (beyond > 0.01) return clamped(of, 0, Infinity);
  const values: number[] = [];
  const chances: number[] = [];
  let reached = 0;
  for (let n = 0; n <= FINE && 1 - reached > NEGLIGIBLE; n++) {
    const upTo = below(of, n + 0.5).probability;
    if (upTo > reached) {
      values.push(n);
      chances.push(upTo - reached);
    }
    reached = upTo;
  }
  if (beyond > NEGLIGIBLE) {
    values.push((mean(of) - fine.mean) / beyond);
    chances.push(beyond);
  }
  const [only] = values;
  return only !== undefined && values.length === 1 ? constant(only) : empirical(values, chances);
};

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
