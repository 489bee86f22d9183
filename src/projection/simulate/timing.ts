import type { Timing } from '../../workflow/plan.ts';
import type { Play } from './play.ts';
import { amountValue, type Streams, type Value } from './values.ts';

/** How long an attempt takes, from its start. */
export type Pace = {
  /** Until its first token of any kind, its first visible one, and its end. */
  outputMs: number;
  visibleMs: number;
  endMs: number;
};

/** What an attempt reads and writes. Cache writes count as uncached. */
export type Load = { uncached: number; cached: number; thought: number; visible: number };

/** The time of a link's attempts. */
export type Clockwork = {
  /** Time that an attempt takes which errs. */
  readonly errorMs: Value;
  /** Fills in how long an attempt takes. */
  readonly run: (play: Play, load: Load, pace: Pace) => void;
};

const NO_TIME: Clockwork = {
  errorMs: () => 0,
  run: (_, __, pace) => {
    pace.outputMs = 0;
    pace.visibleMs = 0;
    pace.endMs = 0;
  },
};

const msPerToken = (tokensPerSecond: number | null): number => (tokensPerSecond === null ? 0 : 1000 / tokensPerSecond);

/**
 * Returns the clockwork of a link: ttft + input ÷ prefill + reasoning ÷ speed + visible output ÷ speed. 4,000 uncached tokens
 * at 20,000 a second, after 400 ms, then 400 reasoning and 800 visible tokens at 80 a second: first visible token after
 * 400 + 200 + 5,000 ms, the end 10,000 ms later. `generates` is false for models that hand on what they do not write.
 */
export const clockworkOf = (timing: Timing | null, generates: boolean, streams: Streams): Clockwork => {
  if (timing === null) return NO_TIME;
  if (timing.kind === 'whole') {
    const latency = amountValue(streams, timing.latencyMs);
    return {
      errorMs: latency,
      run: (play, _, pace) => {
        const endMs = latency(play);
        pace.outputMs = endMs;
        pace.visibleMs = endMs;
        pace.endMs = endMs;
      },
    };
  }
  const { slow, prefill } = timing;
  const ttft = amountValue(streams, timing.ttftMs);
  const speed = amountValue(streams, timing.tokensPerSecond);
  const [uncachedMs, cachedMs] = [msPerToken(prefill.uncached), msPerToken(prefill.cached)];
  return {
    errorMs: (play) => slow * ttft(play),
    run: (play, load, pace) => {
      const outputMs = ttft(play) + load.uncached * uncachedMs + load.cached * cachedMs;
      const written = generates ? load.thought + load.visible : 0;
      const perToken = written > 0 ? 1000 / speed(play) : 0;
      pace.outputMs = slow * outputMs;
      pace.visibleMs = slow * (outputMs + (generates ? load.thought * perToken : 0));
      pace.endMs = slow * (outputMs + written * perToken);
    },
  };
};
