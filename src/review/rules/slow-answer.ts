import { duration, percent } from '../../report/format.ts';
import type { Plan } from '../../workflow/plan.ts';
import { type Reviewed, type ReviewedStep, stepsOf } from '../reviewed.ts';
import type { Found, Rule } from '../rule.ts';

/** What people wait for without losing the thread: 2 s for a sign of life, 8 s for the whole. */
const LIMITS_MS = { first_token: 2000, latency: 8000 } as const;

type Figure = keyof typeof LIMITS_MS;

/** The author's own limit stands in place of the rule's. */
const limitMs = ({ budgets }: Plan, figure: Figure): number =>
  budgets.find((budget) => budget.figure === figure && budget.statistic === 'p95')?.limit ?? LIMITS_MS[figure];

/** The step that most of the waiting is for. */
const slowest = (reviewed: Reviewed): ReviewedStep | undefined => {
  const shareOf = ({ step }: ReviewedStep): number => reviewed.base.simulation?.steps[step.index]?.shareOfCriticalPath ?? 0;
  return stepsOf(reviewed).reduce<ReviewedStep | undefined>(
    (most, one) => (most === undefined || shareOf(one) > shareOf(most) ? one : most),
    undefined,
  );
};

const partOf = ({ base }: Reviewed, { spec, step }: ReviewedStep): string => {
  const share = base.simulation?.steps[step.index]?.shareOfCriticalPath ?? 0;
  return `"${spec.name}" takes ${percent(share)} of the wait`;
};

const found = (reviewed: Reviewed, at: ReviewedStep, figure: Figure, ms: number): Found => {
  const streams = stepsOf(reviewed).some(({ step }) => step.stream);
  const beyond = duration(ms - limitMs(reviewed.base.projection.plan, figure));
  if (figure === 'latency')
    return {
      at: at.spec.at,
      message: `the whole answer takes longer than ${duration(limitMs(reviewed.base.projection.plan, figure))} for one request in twenty or more`,
      stake: `p95 is ${duration(ms)}, ${beyond} too long; ${partOf(reviewed, at)}`,
      fix: 'write less, think less, take a faster model, or run steps side by side',
    };
  return {
    at: at.spec.at,
    message: `the first word comes later than ${duration(limitMs(reviewed.base.projection.plan, figure))} for one request in twenty or more`,
    stake: `p95 is ${duration(ms)}, ${beyond} too long${streams ? '' : ': nothing is streamed, so that the first word comes with the last'}`,
    fix: streams ? 'let fewer steps run before the one that answers' : 'add `stream: true` to the step that answers',
  };
};

export const slowAnswer: Rule = {
  id: 'slow-answer',
  level: 'warn',
  title: 'An answer past 2 s to its first word or 8 s in all',
  why: 'After two seconds without a sign people wonder whether it works, after eight many have turned to something else. Measured at the 95th percentile of the first scenario; a p95 budget of your own for first_token or latency takes the place of these limits.',
  example: 'answer: { model: anthropic/claude-opus-5, prompt: 4k, reasoning: 4k, output: 1k }',
  fix: 'Stream the answer, shorten what runs before it, take a faster model, or state the limit that your users accept as a budget.',
  find: (reviewed) => {
    const at = slowest(reviewed);
    const figures = reviewed.base.simulation?.perRequest;
    if (at === undefined || figures === undefined) return [];
    const p95 = { first_token: figures.firstTokenMs.p95.value, latency: figures.latencyMs.p95.value };
    const past = (['first_token', 'latency'] as const).filter((figure) => p95[figure] > limitMs(reviewed.base.projection.plan, figure));
    return past.map((figure) => found(reviewed, at, figure, p95[figure]));
  },
};
