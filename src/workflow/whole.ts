import { countProbabilities } from '../stats/counts.ts';
import { type Distribution, empirical } from '../stats/distribution.ts';
import type { Amount, Term } from './plan.ts';
import type { Resolving, Standing } from './resolving.ts';
import type { Stated } from './spec.ts';
import { statedAmount } from './stated.ts';

/** Returns a distribution rounded to the nearest whole number of at least 0, exactly. */
export const wholeNumbers = (of: Distribution): Distribution => {
  const chances = countProbabilities(of, 0).map((chance, value) => ({ value, chance }));
  const possible = chances.filter(({ chance }) => chance > 0);
  if (possible.length === 1) return { kind: 'constant', value: possible[0]?.value ?? 0 };
  return empirical(
    possible.map(({ value }) => value),
    possible.map(({ chance }) => chance),
  );
};

/** Returns a stated number of whole things. One that is linked to a count of its own is whole already. */
export const wholeAmount = (
  resolving: Resolving,
  stated: Stated,
  what: string,
  standing: Standing,
  drawn: Term['drawn'],
): Amount => {
  const amount = statedAmount(resolving, stated, what, standing, drawn);
  const [term] = amount.terms;
  if (term === undefined) return { ...amount, constant: Math.round(amount.constant) };
  return term.source === what ? { ...amount, terms: [{ ...term, of: wholeNumbers(term.of) }] } : amount;
};
