import type { Amount, Handed, Plan, PlanCondition, PlanStep } from '../workflow/plan.ts';
import type { Chain, Fate, Offer, Writes } from './chain.ts';
import { ALWAYS, type Condition, type Decisions, NEVER } from './decisions.ts';
import type { Filling, Handing } from './filling.ts';
import type { Surroundings } from './prompt.ts';
import type { Sums } from './sums.ts';

/** `step.outcome`; turns are outcomes of no step. */
export type OutcomeKey = string;

export const keyOf = (step: number, outcome: string): OutcomeKey => `${step}.${outcome}`;

/** The turn of a session as a pseudo step: whether it is the first is known, whether it is the last is a choice. */
export const TURN = -1;

/**
 * What a scope sees of the steps around it: which outcomes occurred, what references stand for, which answers are
 * read by someone, how many ways it may still be told apart in, and what its prompts find in the cache.
 */
export type Around = {
  readonly occurred: ReadonlyMap<OutcomeKey, boolean>;
  /** The chance that this turn is the session's last, where it is not among what occurred. */
  readonly lastTurn: number | null;
  readonly filling: Filling;
  readonly read: ReadonlySet<number>;
  /** Outcomes that someone outside the loop around them asks about. */
  readonly asked: ReadonlyMap<number, readonly { readonly step: number; readonly outcome: string }[]>;
  readonly room: number;
  readonly surroundings: Surroundings;
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
  /** For each cache entry that it writes, when it does. */
  readonly wrote: Map<number, Condition>;
  readonly startMs: number;
  endMs: number;
};

/** A step that ends the request: when, and at what time of a mean request. */
export type Ending = { readonly step: number; readonly when: Condition; readonly atMs: number };

export type Scope = {
  readonly plan: Plan;
  readonly around: Around;
  readonly decisions: Decisions;
  readonly states: Map<number, StepState>;
  /** What steps inside loops of this scope hand on: the last round's, of items all together. */
  readonly inside: Map<number, Answer[]>;
  /** Outcomes of steps inside loops of this scope: the last round's. */
  readonly insideOutcomes: Map<OutcomeKey, Condition>;
  /** Mean tokens that loops of this scope produced for each loop that carries them, where they ran. */
  readonly produced: Map<number, { readonly when: Condition; readonly tokens: number }[]>;
  /** All that a loop carried. */
  readonly carried: Map<number, Answer[]>;
  readonly sums: Sums;
  readonly fates: OwnedFate[];
  readonly endings: Ending[];
  /** Runs of plain steps, so that what is cancelled can be taken back. */
  readonly ran: { readonly step: PlanStep; readonly runs: Condition; readonly chain: Chain }[];
  exact: boolean;
};

/** Returns the step of an index. */
export const stepAt = (plan: Plan, index: number): PlanStep => plan.steps[index] as PlanStep;

/** Whether a step runs more than once: then its body is a scope of its own. */
export const isLoop = (step: PlanStep): boolean => step.rounds !== null || step.items !== null;

/** A plain group is no scope of its own: its steps stand in the scope around it. */
export const childrenOf = (plan: Plan, index: number): readonly number[] => {
  const step = stepAt(plan, index);
  return step.kind === 'group' && !isLoop(step) ? step.children : [];
};

/** Whether a step has failed such that what needs it cannot run: itself, or in a plain group any foreground step. */
export const stopsWith = (scope: Scope, index: number): Condition => {
  const step = stepAt(scope.plan, index);
  const state = scope.states.get(index);
  const inside = childrenOf(scope.plan, index).filter((child) => !stepAt(scope.plan, child).background);
  const own = state === undefined || step.goesOn ? NEVER : state.failed;
  return scope.decisions.or(own, scope.decisions.any(inside.map((child) => stopsWith(scope, child))));
};

/** Returns when an outcome occurred, as far as this scope knows; undefined where it does not know the step. */
export const outcomeOf = (scope: Scope, step: number, outcome: string): Condition | undefined => {
  const key = keyOf(step, outcome);
  const own = scope.states.get(step);
  if (own !== undefined) return own.outcomes.get(outcome) ?? NEVER;
  const inside = scope.insideOutcomes.get(key);
  if (inside !== undefined) return inside;
  const known = scope.around.occurred.get(key);
  return known === undefined ? undefined : known ? ALWAYS : NEVER;
};

