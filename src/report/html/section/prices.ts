import { precise } from '../../format.ts';
import type { HtmlInput } from '../input.ts';
import { html, type Markup, name, stacked } from '../markup.ts';
import type { PriceLine } from '../price-lines.ts';
import { dataTable, numbersUnder } from '../table.ts';
import { priceId } from '../trace.ts';
import { absent, type Section } from './section.ts';

const perMtok = (usd: number | null): string => (usd === null ? '–' : `$${precise(usd)}`);

const writes = ({ cacheWrites }: PriceLine): string =>
  cacheWrites.length === 0 ? '–' : cacheWrites.map(({ ttl, usd }) => `${perMtok(usd)} (${ttl})`).join(', ');

const table = (prices: readonly PriceLine[]): Markup =>
  dataTable(
    'List prices, US dollars per million tokens',
    [
      ...numbersUnder('model', ['input', 'cache read', 'cache write', 'output']),
      ...['holds', 'read on', 'confidence', 'place'].map((title) => ({ title, align: 'left' as const })),
    ],
    prices.map((line, index) => ({
      id: priceId(index),
      cells: [
        name(line.model),
        perMtok(line.input),
        perMtok(line.cacheRead),
        writes(line),
        perMtok(line.output),
        `from ${line.from}${line.until === null ? '' : ` until ${line.until}`}${line.status === 'list' ? '' : `, ${line.status}`}`,
        line.read,
        line.confidence,
        html`<span class="fine">${line.where}</span>`,
      ],
    })),
  );

/** Sources as text: a link would ask for the network. */
const sources = ({ report }: HtmlInput): Markup =>
  html`<ul class="fine">${stacked(
    report.pricing.map(
      ({ provider, source, read }) => html`<li>${name(provider, 40)}: ${name(source, 200)}, newest row read on ${read}</li>`,
    ),
  )}</ul>`;

/** Returns every price that went in, with its dates, source and confidence. */
export const pricesSection = (input: HtmlInput): Section => ({
  id: 'prices',
  title: 'Prices',
  lead: `As of ${input.report.settings.as_of}. Before tiers, hours, regions and discounts.`,
  body:
    input.prices.length === 0 ? [absent('No model is called, so that no price table is asked.')] : [table(input.prices), sources(input)],
});
