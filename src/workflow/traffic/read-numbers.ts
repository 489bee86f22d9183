import type { Unit } from '../../quantity/scalar.ts';
import type { Path } from '../../yaml/read.ts';
import { type Reading, scalarAt } from '../reading.ts';
import type { StatedNumber } from './spec.ts';

type Bounds = { readonly least: number; readonly greatest: number; readonly why: string };

const ANY: Bounds = { least: -Infinity, greatest: Infinity, why: '' };

/** Returns a number with its place and text, or null where it is absent or reported: `why` tells which values fit. */
export const readNumber = (
  reading: Reading,
  raw: number | string | undefined,
  unit: Unit,
  path: Path,
  { least, greatest, why }: Bounds = ANY,
): StatedNumber | null => {
  const value = scalarAt(reading, raw, unit, path);
  if (raw === undefined || value === null) return null;
  const at = reading.doc.spanOf(path);
  const text = String(raw).trim();
  if (value >= least && value <= greatest) return { value, text, at };
  reading.problems.error('bad-value', at, `"${path.at(-1)}" cannot be ${text.slice(0, 40)}`, { label: why });
  return null;
};

/**
 * Returns what a change such as `+20%` multiplies by, 1.2, or undefined after reporting. A bare `20%` could mean a fifth
 * of the price, or a fifth more.
 */
export const readChange = (reading: Reading, raw: number | string, path: Path): number | undefined => {
  const text = String(raw).trim();
  const at = reading.doc.spanOf(path);
  if (!/^[+-].*%$/.test(text))
    return reading.problems.error('bad-quantity', at, `"${text.slice(0, 40)}" does not say whether prices rise or fall`, {
      label: 'write +20% or -10%',
    });
  const change = scalarAt(reading, text, 'growth', path);
  if (change === null) return undefined;
  if (change < -1) return reading.problems.error('bad-value', at, 'a price cannot fall by more than 100 %', { label: 'at most -100%' });
  return 1 + change;
};
