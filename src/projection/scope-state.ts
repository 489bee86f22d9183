import type { Plan, PlanStep } from '../workflow/plan.ts';
import type { Fate, Offer } from './chain.ts';
import { ALWAYS, type Condition, type Decisions, NEVER } from './decisions.ts';
import type { Filling, Handing } from './filling.ts';
import type { Sums } from './sums.ts';

/** `step.outcome`. */
type OutcomeKey = string;

const keyOf = (step: number, outcome: string): OutcomeKey => `${step}.${outcome}`;

/**
 * What a loop's body sees of the steps around it: which outcomes occurred, what references stand for, which answers are
 * read by someone, and how many ways it may still be told apart in.
 */
export type Around = {
  readonly occurred: ReadonlyMap<OutcomeKey, boolean>;
  readonly filling: Filling;
  readonly read: ReadonlySet<number>;
  readonly room: number;
};

/** A fate with the step whose items draw it anew, null where it is drawn once a request. */
export type OwnedFate = Fate & { readonly owner: number | null };

/** What a step hands on where a condition holds. */
export type Answer = Offer & { readonly when: Condition };

export type StepState = {
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

export type Scope = {
  readonly plan: Plan;
  readonly around: Around;
  readonly decisions: Decisions;
  readonly states: Map<number, StepState>;
  /** What steps inside loops of this scope hand on: the last round's, of items all together. */
  readonly inside: Map<number, Answer[]>;
  readonly sums: Sums;
  readonly fates: OwnedFate[];
  exact: boolean;
};

/** Returns the step of an index. */
export const stepAt = (plan: Plan, index: number): PlanStep => plan.steps[index] as PlanStep;

/** Whether a step runs more than once: then its body is a scope of its own. */
export const isLoop = (step: PlanStep): boolean => step.rounds !== null || step.items !== null;

/** A plain group is no scope of its own: its steps stand in the scope around it. */
const childrenOf = (scope: Scope, index: number): readonly number[] => {
  const step = stepAt(scope.plan, index);
  return step.kind === 'group' && !isLoop(step) ? step.children : [];
};

/** Whether a step has failed such that what needs it cannot run: itself, or in a plain group any foreground step. */
export const stopsWith = (scope: Scope, index: number): Condition => {
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

/** Returns when a step starts, and when something that it needs has failed. */
export const startOf = (scope: Scope, step: PlanStep): Pick<StepState, 'runs' | 'blocked'> => {
  const { decisions, states } = scope;
  const gate = step.parent === null ? ALWAYS : (states.get(step.parent)?.runs ?? ALWAYS);
  const blocked = decisions.any(step.needs.map((need) => decisions.or(stopsWith(scope, need), states.get(need)?.blocked ?? NEVER)));
  const free = decisions.and(gate, decisions.not(blocked));
  return { runs: decisions.and(free, conditionOf(scope, step)), blocked };
};

/** The step whose output a step hands on: itself, or a plain group's last step. */
export const speakerOf = (scope: Scope, index: number): number => {
  const last = childrenOf(scope, index).at(-1);
  return last === undefined ? index : speakerOf(scope, last);
};

/** What another step hands on, given that a condition holds; its own references are asked given that it had that answer too. */
export const handedTo = (scope: Scope, given: Condition): Filling => {
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
export const settle = (scope: Scope, step: PlanStep, state: StepState, failed: number): void => {
  const { decisions } = scope;
  if (step.outcomes.length === 0 && failed === 0) return;
  const shares = step.outcomes.length === 0 ? [1 - failed] : step.outcomes.map(({ share }) => share * (1 - failed));
  const chosen = decisions.choose([...shares, failed]).map((condition) => decisions.and(state.runs, condition));
  for (const [index, { name }] of step.outcomes.entries()) state.outcomes.set(name, chosen[index] ?? NEVER);
  state.failed = chosen.at(-1) ?? NEVER;
  state.silent = state.failed;
  if (step.goesOn) state.outcomes.set('failed', state.failed);
};

/** A case of the outcomes around a loop that its body asks about. */
export type Case = { readonly holds: Condition; readonly occurred: ReadonlyMap<OutcomeKey, boolean> };

const askedInside = (plan: Plan, group: PlanStep): readonly { readonly step: number; readonly outcome: string }[] =>
  group.children.flatMap((index) => {
    const child = stepAt(plan, index);
    return [...(child.when.kind === 'any' ? child.when.of : []), ...askedInside(plan, child)];
  });

/** Splits the runs of a loop by the outcomes outside it that steer its body; cases that cannot be are left out. */
export const casesOf = (scope: Scope, step: PlanStep, runs: Condition): readonly Case[] => {
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
