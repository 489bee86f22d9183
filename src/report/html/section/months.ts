import { money } from '../../format.ts';
import { monthFigures } from '../../month-figures.ts';
import type { ScenarioReport, Spend } from '../../report.ts';
import { bandOf } from '../band.ts';
import { COLUMNS_HEIGHT, type LimitLine, monthColumns } from '../chart/columns.ts';
import { chartFigure, drawing } from '../figure.ts';
import type { HtmlInput } from '../input.ts';
import { html, type Markup, type Piece } from '../markup.ts';
import { dataTable, numbersUnder, type Row } from '../table.ts';
import { traced } from '../trace.ts';
import { axisMoney, monthWords } from '../words.ts';
import { absent, type Section } from './section.ts';

const limitsOf = ({ budgets }: ScenarioReport): readonly LimitLine[] =>
  budgets
    .filter(({ name }) => name.startsWith('monthly_spend'))
    .map(({ name, limit }) => ({
      usd: limit,
      label: `limit of the ${name === 'monthly_spend.mean' ? 'mean' : name.replace('monthly_spend.', '')}: ${axisMoney(limit)}`,
    }));

const monthTable = (input: HtmlInput, scenario: ScenarioReport): Markup => {
  const { months } = scenario;
  const { rows, components, total, notes } = monthFigures(months);
  const banded = months.some(({ spend_usd }) => bandOf(spend_usd) !== null);
  const titles = ['requests', ...components, 'spend', ...(banded ? ['p10', 'p90'] : []), ...(notes.length > 0 ? ['note'] : [])];
  const bandCells = (spend: Spend | undefined, of: string): readonly Piece[] =>
    banded && spend !== undefined
      ? [spend.p10, spend.p90].map((usd) => traced(input, scenario.name, `band of the spend ${of}`, money(usd)))
      : [];
  const cells = rows.map(
    ({ month, requests, parts, spend, notes: own }, index): Row => ({
      cells: [
        month,
        requests,
        ...parts,
        traced(input, scenario.name, `spend in ${month}`, spend),
        ...bandCells(months[index]?.spend_usd, `in ${month}`),
        ...(notes.length > 0 ? [own.map((note) => `[${note}]`).join(' ')] : []),
      ],
    }),
  );
  const all = traced(input, scenario.name, `spend over ${months.length} months`, total.spend);
  const sum = {
    cells: [
      'total',
      total.requests,
      ...total.parts,
      all,
      ...bandCells(scenario.horizon?.spend_usd, `over ${months.length} months`),
      ...(notes.length > 0 ? [''] : []),
    ],
    sum: true,
  };
  return dataTable('Spend by month', numbersUnder('month', titles), months.length > 1 ? [...cells, sum] : cells);
};

/** What happens to prices, in the order of the numbers in the chart. */
const noteList = (scenario: ScenarioReport): Markup | null => {
  const { notes } = monthFigures(scenario.months);
  return notes.length === 0 ? null : html`<ol class="notes">${notes.map((note) => html`<li>${note}</li>`)}</ol>`;
};

const chart = (input: HtmlInput, scenario: ScenarioReport): Markup => {
  const { months } = scenario;
  const { rows } = monthFigures(months);
  const columns = months.map(({ month, spend_usd }, index) => ({
    month,
    usd: spend_usd.mean,
    band: bandOf(spend_usd),
    notes: rows[index]?.notes ?? [],
  }));
  const banded = columns.some(({ band }) => band !== null);
  const marked = columns.some(({ notes }) => notes.length > 0);
  const caption = [
    'Columns are mean spend.',
    banded ? 'The upright line through each spans eight chances in ten.' : '',
    marked
      ? 'A number in brackets marks a month in which something happens to a price; what it is stands below.'
      : 'Nothing happens to prices within these months.',
  ];
  return chartFigure({
    id: 'months-chart',
    title: `Spend by month, ${monthWords(months[0]?.month ?? '')} to ${monthWords(months.at(-1)?.month ?? '')}`,
    caption: caption.filter((text) => text !== '').join(' '),
    chart: html`<div class="plot">${drawing('months-chart', COLUMNS_HEIGHT, monthColumns(columns, limitsOf(scenario)))}</div>`,
    table: monthTable(input, scenario),
  });
};

/** Returns the months of the base scenario; one month is no chart. */
export const monthsSection = (input: HtmlInput, scenario: ScenarioReport): Section => {
  const { months } = scenario;
  const lead = 'How spend moves with growth, with the calendar and with the prices that are announced.';
  if (months.length === 0) return { id: 'months', title: 'Month by month', lead, body: [absent('Without traffic there are no months.')] };
  const body = months.length === 1 ? monthTable(input, scenario) : chart(input, scenario);
  return { id: 'months', title: 'Month by month', lead, body: [body, noteList(scenario)] };
};
