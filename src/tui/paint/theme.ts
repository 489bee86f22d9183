import type { Line, Tone } from './line.ts';

/** The first of the 16 colours that the user's own theme sets; the background is never painted. */
const CODES: Readonly<Record<Tone, string>> = {
  plain: '',
  dim: '2',
  strong: '1',
  accent: '36',
  good: '32',
  warn: '33',
  bad: '31',
  chosen: '1;36',
  bar: '34',
  bar2: '35',
  bar3: '33',
  edge: '2',
};

/** Without colour, weight alone is left. */
const WEIGHTS: Readonly<Record<Tone, string>> = {
  ...CODES,
  accent: '',
  good: '',
  warn: '',
  bad: '',
  chosen: '1',
  bar: '',
  bar2: '',
  bar3: '',
};

/** Turns a row into what a terminal takes. */
export type Theme = (line: Line) => string;

/** Returns a theme in the colours of the terminal, or without any. Weight is no colour: NO_COLOR leaves it. */
export const themeOf = (colour: boolean): Theme => {
  const codes = colour ? CODES : WEIGHTS;
  return (line) => {
    let text = '';
    for (const { text: part, tone = 'plain' } of line) {
      const code = codes[tone];
      text += code === '' || part === '' ? part : `\u001b[${code}m${part}\u001b[0m`;
    }
    return text;
  };
};
