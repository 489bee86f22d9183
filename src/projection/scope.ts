import { mean } from '../stats/moments.ts';
import { NO_AMOUNT } from '../workflow/amount.ts';
import type { Amount, Link, Plan, PlanStep } from '../workflow/plan.ts';
import { chainOf, type Fate, type Offer } from './chain.ts';
import { ALWAYS, type Condition, Decisions, NEVER } from './decisions.ts';
import { asDistribution, closed, type Filling, type Fixed, type Handing, piecesOf } from './filling.ts';
import { countsGivenSuccess, meanCount, powerOver, roundsOf } from './passes.ts';
import { mixed, sumOfMany } from './sum-distribution.ts';
import { addStep, type Sums } from './sums.ts';

/** `step.outcome`. */
type OutcomeKey = string;
const keyOf = (step: number, outcome: string): OutcomeKey => `${step}.${outcome}`;

/**
 * What a loop's body sees of the steps around it: which outcomes occurred, what references stand for, which answers are
 * read by someone, and how many ways it may still be told apart in.
 */
type Around = {
  readonly occurred: ReadonlyMap<OutcomeKey, boolean>;
  readonly filling: Filling;
  readonly read: ReadonlySet<number>;
  readonly room: number;
};

/** A fate with the step whose items draw it anew, null where it is drawn once a request. */
type OwnedFate = Fate & { readonly owner: number | null };

/** What one pass through a scope comes to. A scope is the workflow, or the body of a loop. */
export type Passed = {
  readonly sums: Sums;
  readonly failed: number;
  /** What its last step hands on, given that the pass succeeds; shares sum to less than 1 where it may have no answer. */
  readonly offers: readonly Offer[];
  /** The same for every step inside, by index. */
  readonly inside: ReadonlyMap<number, readonly Offer[]>;
  readonly exact: boolean;
  readonly fates: readonly OwnedFate[];
};

/** What a step hands on where a condition holds. */
type Answer = Offer & { readonly when: Condition };

type StepState = {
  /** It starts. */
  readonly runs: Condition;
  /** It fails, whether the request goes on or not. */
  failed: Condition;
  /** It has nothing to hand on although it ran. */
  silent: Condition;
  /** It, or something that it needs, has failed for good. */
  readonly blocked: Condition;
  readonly outcomes: Map<string, Condition>;
  readonly answers: Answer[];
};

type Scope = {
  readonly plan: Plan;
  /** Steps whose answers are read by another. */
  readonly read: ReadonlySet<number>;
  readonly around: Around;
  readonly decisions: Decisions;
  readonly states: Map<number, StepState>;
  /** What steps inside loops of this scope hand on: the last round's, of items all together. */
  readonly inside: Map<number, Answer[]>;
  readonly sums: Sums;
  readonly fates: OwnedFate[];
  exact: boolean;
};

const stepAt = (plan: Plan, index: number): PlanStep => plan.steps[index] as PlanStep;
const isLoop = (step: PlanStep): boolean => step.rounds !== null || step.items !== null;

/** A plain group is no scope of its own: its steps stand in the scope around it. */
const childrenOf = (scope: Scope, index: number): readonly number[] => {
  const step = stepAt(scope.plan, index);
  return step.kind === 'group' && !isLoop(step) ? step.children : [];
};

/** Whether a step has failed such that what needs it cannot run: itself, or in a plain group any foreground step. */
const stopsWith = (scope: Scope, index: number): Condition => {
  const step = stepAt(scope.plan, index);
  const state = scope.states.get(index);
  const inside = childrenOf(scope, index).filter((child) => !stepAt(scope.plan, child).background);
  const own = state === undefined || step.goesOn ? NEVER : state.failed;
  return scope.decisions.or(own, scope.decisions.any(inside.map((child) => stopsWith(scope, child))));
};