const conditionOf = (scope: Scope, when: PlanCondition): Condition => {
  const { decisions } = scope;
  switch (when.kind) {
    case 'always':
      return ALWAYS;
    case 'chance':
      return decisions.choose([when.share, 1 - when.share])[0] ?? NEVER;
    case 'outcome':
      return outcomeOf(scope, when.step, when.outcome) ?? NEVER;
    case 'turn':
      return outcomeOf(scope, TURN, when.turn) ?? NEVER;
    case 'any':
      return decisions.any(when.of.map((one) => conditionOf(scope, one)));
    case 'all':
      return when.of.reduce((all, one) => decisions.and(all, conditionOf(scope, one)), ALWAYS);
    case 'not':
      return decisions.not(conditionOf(scope, when.of));
    default:
      return when satisfies never;
  }
};

/** Everything inside a step that stands in the same scope, itself included. */
const within = (plan: Plan, index: number): readonly number[] => [
  index,
  ...childrenOf(plan, index).flatMap((child) => within(plan, child)),
];

const endOf = (scope: Scope, index: number): number =>
  Math.max(0, ...within(scope.plan, index).map((one) => scope.states.get(one)?.endMs ?? 0));

/** Returns the time at which a step starts in a mean request. */
export const startMsOf = (scope: Scope, step: PlanStep): number => {
  const gate = step.parent === null ? 0 : (scope.states.get(step.parent)?.startMs ?? 0);
  return Math.max(gate, ...step.needs.map((need) => endOf(scope, need)));
};

/** Returns when a step starts, and when something that it needs has failed. */
export const startOf = (scope: Scope, step: PlanStep): Pick<StepState, 'runs' | 'blocked' | 'startMs'> => {
  const { decisions, states } = scope;
  const startMs = startMsOf(scope, step);
  const gate = step.parent === null ? ALWAYS : (states.get(step.parent)?.runs ?? ALWAYS);
  const blocked = decisions.any(step.needs.map((need) => decisions.or(stopsWith(scope, need), states.get(need)?.blocked ?? NEVER)));
  const ended = decisions.any(scope.endings.filter(({ atMs }) => atMs <= startMs).map(({ when }) => when));
  const free = decisions.and(gate, decisions.not(decisions.or(blocked, ended)));
  return { runs: decisions.and(free, conditionOf(scope, step.when)), blocked, startMs };
};

/** The step whose output a step hands on: itself, or a plain group's last step. */
export const speakerOf = (plan: Plan, index: number): number => {
  const last = childrenOf(plan, index).at(-1);
  return last === undefined ? index : speakerOf(plan, last);
};

type Take = (offer: Offer) => Amount;

/** What another step hands on, given that a condition holds; its own references are asked given that it had that answer too. */
export const handedTo = (scope: Scope, given: Condition, take: Take = ({ amount }) => amount): Filling => {
  const { decisions, around, plan } = scope;
  const whole = decisions.probability(given);
  const handingsOf = (answers: readonly Answer[], answered: Condition): readonly Handing[] =>
    answers.flatMap((answer): readonly Handing[] => {
      const holds = decisions.and(given, decisions.and(answered, answer.when));
      const probability = whole === 0 ? 0 : (answer.share * decisions.probability(holds)) / whole;
      return probability === 0 ? [] : [{ probability, amount: take(answer), filling: handedTo(scope, holds) }];
    });
  const outputs = (index: number): readonly Handing[] | undefined => {
    const speaker = speakerOf(plan, index);
    const state = scope.states.get(speaker);
    if (state !== undefined) return handingsOf(state.answers, decisions.and(state.runs, decisions.not(state.silent)));
    const inner = scope.inside.get(speaker);
    return inner && handingsOf(inner, ALWAYS);
  };
  const local = (index: number, what: Handed['what']): readonly Handing[] | undefined => {
    if (what === 'output') return outputs(index);
    const carried = what === 'rounds' ? scope.carried.get(index) : undefined;
    return carried && handingsOf(carried, ALWAYS);
  };
  return { fixed: around.filling.fixed, handedOn: (index, what) => local(index, what) ?? around.filling.handedOn(index, what) };
};

/** What a step's run comes to besides its outcomes: it fails, or the request ends inside it. */
export type Settled = {
  readonly failed: number;
  readonly ended: number;
  /** For each entry: the chance that it is written, given success and whatever happens. */
  readonly writes: Writes;
};

/** Independent of the rest, a condition of the given chance; no choice where it is certain. */
const chance = (scope: Scope, probability: number): Condition => {
  if (probability >= 1 - 1e-15) return ALWAYS;
  return probability <= 0 ? NEVER : (scope.decisions.choose([probability, 1 - probability])[0] ?? NEVER);
};

