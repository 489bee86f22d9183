import { visibleWithin } from '../../diagnostics/escape.ts';

const LONGEST = 600;

/** Returns a whole sentence with names from files in it as a code span of Markdown, in which nothing is a link or markup. */
export const sentence = (text: string): string => `\`${visibleWithin(text, LONGEST).replace(/[`|]/g, ' ')}\``;
