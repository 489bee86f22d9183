import type { Span } from '../../diagnostics/source.ts';
import { percent } from '../../report/format.ts';
import type { Distribution } from '../../stats/distribution.ts';
import { amountsOf } from '../../workflow/amount.ts';
import type { Plan, PlanBudget } from '../../workflow/plan.ts';
import type { Reviewed } from '../reviewed.ts';
import type { Found, Rule } from '../rule.ts';

/** Figures of single requests: those whose percentiles the samples shape. */
const OF_REQUESTS: readonly string[] = ['cost_per_request', 'cost_per_session', 'latency', 'turnaround', 'first_token'];

const LEVELS: Readonly<Record<string, number>> = { p50: 0.5, p90: 0.9, p95: 0.95, p99: 0.99 };

/** With this chance at least one sample should lie beyond the percentile: 59 samples for p95, 299 for p99. */
const SURE = 0.95;

const samplesNeeded = (level: number): number => Math.ceil(Math.log(1 - SURE) / Math.log(level));

const samplesIn = (of: Distribution): number => {
  switch (of.kind) {
    case 'empirical':
      return of.values.length;
    case 'clamped':
      return samplesIn(of.of);
    case 'mixture':
      return Math.max(0, ...of.parts.map((part) => samplesIn(part.of)));
    default:
      return 0;
  }
};

/** How many samples each input has that steps read; inputs with stated tokens have none. */
const samplesOf = ({ steps }: Plan): ReadonlyMap<string, number> => {
  const terms = steps.flatMap(({ links }) => links.flatMap(amountsOf).flatMap((amount) => amount.terms));
  return new Map(terms.map(({ source, of }) => [source, samplesIn(of)]));
};

const strictest = ({ budgets }: Plan): { readonly budget: PlanBudget; readonly level: number } | undefined =>
  budgets
    .flatMap((budget) => {
      const level = budget.statistic === null ? undefined : LEVELS[budget.statistic];
      return level !== undefined && OF_REQUESTS.includes(budget.figure) ? [{ budget, level }] : [];
    })
    .sort((a, b) => b.level - a.level)[0];

const foundIn = (reviewed: Reviewed, name: string, at: Span, samples: number): readonly Found[] => {
  const strict = strictest(reviewed.base.projection.plan);
  if (strict === undefined || samples === 0 || samples >= samplesNeeded(strict.level)) return [];
  const { budget, level } = strict;
  const figure = `${budget.figure}.${budget.statistic}`;
  return [
    {
      at,
      message: `input "${name}" has ${samples} ${samples === 1 ? 'sample' : 'samples'}: too few for the budget ${figure}`,
      stake: `the chance that none of them is as long as the longest ${percent(1 - level)} is ${percent(level ** samples)}`,
      fix: `collect ${samplesNeeded(level)} samples or more, or state the tokens with a tail you believe in`,
    },
  ];
};

export const fewSamples: Rule = {
  id: 'few-samples',
  level: 'warn',
  title: 'Samples too few for the percentiles that budgets state',
  why: 'A percentile of requests can be no better than the samples behind it. 59 samples hold one beyond the 95th percentile with a chance of 95 %, for the 99th it takes 299.',
  example: 'inputs: { question: { samples: samples/ten-questions.jsonl, field: text } }\nbudgets: { cost_per_request: { p99: $0.05 } }',
  fix: 'Collect more real inputs, or budget a lower percentile.',
  find: (reviewed) => {
    const counts = samplesOf(reviewed.base.projection.plan);
    return [...reviewed.workflow.spec.inputs.values()].flatMap((input) => {
      if (input.kind === 'image') return [];
      return foundIn(reviewed, input.name, input.stated.at, counts.get(`input ${input.name}`) ?? 0);
    });
  },
};
