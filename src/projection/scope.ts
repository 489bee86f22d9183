import { remembered } from '../stats/remembered.ts';
import { amountsOf, NO_AMOUNT } from '../workflow/amount.ts';
import type { Amount, Handed, Plan, PlanItems, PlanStep } from '../workflow/plan.ts';
import { cancelEnded } from './cancelled.ts';
import { type Addition, additionOf } from './carried.ts';
import { chainOf, type Fate, type Offer, type Writes } from './chain.ts';
import { ALWAYS, type Condition, Decisions, NEVER } from './decisions.ts';
import { asPoints, closed, type Filling, type Fixed } from './filling.ts';
import { type Counted, countedBy, mixedLoops, runItems } from './loop.ts';
import type { Looped, Passed, View } from './passed.ts';
import type { Surroundings } from './prompt.ts';
import type { RoundContext, WrittenBefore } from './rounds.ts';
import {
  type Around,
  type Case,
  casesOf,
  childrenOf,
  handedTo,
  isLoop,
  keyOf,
  type OwnedFate,
  type Scope,
  type StepState,
  settle,
  splitBy,
  startMsOf,
  startOf,
  stepAt,
  stopsWith,
  TURN,
} from './scope-state.ts';
import { addStep, addSums, type Sums } from './sums.ts';
import { runRounds } from './walk.ts';
import { waysOf } from './ways.ts';

/** Points of what a round adds to a pile: rounds add up, so that their spread evens out. */
const ADDED_POINTS = 32;

/** The step whose items draw a prompt anew: the nearest one around it, or itself, that goes over items. */
const itemsAround = (plan: Plan, step: PlanStep): number | null => {
  if (step.items !== null) return step.index;
  return step.parent === null ? null : itemsAround(plan, stepAt(plan, step.parent));
};

const owned = (plan: Plan, step: PlanStep, fates: readonly Fate[]): readonly OwnedFate[] =>
  fates.map((fate) => ({ ...fate, owner: fate.drawn === 'request' ? null : itemsAround(plan, step) }));

const listBelow = (plan: Plan, index: number): readonly number[] => [
  index,
  ...stepAt(plan, index).children.flatMap((child) => listBelow(plan, child)),
];

const listsBelow = remembered((plan: Plan) => plan.steps.map(({ index }) => listBelow(plan, index)));

/** All steps below a step, itself included. */
export const allBelow = (plan: Plan, index: number): readonly number[] => listsBelow(plan)[index] ?? [];

/** Steps of a scope that surely end before a step starts. */
const before = (scope: Scope, step: PlanStep): ReadonlySet<number> => {
  const found = new Set<number>();
  const add = (one: PlanStep): void => {
    for (const need of one.needs) {
      if (found.has(need)) continue;
      for (const index of allBelow(scope.plan, need)) found.add(index);
      add(stepAt(scope.plan, need));
    }
    if (one.parent !== null && scope.states.has(one.parent)) add(stepAt(scope.plan, one.parent));
  };
  add(step);
  return found;
};

/** What prompts of a step find: entries that calls of this request wrote which started before it, beside what the scope around says. */
const surroundingsOf = (scope: Scope, step: PlanStep, given: Condition, startMs: number): Surroundings => {
  const { decisions, states, around } = scope;
  const earlier = before(scope, step);
  const whole = decisions.probability(given);
  const known = new Map<string, number>();
  const here = (entry: number): number => {
    const wrote = [...states].flatMap(([index, state]) => {
      const when = state.wrote.get(entry);
      return when !== undefined && (earlier.has(index) || state.startMs < startMs - 1e-6) ? [when] : [];
    });
    return whole === 0 || wrote.length === 0 ? 0 : decisions.probability(decisions.and(given, decisions.any(wrote))) / whole;
  };
  return {
    ...around.surroundings,
    warm: (entry, reader) => {
      const key = `${entry} ${reader}`;
      const share = known.get(key) ?? 1 - (1 - around.surroundings.warm(entry, reader)) * (1 - here(entry));
      known.set(key, share);
      return share;
    },
  };
};

