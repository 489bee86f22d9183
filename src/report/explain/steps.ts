import type { Projection, StepProjection } from '../../projection/projection.ts';
import { meanCount } from '../../stats/counts.ts';
import type { Plan, PlanCondition, PlanStep } from '../../workflow/plan.ts';
import { precise } from '../format.ts';
import { type Figure, stated } from './figure.ts';
import { compactionFigure, linkFigure } from './links.ts';

/** A condition as its author wrote it, but for names: `triage.simple or triage.complex`. */
const whenText = (plan: Plan, name: string, when: PlanCondition): string => {
  switch (when.kind) {
    case 'always':
      return 'always';
    case 'chance':
      return stated(plan, `${name}.when`) || precise(when.share);
    case 'outcome':
      return `${plan.steps[when.step]?.name}.${when.outcome}`;
    case 'turn':
      return `${when.turn} turn`;
    case 'any':
      return when.of.map((one) => whenText(plan, name, one)).join(' or ');
    case 'all':
      return when.of.map((one) => (one.kind === 'any' ? `(${whenText(plan, name, one)})` : whenText(plan, name, one))).join(' and ');
    case 'not':
      return `not ${when.of.kind === 'any' || when.of.kind === 'all' ? `(${whenText(plan, name, when.of)})` : whenText(plan, name, when.of)}`;
    default:
      return when satisfies never;
  }
};

/** Steps whose outcomes a condition asks about. */
const askedBy = (when: PlanCondition): readonly number[] => {
  if (when.kind === 'outcome') return [when.step];
  if (when.kind === 'any' || when.kind === 'all') return when.of.flatMap(askedBy);
  return when.kind === 'not' ? askedBy(when.of) : [];
};

const roundsText = (plan: Plan, { name, rounds }: PlanStep): readonly string[] => {
  if (rounds === null) return [];
  const text = stated(plan, `${name}.repeat.times`) || stated(plan, `${name}.repeat.continue`) || stated(plan, `${name}.repeat`);
  if (rounds.kind === 'counts') return [`rounds: ${precise(meanCount(rounds.counts))} on average, if none fails: ${text}`];
  return [`rounds: ${rounds.kind === 'until' ? `until an outcome inside, at most ${rounds.max ?? 'without limit'}` : text}`];
};

const itemsText = (plan: Plan, { name, items }: PlanStep): readonly string[] => {
  if (items === null) return [];
  if (items.kind === 'counts') return [`items: ${precise(meanCount(items.counts))} on average: ${stated(plan, `${name}.for_each.items`)}`];
  if (items.kind === 'linked') return [`items: ${stated(plan, `${name}.for_each.items`)}`];
  return [`chunks: of ${precise(items.size)} tokens, ${precise(items.overlap)} of them shared with the one before`];
};

const runsFigure = (plan: Plan, { step, runs }: StepProjection): Figure => {
  const names = (list: readonly number[]): string => list.map((index) => plan.steps[index]?.name ?? '').join(', ');
  const outcomes = [...new Set(askedBy(step.when).map((other) => plan.steps[other]?.name ?? ''))];
  return {
    name: `${step.name}: runs per request`,
    value: precise(runs),
    formula: ['= P(it is reached, and nothing that it needs has failed) × rounds × items', `= ${precise(runs)}`],
    terms: [
      `when: ${whenText(plan, step.name, step.when)}`,
      ...outcomes.map((other) => `${other}.outcomes: ${stated(plan, `${other}.outcomes`)}`),
      ...(step.needs.length > 0 ? [`needs: ${names(step.needs)}`] : []),
      ...(step.parent === null ? [] : [`in group: ${plan.steps[step.parent]?.name}`]),
      ...roundsText(plan, step),
      ...itemsText(plan, step),
    ],
  };
};

/** Returns how often a step runs, and what each of its links costs. */
export const stepFigures = (projection: Projection, step: StepProjection): readonly Figure[] => [
  runsFigure(projection.plan, step),
  ...step.step.links.flatMap((link, index) => linkFigure(projection, step, link, index)),
  ...compactionFigure(step),
];
