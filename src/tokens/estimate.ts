import { type Family, OTHER_SCRIPTS_BAND } from './families.ts';
import type { Tally } from './scripts.ts';

/** A count of tokens, and how far it may be off, as a fraction either way: 0 where it is exact. */
export type Estimate = { readonly tokens: number; readonly band: number };

/** Returns the tokens of a text for a family, from its count in the family's encoding. */
export const tokensFor = ({ weights }: Family, { latin, symbols, cjk, other }: Tally): number =>
  latin * weights.latin + symbols * weights.symbols + cjk * weights.cjk + other * weights.other;

/**
 * Returns the tokens of a text with their band: that of English and code and that of other scripts, each by its share of the
 * tokens. The error is one of the whole tokenizer: it does not shrink with the number of texts.
 */
export const estimateFor = (family: Family, tally: Tally): Estimate => {
  const tokens = tokensFor(family, tally);
  if (family.band === null || tokens === 0) return { tokens, band: 0 };
  const foreign = (tally.cjk * family.weights.cjk + tally.other * family.weights.other) / tokens;
  return { tokens, band: family.band * (1 - foreign) + Math.max(family.band, OTHER_SCRIPTS_BAND) * foreign };
};
