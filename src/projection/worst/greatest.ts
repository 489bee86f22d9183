import { ceilingOf } from '../../workflow/amount.ts';
import type { Amount, Handed, Link, Plan, PlanItems, PlanStep } from '../../workflow/plan.ts';
import { chunksOf } from '../loop.ts';

/** Returns a × b where nothing, even without end, is nothing: an endless loop of free steps is free. */
export const product = (a: number, b: number): number => (a === 0 || b === 0 ? 0 : a * b);

/** How often something runs at most: Infinity, and which ceiling is missing, where nothing bounds it. */
export type Most = { readonly count: number; readonly missing: string | null };

const ONCE: Most = { count: 1, missing: null };

const bounded = (count: number, missing: string): Most =>
  Number.isFinite(count) ? { count, missing: null } : { count: Infinity, missing };

/** What a link hands on at most: a model up to its ceiling, whatever its workflow says it usually writes. */
const linkOutput = (plan: Plan, link: Link, seen: readonly number[]): number => {
  switch (link.kind) {
    case 'model':
      return Number.isFinite(link.maxOutput) ? link.maxOutput : greatest(plan, link.output, seen);
    case 'tool':
    case 'person':
      return greatest(plan, link.output, seen);
    case 'reply':
      return 0;
    default:
      return link satisfies never;
  }
};

/** Items hand on their outputs together, a group the last step's, a loop the last round's. */
const outputOf = (plan: Plan, step: PlanStep, seen: readonly number[]): number => {
  if (seen.includes(step.index)) return Infinity;
  const now = [...seen, step.index];
  const inside = step.children.map((child) => plan.steps[child]).filter((child) => child !== undefined);
  const once =
    step.kind === 'group'
      ? Math.max(0, ...inside.map((child) => outputOf(plan, child, now)))
      : Math.max(0, ...step.links.map((link) => linkOutput(plan, link, now)));
  return product(once, itemsAtMost(plan, step, now).count);
};

const handedAtMost = (plan: Plan, handed: Handed, seen: readonly number[]): number => {
  const step = plan.steps[handed.step];
  const most = (): number => {
    if (step === undefined) return 0;
    if (handed.what === 'chunk') return step.items?.kind === 'chunks' ? step.items.size : Infinity;
    return handed.what === 'rounds' ? Infinity : outputOf(plan, step, seen);
  };
  if (Number.isFinite(handed.max)) return handed.max;
  return Math.max(handed.min, handed.plus + Math.max(0, product(handed.times, most())));
};

const greatest = (plan: Plan, amount: Amount, seen: readonly number[]): number =>
  amount.handed.reduce((sum, handed) => sum + handedAtMost(plan, handed, seen), ceilingOf({ ...amount, handed: [] }));

/**
 * Returns the greatest value that an amount can have, Infinity where nothing bounds it. What another step hands on is bounded
 * by that step's own ceilings: a list that a model writes with `max_output: 400`, at one item for 20 tokens, has 20 items.
 */
export const greatestOf = (plan: Plan, amount: Amount): number => greatest(plan, amount, []);

/** Returns the greatest number of rounds that a step runs, 1 without a loop. */
export const roundsAtMost = (plan: Plan, { rounds }: PlanStep): Most => {
  if (rounds === null) return ONCE;
  if (rounds.max !== null) return { count: rounds.max, missing: null };
  if (rounds.kind === 'linked') return bounded(Math.max(1, Math.round(greatestOf(plan, rounds.number))), 'max on repeat.times');
  return { count: Infinity, missing: 'repeat.max' };
};

const greatestItems = (plan: Plan, items: PlanItems, seen: readonly number[]): Most => {
  if (items.max !== null) return { count: items.max, missing: null };
  switch (items.kind) {
    case 'counts':
      return { count: Infinity, missing: 'max on for_each.items' };
    case 'linked':
      return bounded(Math.max(0, Math.round(greatest(plan, items.number, seen))), 'max on for_each.items');
    case 'chunks':
      return bounded(chunksOf(items, greatest(plan, items.document, seen)), 'max on the document of chunks_of');
    default:
      return items satisfies never;
  }
};

/** Returns the greatest number of items that a step runs over, 1 where it has none. */
export const itemsAtMost = (plan: Plan, { items }: PlanStep, seen: readonly number[] = []): Most =>
  items === null ? ONCE : greatestItems(plan, items, seen);
