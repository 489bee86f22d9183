import { costUsd, pricesOf } from '../pricing/price.ts';
import type { PriceRow } from '../pricing/table.ts';
import { NO_AMOUNT, sumOf } from '../workflow/amount.ts';
import type { Amount, Link, ModelLink, PlanRetry, PlanStep, ToolLink } from '../workflow/plan.ts';
import { type Closed, closed, closedIsExact, closedMean, closedSupport, type HandedOn, type State, statesOf } from './states.ts';
import { type LinkSum, noLinkSum } from './sums.ts';

const MS_PER_HOUR = 3_600_000;

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

/** A link with what others hand on filled in, and what its runs have come to so far. */
type Running = {
  readonly link: Link;
  /** What an attempt takes in: prompt tokens, a tool's dollars, a person's working time. */
  readonly intake: Closed;
  readonly output: Closed;
  /** Reasoning tokens, or a person's dollars an hour. */
  readonly extra: Closed;
  readonly rows: readonly PriceRow[];
  /** Dollars at each row's prices. */
  readonly rowUsd: number[];
  readonly sum: LinkSum;
  /** The share of the step's runs that this link answers. */
  answers: number;
};

/** Each row that prices a link in any month of the plan, once. */
const rowsOf = (link: ModelLink): readonly PriceRow[] => [...new Set(link.prices.flat().map(({ row }) => row))];

const intakeOf = (link: Link): Amount => {
  switch (link.kind) {
    case 'model':
      return sumOf([...link.parts.map(({ amount }) => amount), { ...NO_AMOUNT, constant: link.overhead.tokens }]);
    case 'tool':
      return link.costUsd;
    case 'person':
      return link.workMs;
    case 'reply':
      return NO_AMOUNT;
    default:
      return link satisfies never;
  }
};

const extraOf = (link: Link): Amount => {
  if (link.kind === 'model') return link.reasoning;
  return link.kind === 'person' ? link.wageUsdPerHour : NO_AMOUNT;
};

const startLink = (link: Link, months: number, handedOn: (step: number) => HandedOn): Running => {
  const rows = link.kind === 'model' ? rowsOf(link) : [];
  const sum = noLinkSum(months);
  if (link.kind === 'model') sum.parts = link.parts.map(({ amount }) => closedMean(closed(amount, handedOn)));
  return {
    link,
    intake: closed(intakeOf(link), handedOn),
    output: closed(link.kind === 'reply' ? NO_AMOUNT : link.output, handedOn),
    extra: closed(extraOf(link), handedOn),
    rows,
    rowUsd: rows.map(() => 0),
    sum,
    answers: 0,
  };
};

/** Sizes at which the price or fate of a prompt changes: the window, the cut, the long-context thresholds. */
const promptThresholds = (link: ModelLink): readonly number[] => [
  link.window,
  link.maxInput,
  ...rowsOf(link).flatMap(({ longContext }) => longContext.map(({ tokens }) => tokens)),
];

const within = (limits: readonly number[], [low, high]: readonly [number, number]): readonly number[] =>
  limits.filter((limit) => limit > low && limit < high);

type Splitting = { readonly split: ReadonlySet<string>; readonly thresholds: readonly (readonly number[])[] };

/** The draws that must be told apart: those of prompts that may cross a threshold, and of outputs that may hit a ceiling. */
const splittingOf = (chain: readonly Running[]): Splitting => {
  const split = new Set<string>();
  const thresholds = chain.flatMap(({ link, intake, output, extra }) => {
    if (link.kind !== 'model') return [[], [], []];
    const crossed = within(promptThresholds(link), closedSupport(intake));
    if (crossed.length > 0) for (const { source } of intake.terms) split.add(source);
    const thought = closedSupport(extra);
    const [, written] = closedSupport(output);
    const ceiling = written + thought[1] > link.maxOutput;
    if (ceiling) for (const { source } of [...output.terms, ...extra.terms]) split.add(source);
    return [crossed, ceiling ? [link.maxOutput - thought[0]] : [], ceiling ? [link.maxOutput] : []];
  });
  return { split, thresholds };
};

const billed = (row: PriceRow, tier: string, sent: number, thought: number, visible: number): number => {
  const prices = pricesOf(row, tier, sent);
  const usage = { uncachedInput: sent, cacheRead: 0, cacheWrite: 0, reasoning: thought, visibleOutput: visible };
  return costUsd(prices.output === null ? { ...usage, reasoning: 0, visibleOutput: 0 } : usage, prices, '');
};

/** A month's dollars from each row's: a row counts for its share of the days. */
const byMonth = (link: ModelLink, rows: readonly PriceRow[], rowUsd: readonly number[]): number[] =>
  link.prices.map((segments) => {
    const days = segments.reduce((sum, segment) => sum + segment.days, 0);
    return segments.reduce((sum, { row, days: own }) => sum + (own / days) * (rowUsd[rows.indexOf(row)] ?? 0), 0);
  });

