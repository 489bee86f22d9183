import type { Report } from '../../report.ts';
import type { HtmlInput } from '../input.ts';
import { html, type Markup } from '../markup.ts';
import { type Column, dataTable } from '../table.ts';
import { assumptionId } from '../trace.ts';
import type { Section } from './section.ts';

/** What nobody said comes first: it is what a reviewer asks about. */
const ORIGINS = [
  ['default', 'Nobody said: defaults'],
  ['estimated', 'Estimated: the tokenizer or the framing is not public'],
  ['table', 'From the price tables'],
  ['measured', 'Measured: counted exactly, or fitted to usage logs'],
  ['stated', 'Stated in the workflow and its traffic'],
] as const;

const COLUMNS: readonly Column[] = [
  { title: 'what', align: 'left' },
  { title: 'value', align: 'left' },
  { title: 'place', align: 'left' },
];

/** Of more lines than these only what nobody said and what is estimated stands open. */
const MANY = 150;

const group = ({ assumptions }: Report, origin: string, title: string): Markup | null => {
  const lines = assumptions.flatMap((line, index) => (line.origin === origin ? [{ ...line, index }] : []));
  if (lines.length === 0) return null;
  const rows = lines.map(({ what, value, where, index }) => ({
    id: assumptionId(index),
    cells: [html`<span class="words">${what}</span>`, html`<span class="words">${value}</span>`, html`<span class="fine">${where}</span>`],
  }));
  const open = assumptions.length <= MANY || origin === 'default' || origin === 'estimated';
  return html`<details${open ? html` open` : null}>
<summary>${title} (${lines.length})</summary>
${dataTable(title, COLUMNS, rows)}
</details>`;
};

/** Returns every number that went in, by its origin, with its place. */
export const assumptionsSection = ({ report }: HtmlInput): Section => ({
  id: 'assumptions',
  title: 'Assumptions',
  lead: `${report.assumptions.length} numbers went in. Where each comes from, and where it stands.`,
  body: ORIGINS.map(([origin, title]) => group(report, origin, title)),
});