/** Writing hangs on success: an answer was billed, a failure may have been none but errors. */
const settleWrites = (scope: Scope, state: StepState, { failed, writes }: Settled): void => {
  const { decisions } = scope;
  for (const [entry, { ever, givenSuccess }] of writes) {
    const givenFailure = failed <= 0 ? 0 : Math.min(1, Math.max(0, (ever - (1 - failed) * givenSuccess) / failed));
    const succeeding = decisions.and(decisions.not(state.failed), chance(scope, givenSuccess));
    const failing = decisions.and(state.failed, chance(scope, givenFailure));
    state.wrote.set(entry, decisions.and(state.runs, decisions.or(succeeding, failing)));
  }
};

/** Makes the choice of a step's result: its outcomes share what neither fails nor ends. */
export const settle = (scope: Scope, step: PlanStep, state: StepState, settled: Settled): void => {
  const { decisions } = scope;
  const { failed, ended } = settled;
  const rest = Math.max(0, 1 - failed - ended);
  if (step.outcomes.length > 0 || failed > 0 || ended > 0) {
    const shares = step.outcomes.length === 0 ? [rest] : step.outcomes.map(({ share }) => share * rest);
    const chosen = decisions.choose([...shares, ended, failed]).map((condition) => decisions.and(state.runs, condition));
    for (const [index, { name }] of step.outcomes.entries()) state.outcomes.set(name, chosen[index] ?? NEVER);
    state.failed = chosen.at(-1) ?? NEVER;
    state.silent = decisions.or(state.failed, chosen.at(-2) ?? NEVER);
    if (step.goesOn) state.outcomes.set('failed', state.failed);
    const ends = decisions.any([
      ended > 0 ? (chosen.at(-2) ?? NEVER) : NEVER,
      ...step.endsRequest.map((name) => state.outcomes.get(name) ?? NEVER),
    ]);
    if (ends !== NEVER) scope.endings.push({ step: step.index, when: ends, atMs: state.endMs });
  }
  settleWrites(scope, state, settled);
};

/** A case of the outcomes around a loop that its body asks about. */
export type Case = { readonly holds: Condition; readonly occurred: ReadonlyMap<OutcomeKey, boolean> };

type Ref = { readonly step: number; readonly outcome: string };

const refsOf = (when: PlanCondition): readonly Ref[] => {
  switch (when.kind) {
    case 'outcome':
      return [when];
    case 'turn':
      return [{ step: TURN, outcome: when.turn }];
    case 'any':
    case 'all':
      return when.of.flatMap(refsOf);
    case 'not':
      return refsOf(when.of);
    default:
      return [];
  }
};

const askedInside = (plan: Plan, group: PlanStep): readonly Ref[] =>
  group.children.flatMap((index) => {
    const child = stepAt(plan, index);
    return [...refsOf(child.when), ...askedInside(plan, child)];
  });

/** Splits a condition by some outcomes that this scope knows; cases that cannot be are left out. */
export const splitBy = (scope: Scope, given: Case, refs: readonly Ref[]): readonly Case[] => {
  const { decisions } = scope;
  let cases: readonly Case[] = [given];
  for (const { step, outcome } of refs) {
    const key = keyOf(step, outcome);
    const occurs = outcomeOf(scope, step, outcome);
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

/** Splits the runs of a loop by the outcomes outside it that steer its body. */
export const casesOf = (scope: Scope, step: PlanStep, runs: Condition): readonly Case[] =>
  splitBy(scope, { holds: runs, occurred: scope.around.occurred }, askedInside(scope.plan, step));

/** For each loop, the outcomes of steps inside it that a step outside it, or the loop itself, asks about. */
export const askedOfLoops = (plan: Plan): Around['asked'] => {
  const ancestors = (index: number): readonly number[] => {
    const { parent } = stepAt(plan, index);
    return parent === null ? [index] : [index, ...ancestors(parent)];
  };
  const asked = new Map<number, Ref[]>();
  for (const asker of plan.steps) {
    const own = new Set(ancestors(asker.index));
    for (const ref of refsOf(asker.when).filter(({ step }) => step !== TURN)) {
      for (const loop of ancestors(ref.step).filter((index) => index !== ref.step && isLoop(stepAt(plan, index)) && !own.has(index))) {
        asked.set(loop, [...(asked.get(loop) ?? []), { step: ref.step, outcome: ref.outcome }]);
      }
    }
  }
  return asked;
};
