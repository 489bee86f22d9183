import { costUsd, pricesOf } from '../pricing/price.ts';
import type { PriceRow } from '../pricing/table.ts';
import type { Distribution } from '../stats/distribution.ts';
import { NO_AMOUNT, sumOf } from '../workflow/amount.ts';
import type { Amount, Link, ModelLink, PlanRetry, PlanStep } from '../workflow/plan.ts';
import { type Attempts, attemptsOf } from './attempts.ts';
import { type Closed, closed, closedIsExact, closedMean, closedSupport, type Filling } from './filling.ts';
import { cutsOf, type State, statesOf } from './states.ts';
import { type LinkSum, noLinkSum } from './sums.ts';

const MS_PER_HOUR = 3_600_000;

/** A draw that decides whether a prompt fits its window, and so what runs after it. */
export type Fate = {
  readonly source: string;
  readonly drawn: 'request' | 'item';
  readonly of: Distribution;
  readonly cuts: readonly number[];
};

/** What a run that succeeds hands on: one of these, by its share. */
export type Offer = { readonly share: number; readonly amount: Amount };

/** What one run of a step comes to, on average: its links, whether it fails, what it hands on. */
export type Chain = {
  readonly links: readonly LinkSum[];
  /** The share of runs in which the step and all its fallbacks fail. */
  readonly failed: number;
  readonly offers: readonly Offer[];
  readonly exact: boolean;
  readonly fates: readonly Fate[];
};

