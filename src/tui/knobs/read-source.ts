import { Problems } from '../../diagnostics/diagnostic.ts';
import type { SourceFile } from '../../diagnostics/source.ts';
import type { PriceTable } from '../../pricing/table.ts';
import type { Spec } from '../../workflow/spec.ts';
import { readYaml } from '../../yaml/read.ts';
import { isMap, type KnobSource, type PlainMap } from './source.ts';

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
