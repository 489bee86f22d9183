import type { Figure } from '../../explain/figure.ts';
import { fixed } from '../../format.ts';
import type { HtmlInput, ScenarioFormulas } from '../input.ts';
import { html, joined, type Markup, name, type Piece, stacked } from '../markup.ts';
import { dataTable } from '../table.ts';
import { formulaId, placed } from '../trace.ts';
import type { Section } from './section.ts';

/** A line of a formula; the place in brackets at its end leads to the assumption or price that stands there. */
const termLine = (input: HtmlInput, line: string): Piece => {
  const match = /^(.*)\[([^[\]]+:\d+:\d+)\]$/s.exec(line);
  return match?.[1] === undefined || match[2] === undefined ? line : html`${match[1]}[${placed(input, match[2])}]`;
};

const formula = (
  input: HtmlInput,
  { name: title, value, formula: lines, terms }: Figure,
  id: string,
): Markup => html`<div class="formula" id="${id}">
<dt>${title} = ${value}</dt>
<dd>${joined(lines, html`<br>`)}${terms.length === 0 ? null : html`<ul>${terms.map((line) => html`<li>${termLine(input, line)}</li>`)}</ul>`}</dd>
</div>`;

const formulasOf = (input: HtmlInput, { scenario, figures }: ScenarioFormulas, at: number): Markup => html`<details>
<summary>Formulas of ${name(scenario)} (${figures.length})</summary>
<dl class="formulas">
${stacked(figures.map((figure, index) => formula(input, figure, formulaId(at, index))))}
</dl>
</details>`;

const hashes = ({ report }: HtmlInput): Markup => {
  const files = [
    ...report.inputs.map(({ file, sha256 }) => ({ file, sha256 })),
    ...report.pricing.map(({ provider, sha256 }) => ({ file: `price table of ${provider}`, sha256 })),
  ];
  return dataTable(
    'Every file that went in, with the SHA-256 of its bytes',
    [
      { title: 'file', align: 'left' },
      { title: 'SHA-256', align: 'left' },
    ],
    files.map(({ file, sha256 }) => ({ cells: [name(file, 200), html`<code>${sha256}</code>`] })),
  );
};

const warnings = ({ report }: HtmlInput): Markup | null =>
  report.diagnostics.length === 0
    ? null
    : html`<h3>Warnings</h3><ul>${report.diagnostics.map(({ message, where }) => html`<li>${name(message, 400)}${where === '' ? null : html` <span class="fine">${where}</span>`}</li>`)}</ul>`;

const method = ({ report }: HtmlInput): Markup => {
  const { seed, runs, as_of } = report.settings;
  const exact = report.scenarios.every(({ per_request }) => per_request.cost_usd.exact);
  return html`<p>Means are worked out in closed form${exact ? '' : ', some of them by a stated numeric method where there is none'}. Percentiles of requests and times come from ${fixed(runs, 0)} requests played one by one with seed ${seed}: the same files, seed and date give the same figures on every machine. What lies between p10 and p90 of a spend is drawn over possible futures: what traffic, assumptions, estimated tokenizers and few samples leave open, and days that differ. Prices hold as of ${as_of}; each month is priced by its own days. Percentiles are never added up. Parts are rounded so that they add up to their totals as printed. Made by outlay ${report.tool.version}.</p>
<p class="fine">Underlined figures lead to their formula, and from there to the assumption or the price behind each number; the others are percentiles and times of the requests that were played, or sums and shares of figures beside them. Sections that are folded when the page is printed are not printed: open them first.</p>`;
};

/** Returns how the numbers are made: method, formulas, hashes. */
export const methodSection = (input: HtmlInput): Section => ({
  id: 'method',
  title: 'How the numbers are made',
  lead: 'So that anyone can work them out again.',
  body: [
    method(input),
    warnings(input),
    input.formulas.map((one, at) => formulasOf(input, one, at)),
    html`<details><summary>Files and their hashes</summary>${hashes(input)}</details>`,
  ],
});