const runOnce = (scope: Scope, step: PlanStep, state: StepState): void => {
  const { decisions } = scope;
  const chain = chainOf(step, handedTo(scope, state.runs), surroundingsOf(scope, step, state.runs, state.startMs));
  const probability = decisions.probability(state.runs);
  scope.exact &&= chain.exact;
  scope.fates.push(...owned(scope.plan, step, chain.fates));
  addStep(scope.sums, step.index, 1, chain.links, probability);
  scope.ran.push({ step, runs: state.runs, chain });
  state.endMs = state.startMs + chain.turnaroundMs;
  state.answers.push(...chain.offers.map((offer) => ({ ...offer, when: ALWAYS })));
  settle(scope, step, state, { failed: chain.failed, ended: 0, writes: chain.writes });
};

/** One pass of a step that is no group: its own attempts. */
const leafPass = (plan: Plan, step: PlanStep, around: Around): Passed => {
  const chain = chainOf(step, around.filling, around.surroundings);
  const sums: Sums = new Map();
  addStep(sums, step.index, 1, chain.links, 1);
  const ending = step.endsRequest.reduce((sum, name) => sum + (step.outcomes.find((one) => one.name === name)?.share ?? 0), 0);
  const ended = (1 - chain.failed) * ending;
  const own = step.rounds?.kind === 'until' ? step.rounds.until.map(({ outcome }) => outcome) : [];
  const stopping = step.outcomes.reduce((sum, { name, share }) => sum + (own.includes(name) ? share : 0), 0);
  const view = (names: (name: string) => boolean): View => {
    const kept = step.outcomes.filter(({ name }) => names(name) && !step.endsRequest.includes(name));
    const share = kept.reduce((sum, one) => sum + one.share, 0);
    return {
      share: (1 - chain.failed) * (step.outcomes.length === 0 ? 1 : share),
      offers: chain.offers.map((offer) => ({ ...offer, ...flatOffer(offer, around.filling) })),
      inside: new Map(),
      outcomes: kept.map((one) => ({ share: one.share / (share || 1), occurred: new Map([[keyOf(step.index, one.name), true]]) })),
      produced: producedBy(plan, around, (index) => (index === step.index ? chain.offers : []), around.filling),
    };
  };
  return {
    sums,
    failed: chain.failed,
    ended,
    success: view(() => true),
    stop: stopping > 0 ? view((name) => own.includes(name)) : null,
    go: stopping > 0 ? view((name) => !own.includes(name)) : null,
    writes: chain.writes,
    turnaroundMs: chain.turnaroundMs,
    exact: chain.exact,
    fates: owned(plan, step, chain.fates),
  };
};

/** An amount with nothing left to ask of the scope that it comes from. */
const flat = (amount: Amount, filling: Filling): Amount => ({ ...closed(amount, filling), handed: [] });

const flatOffer = ({ amount, withReasoning }: Offer, filling: Filling): Omit<Offer, 'share'> => ({
  amount: flat(amount, filling),
  withReasoning: flat(withReasoning, filling),
});

const addedBy = (amount: Amount, filling: Filling): Addition => additionOf(asPoints(closed(amount, filling), ADDED_POINTS));

/** What a single step's pass adds to each carrying loop around it. */
const producedBy = (plan: Plan, around: Around, offersOf: (step: number) => readonly Offer[], filling: Filling): View['produced'] =>
  new Map(
    carryingLoops(plan, around).flatMap(({ index, carry }): readonly (readonly [number, Addition])[] => {
      if (carry === null) return [];
      const offers = carry.steps.flatMap(offersOf);
      const additions = offers.flatMap((offer) =>
        addedBy(carry.reasoning ? offer.withReasoning : offer.amount, filling).map((one) => ({ ...one, weight: one.weight * offer.share })),
      );
      return additions.length === 0 ? [] : [[index, additions]];
    }),
  );

