import { money, shortMoney } from '../../../report/format.ts';
import { columnChart } from '../../paint/columns.ts';
import { beside, listed, rule } from '../../paint/frame.ts';
import type { Line } from '../../paint/line.ts';
import { said, span } from '../../paint/span.ts';
import { type Column, table } from '../../paint/table.ts';
import { changeLine } from '../change.ts';
import type { Contender, Metric } from './metrics.ts';

const columnsFor = (first: string, other: string): readonly Column[] => [
  { title: '', align: 'left', drop: 0, shrinkTo: 10 },
  { title: first, align: 'right', drop: 1, shrinkTo: 8 },
  { title: other, align: 'right', drop: 0, shrinkTo: 8 },
  { title: '', align: 'left', drop: 0 },
];

const change = ({ better }: Metric, now: number | null, before: number | null): Line => {
  if (now === null || before === null) return said('–', 'dim');
  const line = changeLine(now, before);
  if (better === 'less') return line;
  return line.map((one) =>
    one.tone === 'bad' || one.tone === 'good' ? { ...one, tone: better === null ? 'plain' : one.tone === 'bad' ? 'good' : 'bad' } : one,
  );
};

const figures = (metrics: readonly Metric[], first: Contender, other: Contender, columns: number): readonly Line[] => {
  const rows = metrics.map((metric) => {
    const [before, now] = [first[metric.of], other[metric.of]];
    const text = (value: number | null): Line => (value === null ? said('–', 'dim') : said(metric.text(value)));
    return [said(metric.title, 'dim'), text(before), text(now), change(metric, now, before)];
  });
  const laid = table(columnsFor(first.name, other.name), rows, { columns, chosen: null });
  return [laid.head, ...laid.rows];
};

/** Returns the figures of one contender, for when there is none to hold it against. */
export const ownFigures = (contender: Contender, metrics: readonly Metric[], columns: number): readonly Line[] => {
  const laid = table(
    [
      { title: '', align: 'left', drop: 0 },
      { title: '', align: 'right', drop: 0 },
    ],
    metrics.map((metric) => {
      const value = contender[metric.of];
      return [said(metric.title, 'dim'), value === null ? said('–', 'dim') : said(metric.text(value))];
    }),
    { columns, chosen: null },
  );
  return [[], rule(contender.name, '', columns), ...laid.rows];
};

/** Steps whose cost differs, by how much they do; a step that only one of them has stands at nothing in the other. */
const steps = (first: Contender, other: Contender, unit: string, columns: number): readonly Line[] => {
  const costs = (contender: Contender): ReadonlyMap<string, number> => new Map(contender.steps.map(({ name, usd }) => [name, usd]));
  const [before, now] = [costs(first), costs(other)];
  if (before.size === 0 || now.size === 0) return [];
  const all = [...new Set([...before.keys(), ...now.keys()])]
    .map((name) => ({ name, before: before.get(name) ?? 0, now: now.get(name) ?? 0 }))
    .filter((step) => Math.abs(step.now - step.before) > 1e-4 * Math.max(step.before, step.now))
    .sort((a, b) => Math.abs(b.now - b.before) - Math.abs(a.now - a.before));
  if (all.length === 0) return [said('every step costs the same', 'dim')];
  const rows = all.map((step) => [said(step.name), said(money(step.before)), said(money(step.now)), changeLine(step.now, step.before)]);
  const laid = table(columnsFor(first.name, `${other.name}, per ${unit}`), rows, { columns, chosen: null });
  return [laid.head, ...laid.rows];
};

/** Returns what sets a contender apart from the first: figures, and the steps whose cost differs. */
export const against = (
  first: Contender,
  other: Contender,
  metrics: readonly Metric[],
  room: { readonly columns: number; readonly rows: number; readonly unit: string },
): readonly Line[] => {
  const { columns, rows, unit } = room;
  if (rows < 5) return [];
  const title = rule(`${first.name} → ${other.name}`, 'quality is not modelled', columns);
  if (columns < 110) {
    const lines = [
      ...figures(metrics, first, other, columns),
      ...(rows > metrics.length + 5 ? [[], ...steps(first, other, unit, columns)] : []),
    ];
    return [title, ...listed(lines, 0, 0, rows - 1)];
  }
  const half = Math.min(90, Math.floor((columns - 3) / 2));
  const both = beside([
    { lines: figures(metrics, first, other, half), columns: half },
    { lines: steps(first, other, unit, half), columns: half },
  ]);
  return [title, ...listed(both, 0, 0, rows - 1)];
};

/** Returns the months of a contender as columns, with those of the first marked on them; nothing where there is no room. */
export const monthsAgainst = (
  first: Contender,
  other: Contender,
  { columns, rows }: { readonly columns: number; readonly rows: number },
): readonly Line[] => {
  const { months } = other;
  if (rows < 9 || months.length < 2 || months.length > columns - 12) return [];
  const chart = {
    columns: months.map(({ month, usd }) => ({
      ...{ label: month, parts: [usd], band: null, value: shortMoney(usd), mark: '' },
      against: first.months.find((one) => one.month === month)?.usd ?? null,
    })),
    ...{ limit: null, axis: shortMoney },
  };
  const legend = [
    span('█', 'bar'),
    span(` ${other.name}   `, 'dim'),
    span('╌', 'accent'),
    span(` ${first.name}, where it is higher`, 'dim'),
  ];
  return [[], rule('Month by month', '', columns), ...columnChart(chart, Math.min(18, rows - 3), columns, null), legend];
};
