import { atomsOf } from '../stats/atoms.ts';
import { below } from '../stats/moments.ts';
import type { ModelLink } from '../workflow/plan.ts';
import { asDistribution, type Closed, closed, closedMean, type Filling } from './filling.ts';

/** Strata of each draw that moves a time: outputs and speeds err by less than 0.5 % of a share near one half. */
const STRATA = 24;

/** Prompts that differ by less take the same time to read, as far as a time limit goes. */
const ALIKE = 0.01;

const MS_PER_SECOND = 1000;

/** What a time limit does to an attempt: how often it strikes, and what the answers are like that come in time. */
export type TimedOut = {
  readonly share: number;
  /** Points of the visible output and the reasoning of an answer in time; weights sum to 1. */
  readonly inTime: readonly { readonly weight: number; readonly visible: number; readonly reasoning: number }[];
};

/** Milliseconds that the prompt takes, cached and uncached tokens each at their own rate. */
export const prefillMs = (link: ModelLink, uncached: number, cached: number): number => {
  if (link.timing?.kind !== 'streamed') return 0;
  const { prefill } = link.timing;
  const part = (tokens: number, rate: number | null): number => (rate === null ? 0 : (tokens / rate) * MS_PER_SECOND);
  return part(uncached, prefill.uncached) + part(cached, prefill.cached);
};

const known = new WeakMap<ModelLink, Map<number, TimedOut>>();

/**
 * Returns what a link's time limit does where its prompt has a mean size, or undefined where it has none or no time is known.
 * Asked in every round of a loop with a prompt that grows, so that what hangs on nothing else is remembered by size.
 */
export const timedOut = (
  link: ModelLink,
  filling: Filling,
  promptTokens: number,
  output: Closed,
  reasoning: Closed,
): TimedOut | undefined => {
  if (!Number.isFinite(link.retry.timeoutMs) || link.timing === null) return undefined;
  const draws = output.terms.length + reasoning.terms.length;
  const free =
    link.output.handed.length + link.reasoning.handed.length === 0 && draws === link.output.terms.length + link.reasoning.terms.length;
  if (!free || draws === 0) return limited(link, filling, promptTokens, output, reasoning);
  const size = Math.round(Math.log(Math.max(1, promptTokens)) / ALIKE);
  const sizes = known.get(link) ?? new Map<number, TimedOut>();
  known.set(link, sizes);
  const found = sizes.get(size) ?? limited(link, filling, promptTokens, output, reasoning);
  if (found !== undefined) sizes.set(size, found);
  return found;
};

const limited = (link: ModelLink, filling: Filling, promptTokens: number, output: Closed, reasoning: Closed): TimedOut | undefined => {
  const { timing, retry } = link;
  if (!Number.isFinite(retry.timeoutMs) || timing === null) return undefined;
  const answers = { visible: atomsOf(asDistribution(output), [], STRATA), reasoning: atomsOf(asDistribution(reasoning), [], STRATA) };
  const limit = retry.timeoutMs;
  const whole = timing.kind === 'whole' ? asDistribution(closed(timing.latencyMs, filling)) : null;
  const ttft = timing.kind === 'streamed' ? asDistribution(closed(timing.ttftMs, filling)) : null;
  const speed = timing.kind === 'streamed' ? atomsOf(asDistribution(closed(timing.tokensPerSecond, filling)), [], STRATA) : null;
  const inTimeAt = (tokens: number): number => {
    if (whole !== null) return below(whole, limit * (1 + 1e-12)).probability;
    if (timing.kind !== 'streamed' || ttft === null || speed === null) return 1;
    return speed.values.reduce((sum, perSecond, index) => {
      const writing = tokens === 0 ? 0 : (tokens / perSecond) * MS_PER_SECOND;
      const left = limit / timing.slow - prefillMs(link, promptTokens, 0) - writing;
      return sum + (speed.weights[index] ?? 0) * below(ttft, left * (1 + 1e-12)).probability;
    }, 0);
  };
  const points = answers.visible.values.flatMap((visible, v) =>
    answers.reasoning.values.map((thought, r) => {
      const weight = (answers.visible.weights[v] ?? 0) * (answers.reasoning.weights[r] ?? 0);
      const reasoningTokens = Math.min(thought, link.maxOutput);
      const visibleTokens = Math.min(visible, link.maxOutput - reasoningTokens);
      return { weight: weight * inTimeAt(reasoningTokens + visibleTokens), visible: visibleTokens, reasoning: reasoningTokens };
    }),
  );
  const within = points.reduce((sum, { weight }) => sum + weight, 0);
  return {
    share: Math.max(0, 1 - within),
    inTime: within === 0 ? [] : points.map((point) => ({ ...point, weight: point.weight / within })),
  };
};

/** Returns the share of a tool's attempts that take longer than its limit. */
export const toolTimedOut = (latency: Closed, timeoutMs: number): number =>
  Number.isFinite(timeoutMs) ? 1 - below(asDistribution(latency), timeoutMs * (1 + 1e-12)).probability : 0;

/** Returns the mean time of one answered attempt: SPEC 6.5, at mean sizes. */
export const meanCallMs = (link: ModelLink, filling: Filling, promptTokens: number, outputTokens: number): number => {
  const { timing } = link;
  if (timing === null) return 0;
  if (timing.kind === 'whole') return closedMean(closed(timing.latencyMs, filling));
  const perSecond = closedMean(closed(timing.tokensPerSecond, filling));
  const writing = perSecond > 0 ? (outputTokens / perSecond) * MS_PER_SECOND : 0;
  return timing.slow * (closedMean(closed(timing.ttftMs, filling)) + prefillMs(link, promptTokens, 0) + writing);
};
