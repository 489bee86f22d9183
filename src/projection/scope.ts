import { NO_AMOUNT } from '../workflow/amount.ts';
import type { Amount, Plan, PlanStep } from '../workflow/plan.ts';
import { type Chain, chainOf } from './chain.ts';
import { ALWAYS, type Condition, Decisions, NEVER } from './decisions.ts';
import { closed, closedMean, type HandedOn } from './states.ts';
import { addStep, type Sums } from './sums.ts';

/** `step.outcome`. */
type OutcomeKey = string;
const keyOf = (step: number, outcome: string): OutcomeKey => `${step}.${outcome}`;

/** What a loop's body sees of the steps around it: which outcomes occurred, and what steps handed on. */
type Around = {
  readonly occurred: ReadonlyMap<OutcomeKey, boolean>;
  readonly handedOn: (step: number) => HandedOn;
};

/** What one pass through a scope comes to. A scope is the workflow, or the body of a loop. */
export type Passed = {
  readonly sums: Sums;
  readonly failed: number;
  readonly amount: Amount;
  readonly answered: number;
  readonly exact: boolean;
};

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
  amount: Amount;
};

type Scope = {
  readonly plan: Plan;
  readonly around: Around;
  readonly decisions: Decisions;
  readonly states: Map<number, StepState>;
  readonly sums: Sums;
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

/** What another step hands on, given that `runs` holds. */
const handedTo = (scope: Scope, runs: Condition) => {
  const given = scope.decisions.probability(runs);
  return (index: number): HandedOn => {
    const speaker = speakerOf(scope, index);
    const state = scope.states.get(speaker);
    if (state === undefined) return scope.around.handedOn(index);
    const answered = scope.decisions.and(state.runs, scope.decisions.not(state.silent));
    const both = scope.decisions.probability(scope.decisions.and(runs, answered));
    return { probability: given === 0 ? 0 : both / given, amount: state.amount };
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

const runOnce = (scope: Scope, step: PlanStep, state: StepState): void => {
  const chain = chainOf(step, scope.plan.months.length, handedTo(scope, state.runs));
  scope.exact &&= chain.exact;
  addStep(scope.sums, step.index, 1, chain.links, scope.decisions.probability(state.runs));
  state.amount = chain.amount;
  settle(scope, step, state, chain.failed);
};

const meanCount = (probabilities: readonly number[] | null): number => probabilities?.reduce((sum, p, n) => sum + p * n, 0) ?? 1;

/** E[base^N] over a count N: the chance that N independent passes all succeed. */
const powerOver = (probabilities: readonly number[] | null, base: number): number =>
  probabilities?.reduce((sum, p, n) => sum + p * base ** n, 0) ?? base;

/** How often a loop's body runs and whether the loop fails, when one pass fails with `failed`. */
export type Passes = { readonly expected: number; readonly failed: number };

/**
 * Returns the expected passes Σ P(N ≥ k)·(1 − φ)^(k−1) for each item, times the items, and the chance that some item
 * fails. Rounds stop at a failure, items do not; where failures do not stop (`goesOn`), every round runs.
 */
export const passesOf = (rounds: readonly number[] | null, items: readonly number[] | null, failed: number, goesOn: boolean): Passes => {
  let perItem = 0;
  let reached = 1;
  if (rounds === null || goesOn) perItem = meanCount(rounds);
  else {
    for (let k = 1; k < rounds.length; k++) {
      reached -= rounds[k - 1] ?? 0;
      perItem += Math.max(0, reached) * (1 - failed) ** (k - 1);
    }
  }
  const itemSucceeds = goesOn ? 1 - failed : powerOver(rounds, 1 - failed);
  return { expected: meanCount(items) * perItem, failed: 1 - powerOver(items, itemSucceeds) };
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
  const chain: Chain = chainOf(step, scope.plan.months.length, around.handedOn);
  const sums: Sums = new Map();
  addStep(sums, step.index, 1, chain.links, 1);
  return { sums, failed: chain.failed, amount: chain.amount, answered: 1, exact: chain.exact };
};

/** E[N] of a count given that each of its N independent passes succeeds: Σ p·n·s^n ÷ Σ p·s^n. */
const meanGivenSuccess = (probabilities: readonly number[], success: number): number => {
  const all = powerOver(probabilities, success);
  return all === 0 ? 0 : probabilities.reduce((sum, p, n) => sum + p * n * success ** n, 0) / all;
};

/**
 * What a loop hands on: the last round's output, of items all together. Where failed items do not stop, the others'
 * outputs are handed on, so that the loop is never silent.
 */
const loopAmount = (step: PlanStep, passed: Passed, around: Around): Amount => {
  const surely = passed.answered > 1 - 1e-12;
  if (step.items === null && surely) return passed.amount;
  const each = passed.answered * closedMean(closed(passed.amount, around.handedOn));
  if (step.items === null) return { ...NO_AMOUNT, constant: each };
  if (step.goesOn) return { ...NO_AMOUNT, constant: meanCount(step.items) * (1 - passed.failed) * each };
  return { ...NO_AMOUNT, constant: meanGivenSuccess(step.items, powerOver(step.rounds, 1 - passed.failed)) * each };
};

const runLoop = (scope: Scope, step: PlanStep, state: StepState): void => {
  const { decisions, sums } = scope;
  const cases = casesOf(scope, step, state.runs);
  const given = decisions.probability(state.runs);
  let failed = NEVER;
  let mixed = 0;
  for (const { holds, occurred } of cases) {
    const around: Around = { occurred, handedOn: handedTo(scope, holds) };
    const passed = passOnce(scope, step, around);
    const passes = passesOf(step.rounds, step.items, passed.failed, step.goesOn);
    const weight = decisions.probability(holds);
    scope.exact &&= passed.exact;
    for (const [index, sum] of passed.sums) addStep(sums, index, sum.runs, sum.links, weight * passes.expected);
    if (step.kind === 'group') addStep(sums, step.index, 1, [], weight * passes.expected);
    const amount = loopAmount(step, passed, around);
    state.amount = amount;
    mixed += given === 0 ? 0 : (weight / given) * closedMean(closed(amount, around.handedOn));
    if (cases.length === 1) settle(scope, step, state, passes.failed);
    else if (passes.failed > 0)
      failed = decisions.or(failed, decisions.and(holds, decisions.choose([passes.failed, 1 - passes.failed])[0] ?? NEVER));
  }
  if (step.goesOn && step.items !== null) state.silent = NEVER;
  if (cases.length > 1) {
    state.failed = failed;
    state.silent = failed;
    state.amount = { ...NO_AMOUNT, constant: mixed };
  }
};

const runStep = (scope: Scope, index: number): void => {
  const step = stepAt(scope.plan, index);
  const state: StepState = { ...startOf(scope, step), failed: NEVER, silent: NEVER, outcomes: new Map(), amount: NO_AMOUNT };
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

/**
 * Returns what one pass through some fellow steps comes to on average: exact probabilities of every branch and failure by
 * decision diagrams, expected runs and costs by linearity, loops by Wald's identity (a pass costs the same whether or not
 * another follows). A request fails when a foreground step fails for good; steps that do not need it run on.
 */
const passThrough = (plan: Plan, roots: readonly number[], around: Around): Passed => {
  const scope: Scope = { plan, around, decisions: new Decisions(), states: new Map(), sums: new Map(), exact: true };
  const members = membersOf(plan, roots);
  for (const index of plan.order) if (members.has(index)) runStep(scope, index);
  const { decisions } = scope;
  const foreground = roots.filter((root) => !stepAt(plan, root).background);
  const failed = decisions.any(foreground.map((root) => stopsWith(scope, root)));
  const last = roots.at(-1);
  const speaker = last === undefined ? undefined : scope.states.get(speakerOf(scope, last));
  const succeeded = decisions.not(failed);
  const spoke = speaker === undefined ? NEVER : decisions.and(succeeded, decisions.and(speaker.runs, decisions.not(speaker.failed)));
  const success = decisions.probability(succeeded);
  return {
    sums: scope.sums,
    failed: decisions.probability(failed),
    amount: speaker?.amount ?? NO_AMOUNT,
    answered: success === 0 ? 0 : decisions.probability(spoke) / success,
    exact: scope.exact,
  };
};

/** Returns what one request through a plan comes to on average. */
export const requestOf = (plan: Plan): Passed => {
  const roots = plan.steps.filter(({ parent }) => parent === null).map(({ index }) => index);
  return passThrough(plan, roots, { occurred: new Map(), handedOn: () => ({ probability: 0, amount: NO_AMOUNT }) });
};
