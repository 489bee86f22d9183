import { constant } from '../stats/distribution.ts';
import type { PlanRetry } from './plan.ts';
import { assume, type Resolving } from './resolving.ts';
import type { Retry } from './spec.ts';
import { statedDistribution, statedShare } from './stated.ts';
import { either, type LinkFaults } from './traffic/faults.ts';

/** One attempt that cannot fail. */
export const ONE_ATTEMPT: PlanRetry = { attempts: 1, errors: 0, invalid: 0, backoffMs: constant(0), timeoutMs: Infinity };

/** The text of a step's attempts, for the list of assumptions. */
const retryText = ({ attempts, errors, invalid, timeout }: Retry): string => {
  const shares = [errors && `errors ${errors.text}`, invalid && `invalid ${invalid.text}`].filter((text) => text !== null);
  const cut = timeout === null ? [] : [`timeout ${timeout.text}`];
  return [`${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}`, ...(shares.length > 0 ? shares : ['no failures']), ...cut].join(', ');
};

/** Returns the attempts at a call with the faults of the scenario; only a step that validates can find an answer invalid. */
export const planRetry = (resolving: Resolving, retry: Retry, faults: LinkFaults, what: string): PlanRetry => {
  assume(resolving, `${what}.retry`, retryText(retry), retry.at === null ? 'default' : 'stated', retry.at);
  return {
    attempts: retry.attempts,
    errors: either(statedShare(resolving, retry.errors), faults.errors),
    invalid: retry.invalid === null ? 0 : either(statedShare(resolving, retry.invalid), faults.invalid),
    backoffMs: retry.backoff === null ? constant(0) : statedDistribution(resolving, retry.backoff, `${what}.retry.backoff`),
    timeoutMs: retry.timeout?.ms ?? Infinity,
  };
};
