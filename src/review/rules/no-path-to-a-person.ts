import { count, percent } from '../../report/format.ts';
import { stepsOf } from '../reviewed.ts';
import type { Rule } from '../rule.ts';

export const noPathToAPerson: Rule = {
  id: 'no-path-to-a-person',
  level: 'off',
  title: 'No path to a person',
  why: 'Some requests are beyond the model, and some users ask for a person. Where no step is a human one, these requests end in a bad answer, and their cost is not in the plan. Off unless a project turns it on: not every workflow talks to people.',
  example: 'steps: { answer: { model: anthropic/claude-sonnet-5, prompt: 4k, output: 300 } }',
  fix: 'Add a human step behind the outcome that calls for one.',
  find: (reviewed) => {
    const steps = stepsOf(reviewed);
    const [first] = steps;
    if (first === undefined || steps.some(({ spec }) => spec.body.kind === 'human')) return [];
    const { successRate, months } = reviewed.base.projection;
    const failed = months[0] === undefined ? percent(1 - successRate) : `${count((1 - successRate) * months[0].requests)} a month`;
    return [
      {
        at: first.spec.at,
        message: 'no step is done by a person: what the models cannot do ends there',
        stake: successRate === 1 ? null : `requests that fail, ${failed}, have nowhere to go`,
        fix: 'add a step with `human`, and `when` the outcome that calls for it',
      },
    ];
  },
};
