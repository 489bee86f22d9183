import { isConstant } from '../../workflow/amount.ts';
import type { Compaction, Link, ModelLink, Plan, PlanPart, PlanStep } from '../../workflow/plan.ts';
import { retryOf } from './attempts.ts';
import type { Caching } from './cache.ts';
import type { Carrying } from './carrying.ts';
import { type Compacting, type Summary, summarise } from './compacting.ts';
import type { Entries } from './entries.ts';
import { History } from './history.ts';
import type { ModelCall } from './model-call.ts';
import { type Prices, pricesFor } from './prices.ts';
import type { Extra } from './program.ts';
import { Prompt } from './prompt.ts';
import { LoopMemory, SessionMemory } from './remembered.ts';
import type { Sent } from './sent.ts';
import type { Call } from './step.ts';
import { clockworkOf } from './timing.ts';
import { amountValue, type Streams, type Value } from './values.ts';

/** What building a plan's steps gathers on the way. */
export type Building = {
  readonly plan: Plan;
  readonly streams: Streams;
  readonly models: string[];
  /** Providers that may be down. */
  readonly providers: readonly string[];
  readonly entries: Entries;
  readonly warmth: Float64Array;
  readonly sent: Sent;
  readonly storedHours: Float64Array;
  readonly loops: LoopMemory[];
  readonly histories: History[];
  readonly extras: Map<string, Extra>;
  readonly feeUsd: Float64Array;
  readonly feeUnits: Float64Array;
  readonly carrying: ReadonlyMap<number, Carrying>;
};

/** Returns the steps around a step, itself first. */
export const around = (steps: readonly PlanStep[], index: number): readonly PlanStep[] => {
  const step = steps[index];
  if (step === undefined) return [];
  return step.parent === null ? [step] : [step, ...around(steps, step.parent)];
};

const indexOf = (list: string[], name: string): number => {
  const known = list.indexOf(name);
  return known === -1 ? list.push(name) - 1 : known;
};

/** Returns the call of a compaction, booked to a step. */
export const summaryOf = (building: Building, { call }: Compaction, step: number): Summary => {
  const prices = pricesFor(call, building.plan.months);
  return {
    step,
    model: indexOf(building.models, call.model.id),
    factor: call.inputFactor,
    overhead: call.overhead.tokens * call.inputFactor,
    output: amountValue(building.streams, call.output),
    maxOutput: call.maxOutput,
    clockwork: clockworkOf(call.timing, prices.pricesOutput, building.streams),
    prices,
  };
};

const historyOf = (building: Building, part: PlanPart): History | null => {
  if (part.history === null) return null;
  const { users, keep, last } = part.history;
  const values = new Map([...users].map(([step, amount]) => [step, amountValue(building.streams, amount)] as const));
  const leaves = building.plan.steps.filter(({ kind }) => kind !== 'group').map(({ index }) => index);
  const history = new History(values, keep === 'answers' ? null : keep === 'all' ? leaves : keep, last);
  building.histories.push(history);
  return history;
};

const compactingOf = (building: Building, part: PlanPart, history: History | null, step: number): readonly Compacting[] => {
  const compact = part.history?.compact ?? null;
  if (history === null || compact === null) return [];
  const summary = summaryOf(building, compact, step);
  return [
    (play) => {
      const { tokens } = history.transcript;
      if (tokens > compact.over) history.compact(summarise(play, summary, tokens));
    },
  ];
};

/** Whether neither a step nor a group around it runs in the background. */
export const isForeground = (plan: Plan, step: PlanStep): boolean => around(plan.steps, step.index).every(({ background }) => !background);

/** Steps whose answer a session keeps: stream steps, where there are none the last foreground model step. */
export const answeringSteps = (plan: Plan): readonly number[] => {
  const models = plan.steps.filter((step) => step.kind === 'model' && isForeground(plan, step)).reverse();
  return [...models.filter(({ stream }) => stream), ...models.filter(({ stream }) => !stream)].map(({ index }) => index);
};

const mayAnswer = (plan: Plan, step: PlanStep): boolean => step.stream || answeringSteps(plan)[0] === step.index;

const leading = (parts: readonly PlanPart[], holds: (part: PlanPart) => boolean): number => {
  const first = parts.findIndex((part) => !holds(part));
  return first === -1 ? parts.length : first;
};

const readsOf = (part: PlanPart): readonly number[] => part.amount.handed.filter(({ what }) => what !== 'chunk').map(({ step }) => step);

const loopMemory = (building: Building, link: ModelLink, loop: PlanStep | undefined): LoopMemory | null => {
  if (loop === undefined) return null;
  const memory = new LoopMemory(link.parts.map(readsOf));
  building.loops.push(memory);
  return memory;
};

