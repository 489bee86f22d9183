import { fixed } from './format.ts';

/** Returns a number with three significant digits, thousands grouped: 1,918 is whole, 0.0672 is not. */
export const significant = (value: number): string => {
  if (value === 0) return '0';
  const digits = 2 - Math.floor(Math.log10(Math.abs(value)));
  return fixed(value, Math.min(9, Math.max(0, digits)));
};