const conditionOf = (scope: Scope, step: PlanStep): Condition => {
  const { when } = step;
  if (when.kind === 'always') return ALWAYS;
  if (when.kind === 'chance') return scope.decisions.choose([when.share, 1 - when.share])[0] ?? NEVER;
  const { decisions, states, around } = scope;
  return decisions.any(
    when.of.map(({ step: other, outcome }) => {
      const inside = states.get(other)?.outcomes.get(outcome);
      return inside ?? (around.occurred.get(keyOf(other, outcome)) ? ALWAYS : NEVER);
    }),
  );
};

const startOf = (scope: Scope, step: PlanStep): Pick<StepState, 'runs' | 'blocked'> => {
  const { decisions, states } = scope;
  const gate = step.parent === null ? ALWAYS : (states.get(step.parent)?.runs ?? ALWAYS);
  const blocked = decisions.any(step.needs.map((need) => decisions.or(stopsWith(scope, need), states.get(need)?.blocked ?? NEVER)));
  const free = decisions.and(gate, decisions.not(blocked));
  return { runs: decisions.and(free, conditionOf(scope, step)), blocked };
};

/** The step whose output a step hands on: itself, or a plain group's last step. */
const speakerOf = (scope: Scope, index: number): number => {
  const last = childrenOf(scope, index).at(-1);
  return last === undefined ? index : speakerOf(scope, last);
};

/** What another step hands on, given that a condition holds; its own references are asked given that it had that answer too. */
const handedTo = (scope: Scope, given: Condition): Filling => {
  const { decisions, around } = scope;
  const whole = decisions.probability(given);
  const handingsOf = (answers: readonly Answer[], answered: Condition): readonly Handing[] =>
    answers.flatMap(({ when, share, amount }): readonly Handing[] => {
      const holds = decisions.and(given, decisions.and(answered, when));
      const probability = whole === 0 ? 0 : (share * decisions.probability(holds)) / whole;
      return probability === 0 ? [] : [{ probability, amount, filling: handedTo(scope, holds) }];
    });
  return {
    fixed: around.filling.fixed,
    handedOn: (index) => {
      const speaker = speakerOf(scope, index);
      const state = scope.states.get(speaker);
      if (state !== undefined) return handingsOf(state.answers, decisions.and(state.runs, decisions.not(state.silent)));
      const inner = scope.inside.get(speaker);
      return inner === undefined ? around.filling.handedOn(index) : handingsOf(inner, ALWAYS);
    },
  };
};

/** Makes the choice of a step's result: its outcomes share what does not fail. */
const settle = (scope: Scope, step: PlanStep, state: StepState, failed: number): void => {
  const { decisions } = scope;
  if (step.outcomes.length === 0 && failed === 0) return;
  const shares = step.outcomes.length === 0 ? [1 - failed] : step.outcomes.map(({ share }) => share * (1 - failed));
  const chosen = decisions.choose([...shares, failed]).map((condition) => decisions.and(state.runs, condition));
  for (const [index, { name }] of step.outcomes.entries()) state.outcomes.set(name, chosen[index] ?? NEVER);
  state.failed = chosen.at(-1) ?? NEVER;
  state.silent = state.failed;
  if (step.goesOn) state.outcomes.set('failed', state.failed);
};

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

/** A case of the outcomes around a loop that its body asks about. */
type Case = { readonly holds: Condition; readonly occurred: ReadonlyMap<OutcomeKey, boolean> };

const askedInside = (plan: Plan, group: PlanStep): readonly { readonly step: number; readonly outcome: string }[] =>
  group.children.flatMap((index) => {
    const child = stepAt(plan, index);
    return [...(child.when.kind === 'any' ? child.when.of : []), ...askedInside(plan, child)];
  });

