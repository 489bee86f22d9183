import { backOff, enter, errs, isInvalid, pass, type Retry } from './attempts.ts';
import type { Play } from './play.ts';
import type { Value } from './values.ts';

export type ToolCall = {
  readonly kind: 'tool';
  readonly step: number;
  readonly retry: Retry;
  readonly costUsd: Value;
  readonly latencyMs: Value;
  readonly output: Value;
};

export type Reply = { readonly kind: 'reply'; readonly latencyMs: Value };

export type PersonCall = {
  readonly kind: 'person';
  readonly step: number;
  readonly workMs: Value;
  readonly waitMs: Value;
  readonly wageUsdPerHour: Value;
  readonly output: Value;
};

/** Plays a tool: an attempt that errs is free, one that is cut costs in full. Returns whether it succeeds. */
export const playTool = (play: Play, { step, retry, costUsd, latencyMs, output }: ToolCall): boolean => {
  for (let attempt = 1; attempt <= retry.attempts; attempt++) {
    enter(retry, play, attempt);
    const needsMs = latencyMs(play);
    const ms = Math.min(needsMs, retry.timeoutMs);
    if (errs(retry, play)) pass(play, ms);
    else {
      const cut = needsMs > retry.timeoutMs;
      const charge = play.charges.begin(step, -1, play.wallMs, play.depth);
      charge.endMs = play.wallMs + ms;
      charge.inputUsd = costUsd(play);
      play.charges.post();
      pass(play, ms);
      play.firstMs = play.machineMs;
      if (!cut && !isInvalid(retry, play)) {
        play.visible = output(play);
        play.thought = 0;
        return true;
      }
    }
    backOff(retry, play, attempt);
  }
  return false;
};

/** Plays a fixed reply: always there, free, nothing handed on. */
export const playReply = (play: Play, { latencyMs }: Reply): boolean => {
  pass(play, latencyMs(play));
  play.firstMs = play.machineMs;
  play.visible = 0;
  play.thought = 0;
  return true;
};

const MS_PER_HOUR = 3_600_000;

/** Plays a person: the wait is not paid, and neither is on the machine clock. */
export const playPerson = (play: Play, { step, workMs, waitMs, wageUsdPerHour, output }: PersonCall): boolean => {
  const work = workMs(play);
  const charge = play.charges.begin(step, -1, play.wallMs, play.depth);
  charge.outputMs = play.wallMs + waitMs(play);
  charge.endMs = charge.outputMs + work;
  charge.outputUsd = (work / MS_PER_HOUR) * wageUsdPerHour(play);
  play.wallMs = charge.endMs;
  play.charges.post();
  play.depth++;
  play.firstMs = play.machineMs;
  play.visible = output(play);
  play.thought = 0;
  return true;
};
