import { cumulative, samplerOf } from '../../stats/sample.ts';
import type { Plan, PlanStep } from '../../workflow/plan.ts';
import { answeringSteps, around, type Building, callOf, isForeground, summaryOf } from './build-call.ts';
import { itemsOf, roundsOf } from './build-loop.ts';
import { Carrying } from './carrying.ts';
import { conditionOf } from './conditions.ts';
import { Entries } from './entries.ts';
import { Play } from './play.ts';
import type { Extra, Fault, Program } from './program.ts';
import { Runner } from './run.ts';
import { Sent } from './sent.ts';
import type { Outcomes, Step } from './step.ts';
import { type Streams, streamsOf } from './values.ts';

const outcomesOf = (step: PlanStep, streams: Streams): Outcomes | null =>
  step.outcomes.length === 0
    ? null
    : {
        sums: cumulative(step.outcomes.map(({ share }) => share)),
        stream: streams(`${step.name} outcome`),
        ends: step.outcomes.map(({ name }) => step.endsRequest.includes(name)),
      };

const entriesOf = (calls: Step['calls'], children: readonly Step[]): readonly number[] => {
  const own = calls.flatMap((call) => (call.kind === 'model' ? (call.caching?.entries ?? []) : [])).map(({ index }) => index);
  return [...new Set([...own, ...children.flatMap(({ entries }) => entries)])];
};

/** Whether two of some steps run side by side and send the same into a cache: then who starts first decides who finds it. */
const needsTime = (steps: readonly Step[]): boolean => {
  const before = new Map<number, ReadonlySet<number>>();
  for (const { index, needs } of steps) before.set(index, new Set(needs.flatMap((need) => [need, ...(before.get(need) ?? [])])));
  return steps.some((step, at) =>
    steps
      .slice(0, at)
      .some((other) => step.entries.some((entry) => other.entries.includes(entry)) && !before.get(step.index)?.has(other.index)),
  );
};

const stepOf = (building: Building, step: PlanStep): Step => {
  const { plan, streams } = building;
  const children = inOrder(building, step.children);
  const calls = step.links.map((link, place) => callOf(building, step, link, place));
  const inside = children.flatMap((child) => [child.index, ...child.inside]);
  const loops = around(plan.steps, step.index).filter(({ carry }) => carry?.steps.includes(step.index));
  return {
    index: step.index,
    group: step.kind === 'group',
    person: step.kind === 'human',
    children,
    last: step.children.at(-1) ?? -1,
    timed: needsTime(children),
    inside,
    shows: [step.index, ...inside].filter((index) => plan.steps[index]?.stream),
    needs: step.needs,
    wanted: conditionOf(plan.steps, step.when, `${step.name} when`, streams),
    outcomes: outcomesOf(step, streams),
    decides: step.parent === null && [step.index, ...inside].some((index) => plan.steps[index]?.endsRequest.length !== 0),
    rounds: step.rounds === null ? null : roundsOf(plan.steps, step.rounds, step.name, streams),
    items: step.items === null ? null : itemsOf(step.items, step.name, streams),
    carrying: building.carrying.get(step.index) ?? null,
    hearers: loops.flatMap(({ index }) => building.carrying.get(index) ?? []),
    roundSalt: streams(`${step.name} round`).a,
    itemSalt: streams(`${step.name} item`).a,
    reuse: step.reuse,
    reusing: streams(`${step.name} reuse`),
    background: step.background,
    goesOn: step.goesOn,
    stream: step.stream,
    showAfter: step.showAfter,
    calls,
    entries: entriesOf(calls, children),
  };
};

/** Fellow steps, each after all that it needs. */
const inOrder = (building: Building, indexes: readonly number[]): readonly Step[] => {
  const { plan } = building;
  const places = new Map(plan.order.map((index, place) => [index, place]));
  return [...indexes]
    .sort((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0))
    .flatMap((index) => {
      const step = plan.steps[index];
      return step === undefined ? [] : [stepOf(building, step)];
    });
};

/** A summary is booked to the first model step inside the loop, or to the loop itself. */
const bookedTo = (plan: Plan, loop: PlanStep): number =>
  plan.steps.find((step) => step.kind === 'model' && around(plan.steps, step.index).includes(loop))?.index ?? loop.index;

