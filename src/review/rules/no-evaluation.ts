import type { Rule } from '../rule.ts';
import { moneyOf } from '../stakes.ts';

export const noEvaluation: Rule = {
  id: 'no-evaluation',
  level: 'off',
  title: 'No evaluation in the plan',
  why: 'Whoever changes a prompt or a model has to know whether answers got worse. Test runs cost money, and a plan without them is too low. Off unless a project turns it on.',
  example: 'launch: { requests: 2k per day }',
  fix: 'State how many cases are run how often: evaluation: { cases: 300, runs: 60 per month }.',
  find: (reviewed) => {
    const { scenarios } = reviewed.workflow.spec;
    const [first] = scenarios;
    if (first?.volume == null || scenarios.some(({ evaluation }) => evaluation !== null)) return [];
    return [
      {
        at: first.at,
        message: 'no scenario says what testing costs',
        stake: `changes go out untested to what costs ${moneyOf(reviewed, reviewed.base.projection.costUsd)}`,
        fix: 'add `evaluation: { cases: 300, runs: 60 per month }`',
      },
    ];
  },
};
