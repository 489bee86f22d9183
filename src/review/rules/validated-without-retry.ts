import { count, percent } from '../../report/format.ts';
import { type Reviewed, type ReviewedStep, stepsOf } from '../reviewed.ts';
import type { Rule } from '../rule.ts';
import { moneyOf } from '../stakes.ts';

/** Answers that are billed and thrown away, and what they cost. */
const stakeOf = (reviewed: Reviewed, { step, sum }: ReviewedStep): string | null => {
  const [link] = step.links;
  const [tried] = sum.links;
  if (tried === undefined || (link?.kind !== 'model' && link?.kind !== 'tool')) return null;
  const { invalid } = link.retry;
  const [month] = reviewed.base.projection.months;
  const wasted = moneyOf(reviewed, sum.costUsd * invalid);
  if (month === undefined) return `${percent(invalid)} of its answers are thrown away with what they cost, ${wasted}`;
  return `${count(tried.answered * invalid * month.requests)} answers a month fail validation: billed (${wasted}) and of no use`;
};

export const validatedWithoutRetry: Rule = {
  id: 'validated-without-retry',
  level: 'warn',
  title: 'A step whose answers are validated, but not tried again',
  why: 'An answer that fails validation is billed and is of no use. Most such answers come right on a second attempt, which costs little: it is needed by a few only.',
  example: 'extract: { model: openai/gpt-6-luna, prompt: 2k, output: 200, retry: { invalid: 4% } }',
  fix: 'Add attempts: retry: { attempts: 2, invalid: 4% }.',
  find: (reviewed) =>
    stepsOf(reviewed)
      .filter(({ spec }) => spec.retry.invalid !== null && spec.retry.attempts === 1)
      .map((one) => ({
        at: one.spec.retry.invalid?.at ?? one.spec.at,
        message: `step "${one.spec.name}" validates its answer and does not try again`,
        stake: stakeOf(reviewed, one),
        fix: 'add `attempts: 2` to its `retry`',
      })),
};
