import type { PriceSegment } from '../pricing/calendar.ts';
import { costUsd, pricesOf } from '../pricing/price.ts';
import { NO_AMOUNT, sumOf } from '../workflow/amount.ts';
import type { Amount, Link, ModelLink, PlanRetry, PlanStep } from '../workflow/plan.ts';
import { type Closed, closed, closedIsExact, closedMean, closedSupport, type HandedOn, statesOf } from './states.ts';
import { addLink, type LinkSum, noLinkSum } from './sums.ts';

/** What one run of a step comes to, on average: its links, whether it fails, what it hands on. */
export type Chain = {
  readonly links: readonly LinkSum[];
  /** The share of runs in which the step and all its fallbacks fail. */
  readonly failed: number;
  /** What a run that succeeds hands on. */
  readonly amount: Amount;
  readonly exact: boolean;
};

/** Attempts at a link: SPEC 6.4 without timeouts. */
export type Attempts = { readonly expected: number; readonly answered: number; readonly failed: number };

/**
 * Returns how many attempts a link takes on average, how many are answered, and the chance that all fail. An attempt errs
 * with e, else is invalid with v: f = e + (1 − e)v, expected (1 − f^A) ÷ (1 − f), answered × (1 − e). With 3 attempts
 * and f = 0.1: 1.11 attempts.
 */
export const attemptsOf = ({ attempts, errors, invalid }: PlanRetry): Attempts => {
  const f = errors + (1 - errors) * invalid;
  const failed = f ** attempts;
  const expected = f === 1 ? attempts : (1 - failed) / (1 - f);
  return { expected, answered: expected * (1 - errors), failed };
};

type ClosedLink = { readonly link: Link; readonly prompt: Closed; readonly output: Closed; readonly reasoning: Closed };

const NOTHING: Closed = { constant: 0, terms: [] };

const closeLink = (link: Link, handedOn: (step: number) => HandedOn): ClosedLink => {
  const close = (amount: Amount): Closed => closed(amount, handedOn);
  switch (link.kind) {
    case 'model':
      return {
        link,
        prompt: close(sumOf([...link.parts.map(({ amount }) => amount), { ...NO_AMOUNT, constant: link.overhead.tokens }])),
        output: close(link.output),
        reasoning: close(link.reasoning),
      };
    case 'tool':
      return { link, prompt: close(link.costUsd), output: close(link.output), reasoning: NOTHING };
    case 'person':
      return { link, prompt: close(link.workMs), output: close(link.output), reasoning: close(link.wageUsdPerHour) };
    case 'reply':
      return { link, prompt: NOTHING, output: NOTHING, reasoning: NOTHING };
    default:
      return link satisfies never;
  }
};

/** Sizes at which the price or fate of a prompt changes: the window, the cut, the long-context thresholds. */
const promptThresholds = (link: ModelLink): readonly number[] => {
  const rows = new Set(link.prices.flat().map(({ row }) => row));
  return [link.window, link.maxInput, ...[...rows].flatMap(({ longContext }) => longContext.map(({ tokens }) => tokens))];
};

const within = (limits: readonly number[], [low, high]: readonly [number, number]): readonly number[] =>
  limits.filter((limit) => limit > low && limit < high);

type Splitting = { readonly split: ReadonlySet<string>; readonly thresholds: readonly (readonly number[])[] };

/** The draws that must be told apart: those of prompts that may cross a threshold, and of outputs that may hit a ceiling. */
const splittingOf = (chain: readonly ClosedLink[]): Splitting => {
  const split = new Set<string>();
  const thresholds = chain.flatMap(({ link, prompt, output, reasoning }) => {
    if (link.kind !== 'model') return [[], [], []];
    const crossed = within(promptThresholds(link), closedSupport(prompt));
    if (crossed.length > 0) for (const { source } of prompt.terms) split.add(source);
    const thought = closedSupport(reasoning);
    const [, written] = closedSupport(output);
    const ceiling = written + thought[1] > link.maxOutput;
    if (ceiling) for (const { source } of [...output.terms, ...reasoning.terms]) split.add(source);
    return [crossed, ceiling ? [link.maxOutput - thought[0]] : [], ceiling ? [link.maxOutput] : []];
  });
  return { split, thresholds };
};

const billed = (link: ModelLink, segments: readonly PriceSegment[], sent: number, reasoning: number, visible: number): number => {
  const days = segments.reduce((sum, segment) => sum + segment.days, 0);
  const usage = { uncachedInput: sent, cacheRead: 0, cacheWrite: 0, reasoning, visibleOutput: visible };
  return segments.reduce((sum, segment) => {
    const prices = pricesOf(segment.row, link.tier, sent);
    const bills = prices.output === null ? { ...usage, reasoning: 0, visibleOutput: 0 } : usage;
    return sum + (segment.days / days) * costUsd(bills, prices, '');
  }, 0);
};

