import type { Quantity } from '../../src/quantity/quantity.ts';
import { readQuantity } from '../../src/quantity/read.ts';
import type { Unit } from '../../src/quantity/scalar.ts';
import type { RawQuantity } from '../../src/quantity/shape.ts';
import type { Distribution } from '../../src/stats/distribution.ts';
import { below, mean } from '../../src/stats/moments.ts';

/** What a quantity reads as: the quantity, or each refusal as `path: problem → remedy`. */
export const read = (raw: RawQuantity, unit: Unit = 'tokens'): Quantity | readonly string[] => {
  const refusals: string[] = [];
  const quantity = readQuantity(raw, unit, (path, problem, label) => {
    refusals.push(`${path.length > 0 ? `${path.join('.')}: ` : ''}${problem} → ${label}`);
    return undefined;
  });
  if (quantity !== undefined && refusals.length > 0) throw new Error(`read in spite of ${refusals.join('; ')}`);
  return quantity ?? refusals;
};

/** The distribution of a quantity that refers to nothing else. */
export const distribution = (raw: RawQuantity, unit: Unit = 'tokens'): Distribution => {
  const quantity = read(raw, unit);
  if (!('kind' in quantity) || quantity.kind !== 'random') throw new Error(JSON.stringify(quantity));
  return quantity.of;
};

export const meanOf = (raw: RawQuantity, unit: Unit = 'tokens'): number => mean(distribution(raw, unit));

/** P(X < value): what share of the draws lies below. */
export const shareBelow = (raw: RawQuantity, value: number, unit: Unit = 'tokens'): number =>
  below(distribution(raw, unit), value).probability;
