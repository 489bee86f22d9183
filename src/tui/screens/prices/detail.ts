import type { Catalogue } from '../../../pricing/catalogue.ts';
import { type Day, dayText } from '../../../pricing/day.ts';
import type { Projection } from '../../../projection/projection.ts';
import { money } from '../../../report/format.ts';
import { type PriceField, priceFields } from '../../../report/prices/fields.ts';
import { writesText } from '../../../report/prices/show.ts';
import { priceText } from '../../../report/prices/style.ts';
import { paragraph, rule } from '../../paint/frame.ts';
import type { Line } from '../../paint/line.ts';
import { said, span } from '../../paint/span.ts';
import { type Column, table } from '../../paint/table.ts';
import { changeLine } from '../change.ts';
import { modelSteps, type PricedModel, usageUsd } from './on-model.ts';

const HISTORY: readonly Column[] = [
  { title: 'from', align: 'left', drop: 0 },
  { title: 'until', align: 'left', drop: 4 },
  { title: 'input', align: 'right', drop: 0 },
  { title: 'cache read', align: 'right', drop: 1 },
  { title: 'cache write', align: 'right', drop: 3 },
  { title: 'output', align: 'right', drop: 0 },
  { title: 'read', align: 'left', drop: 2 },
  { title: 'confidence', align: 'left', drop: 2 },
  { title: 'status', align: 'left', drop: 5 },
];

const history = ({ model, row: now }: PricedModel, columns: number): readonly Line[] => {
  const { head, rows } = table(
    HISTORY,
    model.rows.map((row) => [
      said(dayText(row.from), row === now ? 'strong' : 'plain'),
      said(row.until === null ? '' : dayText(row.until)),
      said(priceText(row.prices.input)),
      said(priceText(row.prices.cacheRead)),
      said(writesText(row)),
      said(priceText(row.prices.output)),
      said(dayText(row.read), 'dim'),
      said(row.confidence, row.confidence === 'low' ? 'warn' : 'dim'),
      said(row.status, row.status === 'promotional' ? 'warn' : 'dim'),
    ]),
    { columns, chosen: null },
  );
  return [head, ...rows];
};

const STEPS: readonly Column[] = [
  { title: 'step', align: 'left', drop: 0, shrinkTo: 10 },
  { title: 'now', align: 'right', drop: 0 },
  { title: 'on this model', align: 'right', drop: 0 },
  { title: '', align: 'left', drop: 1 },
];

/** What each step of a request would cost on the model. */
const onSteps = (priced: PricedModel, projection: Projection, unit: string, columns: number): readonly Line[] => {
  const steps = modelSteps(projection);
  if (steps.length === 0) return [];
  const { head, rows } = table(
    STEPS,
    steps.map(({ name, usage, calls, usd }) => {
      const there = usageUsd(priced, usage, calls);
      const same = priced.usedBy.includes(name);
      const change =
        there === null ? said('it has no price for this', 'dim') : same ? said('● calls it now', 'accent') : changeLine(there, usd);
      return [said(name), said(money(usd)), there === null ? said('–', 'dim') : said(money(there)), change];
    }),
    { columns, chosen: null },
  );
  const note = 'Tokens as they are counted now, standard tier; a model of another family counts others.';
  return [rule(`One ${unit} on it`, '', columns), head, ...rows, ...paragraph(note, columns, 'dim')];
};

const LABELS = 15;

/** Kept, since every key press asks for them. */
const known = new WeakMap<PricedModel, readonly PriceField[]>();

const fieldsOf = (catalogue: Catalogue, priced: PricedModel, asOf: Day): readonly PriceField[] => {
  const fields = known.get(priced) ?? priceFields(catalogue, priced.model, asOf);
  known.set(priced, fields);
  return fields;
};

const fieldLines = (catalogue: Catalogue, priced: PricedModel, asOf: Day, columns: number): readonly Line[] =>
  fieldsOf(catalogue, priced, asOf).flatMap(({ label, text }) =>
    paragraph(text, Math.max(10, columns - LABELS)).map((line, index) => [span((index === 0 ? label : '').padEnd(LABELS), 'dim'), ...line]),
  );

/** What is seen of the chosen model where there are but few rows: whether to trust its price. */
const short = (catalogue: Catalogue, priced: PricedModel, asOf: Day): Line => {
  const source = fieldsOf(catalogue, priced, asOf).find(({ label }) => label === 'source')?.text ?? '';
  return said(`read ${dayText(priced.row.read)}, confidence ${priced.row.confidence} · ${source}`, 'dim');
};

/** Returns all that is known of a model: prices by date, what this workflow costs on it, terms, source. */
export const priceDetail = (
  catalogue: Catalogue,
  priced: PricedModel,
  about: { readonly projection: Projection; readonly unit: string; readonly asOf: Day; readonly columns: number; readonly rows: number },
): readonly Line[] => {
  const { projection, unit, asOf, columns, rows } = about;
  const used = priced.usedBy.length === 0 ? 'not used here' : `● used by ${priced.usedBy.join(', ')}`;
  const head = [rule(priced.model.id, used, columns), ...history(priced, columns)];
  if (rows < head.length + 2)
    return rows < 3 ? [short(catalogue, priced, asOf)] : [...head.slice(0, rows - 1), short(catalogue, priced, asOf)];
  const steps = onSteps(priced, projection, unit, columns);
  const shorter = [...head, short(catalogue, priced, asOf), ...steps];
  if (rows < 16 && shorter.length <= rows) return shorter;
  return [...head, [], ...steps, [], ...fieldLines(catalogue, priced, asOf, columns)];
};
