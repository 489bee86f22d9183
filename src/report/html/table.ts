import { html, type Markup, type Piece, stacked } from './markup.ts';

/** A column: what stands in its head, and whether its cells are numbers, which stand right. */
export type Column = { readonly title: Piece; readonly align: 'left' | 'right' };

/** A row; the first cell heads it. A sum is set apart from the rows that it adds up. */
export type Row = { readonly cells: readonly Piece[]; readonly id?: string; readonly sum?: boolean };

/** Returns columns of which the first holds names and the others numbers. */
export const numbersUnder = (first: Piece, titles: readonly Piece[]): readonly Column[] => [
  { title: first, align: 'left' },
  ...titles.map((title): Column => ({ title, align: 'right' })),
];

/** Returns a name with a sentence below it, in small type. */
export const explained = (title: Piece, words: Piece): Markup =>
  words === '' ? html`${title}` : html`${title}<span class="words fine">${words}</span>`;

const classOf = ({ align }: Column): Markup => (align === 'right' ? html` class="n"` : html``);

const rowOf = ({ cells, id, sum }: Row, columns: readonly Column[]): Markup => {
  const [first, ...others] = cells;
  const attributes = html`${id === undefined ? null : html` id="${id}"`}${sum ? html` class="sum"` : null}`;
  const rest = others.map((cell, index) => html`<td${classOf(columns[index + 1] ?? { title: '', align: 'left' })}>${cell}</td>`);
  return html`<tr${attributes}><th scope="row">${first ?? null}</th>${rest}</tr>`;
};

/** Returns a table that scrolls by itself where it is wider than the page. `caption` says what it holds, for those who hear it. */
export const dataTable = (
  caption: string,
  columns: readonly Column[],
  rows: readonly Row[],
): Markup => html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0">
<table>
<caption>${caption}</caption>
<thead><tr>${columns.map((column) => html`<th scope="col"${classOf(column)}>${column.title}</th>`)}</tr></thead>
<tbody>
${stacked(rows.map((row) => rowOf(row, columns)))}
</tbody>
</table>
</div>`;
