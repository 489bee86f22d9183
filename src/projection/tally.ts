import type { Link, ModelLink, Plan, PlanStep } from '../workflow/plan.ts';
import { type BilledTokens, MonthBill } from './bill.ts';
import type { Components, LinkProjection, StepProjection } from './projection.ts';
import type { Requested } from './request.ts';
import type { LinkSum, StepSum } from './sums.ts';
import { requestsIn, type Volume } from './volumes.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] extends readonly number[] ? number[] : T[K] };

type LinkTally = Writable<LinkProjection>;

/** What the futures come to so far, each by its weight. */
export type Tally = {
  readonly steps: Map<number, { runs: number; readonly links: LinkTally[]; compaction: LinkTally | null }>;
  readonly requests: number[];
  readonly costUsd: number[];
  readonly components: { models: number; tools: number; people: number }[];
  failed: number;
  turns: number;
};

export const newTally = (): Tally => ({ steps: new Map(), requests: [], costUsd: [], components: [], failed: 0, turns: 0 });

const noLink = (): LinkTally => ({
  reached: 0,
  calls: 0,
  attempts: 0,
  answered: 0,
  billed: 0,
  tooLong: 0,
  failed: 0,
  cacheable: 0,
  workMs: 0,
  parts: [],
  carried: 0,
  fees: [],
  uncachedInput: 0,
  cacheRead: 0,
  cacheWrite: 0,
  reasoning: 0,
  visibleOutput: 0,
  modelsUsd: [],
  toolsUsd: 0,
  peopleUsd: 0,
  spendUsd: [],
});

const SAME = [
  'reached',
  'calls',
  'attempts',
  'answered',
  'billed',
  'tooLong',
  'failed',
  'cacheable',
  'workMs',
  'carried',
  'toolsUsd',
  'peopleUsd',
] as const;
const TOKENS = ['uncachedInput', 'cacheRead', 'cacheWrite', 'reasoning', 'visibleOutput'] as const;

const addAt = (list: number[], index: number, value: number): void => {
  list[index] = (list[index] ?? 0) + value;
};

const addSame = (tally: LinkTally, sum: LinkSum, weight: number): void => {
  for (const key of SAME) tally[key] += weight * sum[key];
  for (const [index, tokens] of sum.parts.entries()) addAt(tally.parts, index, weight * tokens);
  for (const [index, units] of sum.fees.entries()) addAt(tally.fees, index, weight * units);
};

const addTokens = (tally: LinkTally, tokens: BilledTokens, weight: number): void => {
  for (const key of TOKENS) tally[key] += weight * tokens[key];
};

const stepTally = (tally: Tally, step: number) => {
  const mine = tally.steps.get(step) ?? { runs: 0, links: [], compaction: null };
  tally.steps.set(step, mine);
  return mine;
};

type Billable = { readonly link: Link | ModelLink; readonly sum: LinkSum; readonly tally: LinkTally };

/** Every link of a plan with its sum, and where it is tallied. */
const billables = (tally: Tally, plan: Plan, { sums }: Requested): readonly Billable[] =>
  [...sums].flatMap(([index, sum]: readonly [number, StepSum]) => {
    const mine = stepTally(tally, index);
    const links = (plan.steps[index]?.links ?? []).flatMap((link, at) => {
      const own = sum.links[at];
      mine.links[at] ??= noLink();
      return own === undefined ? [] : [{ link, sum: own, tally: mine.links[at] as LinkTally }];
    });
    const compactions = [...sum.compactions].map(([link, own]) => {
      mine.compaction ??= noLink();
      return { link, sum: own, tally: mine.compaction };
    });
    return [...links, ...compactions];
  });

/** The share of a fee's uses in a month that is paid, over all links of one model. */
const paidShares = (all: readonly Billable[], month: number, requests: number): ((link: ModelLink, fee: string) => number) => {
  const units = new Map<string, number>();
  for (const { link, sum } of all) {
    if (link.kind !== 'model') continue;
    for (const [index, { name }] of link.fees.entries()) {
      const key = `${link.model.id} ${name}`;
      units.set(key, (units.get(key) ?? 0) + (sum.fees[index] ?? 0));
    }
  }
  return (link, fee) => {
    const free = link.prices[month]?.[0]?.row.fees.get(fee)?.freePerMonth ?? 0;
    const used = (units.get(`${link.model.id} ${fee}`) ?? 0) * requests;
    return free === 0 || used === 0 ? 1 : Math.max(0, 1 - free / used);
  };
};

/** Dollars of the month for prefixes that the provider keeps, by the link that they are booked to. */
const storageOf = (bill: MonthBill, requested: Requested): ReadonlyMap<ModelLink, number> => {
  const byLink = new Map<ModelLink, number>();
  for (const [index, { link }] of requested.entries.list.entries()) {
    const usd = bill.storageUsd(index);
    if (usd > 0) byLink.set(link, (byLink.get(link) ?? 0) + usd);
  }
  return byLink;
};

