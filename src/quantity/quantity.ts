import type { Distribution } from '../stats/distribution.ts';

/** A quantity as its author meant it: a distribution, or a reference that only a plan can look up. */
export type Quantity =
  | { readonly kind: 'random'; readonly of: Distribution }
  /** The token counts of texts; which texts, the workflow knows. */
  | { readonly kind: 'samples'; readonly patterns: readonly string[]; readonly field: string | null }
  | { readonly kind: 'mixture'; readonly parts: readonly { readonly share: number; readonly of: Quantity }[] }
  | { readonly kind: 'linked'; readonly to: string; readonly times: number; readonly plus: number }
  | { readonly kind: 'assumption'; readonly name: string }
  | { readonly kind: 'scaled'; readonly of: Quantity; readonly by: string }
  | { readonly kind: 'bounded'; readonly of: Quantity; readonly min: number; readonly max: number };
