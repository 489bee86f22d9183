import type { Span } from '../../diagnostics/source.ts';
import { type BucketCapacity, capacityOf } from '../../projection/capacity.ts';
import { count, percent } from '../../report/format.ts';
import type { Plan } from '../../workflow/plan.ts';
import type { Reviewed, ReviewedScenario } from '../reviewed.ts';
import type { Found, Rule } from '../rule.ts';

const WORDS = { rpm: 'requests', input_tpm: 'input tokens', output_tpm: 'output tokens', tpm: 'tokens' } as const;

/** Where the scenario states the limit: an account tier of a provider, or numbers of a model. */
const placeOf = ({ workflow }: Reviewed, { scenario, limits }: Plan, bucket: string): Span => {
  const { spec } = workflow;
  const models = limits.find(({ name }) => name === bucket)?.models ?? [];
  const found = spec.scenarios.find(({ name }) => name === scenario);
  const stated = found?.limits.find((limit) =>
    limit.kind === 'own' ? models.includes(limit.model) : models.some((model) => model.startsWith(`${limit.provider}/`)),
  );
  return (stated ?? found?.limits[0] ?? found)?.at ?? { file: spec.file, start: 0, end: 0 };
};

const stakeOf = (bucket: BucketCapacity): string => {
  const unit = bucket.binds === null ? 'requests' : WORDS[bucket.binds];
  const now = `the peak minute of the first month needs ${count((bucket.use ?? 0) * 100)} % of the ${unit} allowed`;
  if (bucket.retryStorm) return `${now}; what is refused comes back faster than the limit lets it through`;
  return (bucket.throttled ?? 0) > 0 ? `${now}; ${percent(bucket.throttled ?? 0)} of the busiest hour's calls are refused` : now;
};

const foundIn = (reviewed: Reviewed, { projection }: ReviewedScenario): readonly Found[] =>
  capacityOf(projection).flatMap((bucket) => {
    if (bucket.limitReached === null) return [];
    return [
      {
        at: placeOf(reviewed, projection.plan, bucket.bucket),
        message: `scenario "${projection.plan.scenario}" reaches the rate limit of ${bucket.bucket} in ${bucket.limitReached}`,
        stake: stakeOf(bucket),
        fix: 'ask for a higher limit before then, cache or shorten what counts, or spread calls over models',
      },
    ];
  });

export const rateLimitReached: Rule = {
  id: 'rate-limit-reached',
  level: 'warn',
  title: 'A rate limit that is reached within the horizon',
  why: 'Calls beyond the limit are refused, and their retries come on top of the next minute. A higher limit takes days to get. Looked at in every scenario that states limits.',
  example: 'launch: { requests: 400k per day, growth: 10% per month, limits: { anthropic: build } }',
  fix: 'Ask for the limit that the last month of the horizon needs.',
  find: (reviewed) => reviewed.scenarios.flatMap((scenario) => foundIn(reviewed, scenario)),
};
