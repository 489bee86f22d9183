import type { StepRecord } from './read.ts';

/** How long calls took, as a plan splits it: time to the first token and tokens a second behind it; or only the whole. */
export type Timings = {
  readonly ttftMs: readonly number[];
  readonly tokensPerSecond: readonly number[];
  readonly wholeMs: readonly number[];
};

/** Shorter stretches say more of the clock than of the model. */
const [LEAST_MS, LEAST_TOKENS] = [50, 8];

type Streamed = { readonly firstMs: number; readonly restMs: number; readonly visible: number; readonly reasoning: number };

const streamedOf = ({ latencyMs, firstTokenMs, tokens }: StepRecord): Streamed | null => {
  if (latencyMs === null || firstTokenMs === null || tokens === null || firstTokenMs > latencyMs) return null;
  return { firstMs: firstTokenMs, restMs: latencyMs - firstTokenMs, visible: tokens.visibleOutput, reasoning: tokens.reasoning };
};

const speedOf = (tokens: number, ms: number): number | null => (ms < LEAST_MS || tokens < LEAST_TOKENS ? null : (1000 * tokens) / ms);

/**
 * The first token of some logs is that of the answer, of others that of the thinking before it. It is that of the answer where the time
 * before it holds the reasoning at the speed of what comes after.
 */
const firstIsVisible = (calls: readonly Streamed[]): boolean => {
  const thinking = calls.filter(({ reasoning, visible, restMs }) => reasoning > 0 && speedOf(visible, restMs) !== null);
  const holds = thinking.filter(({ firstMs, reasoning, visible, restMs }) => firstMs >= (reasoning * restMs) / Math.max(1, visible));
  return holds.length * 2 >= thinking.length;
};

/** Returns how long answered calls took, in parts where the log has the first token, whole where it has only the end. */
export const timingsOf = (records: readonly StepRecord[]): Timings => {
  const calls = records.flatMap((record) => streamedOf(record) ?? []);
  const visible = firstIsVisible(calls);
  const ttftMs: number[] = [];
  const tokensPerSecond: number[] = [];
  for (const { firstMs, restMs, visible: shown, reasoning } of calls) {
    const speed = speedOf(visible ? shown : shown + reasoning, restMs);
    if (speed !== null) tokensPerSecond.push(speed);
    const thoughtMs = visible && reasoning > 0 ? (speed === null ? null : (1000 * reasoning) / speed) : 0;
    if (thoughtMs !== null) ttftMs.push(Math.max(0, firstMs - thoughtMs));
  }
  const wholeMs = records.flatMap(({ latencyMs }) => (latencyMs === null ? [] : [latencyMs]));
  return { ttftMs, tokensPerSecond, wholeMs };
};
