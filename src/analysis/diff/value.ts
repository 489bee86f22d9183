import { Problems } from '../../diagnostics/diagnostic.ts';
import type { Evaluated } from '../../projection/expect.ts';
import { expect } from '../../projection/expect.ts';
import type { Projection, StepProjection } from '../../projection/projection.ts';
import type { Plan, ScenarioPlan } from '../../workflow/plan.ts';
import type { Variant } from './hybrid.ts';

/** A variant with everything looked up, and what a run of the workflow that evaluates it costs. */
export type Priced = { readonly plan: ScenarioPlan; readonly evaluated: Evaluated };

/** What prices a variant: both sides with the same tables, on the same day. Undefined where it does not fit together. */
export type Planner = (variant: Variant) => Priced | undefined;

/** Spend comes in months, but for workflows without traffic. */
export type Per = 'month' | 'request';

const firstMonth = (plan: Plan): Plan => ({ ...plan, months: plan.months.slice(0, 1) });

/** Returns the means of the first month in closed form; undefined where branches are too entangled. */
export const firstMonthOf = ({ plan, evaluated }: Priced): Projection | undefined =>
  expect({ ...plan, planAt: (values) => firstMonth(plan.planAt(values)) }, new Problems(), evaluated);

const STANDING = ['evaluation', 'fixed', 'oneOff'] as const;

/** How costs that belong to no step are called. */
export const STANDING_NAMES = ['evaluation', 'fixed costs', 'one-off costs'] as const;

const leaves = ({ steps }: Projection): readonly StepProjection[] => steps.filter(({ step }) => step.kind !== 'group');

/** Returns the names of the steps that cost something by themselves. */
export const stepNames = (projection: Projection): readonly string[] => leaves(projection).map(({ step }) => step.name);

const stepUsd = ({ links, compaction, costUsd }: StepProjection, per: Per): number => {
  if (per === 'request') return costUsd;
  return [...links, ...(compaction === null ? [] : [compaction])].reduce((sum, { spendUsd }) => sum + (spendUsd[0] ?? 0), 0);
};

/** Returns dollars by step, in the order of `names`, then what belongs to no step. */
export const spendVector = (projection: Projection, names: readonly string[], per: Per): readonly number[] => {
  const byName = new Map(leaves(projection).map((step) => [step.step.name, stepUsd(step, per)]));
  const components = per === 'month' ? projection.months[0]?.components : undefined;
  return [...names.map((name) => byName.get(name) ?? 0), ...STANDING.map((part) => components?.[part] ?? 0)];
};

/** Returns the sum of a vector. */
export const totalOf = (vector: readonly number[]): number => vector.reduce((sum, value) => sum + value, 0);