/** One model link in one case: what reaches it, what it costs, what fails. Returns the share that goes on to the next link. */
const runModel = (
  link: ModelLink,
  { sum, rows, rowUsd }: Running,
  reach: number,
  prompt: number,
  output: number,
  reasoning: number,
): number => {
  const sent = Math.min(prompt, link.maxInput);
  if (sent > link.window) {
    sum.tooLong += reach;
    return reach;
  }
  const { expected, answered, failed } = attemptsOf(link.retry);
  const billsOutput = rows.some(({ prices }) => prices.output !== null);
  const thought = billsOutput ? Math.min(reasoning, link.maxOutput) : 0;
  const visible = billsOutput ? Math.min(output, link.maxOutput - thought) : 0;
  const times = reach * answered;
  sum.calls += reach * expected;
  sum.answered += times;
  sum.uncachedInput += times * sent;
  sum.reasoning += times * thought;
  sum.visibleOutput += times * visible;
  for (const [index, row] of rows.entries()) rowUsd[index] = (rowUsd[index] ?? 0) + times * billed(row, link.tier, sent, thought, visible);
  return reach * failed;
};

const runTool = (link: ToolLink, { sum }: Running, reach: number, callUsd: number): number => {
  const { expected, answered, failed } = attemptsOf(link.retry);
  sum.attempts += reach * expected;
  sum.answered += reach * answered;
  sum.toolsUsd += reach * answered * callUsd;
  return reach * failed;
};

const runLink = (running: Running, reach: number, intake: number, output: number, extra: number): number => {
  const { link, sum } = running;
  sum.reached += reach;
  if (link.kind === 'model') return runModel(link, running, reach, intake, output, extra);
  if (link.kind === 'tool') return runTool(link, running, reach, intake);
  sum.answered += reach;
  if (link.kind === 'reply') return 0;
  sum.workMs += reach * intake;
  sum.peopleUsd += reach * (intake / MS_PER_HOUR) * extra;
  return 0;
};

/** A visible output under its ceiling, as an amount: exact where reasoning is constant and the output is one draw. */
const handedBy = ({ link, output, extra }: Running): Amount => {
  if (link.kind !== 'model') return { ...output, handed: [] };
  const room = Math.max(0, link.maxOutput - closedMean(extra)) - output.constant;
  const [only] = output.terms;
  if (only === undefined) return { constant: output.constant + Math.min(0, room), terms: [], handed: [] };
  if (output.terms.length > 1) return { ...output, handed: [] };
  return { constant: output.constant, terms: [{ ...only, max: Math.min(only.max, Math.max(0, room)) }], handed: [] };
};

/** What a run that succeeds hands on: the mix of what its links hand on, by the share of runs that each answers. */
const handedOnBy = (chain: readonly Running[]): Amount => {
  const total = chain.reduce((sum, { answers }) => sum + answers, 0);
  const [first] = chain;
  if (first === undefined || total === 0) return NO_AMOUNT;
  if (first.answers > total - 1e-15) return handedBy(first);
  const mixed = chain.reduce((sum, running) => sum + (running.answers / total) * closedMean(handedBy(running)), 0);
  return { ...NO_AMOUNT, constant: mixed };
};

/** Runs a case through the chain: each link for the runs that those before it could not answer. Returns what all fail. */
const runState = (chain: readonly Running[], { weight, values }: State): number => {
  let reach = weight;
  for (const [index, running] of chain.entries()) {
    const [intake = 0, output = 0, extra = 0] = values.slice(index * 3, index * 3 + 3);
    const next = runLink(running, reach, intake, output, extra);
    running.sum.failed += next;
    running.answers += reach - next;
    reach = next;
  }
  return reach;
};

/** Returns what one run of a step comes to: its own attempts, then each fallback for the runs that are left. */
export const chainOf = (step: PlanStep, months: number, handedOn: (step: number) => HandedOn): Chain => {
  const chain = step.links.map((link) => startLink(link, months, handedOn));
  const amounts = chain.flatMap(({ intake, output, extra }) => [intake, output, extra]);
  const { split, thresholds } = splittingOf(chain);
  const { states, exact } = statesOf(amounts, split, thresholds);
  const failed = states.reduce((sum, state) => sum + runState(chain, state), 0);
  for (const { link, rows, rowUsd, sum } of chain) {
    if (link.kind !== 'model') continue;
    sum.modelsUsd = byMonth(link, rows, rowUsd);
    sum.parts = sum.parts.map((tokens) => tokens * sum.reached);
  }
  return { links: chain.map(({ sum }) => sum), failed, amount: handedOnBy(chain), exact: exact && amounts.every(closedIsExact) };
};
