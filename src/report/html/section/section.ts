import { html, type Markup, type Piece, stacked } from '../markup.ts';

/** A part of the page: the anchor, the title, one sentence of what it answers, and what stands in it. */
export type Section = { readonly id: string; readonly title: string; readonly lead: Piece; readonly body: readonly Piece[] };

/** Returns a section of the page. */
export const sectionMarkup = ({ id, title, lead, body }: Section): Markup => html`<section id="${id}" aria-labelledby="${id}-title">
<header><h2 id="${id}-title">${title}</h2><p>${lead}</p></header>
<div>
${stacked(body.filter((piece) => piece !== null))}
</div>
</section>`;

/** Returns a sentence that says why something is not shown. */
export const absent = (text: Piece): Markup => html`<p class="absent">${text}</p>`;