/** The carrying loops that a scope lies in. */
const carryingLoops = (plan: Plan, { surroundings }: Around): readonly PlanStep[] =>
  surroundings.loops.filter(({ carries }) => carries).map(({ loop }) => stepAt(plan, loop));

const looksBack = (plan: Plan, step: PlanStep): boolean =>
  allBelow(plan, step.index).some((index) =>
    stepAt(plan, index)
      .links.flatMap(amountsOf)
      .some(({ handed }) => handed.some(({ what }) => what === 'previous_round')),
  );

/** What a body sees in a round: the rounds before it, and the chunk that its item is. */
const fillingOf = (around: Filling, fixed: Fixed, step: PlanStep, chunk: Amount | null, round: RoundContext | null): Filling => ({
  fixed,
  handedOn: (index, what) => {
    if (what === 'chunk' && index === step.index && chunk !== null) return [{ probability: 1, amount: chunk, filling: around }];
    if (what === 'previous_round' && round !== null) {
      const offers = round.before?.inside.get(index);
      if (offers !== undefined) return offers.map(({ share, amount }) => ({ probability: share, amount, filling: around }));
    }
    return around.handedOn(index, what);
  },
});

const noCount: readonly Counted[] = [];

const itemWays = (items: PlanItems | null, filling: Filling, step: PlanStep): readonly Counted[] => {
  if (items === null) return noCount;
  if (items.kind === 'counts') return [{ weight: 1, fixed: filling.fixed, counts: items.counts, chunk: null }];
  const source = `chunk of step ${step.index}`;
  return items.kind === 'chunks' ? countedBy(items.document, 0, items, filling, source) : countedBy(items.number, 0, null, filling, source);
};

const roundWays = (step: PlanStep, filling: Filling): readonly Counted[] => {
  const { rounds } = step;
  if (rounds?.kind === 'linked') return countedBy(rounds.number, 1, null, filling, `rounds of step ${step.index}`);
  const counts = rounds?.kind === 'counts' ? rounds.counts : [0, 1];
  return [{ weight: 1, fixed: filling.fixed, counts, chunk: null }];
};

/** Whether a step's prompts hold something that only its own loop or session shares. */
const sharesInLoop = (plan: Plan, index: number): boolean =>
  stepAt(plan, index).links.some((link) => link.kind === 'model' && link.parts.some(({ shared }) => shared === 'session'));

