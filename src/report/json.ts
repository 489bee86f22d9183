import { visible } from '../diagnostics/escape.ts';

const DIGITS = 12;

/** Twelve significant digits: enough to add up to the cent, and the same text on every machine. */
const rounded = (_key: string, value: unknown): unknown => {
  if (typeof value === 'string') return visible(value);
  if (typeof value !== 'number') return value;
  return Number.isFinite(value) ? Number(value.toPrecision(DIGITS)) || 0 : null;
};

/** Returns a report as JSON text. A figure that is not finite is null; texts from files are escaped as everywhere. */
export const toJson = (report: object): string => `${JSON.stringify(report, rounded, 2)}\n`;
