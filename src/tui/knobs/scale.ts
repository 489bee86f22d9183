/** A YAML value as plain data. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

/** Keys of a quantity whose numbers have its own measure; weights, shares and names do not. */
const MEASURED =
  /^(?:p\d+|mean|sd|normal|uniform|triangular|values|min|max|times|plus|mix|tokens|value|items|continue|ttft|speed|hit|user|input|output)$/;

const NUMBER = /(?<![\w.])(\$?)(\d+\.?\d*|\.\d+)(?![\d.])/g;

/** A duration in parts has no blank between them: 1m30s. */
const DURATION_PARTS = /(\d+\.?\d*|\.\d+)(?=(?:ms|min|s|m|h|d)\b|(?:ms|min|s|m|h|d)\d)/g;

/** Returns a number as people write it: three digits, or all of a whole number below a thousand. */
const short = (value: number): string => {
  if (value === 0) return '0';
  const rounded = Number(value.toPrecision(3));
  return Math.abs(rounded) >= 1e-6 && Math.abs(rounded) < 1e15 ? String(rounded) : rounded.toExponential();
};

/** Returns a text with all of its numbers changed, up to a `per`: what a rate is per stays. */
const scaledText = (text: string, change: (value: number) => number): string => {
  const per = text.search(/\s+per\s/);
  const [amount, rest] = per === -1 ? [text, ''] : [text.slice(0, per), text.slice(per)];
  const parts = /\d(?:ms|min|s|m|h|d)\d/.test(amount) ? DURATION_PARTS : NUMBER;
  if (parts === DURATION_PARTS) return amount.replace(DURATION_PARTS, (digits) => short(change(Number(digits)))) + rest;
  return amount.replace(NUMBER, (_, dollar: string, digits: string) => dollar + short(change(Number(digits)))) + rest;
};

/** Returns a quantity with all numbers of its own measure changed; null where it has none. */
export const scaled = (value: Plain, change: (value: number) => number): Plain | null => {
  if (typeof value === 'number') return Number(short(change(value)));
  if (typeof value === 'string') return /\d/.test(value) ? scaledText(value, change) : null;
  if (value === null || typeof value === 'boolean') return null;
  if (Array.isArray(value)) {
    const items = value.map((item: Plain) => scaled(item, change));
    return items.every((item) => item === null) ? null : items.map((item, index) => item ?? value[index] ?? null);
  }
  let found = false;
  const entries = Object.entries(value).map(([key, inner]) => {
    const changed = MEASURED.test(key) ? scaled(inner, change) : null;
    if (changed !== null) found = true;
    return [key, changed ?? inner] as const;
  });
  return found ? Object.fromEntries(entries) : null;
};

const PLAIN_TEXT = /^[A-Za-z_$.+-][\w$.+%/ -]*$|^\$?[\d.][\w.%]*(?: (?:to|per) [\w.$% ]+)*$/;

const textOf = (text: string): string => (PLAIN_TEXT.test(text) && text === text.trim() ? text : JSON.stringify(text));

/** Returns a value as YAML on one line: `{ p50: 280, p95: 750 }`. */
export const inlineYaml = (value: Plain): string => {
  if (typeof value === 'string') return textOf(value);
  if (value === null || typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return value.length === 0 ? '[]' : `[${value.map((item: Plain) => inlineYaml(item)).join(', ')}]`;
  const entries = Object.entries(value).map(([key, inner]) => `${textOf(key)}: ${inlineYaml(inner)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
};