/** A loop in one case of the outcomes around it. */
const runCase = (scope: Scope, step: PlanStep, { holds, occurred }: Case, surroundings: Surroundings): Looped => {
  const { plan, around } = scope;
  const outside = handedTo(scope, holds);
  const inside = allBelow(plan, step.index);
  const models = inside.filter((index) => stepAt(plan, index).kind === 'model');
  const remembers =
    step.rounds !== null && (surroundings.loops.length > 0 || plan.session !== null || models.some((index) => sharesInLoop(plan, index)));
  const rounds = (fixed: Fixed, room: number, chunk: Amount | null, written: WrittenBefore): Looped => {
    const filling = fillingOf(outside, fixed, step, chunk, null);
    const ways = roundWays(step, filling).map(({ weight, fixed: held, counts }) => {
      const pass = (context: RoundContext): Passed => {
        // A carrying step knows of its own earlier calls by its pile.
        const ofRounds = (entry: number, reader: number): number => {
          const rounds = context.written.get(entry);
          return (context.pile === null ? rounds?.any : (rounds?.without.get(reader) ?? rounds?.any)) ?? 0;
        };
        const warm = (entry: number, reader: number): number =>
          1 - (1 - surroundings.warm(entry, reader)) * (1 - (written.get(entry)?.any ?? 0)) * (1 - ofRounds(entry, reader));
        const inner: Around = {
          ...around,
          occurred,
          room,
          filling: fillingOf(outside, held, step, chunk, context),
          surroundings: { ...surroundings, warm, loops: context.pile ? [...surroundings.loops, context.pile] : surroundings.loops },
        };
        return step.kind === 'group' ? passThrough(plan, step.children, inner) : leafPass(plan, step, inner);
      };
      const looped = runRounds({
        step,
        counts,
        models,
        inside: new Set(inside),
        filling,
        looksBack: looksBack(plan, step),
        remembers,
        pass,
      });
      return { weight, looped };
    });
    return ways.length === 1 && ways[0] ? ways[0].looped : mixedLoops(ways);
  };
  const items = (fixed: Fixed, room: number): Looped => {
    if (step.items === null) return rounds(fixed, room, null, new Map());
    const { parallel } = step.items;
    const ways = itemWays(step.items, { ...outside, fixed }, step).map(({ weight, fixed: held, counts, chunk }) => ({
      weight,
      looped: runItems(step, counts, parallel, (written) => ownFates(held, room, (own, left) => rounds(own, left, chunk, written), step)),
    }));
    return ways.length === 1 && ways[0] ? ways[0].looped : mixedLoops(ways);
  };
  return step.items === null ? ownFates(outside.fixed, around.room, items, step) : items(outside.fixed, around.room);
};

/** Tells apart the draws that stay the same through an item and decide whether a prompt in it fits. */
const ownFates = (fixed: Fixed, room: number, run: (fixed: Fixed, room: number) => Looped, step: PlanStep): Looped => {
  const ways = waysOf(run, fixed, step.index, room).map(({ weight, passed }) => ({ weight, looped: passed }));
  return ways.length === 1 && ways[0] ? ways[0].looped : mixedLoops(ways);
};

/** Takes over what a loop comes to in one case: sums, what it hands on, and what its steps' last outcomes were. */
const takeOver = (scope: Scope, step: PlanStep, state: StepState, holds: Condition, looped: Looped): void => {
  const { decisions } = scope;
  const times = decisions.probability(holds);
  scope.exact &&= looped.exact;
  scope.fates.push(...looped.fates.filter(({ owner }) => owner !== step.index));
  addSums(scope.sums, looped.sums, times);
  state.answers.push(...looped.last.offers.map((offer) => ({ ...offer, when: holds })));
  for (const [index, offers] of looped.last.inside)
    scope.inside.set(index, [...(scope.inside.get(index) ?? []), ...offers.map((offer) => ({ ...offer, when: holds }))]);
  if (looped.carried.length > 0)
    scope.carried.set(step.index, [
      ...(scope.carried.get(step.index) ?? []),
      ...looped.carried.map((offer) => ({ ...offer, when: holds })),
    ]);
  state.endMs = Math.max(state.endMs, state.startMs + looped.turnaroundMs);
};

/** What a loop adds to those that carry it, also where it fails and the request goes on: its rounds and items up to then count. */
const addProduced = (scope: Scope, step: PlanStep, holds: Condition, failed: Condition, looped: Looped): void => {
  const { decisions } = scope;
  const succeeding = decisions.and(holds, decisions.not(failed));
  for (const [loop, { ever, givenSuccess }] of looped.produced) {
    const split = !step.goesOn && looped.failed > 0;
    const givenFailure = split ? Math.max(0, ever - (1 - looped.failed) * givenSuccess) / looped.failed : 0;
    const parts = split
      ? [
          { when: succeeding, tokens: givenSuccess },
          { when: failed, tokens: givenFailure },
        ]
      : [{ when: holds, tokens: ever }];
    scope.produced.set(loop, [...(scope.produced.get(loop) ?? []), ...parts]);
  }
};

