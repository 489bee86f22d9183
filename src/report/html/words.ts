import { visibleWithin } from '../../diagnostics/escape.ts';
import { fixed, money, precise } from '../format.ts';

const SCALES = [
  { from: 1e9, sign: 'bn' },
  { from: 1e6, sign: 'M' },
  { from: 1e3, sign: 'k' },
] as const;

/** Returns an amount with three significant digits, for sentences: $12,400. */
export const about = (usd: number): string => {
  if (Math.abs(usd) < 1000) return money(usd);
  return money(Number(usd.toPrecision(3)), 0);
};

/** Returns an amount as the label of an axis: $70k. */
export const axisMoney = (usd: number): string => {
  const scale = SCALES.find(({ from }) => Math.abs(usd) >= from);
  if (scale === undefined) return `$${precise(Number(usd.toPrecision(3)))}`;
  return `$${Number((usd / scale.from).toPrecision(3))}${scale.sign}`;
};

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

const monthOf = (label: string): { readonly year: string; readonly name: string } | null => {
  const match = /^(\d{4})-(\d{2})$/.exec(label);
  const month = MONTHS[Number(match?.[2]) - 1];
  return match?.[1] === undefined || month === undefined ? null : { year: match[1], name: month };
};

/** Returns `January 2027` for `2027-01`; other labels as they are. */
export const monthWords = (label: string): string => {
  const found = monthOf(label);
  return found === null ? label : `${found.name} ${found.year}`;
};

/** Returns a month as the label of an axis, with its year where asked: `Jan`, `2027`. A month without a date is its number. */
export const monthTick = (label: string): { readonly text: string; readonly year: string } => {
  const found = monthOf(label);
  return found === null
    ? { text: visibleWithin(label.replace(/^month /, ''), 6), year: '' }
    : { text: found.name.slice(0, 3), year: found.year };
};

/** Returns a share as whole percent, for sentences. */
export const roughly = (share: number): string => {
  if (share > 0 && share < 0.01) return 'under 1 %';
  if (share < 1 && share > 0.99) return 'over 99 %';
  return `${fixed(share * 100, 0)} %`;
};

/** Returns `a`, `a and b`, `a, b and c`. */
export const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
