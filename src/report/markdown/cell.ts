import { visibleWithin } from '../../diagnostics/escape.ts';

const LONGEST = 120;

/**
 * Returns text from a file as a code span. Inside one nothing is a link, a mention, HTML or emphasis; the two characters
 * that could end the span or the table cell around it are written as \u{hex}, like all others that could mislead a reader.
 */
export const code = (text: string): string => {
  const shown = visibleWithin(text, LONGEST).replace(/[`|]/g, (character) => (character === '|' ? '\\u{7c}' : '\\u{60}'));
  return shown.trim() === '' ? '–' : `\`${shown}\``;
};

/** Returns outlay's own words and figures, code spans in them left alone: `<$0.01` and `>99.9 %` must not look like markup. */
export const prose = (text: string): string =>
  text
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replaceAll('<', '&lt;').replaceAll('>', '&gt;')))
    .join('');

export type Align = 'left' | 'right';

/** Returns a table. Cells are outlay's own words or code spans. */
export const table = (head: readonly string[], align: readonly Align[], rows: readonly (readonly string[])[]): readonly string[] => {
  const line = (cells: readonly string[]): string => `| ${cells.map(prose).join(' | ')} |`;
  return [line(head), `|${align.map((side) => (side === 'left' ? '---' : '---:')).join('|')}|`, ...rows.map(line)];
};

/** Returns lines that are folded away until a reader opens them. */
export const folded = (title: string, lines: readonly string[]): readonly string[] => [
  '<details>',
  `<summary>${prose(title)}</summary>`,
  '',
  ...lines,
  '',
  '</details>',
];
