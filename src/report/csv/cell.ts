import { visible } from '../../diagnostics/escape.ts';

/** What makes a spreadsheet take a text for a formula, full-width forms too, blanks before it or not. */
const FORMULA = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/;

/** Returns a text as a quoted field (RFC 4180). One that a spreadsheet would compute gets an apostrophe before it, and stays text. */
export const textField = (text: string): string => {
  const shown = visible(text);
  return `"${(FORMULA.test(shown) ? `'${shown}` : shown).replaceAll('"', '""')}"`;
};

/** Returns a number with twelve significant digits, as in the JSON, or an empty field. */
export const numberField = (value: number | null): string => (value === null ? '' : String(Number(value.toPrecision(12)) || 0));
