import { backOff, enter, errs, isInvalid, pass, type Retry } from './attempts.ts';
import { type Caching, cacheableOf, foundOf, send, storeUsd } from './cache.ts';
import type { Compacting } from './compacting.ts';
import type { Play } from './play.ts';
import { outputUsd, type Prices, promptUsd } from './prices.ts';
import type { Prompt } from './prompt.ts';
import type { Clockwork, Load, Pace } from './timing.ts';
import type { Value } from './values.ts';

/** A model call with all attempts at it. */
export type ModelCall = {
  readonly kind: 'model';
  readonly step: number;
  /** Index among the models, and of the provider among those that may be down. */
  readonly model: number;
  readonly provider: number;
  readonly retry: Retry;
  readonly prompt: Prompt;
  readonly window: number;
  readonly output: Value;
  readonly reasoning: Value;
  readonly maxOutput: number;
  readonly caching: Caching | null;
  readonly clockwork: Clockwork;
  readonly prices: Prices;
  readonly fees: readonly { readonly id: number; readonly units: Value }[];
  /** Dollars of a unit of each fee of the plan, after the free ones of the month. */
  readonly feeUsd: Float64Array;
  readonly feeUnits: Float64Array;
  /** Summaries that its histories may need first. */
  readonly compacting: readonly Compacting[];
};

/** What the attempt at hand reads and writes, and how long it takes; one at a time. */
const load: Load = { uncached: 0, cached: 0, thought: 0, visible: 0 };
const pace: Pace = { outputMs: 0, visibleMs: 0, endMs: 0 };

/** Draws what an attempt writes: reasoning takes its part of the ceiling first. */
export const write = (play: Play, { output, reasoning, maxOutput }: ModelCall): void => {
  load.thought = Math.min(reasoning(play), maxOutput);
  load.visible = Math.min(output(play), maxOutput - load.thought);
  play.thought = load.thought;
  play.visible = load.visible;
};

const feesOf = (play: Play, call: ModelCall): number => {
  let usd = 0;
  for (const { id, units } of call.fees) {
    const used = units(play);
    call.feeUnits[id] = (call.feeUnits[id] ?? 0) + used;
    usd += used * (call.feeUsd[id] ?? 0);
  }
  return usd;
};

/** Bills an attempt that was not an error; one that was cut has no output and no fees. */
const bill = (play: Play, call: ModelCall, cacheable: number, read: number, cut: boolean): void => {
  const { prices, prompt, retry } = call;
  const { tokens } = prompt;
  const written = prices.pricesWrites ? cacheable - read : 0;
  const plain = tokens - read - written;
  const charge = play.charges.begin(call.step, call.model, play.wallMs, play.depth);
  charge.calls = 1;
  charge.outputMs = play.wallMs + Math.min(pace.outputMs, retry.timeoutMs);
  charge.endMs = play.wallMs + Math.min(pace.endMs, retry.timeoutMs);
  charge.uncachedInput = plain;
  charge.cacheRead = read;
  charge.cacheWrite = written;
  charge.cacheable = cacheable;
  charge.inputUsd = promptUsd(prices, play.hour, plain, read, written, tokens);
  if (call.caching !== null) charge.inputUsd += storeUsd(call.caching, prompt);
  if (!cut) {
    if (prices.pricesOutput) {
      charge.reasoning = load.thought;
      charge.visibleOutput = load.visible;
      charge.outputUsd = outputUsd(prices, play.hour, load.thought + load.visible, tokens);
    }
    charge.feesUsd = feesOf(play, call);
  }
  play.charges.post();
};

const fail = (play: Play, { clockwork, retry, step, model }: ModelCall): void => {
  const charge = play.charges.begin(step, model, play.wallMs, play.depth);
  charge.calls = 1;
  play.charges.post();
  pass(play, Math.min(clockwork.errorMs(play), retry.timeoutMs));
};

/** Plays an attempt that is answered or cut. Returns whether its answer counts. */
const answer = (play: Play, call: ModelCall, cacheable: number, read: number): boolean => {
  const { retry, clockwork, prompt } = call;
  write(play, call);
  load.uncached = prompt.tokens - read;
  load.cached = read;
  clockwork.run(play, load, pace);
  const cut = pace.endMs > retry.timeoutMs;
  bill(play, call, cacheable, read, cut);
  if (call.caching !== null) send(play, call.caching, prompt);
  play.firstMs = play.machineMs + pace.visibleMs;
  pass(play, cut ? retry.timeoutMs : pace.endMs);
  return !cut && !isInvalid(retry, play);
};

/**
 * Plays a model call: attempts until one is answered in time and valid. A prompt over the window is no call. Attempts after the
 * first that was not an error find what it has written; a fixed chance is drawn once for all of them. Returns whether the call succeeds, its output in `play`.
 */
export const playModel = (play: Play, call: ModelCall): boolean => {
  const { prompt, retry, caching, step } = call;
  for (const compacting of call.compacting) compacting(play);
  prompt.measure(play);
  if (prompt.tokens > call.window) return false;
  play.windowUse[step] = Math.max(play.windowUse[step] ?? 0, prompt.tokens / call.window);
  const cacheable = caching === null ? 0 : cacheableOf(caching, prompt);
  let read = caching === null ? 0 : foundOf(play, caching, prompt, cacheable);
  for (let attempt = 1; attempt <= retry.attempts; attempt++) {
    enter(retry, play, attempt);
    if (play.down[call.provider] === 1 || errs(retry, play)) fail(play, call);
    else {
      if (answer(play, call, cacheable, read)) return true;
      if (caching !== null && !caching.cold && caching.fixed === null) read = cacheable;
    }
    backOff(retry, play, attempt);
  }
  return false;
};
