import type { PlanRetry } from '../workflow/plan.ts';

/** Attempts at a link: SPEC 6.4 without timeouts. */
export type Attempts = { readonly expected: number; readonly answered: number; readonly failed: number };

/**
 * Returns how many attempts a link takes on average, how many are answered, and the chance that all fail. An attempt errs
 * with e, else is invalid with v: f = e + (1 − e)v, expected (1 − f^A) ÷ (1 − f), answered × (1 − e). With 3 attempts
 * and f = 0.1: 1.11 attempts.
 */
export const attemptsOf = ({ attempts, errors, invalid }: PlanRetry): Attempts => {
  const f = errors + (1 - errors) * invalid;
  const failed = f ** attempts;
  const expected = f === 1 ? attempts : (1 - failed) / (1 - f);
  return { expected, answered: expected * (1 - errors), failed };
};