/** The outcomes of the last round, as a choice of this scope. */
const exportOutcomes = (scope: Scope, state: StepState, own: number, succeeded: Condition, { outcomes }: View): void => {
  if (outcomes.length === 0) return;
  const { decisions } = scope;
  const chosen = decisions.choose(outcomes.map(({ share }) => share));
  for (const [index, { occurred }] of outcomes.entries()) {
    const when = decisions.and(succeeded, chosen[index] ?? NEVER);
    for (const [key, holds] of occurred) {
      if (!holds) continue;
      const [step = '', name = ''] = key.split('.');
      if (Number(step) === own) state.outcomes.set(name, decisions.or(state.outcomes.get(name) ?? NEVER, when));
      else scope.insideOutcomes.set(key, decisions.or(scope.insideOutcomes.get(key) ?? NEVER, when));
    }
  }
};

const runLoop = (scope: Scope, step: PlanStep, state: StepState): void => {
  const { decisions } = scope;
  const surroundings = surroundingsOf(scope, step, state.runs, state.startMs);
  for (const { step: inner, outcome } of scope.around.asked.get(step.index) ?? []) scope.insideOutcomes.set(keyOf(inner, outcome), NEVER);
  const plain = step.kind === 'group' || step.rounds?.kind !== 'until' ? step : { ...step, outcomes: [] };
  for (const one of casesOf(scope, step, state.runs)) {
    const looped = runCase(scope, step, one, surroundings);
    takeOver(scope, step, state, one.holds, looped);
    const inner: StepState = { ...state, runs: one.holds, outcomes: new Map(), wrote: new Map(), failed: NEVER, silent: NEVER };
    settle(scope, plain, inner, { failed: looped.failed, ended: looped.ended, writes: looped.writes });
    addProduced(scope, step, one.holds, inner.failed, looped);
    state.failed = decisions.or(state.failed, inner.failed);
    state.silent = decisions.or(state.silent, inner.silent);
    for (const [name, when] of inner.outcomes) state.outcomes.set(name, decisions.or(state.outcomes.get(name) ?? NEVER, when));
    for (const [entry, when] of inner.wrote) state.wrote.set(entry, decisions.or(state.wrote.get(entry) ?? NEVER, when));
    exportOutcomes(scope, state, plain === step ? TURN : step.index, decisions.and(one.holds, decisions.not(inner.silent)), looped.last);
  }
  if (step.goesOn && step.items !== null) state.silent = NEVER;
};

const runStep = (scope: Scope, index: number): void => {
  const step = stepAt(scope.plan, index);
  const start = startOf(scope, step);
  const state: StepState = {
    ...start,
    failed: NEVER,
    silent: NEVER,
    outcomes: new Map(),
    answers: [],
    wrote: new Map(),
    endMs: start.startMs,
  };
  scope.states.set(index, state);
  if (isLoop(step)) runLoop(scope, step, state);
  else if (step.kind === 'group') addStep(scope.sums, index, 1, [], scope.decisions.probability(state.runs));
  else runOnce(scope, step, state);
};

const membersOf = (plan: Plan, roots: readonly number[]): ReadonlySet<number> => {
  const members = new Set<number>();
  const add = (index: number): void => {
    members.add(index);
    for (const child of childrenOf(plan, index)) add(child);
  };
  for (const root of roots) add(root);
  return members;
};

/** Runs the steps of a scope in the order in which they start in a mean request, each after all that it needs. */
const runAll = (scope: Scope, roots: readonly number[]): ReadonlySet<number> => {
  const { plan, states } = scope;
  const members = membersOf(plan, roots);
  const waiting = plan.order.filter((index) => members.has(index));
  const settled = (index: number): boolean => allBelow(plan, index).every((one) => !members.has(one) || states.has(one));
  while (waiting.length > 0) {
    let [best, at] = [Infinity, 0];
    for (const [position, index] of waiting.entries()) {
      const step = stepAt(plan, index);
      const ready = step.needs.every(settled) && (step.parent === null || !members.has(step.parent) || states.has(step.parent));
      const start = ready ? startMsOf(scope, step) : Infinity;
      if (start < best) [best, at] = [start, position];
    }
    const [next = 0] = waiting.splice(at, 1);
    runStep(scope, next);
  }
  return members;
};

