import type { Distribution } from '../stats/distribution.ts';
import { NO_AMOUNT } from '../workflow/amount.ts';
import type { Amount, Link, ModelLink, PlanRetry, PlanStep } from '../workflow/plan.ts';
import { type Attempts, attemptsOf } from './attempts.ts';
import { bandOf, billsOutput, thresholdsOf, writesArePriced } from './bands.ts';
import type { Pile } from './carried.ts';
import { type Answer, pointsAmount, underCeiling } from './ceiling.ts';
import { type Closed, closed, closedIsExact, closedMean, closedSupport, type Filling } from './filling.ts';
import { type OwnValues, type Prompt, promptOf, readsOf, type Surroundings } from './prompt.ts';
import { cutsOf, type State, statesOf } from './states.ts';
import { bandAt, type LinkSum, noLinkSum } from './sums.ts';
import { meanCallMs, timedOut, toolTimedOut } from './timeouts.ts';

const MS_PER_HOUR = 3_600_000;

/** An answer from a result cache takes this long: SPEC 3.1, `reuse`. */
const REUSED_MS = 5;

/** A draw that decides whether a prompt fits its window, and so what runs after it. */
export type Fate = {
  readonly source: string;
  readonly drawn: 'request' | 'item';
  readonly of: Distribution;
  readonly cuts: readonly number[];
};

/** What a run that succeeds hands on: one of these, by its share. */
export type Offer = {
  readonly share: number;
  readonly amount: Amount;
  /** The same with the reasoning that led to it. */
  readonly withReasoning: Amount;
};

/** Returns a pile as an amount of one draw. */
export const pileAmount = (source: string, { cases }: Pile): Amount =>
  pointsAmount(
    source,
    cases.map(({ tokens, weight }) => ({ value: tokens, weight })),
  );

/** The chance that something is written, whatever happens and given success; `without`: the same by others than a step. */
export type Written = { readonly ever: number; readonly givenSuccess: number; readonly without: ReadonlyMap<number, number> };

export type Writes = ReadonlyMap<number, Written>;

/** Stands among cache entries for "the own model of this step was billed for a call". */
export const sentKey = (step: number): number => -1 - step;

/** What one run of a step comes to, on average: its links, whether it fails, what it hands on. */
export type Chain = {
  readonly links: readonly LinkSum[];
  /** The share of runs in which the step and all its fallbacks fail. */
  readonly failed: number;
  readonly offers: readonly Offer[];
  readonly exact: boolean;
  readonly fates: readonly Fate[];
  /** Entries that a run writes, by index, and under `sentKey` that the step's own model was billed for a call at all. */
  readonly writes: Writes;
  /** Mean milliseconds of a run, people's time and waits in it: how long what it wrote to a cache has to live. */
  readonly turnaroundMs: number;
};

/** A link with what others hand on filled in, and what its runs have come to so far. */
type Running = {
  readonly link: Link;
  readonly prompt: Prompt | null;
  /** Prompt tokens, a tool's dollars, a person's working time. */
  readonly intake: Closed;
  readonly output: Closed;
  /** Reasoning tokens, or a person's dollars an hour. */
  readonly extra: Closed;
  /** What an answer hands on; null where its ceiling meets draws of the prompt, so that it is known case by case only. */
  readonly written: { readonly visible: Amount; readonly both: Amount } | null;
  readonly points: { readonly visible: number; readonly both: number; readonly weight: number }[];
  readonly attempts: Attempts;
  readonly feeUnits: readonly number[];
  readonly sum: LinkSum;
  /** The share of the step's runs that this link answers. */
  answers: number;
};

const outputOf = (link: Link): Amount => (link.kind === 'reply' ? NO_AMOUNT : link.output);

const extraOf = (link: Link): Amount => {
  if (link.kind === 'model') return link.reasoning;
  return link.kind === 'person' ? link.wageUsdPerHour : NO_AMOUNT;
};

const intakeOf = (link: Link): Amount => {
  if (link.kind === 'tool') return link.costUsd;
  return link.kind === 'person' ? link.workMs : NO_AMOUNT;
};

