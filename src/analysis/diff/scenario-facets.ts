import type { FaultSpec, ScenarioSpec } from '../../workflow/traffic/spec.ts';
import type { CauseKind } from './cause-kinds.ts';

/** A side of a scenario that can be taken from the head while the rest stays the base's. */
export type ScenarioFacet = {
  readonly kind: CauseKind;
  /** The key of the scenario in YAML. */
  readonly key: string;
  readonly of: (scenario: ScenarioSpec) => unknown;
  readonly take: (into: ScenarioSpec, from: ScenarioSpec) => ScenarioSpec;
};

const field = (kind: CauseKind, key: string, name: keyof ScenarioSpec): ScenarioFacet => ({
  kind,
  key,
  of: (scenario) => scenario[name],
  take: (into, from) => ({ ...into, [name]: from[name] }),
});

/** What each kind of fault does to a request. */
const FAULTS: Readonly<Record<FaultSpec['kind'], CauseKind>> = {
  outage: 'retries',
  errors: 'retries',
  invalid: 'retries',
  runaway: 'calls',
  slow: 'time',
  output: 'output tokens',
  input: 'prompt tokens',
  price: 'price',
  cold: 'cache',
};

const faults = (kind: CauseKind): ScenarioFacet => {
  const mine = (scenario: ScenarioSpec): readonly FaultSpec[] => scenario.faults.filter((fault) => FAULTS[fault.kind] === kind);
  return {
    kind,
    key: 'faults',
    of: mine,
    take: (into, from) => ({ ...into, faults: [...into.faults.filter((fault) => FAULTS[fault.kind] !== kind), ...mine(from)] }),
  };
};

/** All sides of a scenario by which cost and time can change; budgets, limits and revenue change neither. */
export const SCENARIO_FACETS: readonly ScenarioFacet[] = [
  field('traffic', 'requests', 'volume'),
  field('traffic', 'scale', 'scale'),
  field('traffic', 'growth', 'growth'),
  field('traffic', 'months', 'months'),
  field('traffic', 'start', 'start'),
  field('traffic', 'shape', 'shape'),
  field('traffic', 'timezone', 'timezone'),
  field('traffic', 'peak', 'peak'),
  field('traffic', 'burst', 'burst'),
  field('traffic', 'day_to_day', 'dayToDay'),
  field('cache', 'cache', 'cold'),
  field('price', 'prices', 'prices'),
  field('price', 'discount', 'discounts'),
  field('price', 'region', 'region'),
  field('fixed costs', 'fixed', 'fixed'),
  field('fixed costs', 'one_off', 'oneOff'),
  field('fixed costs', 'evaluation', 'evaluation'),
  ...[...new Set(Object.values(FAULTS))].map(faults),
];