const cachingOf = (
  building: Building,
  step: PlanStep,
  link: ModelLink,
  histories: readonly (History | null)[],
  { storageUsd }: Prices,
): Caching | null => {
  const { cache, parts, model } = link;
  if (cache.kind === 'off') return null;
  const { plan, streams } = building;
  const lead = leading(parts, ({ shared }) => shared !== 'none');
  const found = histories.findIndex((history) => history !== null);
  const historyAt = found < lead ? found : -1;
  const follows = historyAt !== -1 && parts.slice(historyAt + 1).every(({ role }) => role === 'user');
  const toEnd = plan.session !== null && follows && mayAnswer(plan, step);
  const loop = around(plan.steps, step.index).find(({ carry }) => carry !== null);
  const changes = (read: number): boolean => loop !== undefined && around(plan.steps, read).some(({ index }) => index === loop.index);
  const history = histories[historyAt] ?? null;
  return {
    minTokens: model.caching.minTokens,
    step: model.caching.step,
    ttlMs: cache.ttlMs,
    cold: cache.cold,
    fixed: cache.kind === 'fixed' ? { hit: cache.hit, stream: streams(`${step.name} finds its cache`) } : null,
    entries: building.entries.along(link, lead),
    warmth: building.warmth,
    sent: building.sent,
    storageUsd,
    storedHours: building.storedHours,
    lead,
    stable: leading(parts, (part) => !readsOf(part).some(changes)),
    toEnd,
    session: plan.session === null ? null : new SessionMemory(step.index, history, historyAt, lead, toEnd),
    loop: loopMemory(building, link, loop),
  };
};

/** Dollars of a unit over the days of the first month, and the free ones; a row without the fee charges nothing. */
const extraOf = (link: ModelLink, name: string): Extra => {
  const segments = link.prices[0] ?? [];
  const days = segments.reduce((sum, segment) => sum + segment.days, 0);
  const mean = (of: (segment: (typeof segments)[number]) => number): number =>
    segments.reduce((sum, segment) => sum + (of(segment) * segment.days) / days, 0);
  return {
    usd: link.priceFactor * mean(({ row }) => row.fees.get(name)?.usdPerUnit ?? 0),
    freePerMonth: mean(({ row }) => row.fees.get(name)?.freePerMonth ?? 0),
  };
};

const extraIndex = (building: Building, link: ModelLink, name: string): number => {
  const key = JSON.stringify([link.model.id, name, link.priceFactor]);
  if (!building.extras.has(key)) building.extras.set(key, extraOf(link, name));
  return [...building.extras.keys()].indexOf(key);
};

const modelCall = (building: Building, step: PlanStep, link: ModelLink, place: number): ModelCall => {
  const { plan, streams } = building;
  const name = place === 0 ? step.name : `${step.name} fallback ${place}`;
  const histories = link.parts.map((part) => historyOf(building, part));
  const values = link.parts.map(({ amount }, index): number | Value => {
    const history = histories[index];
    if (history) return () => history.transcript.tokens;
    return isConstant(amount) ? amount.constant : amountValue(streams, amount);
  });
  const carried = around(plan.steps, step.index)
    .flatMap(({ index }) => building.carrying.get(index)?.transcript ?? [])
    .reverse();
  const prices = pricesFor(link, plan.months);
  return {
    kind: 'model',
    step: step.index,
    model: indexOf(building.models, link.model.id),
    provider: building.providers.indexOf(link.model.id.split('/')[0] ?? ''),
    retry: retryOf(link.retry, name, place, streams),
    prompt: new Prompt(link, values, carried),
    window: link.window,
    output: amountValue(streams, link.output),
    reasoning: amountValue(streams, link.reasoning),
    maxOutput: link.maxOutput,
    caching: cachingOf(building, step, link, histories, prices),
    clockwork: clockworkOf(link.timing, prices.pricesOutput, streams),
    prices,
    fees: link.fees.map((fee) => ({ id: extraIndex(building, link, fee.name), units: amountValue(streams, fee.units) })),
    feeUsd: building.feeUsd,
    feeUnits: building.feeUnits,
    compacting: link.parts.flatMap((part, index) => compactingOf(building, part, histories[index] ?? null, step.index)),
  };
};

/** Returns a link of a step, the first or one of its fallbacks, ready to be played. */
export const callOf = (building: Building, step: PlanStep, link: Link, place: number): Call => {
  const { streams } = building;
  switch (link.kind) {
    case 'model':
      return modelCall(building, step, link, place);
    case 'tool':
      return {
        kind: 'tool',
        step: step.index,
        retry: retryOf(link.retry, place === 0 ? step.name : `${step.name} fallback ${place}`, place, streams),
        costUsd: amountValue(streams, link.costUsd),
        latencyMs: amountValue(streams, link.latencyMs),
        output: amountValue(streams, link.output),
      };
    case 'reply':
      return { kind: 'reply', latencyMs: amountValue(streams, link.latencyMs) };
    case 'person':
      return {
        kind: 'person',
        step: step.index,
        workMs: amountValue(streams, link.workMs),
        waitMs: amountValue(streams, link.waitMs),
        wageUsdPerHour: amountValue(streams, link.wageUsdPerHour),
        output: amountValue(streams, link.output),
      };
    default:
      return link satisfies never;
  }
};