const carryingOf = (building: Building, loop: PlanStep): Carrying | null => {
  if (loop.carry === null) return null;
  const { reasoning, last, compact } = loop.carry;
  const summary = compact === null ? null : summaryOf(building, compact, bookedTo(building.plan, loop));
  return new Carrying(loop.index, reasoning, last, compact?.over ?? Infinity, summary);
};

const hoursOf = (plan: Plan, streams: Streams): Program['hours'] => {
  const rates = plan.traffic?.hours ?? [];
  const links = plan.steps.flatMap(({ links }) => links);
  const cached = links.some((link) => link.kind === 'model' && link.cache.kind === 'modelled');
  const timed = links.some((link) => link.kind === 'model' && link.prices.flat().some(({ row }) => row.hours.length > 0));
  const varies = timed || (cached && rates.some((rate) => rate !== rates[0]));
  return varies && rates.length > 0 ? { stream: streams('hour'), sums: cumulative(rates), rates } : null;
};

const faultsOf = (plan: Plan, providers: readonly string[], streams: Streams): readonly Fault[] =>
  plan.requestFaults.map((fault, index): Fault => {
    const { share } = fault;
    const stream = streams(`${fault.kind} ${index}`);
    if (fault.kind === 'runaway') {
      const { steps } = fault;
      return {
        share,
        stream,
        meet: (play) => {
          for (const step of steps) play.runsAway[step] = 1;
        },
      };
    }
    const provider = providers.indexOf(fault.provider);
    return {
      share,
      stream,
      meet: (play) => {
        play.down[provider] = 1;
      },
    };
  });

const sessionOf = (building: Building): Program['session'] => {
  const { plan, streams } = building;
  if (plan.session === null) return null;
  return {
    turns: cumulative(plan.session.turns),
    turning: streams('session turns'),
    gapMs: samplerOf(plan.session.gapMs),
    pausing: streams('session gap'),
    histories: building.histories,
    answering: answeringSteps(plan),
  };
};

/** As many places as a plan can have entries and extras, before it is known how many it has. */
const room = (plan: Plan): number =>
  plan.steps
    .flatMap(({ links }) => links)
    .reduce((sum, link) => sum + (link.kind === 'model' ? link.parts.length + link.fees.length : 0), 0);

const flatten = (steps: readonly Step[]): readonly Step[] => steps.flatMap((step) => [step, ...flatten(step.children)]);

/** Returns a plan ready to be played under a seed. No entry is warm yet, and every extra costs its full price. */
export const build = (plan: Plan, seed: number): Program => {
  const streams = streamsOf(seed);
  const providers = [...new Set(plan.requestFaults.flatMap((fault) => (fault.kind === 'outage' ? [fault.provider] : [])))];
  const carrying = new Map<number, Carrying>();
  const extras = new Map<string, Extra>();
  const most = room(plan);
  const building: Building = {
    plan,
    streams,
    models: [],
    providers,
    entries: new Entries(streams),
    warmth: new Float64Array(most),
    sent: new Sent(most),
    storedHours: new Float64Array(most),
    loops: [],
    histories: [],
    extras,
    feeUsd: new Float64Array(most),
    feeUnits: new Float64Array(most),
    carrying,
  };
  for (const step of plan.steps) {
    const one = carryingOf(building, step);
    if (one !== null) carrying.set(step.index, one);
  }
  const roots = inOrder(
    building,
    plan.steps.filter(({ parent }) => parent === null).map(({ index }) => index),
  );
  const steps = [...flatten(roots)].sort((a, b) => a.index - b.index);
  const play = new Play(steps.length, building.models.length, providers.length);
  for (const [index, { usd }] of [...extras.values()].entries()) building.feeUsd[index] = usd;
  return {
    plan,
    steps,
    roots,
    timed: needsTime(roots),
    deciding: roots.filter(({ decides }) => decides).length,
    play,
    runner: new Runner(play, steps, building.sent, most),
    models: building.models,
    entries: building.entries.all,
    warmth: building.warmth,
    sent: building.sent,
    storedHours: building.storedHours,
    loops: building.loops,
    extras: [...extras.values()],
    feeUsd: building.feeUsd,
    feeUnits: building.feeUnits,
    faults: faultsOf(plan, providers, streams),
    hours: hoursOf(plan, streams),
    session: sessionOf(building),
    shows: steps.filter(({ index, stream }) => stream && isForeground(plan, plan.steps[index] as PlanStep)),
  };
};