/** Sizes at which the price or fate of a prompt changes: the window, the cut, the long-context thresholds. */
const promptThresholds = (link: ModelLink): readonly number[] => [
  link.window,
  link.maxInput,
  ...thresholdsOf(link).map(({ tokens }) => tokens),
];

/** The limits that a number may lie on both sides of; its own ends count, since a threshold may be strict or not. */
const crossed = (limits: readonly number[], amount: Closed): readonly number[] => {
  const [low, high] = closedSupport(amount);
  return low === high ? [] : limits.filter((limit) => limit >= low && limit <= high);
};

const ONCE: Pick<PlanRetry, 'attempts' | 'errors' | 'invalid'> = { attempts: 1, errors: 0, invalid: 0 };

const constantly = (constant: number): Closed => ({ constant, terms: [] });

const meanOf = (answers: readonly Answer[], pick: (one: Answer) => number): number =>
  answers.reduce((sum, one) => sum + one.weight * pick(one), 0);

const made = new WeakMap<readonly Answer[], Pick<Running, 'output' | 'extra' | 'written'>>();

/** An answer that is known case by case, whatever the prompt: by its ceiling or by its time limit. */
const asAnswers = (answers: readonly Answer[], source: string): Pick<Running, 'output' | 'extra' | 'written'> => {
  const known = made.get(answers) ?? makeAnswers(answers, source);
  made.set(answers, known);
  return known;
};

const makeAnswers = (answers: readonly Answer[], source: string): Pick<Running, 'output' | 'extra' | 'written'> => ({
  output: constantly(meanOf(answers, ({ visible }) => visible)),
  extra: constantly(meanOf(answers, ({ reasoning }) => reasoning)),
  written: {
    visible: pointsAmount(
      source,
      answers.map(({ weight, visible }) => ({ weight, value: visible })),
    ),
    both: pointsAmount(
      source,
      answers.map(({ weight, visible, reasoning }) => ({ weight, value: visible + reasoning })),
    ),
  },
});

const plainSum = (a: Amount, b: Amount): Amount => ({
  constant: a.constant + b.constant,
  terms: [...a.terms, ...b.terms],
  handed: [...a.handed, ...b.handed],
});

/** What the readers of one step's links share. */
type Starting = {
  readonly step: PlanStep;
  readonly filling: Filling;
  readonly around: Surroundings;
  readonly splitPrompts: ReadonlySet<string>;
  readonly source: string;
};

const cut = new WeakMap<ModelLink, readonly Answer[]>();

/** What a ceiling leaves of an answer. Asked in every round of a loop, so that it is remembered where it hangs on nothing else. */
const answersUnder = (link: ModelLink, output: Closed, reasoning: Closed): readonly Answer[] => {
  const own = link.output.handed.length + link.reasoning.handed.length === 0;
  const free = own && output.terms.length === link.output.terms.length && reasoning.terms.length === link.reasoning.terms.length;
  const known = free ? cut.get(link) : undefined;
  if (known !== undefined) return known;
  const answers = underCeiling(link, output, reasoning);
  if (free) cut.set(link, answers);
  return answers;
};

const startModel = (link: ModelLink, prompt: Prompt, base: Running, { filling, splitPrompts, source }: Starting): Running => {
  const late = timedOut(link, filling, closedMean(prompt.whole), base.output, base.extra);
  if (late !== undefined) {
    const attempts = attemptsOf(link.retry, late.share);
    return { ...base, attempts, ...asAnswers(late.inTime, source) };
  }
  if (closedSupport(base.output)[1] + closedSupport(base.extra)[1] <= link.maxOutput) return base;
  const shared = [...base.output.terms, ...base.extra.terms].some((term) => splitPrompts.has(term.source));
  return shared ? { ...base, written: null } : { ...base, ...asAnswers(answersUnder(link, base.output, base.extra), source) };
};

