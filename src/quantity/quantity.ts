import type { Distribution } from '../stats/distribution.ts';

/** A quantity as its author meant it: a distribution, or a reference that only a plan can look up. */
export type Quantity =
  | { readonly kind: 'random'; readonly of: Distribution }
  /** The token counts of texts; which texts, the workflow knows. */
  | { readonly kind: 'samples'; readonly patterns: readonly string[]; readonly field: string | null }
  | { readonly kind: 'mixture'; readonly parts: readonly { readonly share: MixShare; readonly of: Quantity }[] }
  | { readonly kind: 'linked'; readonly to: string; readonly times: number; readonly plus: number }
  | { readonly kind: 'assumption'; readonly name: string }
  | { readonly kind: 'scaled'; readonly of: Quantity; readonly by: string }
  | { readonly kind: 'bounded'; readonly of: Quantity; readonly min: number; readonly max: number };

/** The share of a part of a mix: a number, an assumption's, or what the others leave. */
export type MixShare = number | { readonly assumption: string } | 'rest';

/** Returns a quantity and all quantities inside it. */
export const quantitiesIn = (quantity: Quantity): readonly Quantity[] => {
  if (quantity.kind === 'mixture') return [quantity, ...quantity.parts.flatMap(({ of }) => quantitiesIn(of))];
  return quantity.kind === 'scaled' || quantity.kind === 'bounded' ? [quantity, ...quantitiesIn(quantity.of)] : [quantity];
};

/** Whether a quantity counts texts. */
export const usesTexts = (quantity: Quantity): boolean => quantitiesIn(quantity).some(({ kind }) => kind === 'samples');