const addMonth = (
  tally: Tally,
  plan: Plan,
  requested: Requested,
  all: readonly Billable[],
  at: number,
  requests: number,
  weight: number,
): void => {
  const bill = new MonthBill(plan, at, requested, requests);
  const paid = paidShares(all, at, requests);
  const storage = storageOf(bill, requested);
  const sums = tally.components[at] ?? { models: 0, tools: 0, people: 0 };
  tally.components[at] = sums;
  addAt(tally.requests, at, weight * requests);
  for (const { link, sum, tally: mine } of all) {
    const stored = link.kind === 'model' && requests > 0 ? (storage.get(link) ?? 0) / requests : 0;
    const modelsUsd = link.kind === 'model' ? bill.linkUsd(link, sum, paid) + stored : 0;
    if (link.kind === 'model' && at === 0) addTokens(mine, bill.tokens(link, sum), weight);
    addAt(mine.modelsUsd, at, weight * modelsUsd);
    addAt(mine.spendUsd, at, weight * requests * (modelsUsd + sum.toolsUsd + sum.peopleUsd));
    addAt(tally.costUsd, at, weight * (modelsUsd + sum.toolsUsd + sum.peopleUsd));
    sums.models += weight * requests * modelsUsd;
    sums.tools += weight * requests * sum.toolsUsd;
    sums.people += weight * requests * sum.peopleUsd;
  }
};

const NO_TRAFFIC: Volume = { weight: 1, perDay: 0, growth: 0 };

/** Adds a future: a plan and what its request comes to, over all volumes. */
export const addFuture = (tally: Tally, plan: Plan, requested: Requested, volumes: readonly Volume[], weight: number): void => {
  const all = billables(tally, plan, requested);
  for (const { sum, tally: mine } of all) addSame(mine, sum, weight);
  for (const [index, { runs }] of requested.sums) stepTally(tally, index).runs += weight * runs;
  tally.failed += weight * requested.failed;
  tally.turns += weight * requested.meanTurns;
  for (const volume of volumes.length === 0 ? [NO_TRAFFIC] : volumes) {
    for (const [at, month] of plan.months.entries()) {
      const requests = volumes.length === 0 ? 0 : requestsIn(plan, month, volume, requested.meanTurns);
      addMonth(tally, plan, requested, all, at, requests, weight * volume.weight);
    }
  }
};

const linksUnder = (plan: Plan, tally: Tally, step: PlanStep): readonly LinkProjection[] => {
  const mine = tally.steps.get(step.index);
  const own = mine === undefined ? [] : [...mine.links, ...(mine.compaction === null ? [] : [mine.compaction])];
  return [...own, ...step.children.flatMap((child) => linksUnder(plan, tally, plan.steps[child] as PlanStep))];
};

const total = (links: readonly LinkProjection[], pick: (link: LinkProjection) => number): number =>
  links.reduce((sum, link) => sum + pick(link), 0);

/** Returns the tokens of some links together. */
export const tokensOf = (links: readonly LinkProjection[]): StepProjection['tokens'] => ({
  uncachedInput: total(links, (link) => link.uncachedInput),
  cacheRead: total(links, (link) => link.cacheRead),
  cacheWrite: total(links, (link) => link.cacheWrite),
  reasoning: total(links, (link) => link.reasoning),
  visibleOutput: total(links, (link) => link.visibleOutput),
});

/** Returns a step's figures; a group comes to what its steps come to. */
export const stepProjection = (plan: Plan, tally: Tally, step: PlanStep, costUsd: number): StepProjection => {
  const links = linksUnder(plan, tally, step);
  const own = total(links, (link) => (link.modelsUsd[0] ?? 0) + link.toolsUsd + link.peopleUsd);
  const cacheable = total(links, (link) => link.cacheable);
  const mine = tally.steps.get(step.index);
  return {
    step,
    runs: mine?.runs ?? 0,
    calls: total(links, (link) => link.calls),
    costUsd: own,
    shareOfCost: costUsd === 0 ? 0 : own / costUsd,
    tokens: tokensOf(links),
    cacheHitRate: cacheable === 0 ? null : total(links, (link) => link.cacheRead) / cacheable,
    links: step.kind === 'group' ? [] : (mine?.links ?? []),
    compaction: mine?.compaction ?? null,
  };
};

/** Returns the dollars of a month that come from requests. */
export const requestComponents = (tally: Tally, at: number): Pick<Components, 'models' | 'tools' | 'people'> =>
  tally.components[at] ?? { models: 0, tools: 0, people: 0 };