const startLink = (link: Link, prompt: Prompt | null, starting: Starting): Running => {
  const { filling } = starting;
  const sum = noLinkSum();
  if (link.kind === 'model' && prompt !== null) {
    sum.parts.push(...prompt.parts.map((part, at) => (link.parts[at]?.history === null ? closedMean(part) : 0)));
    sum.carried = closedMean(prompt.carried);
  }
  const late = link.kind === 'tool' ? toolTimedOut(closed(link.latencyMs, filling), link.retry.timeoutMs) : 0;
  const base: Running = {
    link,
    prompt,
    intake: prompt?.whole ?? closed(intakeOf(link), filling),
    output: closed(outputOf(link), filling),
    extra: closed(extraOf(link), filling),
    written: { visible: outputOf(link), both: link.kind === 'model' ? plainSum(link.output, link.reasoning) : outputOf(link) },
    points: [],
    attempts: attemptsOf('retry' in link ? link.retry : ONCE, late),
    feeUnits: link.kind === 'model' ? link.fees.map(({ units }) => closedMean(closed(units, filling))) : [],
    sum,
    answers: 0,
  };
  return link.kind === 'model' && prompt !== null ? startModel(link, prompt, base, starting) : base;
};

/** The draws of prompts that may cross a threshold, and those of them that decide whether a prompt fits at all. */
const promptSplitting = (
  links: readonly Link[],
  prompts: readonly (Prompt | null)[],
): { readonly split: ReadonlySet<string>; readonly fates: readonly Fate[] } => {
  const split = new Set<string>();
  const fates: Fate[] = [];
  for (const [index, link] of links.entries()) {
    const prompt = prompts[index];
    if (link.kind !== 'model' || !prompt) continue;
    const intake = prompt.whole;
    if (crossed(promptThresholds(link), intake).length > 0) for (const { source } of intake.terms) split.add(source);
    if (crossed([link.model.caching.minTokens], prompt.cacheable).length > 0)
      for (const { source } of prompt.cacheable.terms) split.add(source);
    if (link.maxInput <= link.window || crossed([link.window], intake).length === 0) continue;
    for (const { source, drawn, of } of intake.terms) {
      if (drawn !== 'attempt') fates.push({ source, drawn, of, cuts: cutsOf(source, [intake], [[link.window]]) });
    }
  }
  return { split, fates };
};

/** Every number of a link that its cases are made of: intake, output, extra, cacheable length, then its own runs. */
const amountsOfRunning = ({ intake, output, extra, prompt }: Running): readonly Closed[] => [
  intake,
  output,
  extra,
  prompt?.cacheable ?? constantly(0),
  ...(prompt?.own ?? []).flatMap(({ found, base, readable }) => [found, base, readable]),
];

type Splitting = { readonly split: ReadonlySet<string>; readonly thresholds: readonly (readonly number[])[] };

/** Adds the draws of outputs whose ceiling depends on the prompt, and where each amount is cut. */
const splittingOf = (chain: readonly Running[], prompts: ReadonlySet<string>): Splitting => {
  const split = new Set(prompts);
  const thresholds = chain.flatMap((running) => {
    const { link, output, extra, intake, written, prompt } = running;
    const none = amountsOfRunning(running).map((): readonly number[] => []);
    if (link.kind !== 'model') return none;
    if (written === null) for (const { source } of [...output.terms, ...extra.terms]) split.add(source);
    const [least] = closedSupport(extra);
    const own = [
      crossed(promptThresholds(link), intake),
      written === null ? [link.maxOutput - least] : [],
      written === null ? [link.maxOutput] : [],
      prompt === null ? [] : crossed([link.model.caching.minTokens], prompt.cacheable),
    ];
    return none.map((empty, index) => own[index] ?? empty);
  });
  return { split, thresholds };
};

/** One case of a link: the values of its amounts. */
type Values = {
  readonly intake: number;
  readonly output: number;
  readonly extra: number;
  readonly cacheable: number;
  readonly own: OwnValues;
};

