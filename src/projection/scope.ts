import { mean } from '../stats/moments.ts';
import { amountsOf, NO_AMOUNT } from '../workflow/amount.ts';
import type { Amount, Plan, PlanStep } from '../workflow/plan.ts';
import { chainOf, type Fate, type Offer } from './chain.ts';
import { ALWAYS, type Condition, Decisions, NEVER } from './decisions.ts';
import { asDistribution, closed, type Filling, type Fixed } from './filling.ts';
import { countsGivenSuccess, meanCount, powerOver, roundsOf } from './passes.ts';
import {
  type Around,
  type Case,
  casesOf,
  handedTo,
  isLoop,
  type OwnedFate,
  type Scope,
  type StepState,
  settle,
  startOf,
  stepAt,
  stopsWith,
} from './scope-state.ts';
import { mixed, sumOfMany } from './sum-distribution.ts';
import { addStep, type Sums } from './sums.ts';
import { MOST_WAYS, type Passed, waysOf } from './ways.ts';

/** The step whose items draw a prompt anew: the nearest one around it, or itself, that goes over items. */
const itemsAround = (plan: Plan, step: PlanStep): number | null => {
  if (step.items !== null) return step.index;
  return step.parent === null ? null : itemsAround(plan, stepAt(plan, step.parent));
};

const owned = (plan: Plan, step: PlanStep, fates: readonly Fate[]): readonly OwnedFate[] =>
  fates.map((fate) => ({ ...fate, owner: fate.drawn === 'request' ? null : itemsAround(plan, step) }));

const runOnce = (scope: Scope, step: PlanStep, state: StepState): void => {
  const chain = chainOf(step, scope.plan.months.length, handedTo(scope, state.runs));
  scope.exact &&= chain.exact;
  scope.fates.push(...owned(scope.plan, step, chain.fates));
  addStep(scope.sums, step.index, 1, chain.links, scope.decisions.probability(state.runs));
  state.answers.push(...chain.offers.map((offer) => ({ ...offer, when: ALWAYS })));
  settle(scope, step, state, chain.failed);
};

const passOnce = (scope: Scope, step: PlanStep, around: Around): Passed => {
  if (step.kind === 'group') return passThrough(scope.plan, step.children, around);
  const chain = chainOf(step, scope.plan.months.length, around.filling);
  const sums: Sums = new Map();
  addStep(sums, step.index, 1, chain.links, 1);
  const read = around.read.has(step.index) ? chain.offers : [];
  const offers = read.map(({ share, amount }) => ({ share, amount: flat(amount, around.filling) }));
  return { sums, failed: chain.failed, offers, inside: new Map(), exact: chain.exact, fates: owned(scope.plan, step, chain.fates) };
};

/** An amount with nothing left to ask of the scope that it comes from. */
const flat = (amount: Amount, filling: Filling): Amount => ({ ...closed(amount, filling), handed: [] });

/** What the items of a loop hand on together, or its last round. Failed items whose failure does not stop hand on nothing. */
const together = (step: PlanStep, parts: readonly Offer[], succeeds: number): readonly Offer[] => {
  if (step.items === null || parts.length === 0) return parts;
  const kept = step.goesOn ? parts.map(({ share, amount }) => ({ share: share * succeeds, amount })) : parts;
  const each = mixed(kept.map(({ share, amount }) => ({ share, of: asDistribution(amount) })));
  const counts = step.goesOn ? step.items : countsGivenSuccess(step.items, succeeds);
  const of = sumOfMany(counts, each, mean(each));
  return [
    {
      share: 1,
      amount: {
        ...NO_AMOUNT,
        terms: [{ source: `items of ${step.name}`, drawn: 'attempt', of, times: 1, plus: 0, min: -Infinity, max: Infinity }],
      },
    },
  ];
};

const weighted = (offers: readonly Offer[], share: number): readonly Offer[] =>
  offers.map((offer) => ({ ...offer, share: offer.share * share }));

/** A loop in one case of the outcomes around it: adds what its passes come to, and returns whether it fails. */
const runCase = (scope: Scope, step: PlanStep, state: StepState, { holds, occurred }: Case): number => {
  const { decisions, sums } = scope;
  const { fixed, handedOn } = handedTo(scope, holds);
  const pass = (held: Fixed, room: number): Passed =>
    passOnce(scope, step, { occurred, filling: { handedOn, fixed: held }, read: scope.around.read, room });
  const ways = waysOf(pass, fixed, step.index, scope.around.room).map((way) => ({
    ...way,
    rounds: roundsOf(step.rounds, way.passed.failed, step.goesOn),
  }));
  const succeeds = ways.reduce((sum, { weight, rounds }) => sum + weight * rounds.succeeds, 0);
  const times = decisions.probability(holds) * meanCount(step.items);
  const offers: Offer[] = [];
  const inside = new Map<number, Offer[]>();
  for (const { weight, passed, rounds } of ways) {
    const share = succeeds === 0 ? 0 : (weight * rounds.succeeds) / succeeds;
    scope.exact &&= passed.exact;
    scope.fates.push(...passed.fates.filter(({ owner }) => owner !== step.index));
    for (const [index, sum] of passed.sums) addStep(sums, index, sum.runs, sum.links, times * weight * rounds.expected);
    if (step.kind === 'group') addStep(sums, step.index, 1, [], times * weight * rounds.expected);
    offers.push(...weighted(passed.offers, share));
    for (const [index, inner] of passed.inside) inside.set(index, [...(inside.get(index) ?? []), ...weighted(inner, share)]);
  }
  state.answers.push(...together(step, offers, succeeds).map((offer) => ({ ...offer, when: holds })));
  for (const [index, inner] of inside) {
    scope.inside.set(index, [
      ...(scope.inside.get(index) ?? []),
      ...together(step, inner, succeeds).map((offer) => ({ ...offer, when: holds })),
    ]);
  }
  return step.items === null ? 1 - succeeds : 1 - powerOver(step.items, succeeds);
};

