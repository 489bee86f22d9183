import type { Link, ModelLink } from '../workflow/plan.ts';
import type { Chain } from './chain.ts';
import { closed, closedMean, type Filling } from './filling.ts';
import type { Ending, Scope } from './scope-state.ts';
import { addStep, bandAt, type LinkSum, noLinkSum } from './sums.ts';
import { prefillMs } from './timeouts.ts';

const MS_PER_SECOND = 1000;

type Totals = { readonly input: number; readonly reasoning: number; readonly visible: number };

const totalsOf = ({ bands }: LinkSum): Totals =>
  bands.reduce<Totals>(
    (sum, band) => ({
      input: sum.input + band.uncachedInput + band.cacheRead + band.cacheWrite + [...band.found.values()].reduce((a, b) => a + b, 0),
      reasoning: sum.reasoning + band.reasoning,
      visible: sum.visible + band.visibleOutput,
    }),
    { input: 0, reasoning: 0, visible: 0 },
  );

/** Tokens that a call has generated some time after its start: none before its first one. */
const generated = (link: ModelLink, filling: Filling, promptTokens: number, elapsedMs: number, whole: number): number => {
  const { timing } = link;
  if (timing === null) return whole;
  if (timing.kind === 'whole') return 0;
  const first = timing.slow * (closedMean(closed(timing.ttftMs, filling)) + prefillMs(link, promptTokens, 0));
  const perSecond = closedMean(closed(timing.tokensPerSecond, filling)) / timing.slow;
  return Math.min(whole, Math.max(0, ((elapsedMs - first) / MS_PER_SECOND) * perSecond));
};

/** A call that is cancelled some time after its start: billed for its input, and for the output written by then, reasoning first. */
const cancelledCall = (link: ModelLink, sum: LinkSum, filling: Filling, elapsedMs: number): LinkSum => {
  const cut = noLinkSum();
  if (sum.billed === 0) return cut;
  const totals = totalsOf(sum);
  const input = totals.input / sum.billed;
  const [reasoning, visible] = sum.answered === 0 ? [0, 0] : [totals.reasoning / sum.answered, totals.visible / sum.answered];
  const written = generated(link, filling, input, elapsedMs, reasoning + visible);
  const thought = Math.min(reasoning, written);
  Object.assign(cut, { reached: 1, calls: 1, billed: 1, cacheable: sum.cacheable / sum.billed });
  for (const [index, band] of sum.bands.entries()) {
    const mine = bandAt(cut, index);
    mine.uncachedInput = band.uncachedInput / sum.billed;
    mine.cacheRead = band.cacheRead / sum.billed;
    mine.cacheWrite = band.cacheWrite / sum.billed;
    mine.reasoning = totals.reasoning === 0 ? 0 : (band.reasoning / totals.reasoning) * thought;
    mine.visibleOutput = totals.visible === 0 ? 0 : (band.visibleOutput / totals.visible) * (written - thought);
    for (const [entry, tokens] of band.found) mine.found.set(entry, tokens / sum.billed);
  }
  return cut;
};

const cancelledLinks = (chain: Chain, links: readonly Link[], filling: Filling, elapsedMs: number): readonly LinkSum[] =>
  links.map((link, index) => {
    const sum = chain.links[index];
    if (index > 0 || sum === undefined) return noLinkSum();
    return link.kind === 'model' ? cancelledCall(link, sum, filling, elapsedMs) : sum;
  });

const cancel = (scope: Scope, { when, atMs }: Ending): void => {
  const filling: Filling = { handedOn: () => [], fixed: scope.around.filling.fixed };
  for (const { step, runs, chain } of scope.ran) {
    const state = scope.states.get(step.index);
    if (state === undefined || state.startMs >= atMs || state.endMs <= atMs) continue;
    const share = scope.decisions.probability(scope.decisions.and(runs, when));
    if (share === 0) continue;
    scope.exact = false;
    addStep(scope.sums, step.index, 0, chain.links, -share);
    addStep(scope.sums, step.index, 0, cancelledLinks(chain, step.links, filling, atMs - state.startMs), share);
  }
};

/**
 * Takes back what steps beside one that ended the request would have come to: a call that had started is billed for its input
 * and the output written by then, a tool in full (SPEC 12, Time). Worked out on the times of a mean request.
 */
export const cancelEnded = (scope: Scope): void => {
  for (const ending of scope.endings) cancel(scope, ending);
};
