import type { HtmlInput } from './input.ts';
import { html, type Piece } from './markup.ts';

/** Returns the anchor of a formula, by the places of its scenario and of itself in their lists. */
export const formulaId = (scenario: number, figure: number): string => `f${scenario}-${figure}`;

/** Returns the anchor of an assumption, by its place in the report. */
export const assumptionId = (index: number): string => `a${index}`;

/** Returns the anchor of a price, by its place in the list of prices. */
export const priceId = (index: number): string => `p${index}`;

const formulaOf = ({ formulas }: HtmlInput, scenario: string, figure: string): string | null => {
  const at = formulas.findIndex((one) => one.scenario === scenario);
  const index = formulas[at]?.figures.findIndex(({ name }) => name === figure) ?? -1;
  return index < 0 ? null : formulaId(at, index);
};

/** Returns a figure as a link to its formula; plain where it has none. */
export const traced = (input: HtmlInput, scenario: string, figure: string, text: Piece): Piece => {
  const id = formulaOf(input, scenario, figure);
  return id === null ? text : html`<a href="#${id}">${text}</a>`;
};

/** Returns words as a link to the assumption of a name; plain where nobody has listed it. */
export const assumed = ({ report }: HtmlInput, what: string, text: string): Piece => {
  const index = report.assumptions.findIndex((line) => line.what === what);
  return index < 0 ? text : html`<a href="#${assumptionId(index)}">${text}</a>`;
};

/** Returns a place (`file:line:column`) as a link to the price or assumption that stands there; plain where there is none. */
export const placed = ({ report, prices }: HtmlInput, where: string): Piece => {
  const price = prices.findIndex((line) => line.where === where);
  const assumption = report.assumptions.findIndex((line) => line.where === where);
  const id = price >= 0 ? priceId(price) : assumption >= 0 ? assumptionId(assumption) : null;
  return id === null ? where : html`<a href="#${id}">${where}</a>`;
};
