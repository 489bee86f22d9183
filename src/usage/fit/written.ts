import type { Unit } from '../../quantity/scalar.ts';

const DURATIONS = [
  { from: 3_600_000, unit: 'h' },
  { from: 60_000, unit: 'min' },
  { from: 1000, unit: 's' },
] as const;

const digits = (value: number, significant: number): string => String(Number(value.toPrecision(significant)));

/** A duration in the largest unit of which it is at least one. */
const durationText = (ms: number, significant: number): string => {
  const { from, unit } = DURATIONS.find((one) => ms >= one.from) ?? { from: 1, unit: 'ms' };
  return `${digits(ms / from, significant)}${unit}`;
};

/** Returns a fitted number as an author would write it in YAML: three digits, with the unit that its field takes. */
export const writtenNumber = (value: number, unit: Unit, significant = 3): number | string => {
  if (unit === 'duration') return durationText(value, significant);
  if (unit === 'share') return `${digits(value * 100, significant)}%`;
  return Number(value.toPrecision(significant));
};

/** Returns a raw quantity as YAML on one line. */
export const inlineText = (raw: unknown): string => {
  if (Array.isArray(raw)) return `[${raw.map(inlineText).join(', ')}]`;
  if (typeof raw === 'object' && raw !== null)
    return `{ ${Object.entries(raw)
      .map(([key, value]) => `${key}: ${inlineText(value)}`)
      .join(', ')} }`;
  return String(raw);
};
