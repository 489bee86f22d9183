import { duration, percent } from '../../report/format.ts';
import type { Plan } from '../../workflow/plan.ts';
import { type Reviewed, type ReviewedStep, stepsOf } from '../reviewed.ts';
import type { Found, Rule } from '../rule.ts';

/** What people wait for without losing the thread: 2 s for a sign of life, 8 s for the whole. */
const LIMITS_MS = { first_token: 2000, latency: 8000 } as const;

type Figure = keyof typeof LIMITS_MS;

const FIGURES: readonly Figure[] = ['first_token', 'latency'];

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

const shareText = ({ base }: Reviewed, { spec, step }: ReviewedStep): string => {
  const share = base.simulation?.steps[step.index]?.shareOfCriticalPath ?? 0;
  return `"${spec.name}" takes ${percent(share)} of the wait`;
};

const WORDS = { first_token: 'the first word', latency: 'the whole answer' } as const;

type Past = { readonly figure: Figure; readonly ms: number; readonly limit: number };

const fixOf = (past: readonly Past[], streams: boolean): string => {
  const unstreamed = !streams && past.some(({ figure }) => figure === 'first_token');
  const shorter =
    past.some(({ figure }) => figure === 'latency') || streams ? ['write less, take a faster model, or run steps side by side'] : [];
  return [...(unstreamed ? ['add `stream: true` to the step that answers'] : []), ...shorter].join('; ');
};

const found = (reviewed: Reviewed, at: ReviewedStep, past: readonly Past[]): Found => {
  const limits = past.map(({ figure, limit }) => `${duration(limit)} for ${WORDS[figure]}`);
  const beyond = past.map(({ figure, ms, limit }) => `p95 of ${WORDS[figure]} is ${duration(ms)}, ${duration(ms - limit)} too long`);
  return {
    at: at.spec.at,
    message: `one request in twenty or more waits longer than ${limits.join(' and ')}`,
    stake: [...beyond, shareText(reviewed, at)].join('; '),
    fix: fixOf(
      past,
      stepsOf(reviewed).some(({ step }) => step.stream),
    ),
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
    const past = FIGURES.map((figure) => ({ figure, ms: p95[figure], limit: limitMs(reviewed.base.projection.plan, figure) }));
    const beyond = past.filter(({ ms, limit }) => ms > limit);
    return beyond.length === 0 ? [] : [found(reviewed, at, beyond)];
  },
};
