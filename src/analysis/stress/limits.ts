import type { Catalogue } from '../../pricing/catalogue.ts';
import { modelsNamed } from '../../workflow/counting.ts';
import type { LimitSpec, ScenarioSpec } from '../../workflow/traffic/spec.ts';
import { providerOf } from '../edit.ts';
import type { Variant } from '../variant.ts';

/** An account tier that was assumed for a provider, where the scenario states no limits of it. */
export type AssumedTier = { readonly provider: string; readonly tier: string };

/** Returns the first account tier of each provider that a scenario states no limits of, as its price table lists it. */
export const assumedTiers = (catalogue: Catalogue, { spec, scenario }: Variant): readonly AssumedTier[] => {
  const stated = new Set(scenario.limits.map((limit) => (limit.kind === 'tier' ? limit.provider : providerOf(limit.model))));
  const found = new Map<string, string>();
  for (const { id: named } of modelsNamed(spec)) {
    const id = catalogue.find(named)?.id ?? named;
    const provider = providerOf(id);
    const [tier] = catalogue.limitsOf(id)?.tiers.keys() ?? [];
    if (tier !== undefined && !stated.has(provider) && !found.has(provider)) found.set(provider, tier);
  }
  return [...found].map(([provider, tier]) => ({ provider, tier }));
};

/** Returns a scenario with account tiers among its limits. */
export const withTiers = (scenario: ScenarioSpec, tiers: readonly AssumedTier[]): ScenarioSpec => {
  const { at } = scenario;
  const added = tiers.map(({ provider, tier }): LimitSpec => ({ kind: 'tier', provider, tier, tierAt: at, at, text: tier }));
  return { ...scenario, limits: [...scenario.limits, ...added] };
};
