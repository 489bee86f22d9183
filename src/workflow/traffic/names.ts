import type { Problems } from '../../diagnostics/diagnostic.ts';
import { visibleWithin } from '../../diagnostics/escape.ts';
import type { Span } from '../../diagnostics/source.ts';
import { didYouMean } from '../../diagnostics/suggest.ts';
import type { Catalogue } from '../../pricing/catalogue.ts';
import type { FaultSpec, LimitSpec, PriceSpec, ScenarioSpec } from './spec.ts';

/** Where names are looked up: the price tables, and the steps of the workflow. */
export type Known = { readonly catalogue: Catalogue; readonly steps: ReadonlySet<string>; readonly problems: Problems };

const providersOf = ({ catalogue }: Known): readonly string[] => [...new Set(catalogue.tables.map(({ provider }) => provider))];

const checkProvider = (known: Known, name: string, at: Span): void => {
  const providers = providersOf(known);
  if (providers.includes(name)) return;
  known.problems.error('unknown-name', at, `no price table is that of "${visibleWithin(name, 60)}"`, {
    label: didYouMean(name, providers) || `providers: ${providers.join(', ')}`,
  });
};

/** Returns the id of a model that is written as its id or an alias; as written after reporting an unknown one. */
const modelId = ({ catalogue, problems }: Known, name: string, at: Span): string => {
  const model = catalogue.find(name);
  if (model !== undefined) return model.id;
  const [guess] = catalogue.suggest(name);
  problems.error('unknown-model', at, `no price table lists "${visibleWithin(name, 80)}"`, {
    label: guess === undefined ? 'write provider/model' : `did you mean "${guess}"?`,
  });
  return name;
};

const namedPrice = (known: Known, price: PriceSpec): PriceSpec => {
  if (price.target.includes('/')) return { ...price, target: modelId(known, price.target, price.at) };
  checkProvider(known, price.target, price.at);
  return price;
};

const namedLimit = (known: Known, limit: LimitSpec): LimitSpec => {
  if (limit.kind === 'own') return { ...limit, model: modelId(known, limit.model, limit.at) };
  checkProvider(known, limit.provider, limit.at);
  return limit;
};

const namedFault = (known: Known, fault: FaultSpec): FaultSpec => {
  if (fault.kind === 'outage') checkProvider(known, fault.provider.name, fault.provider.at);
  const { target } = fault;
  if (target === null || known.steps.has(target.name)) return fault;
  if (target.name.includes('/')) return { ...fault, target: { ...target, name: modelId(known, target.name, target.at) } };
  const providers = providersOf(known);
  if (!providers.includes(target.name))
    known.problems.error('unknown-name', target.at, `no step, provider or model is called "${visibleWithin(target.name, 60)}"`, {
      label: didYouMean(target.name, [...known.steps, ...providers]) || 'name a step, a provider, or provider/model',
    });
  return fault;
};

/** Returns a scenario in which every model stands by its id. Providers, models and steps that are not there are reported. */
export const withKnownNames = (scenario: ScenarioSpec, known: Known): ScenarioSpec => {
  for (const { provider, at } of scenario.discounts) checkProvider(known, provider, at);
  return {
    ...scenario,
    prices: scenario.prices.map((price) => namedPrice(known, price)),
    limits: scenario.limits.map((limit) => namedLimit(known, limit)),
    faults: scenario.faults.map((fault) => namedFault(known, fault)),
  };
};

/** Returns the models and providers that scenarios name, so that their price tables are read. Targets may be steps instead. */
export const namedInScenarios = (
  scenarios: readonly ScenarioSpec[],
): { readonly sure: readonly string[]; readonly maybe: readonly string[] } => ({
  sure: scenarios.flatMap(({ prices, discounts, limits, faults }) => [
    ...prices.map(({ target }) => target),
    ...discounts.map(({ provider }) => provider),
    ...limits.map((limit) => (limit.kind === 'own' ? limit.model : limit.provider)),
    ...faults.flatMap((fault) => (fault.kind === 'outage' ? [fault.provider.name] : [])),
  ]),
  maybe: scenarios.flatMap(({ faults }) => faults.flatMap(({ target }) => target?.name ?? [])),
});
