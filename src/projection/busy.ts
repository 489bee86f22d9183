import { mean } from '../stats/moments.ts';
import { nodesOf } from '../stats/quadrature.ts';
import type { Amount, ModelLink } from '../workflow/plan.ts';
import { asDistribution } from './filling.ts';
import type { LinkProjection } from './projection.ts';
import { prefillMs } from './timeouts.ts';

/** Points of a speed: the mean of its inverse to all digits that are shown. */
const POINTS = 8;

const distributionOf = ({ constant, terms }: Amount) => asDistribution({ constant, terms });

/** E[1 ÷ speed], which is more than 1 ÷ E[speed]: 65 tokens a second, half as fast once in twenty, are 16.7 ms a token. */
const meanInverse = (amount: Amount): number => {
  const { values, weights } = nodesOf(distributionOf(amount), POINTS);
  return values.reduce((sum, value, index) => sum + (weights[index] ?? 0) / value, 0);
};

/**
 * Returns how many milliseconds the calls of a link are under way in a request, waits between them left out: attempts that err take
 * the time to first token, timed-out ones their limit, answered ones the time of SPEC 6.5. Null where nothing is known of its time.
 */
export const busyMs = (link: ModelLink, sum: LinkProjection): number | null => {
  const { timing, retry } = link;
  if (sum.calls === 0) return 0;
  if (timing === null) return null;
  const timedOut = Math.max(0, sum.billed - sum.answered);
  const cutMs = timedOut === 0 ? 0 : timedOut * retry.timeoutMs;
  if (timing.kind === 'whole') return (sum.calls - timedOut) * mean(distributionOf(timing.latencyMs)) + cutMs;
  const answered = sum.billed === 0 ? 0 : sum.answered / sum.billed;
  const reading = answered * prefillMs(link, sum.uncachedInput + sum.cacheWrite, sum.cacheRead);
  const written = sum.reasoning + sum.visibleOutput;
  const writing = written === 0 ? 0 : 1000 * written * meanInverse(timing.tokensPerSecond);
  return timing.slow * ((sum.calls - timedOut) * mean(distributionOf(timing.ttftMs)) + reading + writing) + cutMs;
};
