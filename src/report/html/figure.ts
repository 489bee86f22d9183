import { html, type Markup, type Piece } from './markup.ts';

/** A chart with its caption, and the table behind it, folded away. */
export type ChartFigure = {
  readonly id: string;
  readonly title: string;
  readonly caption: Piece;
  readonly chart: Markup;
  readonly table: Markup;
};

/** Returns a chart as a figure. Its title and caption name it for those who cannot see it; the table has all its numbers. */
export const chartFigure = ({ id, title, caption, chart, table }: ChartFigure): Markup => html`<figure id="${id}">
<figcaption id="${id}-caption"><strong>${title}</strong> <span>${caption}</span></figcaption>
${chart}
<details>
<summary>The numbers as a table</summary>
${table}
</details>
</figure>`;

/** Returns a drawing that is as wide as its place and so many pixels high; inside it, widths are shares and heights pixels. */
export const drawing = (figure: string, height: number, content: Piece, kind = ''): Markup =>
  html`<svg role="img" aria-labelledby="${figure}-caption" width="100%" height="${height}"${kind === '' ? null : html` class="${kind}"`}>
${content}
</svg>`;
