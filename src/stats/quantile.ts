import { type Distribution, effectiveSupport } from './distribution.ts';
import { below } from './moments.ts';

/** Halvings of an interval: 60 leave 10⁻¹⁸ of its width, less than a double tells apart. */
const HALVINGS = 60;

/** Returns the value that X does not exceed with probability p, by bisection of P(X < x). */
export const quantile = (of: Distribution, p: number): number => {
  let [low, high] = effectiveSupport(of);
  for (let round = 0; round < HALVINGS && low < high; round++) {
    const middle = (low + high) / 2;
    if (below(of, middle).probability < p) low = middle;
    else high = middle;
  }
  return high;
};