/** Adds the input of some billed attempts: the first of a run reads what is warm, those after it what it has written. */
const billInput = (
  link: ModelLink,
  running: Running,
  splits: boolean,
  values: Values,
  sent: number,
  reach: number,
  warm: (entry: number) => number,
): void => {
  const { sum, attempts, prompt } = running;
  const band = bandAt(sum, bandOf(link, sent));
  const times = reach * attempts.billed;
  const first = reach * attempts.everBilled;
  const varies = !splits && (prompt?.cacheable.terms.length ?? 0) > 0;
  const length = { tokens: Math.min(values.cacheable, sent), varies };
  const reads = readsOf(link, prompt?.levels ?? [], length, values.own, warm);
  let missed = first * (reads.cacheable - reads.certain) + (times - first) * (reads.cacheable - reads.later);
  for (const { entry, tokens } of reads.found) {
    band.found.set(entry, (band.found.get(entry) ?? 0) + first * tokens);
    missed -= first * tokens;
  }
  sum.billed += times;
  sum.cacheable += times * reads.cacheable;
  band.cacheRead += first * reads.certain + (times - first) * reads.later;
  band.uncachedInput += times * (sent - reads.cacheable);
  if (writesArePriced(link)) band.cacheWrite += missed;
  else band.uncachedInput += missed;
};

/** One model link in one case: what reaches it, what it costs, what fails. Returns the share that goes on to the next link. */
const runModel = (
  link: ModelLink,
  running: Running,
  splits: boolean,
  reach: number,
  values: Values,
  warm: (entry: number) => number,
): number => {
  const { sum, attempts, written, points, feeUnits } = running;
  const sent = Math.min(values.intake, link.maxInput);
  if (sent > link.window) {
    sum.tooLong += reach;
    return reach;
  }
  const { expected, answered, failed } = attempts;
  const thought = Math.min(values.extra, link.maxOutput);
  const visible = Math.min(values.output, link.maxOutput - thought);
  sum.calls += reach * expected;
  sum.answered += reach * answered;
  billInput(link, running, splits, values, sent, reach, warm);
  if (billsOutput(link)) {
    const band = bandAt(sum, bandOf(link, sent));
    band.reasoning += reach * answered * thought;
    band.visibleOutput += reach * answered * visible;
  }
  for (const [index, units] of feeUnits.entries()) sum.fees[index] = (sum.fees[index] ?? 0) + reach * answered * units;
  if (written === null) points.push({ visible, both: visible + thought, weight: reach * (1 - failed) });
  return reach * failed;
};

/** A tool that its time limit cuts costs in full. */
const runTool = ({ sum, attempts }: Running, reach: number, callUsd: number): number => {
  sum.attempts += reach * attempts.expected;
  sum.answered += reach * attempts.answered;
  sum.billed += reach * attempts.billed;
  sum.toolsUsd += reach * attempts.billed * callUsd;
  return reach * attempts.failed;
};

const runLink = (running: Running, splits: boolean, reach: number, values: Values, warm: (entry: number) => number): number => {
  const { link, sum } = running;
  sum.reached += reach;
  if (link.kind === 'model') return runModel(link, running, splits, reach, values, warm);
  if (link.kind === 'tool') return runTool(running, reach, values.intake);
  sum.answered += reach;
  if (link.kind === 'reply') return 0;
  sum.workMs += reach * values.intake;
  sum.peopleUsd += reach * (values.intake / MS_PER_HOUR) * values.extra;
  return 0;
};

/** The values of the amounts of a link with so many own runs, from a place in those of its chain on. */
const valuesAt = (values: readonly number[], at: number, runs: number): Values => {
  const value = (index: number): number => values[at + index] ?? 0;
  const own: OwnValues[number][] = [];
  for (let run = 0; run < runs; run++) own.push({ found: value(4 + 3 * run), base: value(5 + 3 * run), readable: value(6 + 3 * run) });
  return { intake: value(0), output: value(1), extra: value(2), cacheable: value(3), own };
};

/** Runs a case through the chain: each link for the runs that those before it could not answer. Returns what all fail. */
const runState = (chain: readonly Running[], splits: boolean, { weight, values }: State, warm: (entry: number) => number): number => {
  let reach = weight;
  let at = 0;
  for (const running of chain) {
    const runs = running.prompt?.own.length ?? 0;
    const next = runLink(running, splits, reach, valuesAt(values, at, runs), warm);
    running.sum.failed += next;
    running.answers += reach - next;
    reach = next;
    at += 4 + 3 * runs;
  }
  return reach;
};

