import type { PriceTable } from '../../pricing/table.ts';
import type { Plain } from './scale.ts';

export type PlainMap = { readonly [key: string]: Plain };

/** What knobs are made from: a workflow's files as plain data, and the price tables that say what else may stand there. */
export type KnobSource = {
  readonly workflow: PlainMap;
  /** Scenarios by name, wherever they stand; null where there is no map of them. */
  readonly scenarios: PlainMap | null;
  /** `traffic: 10k per day`; null where traffic is a map, or missing. */
  readonly rate: string | null;
  readonly tables: readonly PriceTable[];
};

/** Returns whether a value is a map. */
export const isMap = (value: Plain | undefined): value is PlainMap => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Returns a key of a scenario as it holds there: its own, or that of what it extends. */
export const inherited = (scenarios: PlainMap, name: string, key: string, depth = 0): Plain | undefined => {
  const scenario = scenarios[name];
  if (!isMap(scenario) || depth > 50) return undefined;
  const own = scenario[key];
  if (own !== undefined) return own;
  const { extends: above } = scenario;
  return typeof above === 'string' ? inherited(scenarios, above, key, depth + 1) : undefined;
};