/** Splits the runs of a loop by the outcomes outside it that steer its body; cases that cannot be are left out. */
const casesOf = (scope: Scope, step: PlanStep, runs: Condition): readonly Case[] => {
  const { decisions, states, around } = scope;
  let cases: readonly Case[] = [{ holds: runs, occurred: around.occurred }];
  for (const { step: other, outcome } of askedInside(scope.plan, step)) {
    const occurs = states.get(other)?.outcomes.get(outcome);
    const key = keyOf(other, outcome);
    if (occurs === undefined || cases[0]?.occurred.has(key)) continue;
    cases = cases.flatMap(({ holds, occurred }) =>
      [true, false]
        .map((value) => ({
          holds: decisions.and(holds, value ? occurs : decisions.not(occurs)),
          occurred: new Map([...occurred, [key, value] as const]),
        }))
        .filter((one) => decisions.probability(one.holds) > 0),
    );
  }
  return cases;
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

/** A way in which a loop's body may go: how likely for an item, and what a pass comes to then. */
type Way = { readonly weight: number; readonly passed: Passed };

/** More ways than this are not told apart, loops in loops together: each is a pass of its own. */
const MOST_WAYS = 64;

type Fixing = { readonly weight: number; readonly fixed: Fixed };

/** Each combination of the points of some fates, with its probability; `exact` where no draw had to be put into strata. */
const fixings = (fates: readonly Fate[], most: number): { readonly all: readonly Fixing[]; readonly exact: boolean } => {
  const bySource = new Map<string, { readonly of: Fate['of']; readonly cuts: number[] }>();
  for (const { source, of, cuts } of fates) {
    const known = bySource.get(source) ?? { of, cuts: [] };
    known.cuts.push(...cuts);
    bySource.set(source, known);
  }
  const strata = Math.max(4, Math.floor((most / 2) ** (1 / Math.max(1, bySource.size))));
  let all: readonly Fixing[] = [{ weight: 1, fixed: new Map() }];
  let exact = true;
  for (const [source, { of, cuts }] of bySource) {
    const pieces = { cuts, strata };
    const atoms = piecesOf(of, pieces);
    const room = all.length * atoms.weights.length <= most;
    exact &&= room && atoms.exact;
    if (!room) continue;
    all = all.flatMap(({ weight: before, fixed }) =>
      atoms.weights.map((weight, point) => ({ weight: before * weight, fixed: new Map([...fixed, [source, { point, pieces }] as const]) })),
    );
  }
  return { all, exact };
};

/**
 * The ways in which a body goes: one, unless a draw that stays the same through all of its passes decides whether some
 * prompt fits. Then each point of that draw is a way, since rounds that send the same prompt fit or fail together.
 */
const waysOf = (pass: (fixed: Fixed, room: number) => Passed, fixed: Fixed, owner: number | null, room: number): readonly Way[] => {
  const first = pass(fixed, 1);
  const mine = first.fates.filter((fate) => fate.owner === owner && !fixed.has(fate.source));
  if (mine.length === 0) return [{ weight: 1, passed: first.fates.length === 0 || room === 1 ? first : pass(fixed, room) }];
  const { all, exact } = fixings(mine, room);
  const left = Math.max(1, Math.floor(room / all.length));
  return all.map((way) => {
    const passed = pass(new Map([...fixed, ...way.fixed]), left);
    return { weight: way.weight, passed: { ...passed, exact: passed.exact && exact } };
  });
};

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
    passOnce(scope, step, { occurred, filling: { handedOn, fixed: held }, read: scope.read, room });
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
    scope.fates.push(...passed.fates.filter(({ owner }) => owner !== step.index || step.items === null));
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
    read: around.read,
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
  const nested = stepAt(plan, roots[0] ?? 0).parent !== null;
  const last = roots.at(-1);
  const parent = stepAt(plan, roots[0] ?? 0).parent;
  const spoken = nested && last !== undefined && parent !== null && around.read.has(parent);
  const inside = [...members, ...scope.inside.keys()].filter((index) => nested && around.read.has(index));
  return {
    sums: scope.sums,
    failed: decisions.probability(failed),
    offers: spoken ? offersOf(scope, succeeded, last) : [],
    inside: new Map(inside.map((index) => [index, offersOf(scope, succeeded, index)] as const)),
    exact: scope.exact,
    fates: scope.fates,
  };
};

const amountsOf = (link: Link): readonly Amount[] => {
  if (link.kind === 'model') return [...link.parts.map(({ amount }) => amount), link.output, link.reasoning];
  if (link.kind === 'tool') return [link.costUsd, link.output];
  return link.kind === 'person' ? [link.workMs, link.wageUsdPerHour, link.output] : [];
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
