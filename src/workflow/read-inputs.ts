import type { Unit } from '../quantity/scalar.ts';
import type { RawQuantity } from '../quantity/shape.ts';
import type { Path } from '../yaml/read.ts';
import type { RawInputs } from './input-shape.ts';
import { type Reading, stated } from './reading.ts';
import type { InputSpec } from './spec.ts';

/** Returns quantities by name, each with its place. */
export const readNamed = (
  reading: Reading,
  raw: Readonly<Record<string, RawQuantity>> | undefined,
  unit: Unit,
  path: Path,
): ReadonlyMap<string, InputSpec> => {
  const named = Object.entries(raw ?? {}).flatMap(([name, quantity]) => {
    const value = stated(reading, quantity, unit, [...path, name]);
    return value === null ? [] : [[name, { name, at: reading.doc.keySpanOf([...path, name]), stated: value }] as const];
  });
  return new Map(named);
};

/** Returns inputs by name, each with its place. */
export const readInputs = (reading: Reading, raw: RawInputs | undefined, path: Path): ReadonlyMap<string, InputSpec> =>
  readNamed(reading, raw, 'tokens', path);