/** One link in one case: what reaches it, what it costs, what fails. Returns the share that goes on to the next link. */
const runModel = (link: ModelLink, sum: LinkSum, reach: number, prompt: number, output: number, reasoning: number): number => {
  sum.reached += reach;
  const sent = Math.min(prompt, link.maxInput);
  if (sent > link.window) {
    sum.tooLong += reach;
    return reach;
  }
  const { expected, answered, failed } = attemptsOf(link.retry);
  const thought = Math.min(reasoning, link.maxOutput);
  const visible = Math.min(output, link.maxOutput - thought);
  const bills = link.prices[0]?.some(({ row }) => row.prices.output !== null) ?? true;
  const times = reach * answered;
  sum.calls += reach * expected;
  sum.answered += times;
  sum.uncachedInput += times * sent;
  sum.reasoning += bills ? times * thought : 0;
  sum.visibleOutput += bills ? times * visible : 0;
  for (const [month, segments] of link.prices.entries())
    sum.modelsUsd[month] = (sum.modelsUsd[month] ?? 0) + times * billed(link, segments, sent, thought, visible);
  return reach * failed;
};

const runLink = ({ link }: ClosedLink, sum: LinkSum, reach: number, values: readonly number[]): number => {
  const [prompt = 0, output = 0, reasoning = 0] = values;
  switch (link.kind) {
    case 'model':
      return runModel(link, sum, reach, prompt, output, reasoning);
    case 'tool': {
      const { expected, answered, failed } = attemptsOf(link.retry);
      sum.reached += reach;
      sum.attempts += reach * expected;
      sum.answered += reach * answered;
      sum.toolsUsd += reach * answered * prompt;
      return reach * failed;
    }
    case 'person':
      sum.reached += reach;
      sum.answered += reach;
      sum.workMs += reach * prompt;
      sum.peopleUsd += reach * (prompt / 3_600_000) * reasoning;
      return 0;
    case 'reply':
      sum.reached += reach;
      sum.answered += reach;
      return 0;
    default:
      return link satisfies never;
  }
};

/** A visible output under its ceiling, as an amount: exact where reasoning is constant and the output is one draw. */
const handedBy = ({ link, output, reasoning }: ClosedLink): Amount => {
  if (link.kind !== 'model') return { ...output, handed: [] };
  const room = Math.max(0, link.maxOutput - closedMean(reasoning)) - output.constant;
  const [only] = output.terms;
  if (only === undefined) return { constant: output.constant + Math.min(0, room), terms: [], handed: [] };
  if (output.terms.length > 1) return { ...output, handed: [] };
  return { constant: output.constant, terms: [{ ...only, max: Math.min(only.max, Math.max(0, room)) }], handed: [] };
};

/** What a run that succeeds hands on: the mix of what its links hand on, by the share of runs that each answers. */
const handedOnBy = (chain: readonly ClosedLink[], answeredBy: readonly number[]): Amount => {
  const total = answeredBy.reduce((sum, share) => sum + share, 0);
  const [first] = chain;
  if (first === undefined || total === 0) return NO_AMOUNT;
  if ((answeredBy[0] ?? 0) > total - 1e-15) return handedBy(first);
  const mixed = chain.reduce((sum, link, index) => sum + ((answeredBy[index] ?? 0) / total) * closedMean({ ...handedBy(link) }), 0);
  return { ...NO_AMOUNT, constant: mixed };
};

/** Returns what one run of a step comes to: its own attempts, then each fallback for the runs that are left. */
export const chainOf = (step: PlanStep, months: number, handedOn: (step: number) => HandedOn): Chain => {
  const chain = step.links.map((link) => closeLink(link, handedOn));
  const amounts = chain.flatMap(({ prompt, output, reasoning }) => [prompt, output, reasoning]);
  const { split, thresholds } = splittingOf(chain);
  const { states, exact } = statesOf(amounts, split, thresholds);
  const links = chain.map(() => noLinkSum(months));
  const answeredBy = chain.map(() => 0);
  let failed = 0;
  for (const state of states) {
    let reach = state.weight;
    for (const [index, link] of chain.entries()) {
      const next = runLink(link, links[index] ?? noLinkSum(months), reach, state.values.slice(index * 3, index * 3 + 3));
      answeredBy[index] = (answeredBy[index] ?? 0) + reach - next;
      reach = next;
    }
    failed += reach;
  }
  for (const [index, { link }] of chain.entries()) {
    const sum = links[index];
    if (link.kind === 'model' && sum)
      addLink(sum, { ...noLinkSum(months), parts: link.parts.map(({ amount }) => sum.reached * closedMean(closed(amount, handedOn))) }, 1);
  }
  return { links, failed, amount: handedOnBy(chain, answeredBy), exact: exact && amounts.every(closedIsExact) };
};
