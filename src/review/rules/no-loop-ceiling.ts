import type { Span } from '../../diagnostics/source.ts';
import { count, money } from '../../report/format.ts';
import type { Repeat } from '../../workflow/spec.ts';
import { type ReviewedStep, stepsOf } from '../reviewed.ts';
import type { Rule } from '../rule.ts';

const placeOf = (repeat: Repeat): Span => {
  switch (repeat.kind) {
    case 'times':
      return repeat.times.at;
    case 'continue':
      return repeat.share.at;
    case 'until':
      return repeat.at;
    default:
      return repeat satisfies never;
  }
};

const stakeOf = ({ sum }: ReviewedStep): string | null => {
  if (sum.runs === 0 || sum.costUsd === 0) return null;
  const each = sum.costUsd / sum.runs;
  return `nothing bounds what one request costs: a round costs ${money(each)}, a hundred of them at least ${money(each * 100)} (planned: ${count(sum.runs)} a request)`;
};

const fixOf = ({ kind }: Repeat): string =>
  kind === 'times' ? 'add `max` to the number of rounds: `{ p50: 3, p95: 8, max: 20 }`' : 'add `max` to the loop: `max: 10`';

export const noLoopCeiling: Rule = {
  id: 'no-loop-ceiling',
  level: 'warn',
  title: 'A loop without a ceiling',
  why: 'An agent that does not find its way out goes on until somebody stops it. Where rounds carry what came before, cost grows with the square of their number.',
  example: 'work: { repeat: { until: judge.pass }, steps: { … } }',
  fix: 'Give the loop a max, and say what happens when it is reached.',
  find: (reviewed) =>
    stepsOf(reviewed).flatMap((one) => {
      const { repeat, name } = one.spec;
      if (repeat === null || one.step.rounds === null || one.step.rounds.max !== null) return [];
      return [{ at: placeOf(repeat), message: `the loop "${name}" has no ceiling`, stake: stakeOf(one), fix: fixOf(repeat) }];
    }),
};