/** What a step hands on, given that a condition holds. */
const offersGiven = (scope: Scope, given: Condition, index: number): readonly Offer[] => {
  const plain = handedTo(scope, given).handedOn(index, 'output');
  const both = handedTo(scope, given, ({ withReasoning }) => withReasoning).handedOn(index, 'output');
  return plain.map(({ probability, amount, filling }, at) => {
    const other = both[at];
    return {
      share: probability,
      amount: flat(amount, filling),
      withReasoning: other === undefined ? flat(amount, filling) : flat(other.amount, other.filling),
    };
  });
};

const outputOf = (step: number, what: Handed['what']): Amount => ({
  ...NO_AMOUNT,
  handed: [{ what, step, times: 1, plus: 0, min: 0, max: Infinity }],
});

/** What a pass adds to each carrying loop around it: its own steps' outputs, and all that loops inside it produced. */
const producedIn = (scope: Scope, members: ReadonlySet<number>, given: Condition): View['produced'] => {
  const { decisions, plan } = scope;
  const whole = decisions.probability(given);
  return new Map(
    carryingLoops(plan, scope.around).flatMap(({ index, carry }): readonly (readonly [number, Addition])[] => {
      if (carry === null) return [];
      const take = carry.reasoning ? ({ withReasoning }: Offer): Amount => withReasoning : ({ amount }: Offer): Amount => amount;
      const own = carry.steps.filter((step) => members.has(step) && !isLoop(stepAt(plan, step)));
      const inner = (scope.produced.get(index) ?? []).reduce(
        (sum, { when, tokens }) => sum + (whole === 0 ? 0 : (decisions.probability(decisions.and(given, when)) / whole) * tokens),
        0,
      );
      // The tokens of loops inside are taken at their mean, which a limit between two compactions sees.
      if (inner > 0 && carry.compact !== null) scope.exact = false;
      const amount: Amount = { constant: inner, terms: [], handed: own.flatMap((step) => outputOf(step, 'output').handed) };
      return [[index, addedBy(amount, handedTo(scope, given, take))]];
    }),
  );
};

const viewOf = (scope: Scope, roots: readonly number[], members: ReadonlySet<number>, given: Condition): View => {
  const { plan, around, decisions } = scope;
  const share = decisions.probability(given);
  const last = roots.at(-1);
  const { parent } = stepAt(plan, roots[0] ?? 0);
  const spoken = last !== undefined && parent !== null && around.read.has(parent);
  const inside = parent === null ? [] : [...members, ...scope.inside.keys()].filter((index) => around.read.has(index));
  const asked = parent === null ? [] : (around.asked.get(parent) ?? []);
  const cases = asked.length === 0 || share === 0 ? [] : splitBy(scope, { holds: given, occurred: new Map() }, asked);
  return {
    share,
    offers: spoken && share > 0 ? offersGiven(scope, given, last) : [],
    inside: new Map(share === 0 ? [] : inside.map((index) => [index, offersGiven(scope, given, index)] as const)),
    outcomes: cases.map(({ holds, occurred }) => ({ share: decisions.probability(holds) / share, occurred })),
    produced: share === 0 ? new Map() : producedIn(scope, members, given),
  };
};

