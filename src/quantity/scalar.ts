/** What a number counts. It decides which suffixes fit and which values make sense. */
export type Unit = 'tokens' | 'count' | 'money' | 'duration' | 'share' | 'growth' | 'factor' | 'number';

/** A number, or why a text is none; `label` is the remedy. */
export type Scalar = { readonly value: number } | { readonly problem: string; readonly label: string };

/** Beyond this no field of a plan makes sense, and whole numbers are still exact far above it. */
const GREATEST = 1e12;

const DURATION_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000, d: 86_400_000 };

const EXAMPLES: Readonly<Record<Unit, string>> = {
  tokens: 'write tokens as 1200 or 12k',
  count: 'write a number such as 3 or 10k',
  money: 'write dollars as $0.002 or 0.002',
  duration: 'write a duration with its unit: 250ms, 1.5s, 5min, 4h or 2d',
  share: 'write a share as 35% or 0.35',
  growth: 'write growth as 8% per month',
  factor: 'write a factor as 1.5 or 150%',
  number: 'write a number such as 1.2, 35% or 10k',
};

const NAMES: Readonly<Record<Unit, string>> = {
  tokens: 'a token count',
  count: 'a count',
  money: 'an amount of money',
  duration: 'a duration',
  share: 'a share',
  growth: 'a growth rate',
  factor: 'a factor',
  number: 'a number',
};

const bad = (unit: Unit, problem: string, label = EXAMPLES[unit]): Scalar => ({ problem, label });

const inRange = (value: number, unit: Unit, signed: boolean, text: string): Scalar => {
  if (!Number.isFinite(value)) return bad(unit, `${text} is not a number`);
  if (Math.abs(value) > GREATEST) return bad(unit, `${text} is beyond the greatest value, 1e12`);
  if (value < 0 && unit !== 'growth' && unit !== 'number' && !signed) return bad(unit, `${text}: ${NAMES[unit]} cannot be negative`);
  if (unit === 'share' && value > 1) {
    const percent = value <= 100 && !text.includes('%') ? `did you mean ${value}%?` : EXAMPLES.share;
    return bad(unit, `${text} is more than 100 %`, percent);
  }
  return { value: value === 0 ? 0 : value };
};

const NUMBER = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*([a-zA-Z%]*)$/;

const readDuration = (signedText: string): number | undefined => {
  const sign = signedText.startsWith('-') ? -1 : 1;
  const text = signedText.replace(/^[+-]/, '');
  const parts = [...text.matchAll(/(\d+\.?\d*|\.\d+)\s*(ms|min|s|m|h|d)/g)];
  const whole = parts.map(([part]) => part).join('');
  if (parts.length === 0 || whole.replaceAll(' ', '') !== text.replaceAll(' ', '')) return undefined;
  return sign * parts.reduce((sum, [, number, unit]) => sum + Number(number) * (DURATION_MS[unit ?? ''] ?? 0), 0);
};

const suffixFactor = (suffix: string, unit: Unit): number | undefined => {
  if (suffix === '') return 1;
  if (suffix === 'k' && unit !== 'share') return 1e3;
  if (suffix === 'M' && unit !== 'share') return 1e6;
  if (suffix === '%' && unit !== 'tokens' && unit !== 'count' && unit !== 'money') return 0.01;
  return undefined;
};

const suffixProblem = (text: string, suffix: string, unit: Unit): Scalar => {
  if (suffix === 'K') return bad(unit, `"${text}": thousands are a small k`, `write ${text.replace('K', 'k')}`);
  if (suffix === 'm' || suffix === 'mm') return bad(unit, `"${text}": millions are a capital M`, `write ${text.replace(/m+$/, 'M')}`);
  return bad(unit, `"${text}" does not fit: ${NAMES[unit]} is expected here`);
};

/**
 * Returns a number as an author writes it, in the unit's own measure: milliseconds for durations, fractions for shares,
 * dollars for money. `signed` admits values below zero, for the ends of a range.
 */
export const readScalar = (raw: number | string, unit: Unit, signed = false): Scalar => {
  if (typeof raw === 'number') {
    if (unit === 'duration') return bad(unit, `${raw} is a bare number; a duration needs its unit`);
    return inRange(raw, unit, signed, String(raw));
  }
  const text = raw.trim();
  if (/\d,\d/.test(text)) return bad(unit, `"${text}" holds a comma`, 'write 1200 or 1.2k for thousands, 1.5 for decimals');
  if (unit === 'duration') {
    const ms = readDuration(text);
    if (ms !== undefined) return inRange(ms, unit, signed, text);
    return bad(unit, NUMBER.exec(text)?.[2] === '' ? `"${text}" has no unit of time` : `"${text}" is not a duration`);
  }
  const dollars = text.startsWith('$');
  if (dollars && unit !== 'money') return bad(unit, `"${text}" is money; ${NAMES[unit]} is expected here`);
  const match = NUMBER.exec(dollars ? text.slice(1).trim() : text);
  if (match === null) return bad(unit, `"${text}" is not ${NAMES[unit]}`);
  const [, digits = '', suffix = ''] = match;
  const factor = suffixFactor(suffix, unit);
  if (factor === undefined) return suffixProblem(text, suffix, unit);
  // Division keeps 35% at 0.35, where 35 × 0.01 is 0.35000000000000003.
  const value = factor === 0.01 ? Number(digits) / 100 : Number(digits) * factor;
  return inRange(value, unit, signed, text);
};
