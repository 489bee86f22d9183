import { visibleWithin } from '../../diagnostics/escape.ts';
import { didYouMean } from '../../diagnostics/suggest.ts';
import type { Catalogue } from '../../pricing/catalogue.ts';
import type { LimitBucket } from '../../pricing/table.ts';
import { modelsNamed } from '../counting.ts';
import type { PlanLimit } from '../plan.ts';
import type { Resolving } from '../resolving.ts';
import type { LimitSpec, ScenarioSpec } from './spec.ts';

type TierLimit = Extract<LimitSpec, { kind: 'tier' }>;

const bucketName = (provider: string, models: readonly string[]): string =>
  `${provider}: ${models.map((id) => id.slice(id.indexOf('/') + 1)).join(', ')}`;

/** The buckets of a provider's tables. Where two tables list a model, the later one's bucket is its. */
const bucketsOf = ({ tables, limitsOf: bucketOf }: Catalogue, provider: string): readonly LimitBucket[] =>
  tables
    .filter((table) => table.provider === provider)
    .flatMap(({ limits }) => limits)
    .map((bucket) => ({ ...bucket, models: bucket.models.filter((id) => bucketOf(id) === bucket) }));

const reportTier = (resolving: Resolving, limit: TierLimit, buckets: readonly LimitBucket[]): void => {
  const tiers = [...new Set(buckets.flatMap((bucket) => [...bucket.tiers.keys()]))];
  const none = `the price table of ${limit.provider} lists no rate limits`;
  resolving.problems.error(
    'unknown-name',
    limit.tierAt,
    tiers.length === 0 ? none : `${limit.provider} has no account tier "${visibleWithin(limit.tier, 40)}"`,
    {
      label: didYouMean(limit.tier, tiers) || (tiers.length === 0 ? 'state the limits of each model: { rpm: 500 }' : ''),
      help: tiers.length === 0 ? [] : [`its tiers: ${tiers.join(', ')}`],
    },
  );
};

/** The limits of an account tier: of each bucket that holds a model of the workflow and no limit of its own. */
const tierLimits = (resolving: Resolving, limit: TierLimit, used: ReadonlySet<string>, own: ReadonlySet<string>): readonly PlanLimit[] => {
  if (!resolving.catalogue.tables.some(({ provider }) => provider === limit.provider)) return [];
  const buckets = bucketsOf(resolving.catalogue, limit.provider);
  if (!buckets.some(({ tiers }) => tiers.has(limit.tier))) reportTier(resolving, limit, buckets);
  return buckets.flatMap((bucket): readonly PlanLimit[] => {
    const tier = bucket.tiers.get(limit.tier);
    const models = bucket.models.filter((id) => !own.has(id));
    if (tier === undefined || !models.some((id) => used.has(id))) return [];
    return [{ ...tier, name: bucketName(limit.provider, models), models }];
  });
};

/** Whether cache reads count for a model as its provider counts them; they do where its table does not say. */
const readsCount = ({ catalogue }: Resolving, id: string): boolean => {
  const [tier] = catalogue.limitsOf(id)?.tiers.values() ?? [];
  return tier?.cacheReadsCount ?? true;
};

/** Returns the rate limits of a scenario: buckets of a tier, and models with limits of their own, which leave their bucket. */
export const limitsOf = (resolving: Resolving, scenario: ScenarioSpec): readonly PlanLimit[] => {
  const ids = modelsNamed(resolving.spec).flatMap(({ id }) => resolving.catalogue.find(id)?.id ?? []);
  const used = new Set(ids);
  const own = new Set(scenario.limits.flatMap((limit) => (limit.kind === 'own' ? [limit.model] : [])));
  return scenario.limits.flatMap((limit): readonly PlanLimit[] => {
    if (limit.kind === 'tier') return tierLimits(resolving, limit, used, own);
    const provider = limit.model.slice(0, limit.model.indexOf('/'));
    const cacheReadsCount = limit.cacheReadsCount ?? readsCount(resolving, limit.model);
    return [{ ...limit.limits, cacheReadsCount, name: bucketName(provider, [limit.model]), models: [limit.model] }];
  });
};