const runLoop = (scope: Scope, step: PlanStep, state: StepState): void => {
  const { decisions } = scope;
  const cases = casesOf(scope, step, state.runs);
  const [only] = cases;
  if (cases.length === 1 && only !== undefined) settle(scope, step, state, runCase(scope, step, state, only));
  else {
    for (const one of cases) {
      const failed = runCase(scope, step, state, one);
      if (failed > 0)
        state.failed = decisions.or(state.failed, decisions.and(one.holds, decisions.choose([failed, 1 - failed])[0] ?? NEVER));
    }
    state.silent = state.failed;
  }
  if (step.goesOn && step.items !== null) state.silent = NEVER;
};

const runStep = (scope: Scope, index: number): void => {
  const step = stepAt(scope.plan, index);
  const state: StepState = { ...startOf(scope, step), failed: NEVER, silent: NEVER, outcomes: new Map(), answers: [] };
  scope.states.set(index, state);
  if (isLoop(step)) runLoop(scope, step, state);
  else if (step.kind === 'group') addStep(scope.sums, index, 1, [], scope.decisions.probability(state.runs));
  else runOnce(scope, step, state);
};

const membersOf = (plan: Plan, roots: readonly number[]): ReadonlySet<number> => {
  const members = new Set<number>();
  const add = (index: number): void => {
    members.add(index);
    const step = stepAt(plan, index);
    if (step.kind === 'group' && !isLoop(step)) for (const child of step.children) add(child);
  };
  for (const root of roots) add(root);
  return members;
};

/** What a step hands on, given that the whole pass succeeds. */
const offersOf = (scope: Scope, succeeded: Condition, index: number): readonly Offer[] =>
  handedTo(scope, succeeded)
    .handedOn(index)
    .map(({ probability, amount, filling }) => ({ share: probability, amount: flat(amount, filling) }));

/**
 * Returns what one pass through some fellow steps comes to on average: exact probabilities of every branch and failure by
 * decision diagrams, expected runs and costs by linearity, loops by Wald's identity (a pass costs the same whether or not
 * another follows). A request fails when a foreground step fails for good; steps that do not need it run on.
 */
const passThrough = (plan: Plan, roots: readonly number[], around: Around): Passed => {
  const scope: Scope = {
    plan,
    around,
    decisions: new Decisions(),
    states: new Map(),
    inside: new Map(),
    sums: new Map(),
    fates: [],
    exact: true,
  };
  const members = membersOf(plan, roots);
  for (const index of plan.order) if (members.has(index)) runStep(scope, index);
  const { decisions } = scope;
  const foreground = roots.filter((root) => !stepAt(plan, root).background);
  const failed = decisions.any(foreground.map((root) => stopsWith(scope, root)));
  const succeeded = decisions.not(failed);
  const last = roots.at(-1);
  const { parent } = stepAt(plan, roots[0] ?? 0);
  const spoken = last !== undefined && parent !== null && around.read.has(parent);
  const inside = parent === null ? [] : [...members, ...scope.inside.keys()].filter((index) => around.read.has(index));
  return {
    sums: scope.sums,
    failed: decisions.probability(failed),
    offers: spoken ? offersOf(scope, succeeded, last) : [],
    inside: new Map(inside.map((index) => [index, offersOf(scope, succeeded, index)] as const)),
    exact: scope.exact,
    fates: scope.fates,
  };
};

/** Steps whose answers some other step reads: those that are named, and the last step of a group that is. */
const readSteps = (plan: Plan): ReadonlySet<number> => {
  const read = new Set<number>();
  const add = (index: number): void => {
    read.add(index);
    const last = stepAt(plan, index).children.at(-1);
    if (last !== undefined) add(last);
  };
  for (const { links } of plan.steps) for (const { handed } of links.flatMap(amountsOf)) for (const { step } of handed) add(step);
  return read;
};

/** What one request comes to on average. */
export type Requested = { readonly sums: Sums; readonly failed: number; readonly exact: boolean };

/** Returns what one request through a plan comes to on average. */
export const requestOf = (plan: Plan): Requested => {
  const roots = plan.steps.filter(({ parent }) => parent === null).map(({ index }) => index);
  const read = readSteps(plan);
  const pass = (fixed: Fixed, room: number): Passed =>
    passThrough(plan, roots, { occurred: new Map(), filling: { handedOn: () => [], fixed }, read, room });
  const ways = waysOf(pass, new Map(), null, MOST_WAYS);
  const sums: Sums = new Map();
  for (const { weight, passed } of ways) for (const [index, sum] of passed.sums) addStep(sums, index, sum.runs, sum.links, weight);
  return {
    sums,
    failed: ways.reduce((sum, { weight, passed }) => sum + weight * passed.failed, 0),
    exact: ways.every(({ passed }) => passed.exact),
  };
};
