import { count, duration } from '../../report/format.ts';
import { stepNames } from '../names.ts';
import { inBackground, type Reviewed, type ReviewedStep, stepsOf } from '../reviewed.ts';
import type { Found, Rule } from '../rule.ts';

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

/** All of them at once: one limit under defaults mends most. Placed at the slowest. */
const foundIn = (reviewed: Reviewed, steps: readonly ReviewedStep[]): readonly Found[] => {
  const [slowest] = [...steps].sort((a, b) => (p95Of(reviewed, b) ?? 0) - (p95Of(reviewed, a) ?? 0));
  if (slowest === undefined) return [];
  const names = steps.map(({ spec }) => spec.name);
  const { requestsPerDay } = reviewed.base.projection;
  const runs = requestsPerDay === null ? null : requestsPerDay * steps.reduce((sum, one) => sum + one.sum.runs, 0);
  const p95 = p95Of(reviewed, slowest);
  const slow = p95 === null ? '' : `; one run in twenty of "${slowest.spec.name}" takes longer than ${duration(p95)}`;
  return [
    {
      at: slowest.spec.at,
      message: `${stepNames(names)} ${names.length === 1 ? 'has' : 'have'} no timeout`,
      stake: `a call that hangs is waited for without end${runs === null ? '' : `, in ${count(runs)} runs a day`}${slow}`,
      fix: `add \`retry: { timeout: ${timeoutFor(p95)} }\`${names.length === 1 ? '' : ', for all steps under `defaults`'}`,
    },
  ];
};

/** Room for three slow runs, in round seconds; half a minute where no time is known. */
const timeoutFor = (p95: number | null): string => {
  const seconds = Math.max(1, Math.ceil((3 * (p95 ?? 10_000)) / 1000));
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
    foundIn(
      reviewed,
      stepsOf(reviewed).filter((one) => waits(reviewed, one)),
    ),
};
