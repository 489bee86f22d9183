import type { Distribution } from '../stats/distribution.ts';
import { NO_AMOUNT } from '../workflow/amount.ts';
import type { Amount, ModelLink } from '../workflow/plan.ts';
import { type Closed, closedSupport } from './filling.ts';
import { statesOf } from './states.ts';
import { thinned } from './sum-distribution.ts';

/** What an answer holds in one case. */
export type Answer = { readonly weight: number; readonly visible: number; readonly reasoning: number };

/** Returns points with weights as an amount of one draw. */
export const pointsAmount = (source: string, of: readonly { readonly value: number; readonly weight: number }[]): Amount => {
  const total = of.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0) return NO_AMOUNT;
  const { values, weights } = thinned(
    of.map(({ value }) => value),
    of.map(({ weight }) => weight / total),
  );
  const empirical: Distribution = { kind: 'empirical', values, weights };
  return { ...NO_AMOUNT, terms: [{ source, drawn: 'attempt', of: empirical, times: 1, plus: 0, min: -Infinity, max: Infinity }] };
};

/** Strata of each of the two draws: together they err by less than 0.01 % where a ceiling cuts a few per cent. */
const STRATA = 64;

/** Returns an answer under its ceiling, reasoning first, case by case. */
export const underCeiling = (link: ModelLink, output: Closed, reasoning: Closed): readonly Answer[] => {
  const split = new Set([...output.terms, ...reasoning.terms].map((term) => term.source));
  const [least] = closedSupport(reasoning);
  const { states } = statesOf([output, reasoning], split, [[link.maxOutput - least], [link.maxOutput]], STRATA);
  return states.map(({ weight, values: [visible = 0, thought = 0] }) => {
    const reasoningTokens = Math.min(thought, link.maxOutput);
    return { weight, reasoning: reasoningTokens, visible: Math.min(visible, link.maxOutput - reasoningTokens) };
  });
};
