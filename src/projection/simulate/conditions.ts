import type { PlanCondition, PlanStep } from '../../workflow/plan.ts';
import type { Play } from './play.ts';
import { happens, type Streams } from './values.ts';

/** Whether a condition holds in the request that is being played. */
export type Condition = (play: Play) => boolean;

const outcomeOf = (steps: readonly PlanStep[], step: number, outcome: string): Condition => {
  if (outcome === 'failed') return (play) => play.failed[step] === 1;
  const index = steps[step]?.outcomes.findIndex(({ name }) => name === outcome) ?? -1;
  return index === -1 ? () => false : (play) => play.outcome[step] === index;
};

/** Returns a condition as a function of the request; `name` names the draw of a bare probability. */
export const conditionOf = (steps: readonly PlanStep[], when: PlanCondition, name: string, streams: Streams): Condition => {
  switch (when.kind) {
    case 'always':
      return () => true;
    case 'chance': {
      const { share } = when;
      const stream = streams(name);
      return ({ at }) => happens(stream, share, at.run, at.pass);
    }
    case 'outcome':
      return outcomeOf(steps, when.step, when.outcome);
    case 'any': {
      const of = when.of.map((inner, index) => conditionOf(steps, inner, `${name}.${index}`, streams));
      return (play) => {
        for (const holds of of) if (holds(play)) return true;
        return false;
      };
    }
    case 'all': {
      const of = when.of.map((inner, index) => conditionOf(steps, inner, `${name}.${index}`, streams));
      return (play) => {
        for (const holds of of) if (!holds(play)) return false;
        return true;
      };
    }
    case 'not': {
      const inner = conditionOf(steps, when.of, `${name}.0`, streams);
      return (play) => !inner(play);
    }
    case 'turn':
      return when.turn === 'first' ? (play) => play.turn === 0 : (play) => play.turn === play.turns - 1;
    default:
      return when satisfies never;
  }
};
