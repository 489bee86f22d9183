import { count, duration } from '../../report/format.ts';
import { inBackground, type Reviewed, type ReviewedStep, stepsOf } from '../reviewed.ts';
import type { Rule } from '../rule.ts';

/** Steps that call something, that users wait for and whose time is no constant of the machine. */
const waits = (reviewed: Reviewed, { spec, step }: ReviewedStep): boolean => {
  if (inBackground(reviewed, step) || spec.retry.timeout !== null) return false;
  return spec.body.kind === 'model' || (spec.body.kind === 'tool' && spec.body.latency !== null);
};

/** The 95th percentile of a step's time; null where no figures of it are known. */
const p95Of = ({ base }: Reviewed, { step }: ReviewedStep): number | null => {
  const latency = base.simulation?.steps[step.index]?.latencyMs ?? null;
  return latency === null || latency.p95 < 1 ? null : latency.p95;
};

const stakeOf = (reviewed: Reviewed, one: ReviewedStep): string => {
  const { requestsPerDay } = reviewed.base.projection;
  const p95 = p95Of(reviewed, one);
  const often = requestsPerDay === null ? '' : `, ${count(requestsPerDay * one.sum.runs)} runs a day`;
  return `a call that hangs is waited for without end${often}${p95 === null ? '' : `; one run in twenty takes longer than ${duration(p95)}`}`;
};

/** Room for three slow runs, in round seconds; half a minute where no time is known. */
const timeoutFor = (reviewed: Reviewed, one: ReviewedStep): string => {
  const seconds = Math.max(1, Math.ceil((3 * (p95Of(reviewed, one) ?? 10_000)) / 1000));
  return `${seconds <= 10 ? seconds : Math.ceil(seconds / 5) * 5}s`;
};

export const noTimeout: Rule = {
  id: 'no-timeout',
  level: 'warn',
  title: 'A step that users wait for, without a timeout',
  why: 'Calls over a network sometimes hang. Without a limit of your own the user waits until some client library gives up, often after ten minutes.',
  example: 'answer: { model: anthropic/claude-sonnet-5, prompt: 4k, output: 300, retry: { attempts: 3 } }',
  fix: 'Add retry: { timeout: 30s }, for all steps under defaults.',
  find: (reviewed) =>
    stepsOf(reviewed)
      .filter((one) => waits(reviewed, one))
      .map((one) => ({
        at: one.spec.at,
        message: `step "${one.spec.name}" has no timeout`,
        stake: stakeOf(reviewed, one),
        fix: `add \`retry: { timeout: ${timeoutFor(reviewed, one)} }\`, or one for all steps under \`defaults\``,
      })),
};
