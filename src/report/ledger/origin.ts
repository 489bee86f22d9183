import type { ModelLink, Origin } from '../../workflow/plan.ts';

/** Weakest first: tokens are known no better than the worst known part of them. */
const WEAKEST: readonly Origin[] = ['default', 'estimated', 'stated', 'measured'];

/** Returns where the input tokens of a call come from. */
export const inputOrigin = ({ parts }: ModelLink): Origin =>
  WEAKEST.find((origin) => parts.some((part) => part.origin === origin)) ?? 'stated';
