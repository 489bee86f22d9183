import type { PlanRetry } from '../workflow/plan.ts';

/** Attempts at a link: how many, on average, and how they end. */
export type Attempts = {
  readonly expected: number;
  readonly answered: number;
  /** Answered ones, and timed-out ones, which are billed for their input. */
  readonly billed: number;
  /** The chance that at least one is billed: that one finds what others keep warm, those after it what it has written. */
  readonly everBilled: number;
  /** The chance that all fail. */
  readonly failed: number;
  /** The chance that all fail and none was billed. */
  readonly failedUnbilled: number;
};

/**
 * Returns how many attempts a link takes. An attempt errs with e, else times out with t, else is invalid with v:
 * f = e + (1 − e)(t + (1 − t)v), expected (1 − f^A) ÷ (1 − f) (SPEC 6.4). With 3 attempts and f = 0.1: 1.11 attempts.
 */
export const attemptsOf = ({ attempts, errors, invalid }: Pick<PlanRetry, 'attempts' | 'errors' | 'invalid'>, timedOut = 0): Attempts => {
  const f = errors + (1 - errors) * (timedOut + (1 - timedOut) * invalid);
  const failed = f ** attempts;
  const expected = f === 1 ? attempts : (1 - failed) / (1 - f);
  return {
    expected,
    answered: expected * (1 - errors) * (1 - timedOut),
    billed: expected * (1 - errors),
    everBilled: 1 - errors ** attempts,
    failed,
    failedUnbilled: errors ** attempts,
  };
};
