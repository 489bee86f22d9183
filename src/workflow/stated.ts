import { wholeNumbers } from '../stats/counts.ts';
import { clamped, constant, type Distribution } from '../stats/distribution.ts';
import { mean } from '../stats/moments.ts';
import { amountOf, distributionOf, drawnAmount, NO_AMOUNT } from './amount.ts';
import { lookupFor } from './linking.ts';
import type { Amount, Term } from './plan.ts';
import { assume, NOWHERE, originOf, type Resolving, type Standing } from './resolving.ts';
import type { Stated } from './spec.ts';

/** Returns a stated quantity as an amount of at least zero, and lists it among the assumptions. */
export const statedAmount = (
  resolving: Resolving,
  stated: Stated | null,
  what: string,
  standing: Standing,
  drawn: Term['drawn'] = 'attempt',
): Amount => {
  if (stated === null) return NO_AMOUNT;
  assume(resolving, what, stated.text, originOf(stated.quantity, standing.reader), stated.at);
  return amountOf(stated.quantity, what, drawn, lookupFor(resolving, stated, standing)) ?? NO_AMOUNT;
};

/** Returns a stated number of whole things. One that is linked to a count of its own is whole already. */
export const wholeAmount = (
  resolving: Resolving,
  stated: Stated,
  what: string,
  standing: Standing,
  drawn: Term['drawn'] = 'attempt',
): Amount => {
  const amount = statedAmount(resolving, stated, what, standing, drawn);
  const [term] = amount.terms;
  if (term === undefined) return { ...amount, constant: Math.round(amount.constant) };
  return term.source === what ? drawnAmount(what, drawn, wholeNumbers(term.of)) : amount;
};

/** Returns a stated quantity that is linked to nothing as a distribution, and lists it. */
export const statedDistribution = (resolving: Resolving, stated: Stated, what: string): Distribution => {
  assume(resolving, what, stated.text, 'stated', stated.at);
  return distributionOf(stated.quantity, lookupFor(resolving, stated, NOWHERE)) ?? constant(0);
};

/** Returns a share within [0, 1]: its mean, since each run draws it anew. */
export const statedShare = (resolving: Resolving, stated: Stated | null): number => {
  if (stated === null) return 0;
  return resolving.kept.get(`share ${stated.at.file.name} ${stated.at.start}`, () => {
    const of = distributionOf(stated.quantity, lookupFor(resolving, stated, NOWHERE));
    return of === undefined ? 0 : mean(clamped(of, 0, 1));
  });
};