/** The entries that a pass writes: whatever happens, and given that it succeeds. */
const writesIn = (scope: Scope, succeeded: Condition): Writes => {
  const { decisions, states } = scope;
  const writers = new Map<number, [number, Condition][]>();
  for (const [index, { wrote }] of states)
    for (const [entry, when] of wrote) writers.set(entry, [...(writers.get(entry) ?? []), [index, when]]);
  const success = decisions.probability(succeeded);
  const given = (when: Condition): number => (success === 0 ? 0 : decisions.probability(decisions.and(succeeded, when)) / success);
  return new Map(
    [...writers].map(([entry, list]) => {
      const all = decisions.any(list.map(([, when]) => when));
      const others = (index: number): Condition => decisions.any(list.filter(([other]) => other !== index).map(([, when]) => when));
      return [
        entry,
        {
          ever: decisions.probability(all),
          givenSuccess: given(all),
          without: new Map(list.map(([index]) => [index, given(others(index))])),
        },
      ];
    }),
  );
};

const newScope = (plan: Plan, around: Around): Scope => ({
  plan,
  around,
  decisions: new Decisions(),
  states: new Map(),
  inside: new Map(),
  insideOutcomes: new Map(),
  produced: new Map(),
  carried: new Map(),
  sums: new Map(),
  fates: [],
  endings: [],
  ran: [],
  exact: true,
});

/** Whether this is the last turn is a choice like others; what is known of the turn stands among what occurred. */
const addTurn = (scope: Scope): void => {
  const { lastTurn } = scope.around;
  if (lastTurn === null) return;
  const [last = NEVER] = scope.decisions.choose([lastTurn, 1 - lastTurn]);
  scope.insideOutcomes.set(keyOf(TURN, 'last'), lastTurn >= 1 ? ALWAYS : last);
};

/** A scope after a pass, for what only the whole request asks. */
export type RequestScope = { readonly scope: Scope; readonly succeeded: Condition };

/**
 * Returns what one pass through some fellow steps comes to on average: exact probabilities of every branch and failure by
 * decision diagrams, expected runs and costs by linearity. A request fails when a foreground step fails for good; steps that
 * do not need it run on. `inspect` sees the scope before it is gone.
 */
export const passThrough = (plan: Plan, roots: readonly number[], around: Around, inspect?: (scope: RequestScope) => void): Passed => {
  const scope = newScope(plan, around);
  addTurn(scope);
  const members = runAll(scope, roots);
  const { decisions } = scope;
  const ended = decisions.any(scope.endings.map(({ when }) => when));
  const foreground = roots.filter((root) => !stepAt(plan, root).background);
  const stopped = decisions.any(foreground.map((root) => stopsWith(scope, root)));
  const failed = decisions.and(stopped, decisions.not(ended));
  const succeeded = decisions.not(decisions.or(stopped, ended));
  if (scope.endings.length > 0) cancelEnded(scope);
  const { parent } = stepAt(plan, roots[0] ?? 0);
  const rounds = parent === null ? null : stepAt(plan, parent).rounds;
  const until = rounds?.kind === 'until' ? untilOf(scope, rounds.until) : null;
  inspect?.({ scope, succeeded });
  const view = (given: Condition): View => viewOf(scope, roots, members, given);
  const ends = roots.map((root) => Math.max(0, ...allBelow(plan, root).map((index) => scope.states.get(index)?.endMs ?? 0)));
  return {
    sums: scope.sums,
    failed: decisions.probability(failed),
    ended: decisions.probability(ended),
    success: view(succeeded),
    stop: until === null ? null : view(decisions.and(succeeded, until)),
    go: until === null ? null : view(decisions.and(succeeded, decisions.not(until))),
    writes: writesIn(scope, succeeded),
    turnaroundMs: Math.max(0, ...ends),
    exact: scope.exact,
    fates: scope.fates,
  };
};

const untilOf = (scope: Scope, until: readonly { readonly step: number; readonly outcome: string }[]): Condition =>
  scope.decisions.any(until.map(({ step, outcome }) => handled(scope, step, outcome)));

const handled = (scope: Scope, step: number, outcome: string): Condition =>
  scope.states.get(step)?.outcomes.get(outcome) ?? scope.insideOutcomes.get(keyOf(step, outcome)) ?? NEVER;
