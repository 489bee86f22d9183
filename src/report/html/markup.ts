import { visible, visibleWithin } from '../../diagnostics/escape.ts';

/** Text that is HTML already. Only the functions below make it, so that a string from a file can never be taken for it. */
export type Markup = { readonly markup: string };

/** What may stand in a template: strings and numbers are escaped, markup stands as it is, null is nothing. */
export type Piece = Markup | string | number | null | readonly Piece[];

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** A number and its unit stay on one line. */
const UNIT_AFTER_NUMBER = /(\d) (?=%|(?:ms|s|min|h|d)\b)/g;

/** Returns text that is safe in HTML, in SVG and in a quoted attribute: invisible characters shown, markup characters as entities. */
export const escaped = (text: string): string =>
  visible(text)
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
    .replace(UNIT_AFTER_NUMBER, '$1&nbsp;');

const textOf = (piece: Piece): string => {
  if (piece === null) return '';
  if (typeof piece === 'string') return escaped(piece);
  if (typeof piece === 'number') return String(piece);
  return 'markup' in piece ? piece.markup : piece.map(textOf).join('');
};

/** Returns a template as markup, whatever stands in it escaped unless it is markup itself. */
export const html = (parts: TemplateStringsArray, ...pieces: readonly Piece[]): Markup => ({
  markup: parts.reduce((all, part, index) => `${all}${textOf(pieces[index - 1] ?? null)}${part}`),
});

/** Returns pieces with something between each two. */
export const joined = (pieces: readonly Piece[], between: Piece): Markup => ({ markup: pieces.map(textOf).join(textOf(between)) });

/** Returns pieces one a line. */
export const stacked = (pieces: readonly Piece[]): Markup => joined(pieces, { markup: '\n' });

/** Returns a name from a file, cut where it is long. */
export const name = (text: string, most = 80): string => visibleWithin(text, most);

/** A length or place inside a chart as a share of its width: charts have no width of their own. */
export const across = (share: number): string => `${Number((share * 100).toFixed(3))}%`;