/** A link with what others hand on filled in, and what its runs have come to so far. */
type Running = {
  readonly link: Link;
  /** What an attempt takes in: prompt tokens, a tool's dollars, a person's working time. */
  readonly intake: Closed;
  readonly output: Closed;
  /** Reasoning tokens, or a person's dollars an hour. */
  readonly extra: Closed;
  /** What an answer hands on; null where its ceiling meets draws of the prompt, so that it is known case by case only. */
  readonly written: Amount | null;
  readonly points: { readonly value: number; readonly weight: number }[];
  readonly attempts: Attempts;
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

const outputOf = (link: Link): Amount => (link.kind === 'reply' ? NO_AMOUNT : link.output);

/** Sizes at which the price or fate of a prompt changes: the window, the cut, the long-context thresholds. */
const promptThresholds = (link: ModelLink): readonly number[] => [
  link.window,
  link.maxInput,
  ...rowsOf(link).flatMap(({ longContext }) => longContext.map(({ tokens }) => tokens)),
];

/** The limits that a number may lie on both sides of; its own ends count, since a threshold may be strict or not. */
const crossed = (limits: readonly number[], amount: Closed): readonly number[] => {
  const [low, high] = closedSupport(amount);
  return low === high ? [] : limits.filter((limit) => limit >= low && limit <= high);
};

const ONCE: PlanRetry = { attempts: 1, errors: 0, invalid: 0 };

const constantly = (constant: number): Closed => ({ constant, terms: [] });

/** An output under its ceiling, reasoning first: both means, and the points that it hands on. */
const underCeiling = (
  link: ModelLink,
  output: Closed,
  extra: Closed,
  source: string,
): { output: Closed; extra: Closed; written: Amount } => {
  const split = new Set([...output.terms, ...extra.terms].map((term) => term.source));
  const [least] = closedSupport(extra);
  const { states } = statesOf([output, extra], split, [[link.maxOutput - least], [link.maxOutput]]);
  const cut = states.map(({ weight, values: [visible = 0, thought = 0] }) => {
    const reasoning = Math.min(thought, link.maxOutput);
    return { weight, reasoning, visible: Math.min(visible, link.maxOutput - reasoning) };
  });
  const mean = (pick: (one: (typeof cut)[number]) => number): number => cut.reduce((sum, one) => sum + one.weight * pick(one), 0);
  return {
    output: constantly(mean((one) => one.visible)),
    extra: constantly(mean((one) => one.reasoning)),
    written: points(
      source,
      cut.map(({ visible, weight }) => ({ value: visible, weight })),
    ),
  };
};

/** Points with weights as an amount of one draw. */
const points = (source: string, of: readonly { readonly value: number; readonly weight: number }[]): Amount => {
  const total = of.reduce((sum, { weight }) => sum + weight, 0);
  const empirical: Distribution = {
    kind: 'empirical',
    values: of.map(({ value }) => value),
    weights: of.map(({ weight }) => weight / total),
  };
  return { ...NO_AMOUNT, terms: [{ source, drawn: 'attempt', of: empirical, times: 1, plus: 0, min: -Infinity, max: Infinity }] };
};

const startLink = (link: Link, months: number, filling: Filling, splitPrompts: ReadonlySet<string>, source: string): Running => {
  const rows = link.kind === 'model' ? rowsOf(link) : [];
  const sum = noLinkSum(months);
  if (link.kind === 'model') sum.parts = link.parts.map(({ amount }) => closedMean(closed(amount, filling)));
  const raw = { intake: closed(intakeOf(link), filling), output: closed(outputOf(link), filling), extra: closed(extraOf(link), filling) };
  const base = {
    link,
    ...raw,
    written: outputOf(link),
    points: [],
    attempts: attemptsOf('retry' in link ? link.retry : ONCE),
    rows,
    rowUsd: rows.map(() => 0),
    sum,
    answers: 0,
  };
  if (link.kind !== 'model' || closedSupport(raw.output)[1] + closedSupport(raw.extra)[1] <= link.maxOutput) return base;
  const shared = [...raw.output.terms, ...raw.extra.terms].some((term) => splitPrompts.has(term.source));
  return shared ? { ...base, written: null } : { ...base, ...underCeiling(link, raw.output, raw.extra, source) };
};

type Splitting = {
  readonly split: ReadonlySet<string>;
  readonly thresholds: readonly (readonly number[])[];
};

/** The draws of prompts that may cross a threshold, and those of them that decide whether a prompt fits at all. */
const promptSplitting = (
  links: readonly Link[],
  filling: Filling,
): { readonly split: ReadonlySet<string>; readonly fates: readonly Fate[] } => {
  const split = new Set<string>();
  const fates: Fate[] = [];
  for (const link of links) {
    if (link.kind !== 'model') continue;
    const intake = closed(intakeOf(link), filling);
    if (crossed(promptThresholds(link), intake).length > 0) for (const { source } of intake.terms) split.add(source);
    if (link.maxInput <= link.window || crossed([link.window], intake).length === 0) continue;
    for (const { source, drawn, of } of intake.terms) {
      if (drawn !== 'attempt') fates.push({ source, drawn, of, cuts: cutsOf(source, [intake], [[link.window]]) });
    }
  }
  return { split, fates };
};

/** Adds the draws of outputs whose ceiling depends on the prompt, and where each amount is cut. */
const splittingOf = (chain: readonly Running[], prompts: ReadonlySet<string>): Splitting => {
  const split = new Set(prompts);
  const thresholds = chain.flatMap(({ link, intake, output, extra, written }) => {
    if (link.kind !== 'model') return [[], [], []];
    if (written === null) for (const { source } of [...output.terms, ...extra.terms]) split.add(source);
    const [least] = closedSupport(extra);
    return [
      crossed(promptThresholds(link), intake),
      written === null ? [link.maxOutput - least] : [],
      written === null ? [link.maxOutput] : [],
    ];
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
  { sum, attempts, rows, rowUsd, written, points: seen }: Running,
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
  const { expected, answered, failed } = attempts;
  const billsOutput = rows.some(({ prices }) => prices.output !== null);
  const thought = billsOutput ? Math.min(reasoning, link.maxOutput) : 0;
  const visible = billsOutput ? Math.min(output, link.maxOutput - thought) : 0;
  const times = reach * answered;
  sum.calls += reach * expected;
  sum.answered += times;
  sum.uncachedInput += times * sent;
  sum.reasoning += times * thought;
  sum.visibleOutput += times * visible;
  if (written === null)
    seen.push({ value: Math.min(output, link.maxOutput - Math.min(reasoning, link.maxOutput)), weight: reach * (1 - failed) });
  for (const [index, row] of rows.entries()) rowUsd[index] = (rowUsd[index] ?? 0) + times * billed(row, link.tier, sent, thought, visible);
  return reach * failed;
};

const runTool = ({ sum, attempts }: Running, reach: number, callUsd: number): number => {
  const { expected, answered, failed } = attempts;
  sum.attempts += reach * expected;
  sum.answered += reach * answered;
  sum.toolsUsd += reach * answered * callUsd;
  return reach * failed;
};

const runLink = (running: Running, reach: number, intake: number, output: number, extra: number): number => {
  const { link, sum } = running;
  sum.reached += reach;
  if (link.kind === 'model') return runModel(link, running, reach, intake, output, extra);
  if (link.kind === 'tool') return runTool(running, reach, intake);
  sum.answered += reach;
  if (link.kind === 'reply') return 0;
  sum.workMs += reach * intake;
  sum.peopleUsd += reach * (intake / MS_PER_HOUR) * extra;
  return 0;
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

const offersOf = (chain: readonly Running[], source: string): readonly Offer[] => {
  const total = chain.reduce((sum, { answers }) => sum + answers, 0);
  return chain
    .filter(({ answers }) => answers > 0)
    .map(({ answers, written, points: seen }) => ({ share: answers / total, amount: written ?? points(source, seen) }));
};

/** Returns what one run of a step comes to: its own attempts, then each fallback for the runs that are left. */
export const chainOf = (step: PlanStep, months: number, filling: Filling): Chain => {
  const source = `${step.name} output as cut`;
  const prompts = promptSplitting(step.links, filling);
  const chain = step.links.map((link) => startLink(link, months, filling, prompts.split, source));
  const amounts = chain.flatMap(({ intake, output, extra }) => [intake, output, extra]);
  const { split, thresholds } = splittingOf(chain, prompts.split);
  const { states, exact } = statesOf(amounts, split, thresholds);
  const failed = states.reduce((sum, state) => sum + runState(chain, state), 0);
  for (const { link, rows, rowUsd, sum } of chain) {
    if (link.kind !== 'model') continue;
    sum.modelsUsd = byMonth(link, rows, rowUsd);
    sum.parts = sum.parts.map((tokens) => tokens * sum.reached);
  }
  return {
    links: chain.map(({ sum }) => sum),
    failed,
    offers: offersOf(chain, source),
    exact: exact && amounts.every(closedIsExact),
    fates: prompts.fates,
  };
};
