import type { Problems } from '../../diagnostics/diagnostic.ts';
import { visibleWithin } from '../../diagnostics/escape.ts';
import type { Span } from '../../diagnostics/source.ts';
import { didYouMean } from '../../diagnostics/suggest.ts';
import type { Catalogue } from '../../pricing/catalogue.ts';
import { modelsNamed } from '../counting.ts';
import type { Graph } from '../graph.ts';
import type { Resources } from '../resolving.ts';
import type { Named, Spec } from '../spec.ts';
import type { FaultSpec, LimitSpec, PriceSpec, ScenarioSpec } from './spec.ts';

/** Where names are looked up: the price tables, and the steps of the workflow with the ids of their models. */
type Known = {
  readonly catalogue: Catalogue;
  readonly steps: ReadonlySet<string>;
  readonly models: readonly string[];
  readonly problems: Problems;
};

const providersOf = ({ catalogue }: Known): readonly string[] => [...new Set(catalogue.tables.map(({ provider }) => provider))];

/** Whether a price table is that of a provider; reported where none is. */
const checkProvider = (known: Known, name: string, at: Span): boolean => {
  const providers = providersOf(known);
  if (providers.includes(name)) return true;
  known.problems.error('unknown-name', at, `no price table is that of "${visibleWithin(name, 60)}"`, {
    label: didYouMean(name, providers) || `providers: ${providers.join(', ')}`,
  });
  return false;
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

/** A fault of what no step calls is a mistake: the scenario would come out calm. */
const checkUsed = (known: Known, name: string, at: Span): void => {
  if (known.steps.has(name) || known.models.some((id) => id === name || id.startsWith(`${name}/`))) return;
  known.problems.warning('unknown-name', at, `no step calls "${visibleWithin(name, 60)}": this fault changes nothing`, {
    label: 'remove it, or name what the workflow calls',
  });
};

/** The target of a fault by its id, or undefined after reporting that there is none of its name. */
const namedTarget = (known: Known, { name, at }: Named): Named | undefined => {
  if (known.steps.has(name)) return { name, at };
  if (name.includes('/')) {
    const id = modelId(known, name, at);
    return known.catalogue.find(id) === undefined ? undefined : { name: id, at };
  }
  const providers = providersOf(known);
  if (providers.includes(name)) return { name, at };
  return known.problems.error('unknown-name', at, `no step, provider or model is called "${visibleWithin(name, 60)}"`, {
    label: didYouMean(name, [...known.steps, ...providers]) || 'name a step, a provider, or provider/model',
  });
};

const namedFault = (known: Known, fault: FaultSpec): FaultSpec => {
  const { target } = fault;
  const hit = fault.kind === 'outage' ? fault.provider : target;
  if (hit === null) return fault;
  if (fault.kind === 'outage') {
    if (checkProvider(known, hit.name, hit.at)) checkUsed(known, hit.name, hit.at);
    return fault;
  }
  const named = namedTarget(known, hit);
  if (named === undefined) return fault;
  checkUsed(known, named.name, named.at);
  return { ...fault, target: named };
};

/**
 * Returns a scenario in which every model stands by its id. Providers, models and steps that are not there are reported,
 * and so is a fault of what the workflow does not call.
 */
export const withKnownNames = (scenario: ScenarioSpec, spec: Spec, graph: Graph, { catalogue, problems }: Resources): ScenarioSpec => {
  const models = modelsNamed(spec).map(({ id }) => catalogue.find(id)?.id ?? id);
  const known: Known = { catalogue, problems, models, steps: new Set(graph.byName.keys()) };
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
