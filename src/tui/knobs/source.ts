import { Problems } from '../../diagnostics/diagnostic.ts';
import type { SourceFile } from '../../diagnostics/source.ts';
import type { PriceTable } from '../../pricing/table.ts';
import type { Spec } from '../../workflow/spec.ts';
import { readYaml } from '../../yaml/read.ts';
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

const plainOf = (file: SourceFile | undefined): PlainMap => {
  const value = file && readYaml(file, new Problems())?.value;
  return value === undefined ? {} : JSON.parse(JSON.stringify(value));
};

/** Returns what the knobs of a workflow are made from. */
export const knobSource = (spec: Spec, tables: readonly PriceTable[]): KnobSource => {
  const workflow = plainOf(spec.file);
  const beside = spec.scenarios.map(({ at }) => at.file).find((file) => file.name !== spec.file.name);
  const { traffic } = workflow;
  const scenarios = beside === undefined ? (isMap(traffic) ? traffic : null) : plainOf(beside);
  return { workflow, scenarios, rate: beside === undefined && traffic !== undefined && !isMap(traffic) ? String(traffic) : null, tables };
};

/** Returns a key of a scenario as it holds there: its own, or that of what it extends. */
export const inherited = (scenarios: PlainMap, name: string, key: string, depth = 0): Plain | undefined => {
  const scenario = scenarios[name];
  if (!isMap(scenario) || depth > 50) return undefined;
  const own = scenario[key];
  if (own !== undefined) return own;
  const { extends: above } = scenario;
  return typeof above === 'string' ? inherited(scenarios, above, key, depth + 1) : undefined;
};
