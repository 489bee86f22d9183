import type { Projection, StepProjection } from '../../projection/expect.ts';
import type { Plan } from '../../workflow/plan.ts';
import { precise } from '../format.ts';
import { type Figure, stated } from './figure.ts';
import { linkFigure } from './links.ts';

/** Σ p·n of a list of P(N = n), as the plan holds rounds and items. */
const meanOf = (probabilities: readonly number[]): number => probabilities.reduce((sum, p, n) => sum + p * n, 0);

const runsFigure = (plan: Plan, { step, runs }: StepProjection): Figure => {
  const names = (list: readonly number[]): string => list.map((index) => plan.steps[index]?.name ?? '').join(', ');
  const when =
    step.when.kind === 'any'
      ? [`when: ${step.when.of.map(({ step: other, outcome }) => `${plan.steps[other]?.name}.${outcome}`).join(' or ')}`]
      : step.when.kind === 'chance'
        ? [`when: ${stated(plan, `${step.name}.when`)}`]
        : ['when: always'];
  const outcomes = [...new Set(step.when.kind === 'any' ? step.when.of.map(({ step: other }) => plan.steps[other]?.name ?? '') : [])];
  return {
    name: `${step.name}: runs per request`,
    value: precise(runs),
    formula: ['= P(it is reached, and nothing that it needs has failed) × rounds × items', `= ${precise(runs)}`],
    terms: [
      ...when,
      ...outcomes.map((other) => `${other}.outcomes: ${stated(plan, `${other}.outcomes`)}`),
      ...(step.needs.length > 0 ? [`needs: ${names(step.needs)}`] : []),
      ...(step.parent === null ? [] : [`in group: ${plan.steps[step.parent]?.name}`]),
      ...(step.rounds === null
        ? []
        : [
            `rounds: ${precise(meanOf(step.rounds))} on average, if none fails: ${stated(plan, `${step.name}.repeat.times`) || stated(plan, `${step.name}.repeat.continue`)}`,
          ]),
      ...(step.items === null ? [] : [`items: ${precise(meanOf(step.items))} on average: ${stated(plan, `${step.name}.for_each.items`)}`]),
    ],
  };
};

/** Returns how often a step runs, and what each of its links costs. */
export const stepFigures = (projection: Projection, step: StepProjection): readonly Figure[] => [
  runsFigure(projection.plan, step),
  ...step.step.links.flatMap((link, index) => linkFigure(projection.plan, step, link, index)),
];
