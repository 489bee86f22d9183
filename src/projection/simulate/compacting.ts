import { pass } from './attempts.ts';
import type { Play } from './play.ts';
import { outputUsd, type Prices, promptUsd } from './prices.ts';
import type { Clockwork, Load, Pace } from './timing.ts';
import type { Value } from './values.ts';

/** Runs a compaction if what stands there passes its limit. */
export type Compacting = (play: Play) => void;

/** The call that reads what was carried and writes a summary: one attempt, never cached, never failing. */
export type Summary = {
  /** The step that it is booked to. */
  readonly step: number;
  readonly model: number;
  readonly factor: number;
  readonly overhead: number;
  readonly output: Value;
  readonly maxOutput: number;
  readonly clockwork: Clockwork;
  readonly prices: Prices;
};

const load: Load = { uncached: 0, cached: 0, thought: 0, visible: 0 };
const pace: Pace = { outputMs: 0, visibleMs: 0, endMs: 0 };

/** Plays the call on the path. Returns the tokens of the summary. */
export const summarise = (play: Play, summary: Summary, carried: number): number => {
  const { prices } = summary;
  const sent = summary.factor * carried + summary.overhead;
  load.uncached = sent;
  load.visible = Math.min(summary.maxOutput, summary.output(play));
  summary.clockwork.run(play, load, pace);
  const charge = play.charges.begin(summary.step, summary.model, play.wallMs, play.depth);
  charge.calls = 1;
  charge.outputMs = play.wallMs + pace.outputMs;
  charge.endMs = play.wallMs + pace.endMs;
  charge.uncachedInput = sent;
  charge.visibleOutput = load.visible;
  charge.inputUsd = promptUsd(prices, play.hour, sent, 0, 0, sent);
  charge.outputUsd = outputUsd(prices, play.hour, load.visible, sent);
  play.charges.post();
  pass(play, pace.endMs);
  return load.visible;
};
