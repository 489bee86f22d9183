import { visible } from '../../diagnostics/escape.ts';
import { code } from '../../report/markdown/cell.ts';

/** Words that no renderer of Markdown makes anything of: letters, figures, and marks that only stand in sentences. */
const PLAIN = /^[\p{L}\p{N}.,;:'"()$%/+×…–→=?-]+$/u;

/** Words that GitHub and GitLab make something of although they hold no markup: addresses, commits, emoji, GH-12, formulas in dollars. */
const LINKED = /:\/\/|www\.|^\W*[0-9a-f]{7,40}\W*$|:[\w+-]+:|^\W*gh-\d|\$(?!\d)/i;

/** What may stand around a word in a sentence and is no part of what it names. */
const AROUND = /^(["'(]*)(.*?)(["'),.;:]*)$/su;

const word = (text: string): string => {
  if (text === '' || (PLAIN.test(text) && !LINKED.test(text))) return text;
  const [, before = '', inner = text, after = ''] = AROUND.exec(text) ?? [];
  return `${before}${inner === '' ? '' : code(inner)}${after}`;
};

/**
 * Returns a sentence that may hold names from a stranger's files so that Markdown shows it as it is: whatever could be markup,
 * a mention, a reference, a link or a picture stands in a code span, and so does what stands in backticks.
 */
export const inertProse = (text: string): string =>
  visible(text)
    .split(/`([^`]*)`/)
    .map((part, index) => (index % 2 === 1 ? code(part) : part.split(' ').map(word).join(' ')))
    .join('');
