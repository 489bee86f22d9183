import { count, money, moneyDecimals, percent, roundedToSum } from '../../../report/format.ts';
import { barLine, sparkline } from '../../paint/bars.ts';
import { listed, paragraph } from '../../paint/frame.ts';
import type { Line } from '../../paint/line.ts';
import { said } from '../../paint/span.ts';
import { type Column, table } from '../../paint/table.ts';
import { changeLine } from '../change.ts';
import { baselineUsd, type MonthsShown } from './month-chart.ts';
import type { Slice } from './slices.ts';

const SLICE_COLUMNS: readonly Column[] = [
  { title: '', align: 'left', drop: 0, shrinkTo: 12 },
  { title: 'this month', align: 'right', drop: 0 },
  { title: 'share', align: 'right', drop: 2 },
  { title: '', align: 'left', drop: 3, stretch: { least: 8, most: 40 } },
  { title: 'all months', align: 'right', drop: 1 },
  { title: 'month by month', align: 'left', drop: 4 },
];

/** Returns the parts of a month as a table, with what they come to over all months. */
export const sliceTable = (slices: readonly Slice[], month: number, columns: number, lines: number): readonly Line[] => {
  const own = slices.map(({ months }) => months[month] ?? 0);
  const total = own.reduce((sum, usd) => sum + usd, 0);
  const decimals = Math.min(2, moneyDecimals(Math.max(...own, 0)));
  const rounded = roundedToSum(own, decimals);
  const most = Math.max(...own, Number.EPSILON);
  const several = (slices[0]?.months.length ?? 0) > 1;
  const { head, rows } = table(
    several ? SLICE_COLUMNS : SLICE_COLUMNS.slice(0, 4),
    slices.map(({ name, totalUsd, months }, index) => [
      said(name),
      said(money(rounded[index] ?? 0, decimals)),
      said(total === 0 ? '–' : percent((own[index] ?? 0) / total), 'dim'),
      (cells: number) => barLine((own[index] ?? 0) / most, cells),
      ...(several ? [said(money(totalUsd)), [sparkline(months, 24)]] : []),
    ]),
    { columns, chosen: null },
  );
  return [head, ...listed(rows, 0, 0, lines - 1)];
};

const MONTH_COLUMNS: readonly Column[] = [
  { title: 'month', align: 'left', drop: 0 },
  { title: 'requests', align: 'right', drop: 2 },
  { title: 'spend', align: 'right', drop: 0 },
  { title: 'p10', align: 'right', drop: 3 },
  { title: 'p90', align: 'right', drop: 3 },
  { title: 'vs baseline', align: 'right', drop: 4 },
  { title: '', align: 'left', drop: 1 },
];

const usd = (value: number | null): Line => (value === null ? said('–', 'dim') : said(money(value)));

/** Returns all months with their figures; columns that no month has stay out. */
export const monthTable = (shown: MonthsShown, scroll: number, columns: number, rows: number): readonly Line[] => {
  const { months, baseline, chosen, notesOf } = shown;
  const banded = months.some(({ spend_usd }) => spend_usd.p10 !== null);
  const used = [0, 1, 2, ...(banded ? [3, 4] : []), ...(baseline === null ? [] : [5]), 6];
  const laid = table(
    used.flatMap((at) => MONTH_COLUMNS[at] ?? []),
    months.map((month) => {
      const { mean, p10, p90 } = month.spend_usd;
      const before = baselineUsd(baseline, month);
      const cells = [
        said(month.month),
        said(count(month.requests)),
        said(money(mean)),
        usd(p10),
        usd(p90),
        changeLine(mean, before),
        said(notesOf(month), 'warn'),
      ];
      return used.flatMap((column) => [cells[column] ?? []]);
    }),
    { columns, chosen },
  );
  return [laid.head, ...listed(laid.rows, chosen, scroll, rows - 1)];
};

/** Returns what happens to prices: the notes of the chosen month first, then all others. */
export const noteLines = (notes: readonly string[], own: readonly string[], columns: number, rows: number): readonly Line[] => {
  const sorted = [...own, ...notes.filter((note) => !own.includes(note))];
  const lines = sorted.flatMap((note) => paragraph(`${notes.indexOf(note) + 1}  ${note}`, columns, own.includes(note) ? 'warn' : 'dim'));
  if (lines.length <= rows) return lines;
  if (rows < 2) return sorted.slice(0, rows).map((note) => said(`${notes.indexOf(note) + 1}  ${note}`, 'warn'));
  return [...lines.slice(0, rows - 1), said(`↓ ${lines.length - rows + 1} more lines of notes`, 'dim')];
};
