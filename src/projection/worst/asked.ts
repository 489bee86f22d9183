import type { Plan, PlanCondition, PlanStep } from '../../workflow/plan.ts';

/** Where a request may stand in its session. */
export type Turn = { readonly first: boolean; readonly last: boolean };

/** Which asked outcome each step had: null for none of them. A step that is missing may have had any. */
export type Outcomes = ReadonlyMap<number, string | null>;

/** Whether a condition can hold, and whether it can fail. */
export type Possible = readonly [holds: boolean, fails: boolean];

const YES: Possible = [true, false];
const NO: Possible = [false, true];

/** Returns whether a condition can hold and can fail, given what happened before. Every chance is a draw of its own. */
export const possible = (when: PlanCondition, outcomes: Outcomes, turn: Turn): Possible => {
  switch (when.kind) {
    case 'always':
      return YES;
    case 'chance':
      return [when.share > 0, when.share < 1];
    case 'outcome': {
      const happened = outcomes.get(when.step);
      if (happened === undefined) return [true, true];
      return happened === when.outcome ? YES : NO;
    }
    case 'any': {
      const of = when.of.map((one) => possible(one, outcomes, turn));
      return [of.some(([holds]) => holds), of.every(([, fails]) => fails)];
    }
    case 'all': {
      const of = when.of.map((one) => possible(one, outcomes, turn));
      return [of.every(([holds]) => holds), of.some(([, fails]) => fails)];
    }
    case 'not': {
      const [holds, fails] = possible(when.of, outcomes, turn);
      return [fails, holds];
    }
    case 'turn':
      return turn[when.turn] ? YES : NO;
    default:
      return when satisfies never;
  }
};

type Outcome = { readonly step: number; readonly outcome: string };

const outcomesIn = (when: PlanCondition): readonly Outcome[] => {
  if (when.kind === 'outcome') return [when];
  if (when.kind === 'not') return outcomesIn(when.of);
  return when.kind === 'any' || when.kind === 'all' ? when.of.flatMap(outcomesIn) : [];
};

/** The outcomes of each step that some condition or loop asks for. */
export type Asked = ReadonlyMap<number, ReadonlySet<string>>;

/** Returns which outcomes a plan asks for: no others need to be told apart. */
export const askedIn = ({ steps }: Plan): Asked => {
  const asked = new Map<number, Set<string>>();
  for (const { when, rounds } of steps)
    for (const { step, outcome } of [...outcomesIn(when), ...(rounds?.kind === 'until' ? rounds.until : [])])
      asked.set(step, (asked.get(step) ?? new Set()).add(outcome));
  return asked;
};

/** Returns for each step that conditions ask for the last place at which one does. */
export const lastAsked = ({ steps }: Plan, places: ReadonlyMap<number, number>): ReadonlyMap<number, number> => {
  const last = new Map<number, number>();
  for (const { index, when } of steps)
    for (const { step } of outcomesIn(when)) last.set(step, Math.max(last.get(step) ?? 0, places.get(index) ?? 0));
  return last;
};

const mayFail = ({ goesOn, links }: PlanStep): boolean => goesOn && links.every(({ kind }) => kind !== 'reply');

/**
 * Returns what a run of a step may have ended with, of the outcomes that are asked for; null for all others. An outcome that ends
 * the request stops what runs beside and after it: any other is at least as dear.
 */
export const endingsOf = (step: PlanStep, asked: ReadonlySet<string>): readonly (string | null)[] => {
  const drawn = step.outcomes.filter(({ share }) => share > 0).map(({ name }) => name);
  const open = drawn.filter((name) => !step.endsRequest.includes(name));
  const names = [...(open.length > 0 ? open : drawn), ...(mayFail(step) ? ['failed'] : [])];
  if (drawn.length === 0) return [null, ...names.filter((name) => asked.has(name))];
  return [...new Set(names.map((name) => (asked.has(name) ? name : null)))];
};