const offersOf = (chain: readonly Running[], source: string): readonly Offer[] => {
  const total = chain.reduce((sum, { answers }) => sum + answers, 0);
  return chain
    .filter(({ answers }) => answers > 0)
    .map(({ answers, written, points }) => ({
      share: answers / total,
      amount:
        written?.visible ??
        pointsAmount(
          source,
          points.map(({ visible, weight }) => ({ value: visible, weight })),
        ),
      withReasoning:
        written?.both ??
        pointsAmount(
          source,
          points.map(({ both, weight }) => ({ value: both, weight })),
        ),
    }));
};

/** The entries that a run writes: an attempt that is billed does. A run that its own model answers has had one. */
const writesOf = (chain: readonly Running[], step: number, failed: number): Writes => {
  const writes = new Map<number, Written>();
  for (const [index, { prompt, sum, attempts, answers }] of chain.entries()) {
    const sent = sum.reached - sum.tooLong;
    const unbilled = sum.tooLong + sent * attempts.failedUnbilled;
    const later = chain.slice(index + 1).reduce((total, link) => total + link.answers, 0);
    const billedFailing = sum.failed === 0 ? 0 : Math.max(0, 1 - unbilled / sum.failed);
    const givenSuccess = failed >= 1 ? 0 : Math.min(1, (answers + later * billedFailing) / (1 - failed));
    const written: Written = { ever: sent * attempts.everBilled, givenSuccess, without: new Map([[step, 0]]) };
    for (const { entry } of prompt?.levels ?? []) writes.set(entry, written);
    if (index === 0 && prompt !== null) writes.set(sentKey(step), written);
  }
  return writes;
};

const linkMs = ({ link, attempts, output, extra, prompt, intake }: Running, filling: Filling): number => {
  if (link.kind === 'reply') return closedMean(closed(link.latencyMs, filling));
  if (link.kind === 'person') return closedMean(intake) + closedMean(closed(link.waitMs, filling));
  if (link.kind === 'tool') return attempts.expected * closedMean(closed(link.latencyMs, filling));
  const tokens = closedMean(output) + closedMean(extra);
  return attempts.answered * meanCallMs(link, filling, closedMean(prompt?.whole ?? intake), tokens);
};

/** The mean time of a run: each link for the runs that come to it; an answer from the result cache takes 5 ms. */
const turnaroundMsOf = (chain: readonly Running[], filling: Filling, reuse: number): number =>
  chain.reduce((sum, running) => sum + running.sum.reached * linkMs(running, filling), reuse * REUSED_MS);

/**
 * Returns what one run of a step comes to: its own attempts, then each fallback for the runs that are left. The share that a
 * result cache answers costs nothing and does not fail.
 */
export const chainOf = (step: PlanStep, filling: Filling, around: Surroundings): Chain => {
  const source = `${step.name} output as cut`;
  const prompts = step.links.map((link, index) => (link.kind === 'model' ? promptOf(link, step.index, index, filling, around) : null));
  const { split: splitPrompts, fates } = promptSplitting(step.links, prompts);
  const starting: Starting = { step, filling, around, splitPrompts, source };
  const chain = step.links.map((link, index) => startLink(link, prompts[index] ?? null, starting));
  const amounts = chain.flatMap(amountsOfRunning);
  const { split, thresholds } = splittingOf(chain, splitPrompts);
  const { states, exact } = statesOf(amounts, split, thresholds);
  const own = 1 - step.reuse;
  const failed = states.reduce(
    (sum, { weight, values }) =>
      sum + runState(chain, split.size > 0, { weight: weight * own, values }, (entry) => around.warm(entry, step.index)),
    0,
  );
  for (const { sum } of chain) {
    for (const [part, tokens] of sum.parts.entries()) sum.parts[part] = tokens * sum.reached;
    sum.carried *= sum.reached;
  }
  return {
    links: chain.map(({ sum }) => sum),
    failed,
    offers: offersOf(chain, source),
    exact:
      exact &&
      !prompts.some((prompt) => [...(prompt?.piles ?? [])].some((source) => split.has(source))) &&
      amounts.every(closedIsExact) &&
      chain.every(({ link }) => !('retry' in link) || !Number.isFinite(link.retry.timeoutMs)),
    fates,
    writes: writesOf(chain, step.index, failed),
    turnaroundMs: turnaroundMsOf(chain, filling, step.reuse),
  };
};
