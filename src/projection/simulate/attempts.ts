import { placeWithin, type Stream, uniformAt } from '../../stats/random.ts';
import { type Sampler, samplerOf } from '../../stats/sample.ts';
import type { PlanRetry } from '../../workflow/plan.ts';
import type { Play } from './play.ts';
import { happens, type Streams } from './values.ts';

/** Attempts at a link, with the draws that decide them. */
export type Retry = {
  readonly attempts: number;
  readonly errors: number;
  readonly invalid: number;
  readonly timeoutMs: number;
  readonly erring: Stream;
  readonly failing: Stream;
  readonly pausing: Stream;
  readonly backoffMs: Sampler;
  /** Index of the link within its step. */
  readonly link: number;
};

/** Returns the attempts at a link; `name` names the step and which of its links it is. */
export const retryOf = (retry: PlanRetry, name: string, link: number, streams: Streams): Retry => ({
  attempts: retry.attempts,
  errors: retry.errors,
  invalid: retry.invalid,
  timeoutMs: retry.timeoutMs,
  erring: streams(`${name} errs`),
  failing: streams(`${name} is invalid`),
  pausing: streams(`${name} backs off`),
  backoffMs: samplerOf(retry.backoffMs),
  link,
});

/** Moves both clocks on, people wait for machines: what comes next is later, even where no time passes. */
export const pass = (play: Play, ms: number): void => {
  play.machineMs += ms;
  play.wallMs += ms;
  play.depth++;
};

/** Steps into an attempt, from 1 on: its draws are its own. */
export const enter = ({ link }: Retry, play: Play, attempt: number): void => {
  play.at.attempt = placeWithin(play.at.pass, link * 1024 + attempt);
};

export const errs = ({ errors, erring }: Retry, { at }: Play): boolean => happens(erring, errors, at.run, at.attempt);

export const isInvalid = ({ invalid, failing }: Retry, { at }: Play): boolean => happens(failing, invalid, at.run, at.attempt);

/** Waits before the next attempt: backoff × 2ⁿ⁻¹ after the n-th, nothing after the last. */
export const backOff = ({ attempts, backoffMs, pausing }: Retry, play: Play, attempt: number): void => {
  if (attempt < attempts) pass(play, backoffMs(uniformAt(pausing, play.at.run, play.at.attempt)) * 2 ** (attempt - 1));
};
