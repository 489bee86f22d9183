import type { Projection } from '../../../projection/projection.ts';
import { shortMoney } from '../../../report/format.ts';
import type { MonthReport } from '../../../report/report.ts';
import { BAND, type ChartColumn, columnChart, FILLS } from '../../paint/columns.ts';
import { windowOf } from '../../paint/frame.ts';
import type { Line } from '../../paint/line.ts';
import { said, span } from '../../paint/span.ts';
import type { Slice, View } from './slices.ts';

const NAMES = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `2027-03` is `Mar`, with its year where that is not plain; `month 7` is `m7`. */
const shortMonth = (label: string, first: boolean): string => {
  const dated = /^(\d{4})-(\d{2})$/.exec(label);
  if (dated === null) return label.replace('month ', 'm');
  const name = NAMES[Number(dated[2]) - 1] ?? label;
  return first || name === 'Jan' ? `${name}${dated[1]?.slice(2)}` : name;
};

/** What a chart of months is drawn from. */
export type MonthsShown = {
  readonly months: readonly MonthReport[];
  readonly slices: readonly Slice[];
  readonly view: View;
  readonly baseline: Projection | null;
  readonly limitUsd: number | null;
  readonly chosen: number;
  /** The number of each note, by month. */
  readonly notesOf: (month: MonthReport) => string;
};

/** The parts that a chart tells apart; what is beyond them stands together. */
const STACKED = FILLS.length;

const partsAt = ({ slices }: MonthsShown, month: number): readonly number[] => {
  const own = slices.map(({ months }) => months[month] ?? 0);
  const rest = own.slice(STACKED - 1).reduce((sum, usd) => sum + usd, 0);
  return own.length <= STACKED ? own : [...own.slice(0, STACKED - 1), rest];
};

/** Returns what the baseline spends in the month of the same name. */
export const baselineUsd = (baseline: Projection | null, { month }: MonthReport): number | undefined =>
  baseline?.months.find((one) => one.month.label === month)?.spendUsd;

const columnOf = (shown: MonthsShown, month: MonthReport, at: number, first: boolean): ChartColumn => {
  const { p10, p90, mean } = month.spend_usd;
  const whole = shown.view === 'total';
  return {
    label: shortMonth(month.month, first),
    parts: partsAt(shown, at),
    band: whole && p10 !== null && p90 !== null ? { low: p10, high: p90 } : null,
    against: whole ? (baselineUsd(shown.baseline, month) ?? null) : null,
    value: shortMoney(mean),
    mark: shown.notesOf(month),
  };
};

/** Returns the months as a chart; where they are too many, those around the chosen one, and how many lie beyond. */
export const monthChart = (shown: MonthsShown, rows: number, cells: number): readonly Line[] => {
  const { months, limitUsd, chosen } = shown;
  const { from, to, above, below } = windowOf(months.length, chosen, 0, Math.max(3, cells - 12));
  const columns = months.slice(from, to).map((month, index) => columnOf(shown, month, from + index, index === 0 || months.length > 12));
  const limit = limitUsd === null ? null : { value: limitUsd, name: 'budget' };
  const beyond = above + below === 0 ? [] : [said(`${above} months before, ${below} after`, 'dim')];
  return [...columnChart({ columns, limit, axis: shortMoney }, rows - beyond.length, cells, chosen - from), ...beyond];
};

/** Returns what the fills of the chart mean. */
export const chartLegend = (shown: MonthsShown): Line => {
  const { view, slices, months, baseline, limitUsd } = shown;
  const limit = limitUsd === null ? [] : [span('┄', 'warn'), span(' budget   ', 'dim')];
  if (view !== 'total') {
    const names = slices.slice(0, slices.length > STACKED ? STACKED - 1 : STACKED).map(({ name }) => name);
    const all = slices.length > STACKED ? [...names, 'the rest'] : names;
    return [...all.flatMap((name, index) => [span(FILLS[index]?.fill ?? '█', FILLS[index]?.tone), span(` ${name}   `, 'dim')]), ...limit];
  }
  const banded = months.some(({ spend_usd }) => spend_usd.p10 !== null);
  const bars = banded
    ? [
        span(BAND.sure, 'bar'),
        span(' up to p10   ', 'dim'),
        span(BAND.likely, 'bar'),
        span(' the mean   ', 'dim'),
        span(BAND.open, 'dim'),
        span(' up to p90   ', 'dim'),
      ]
    : [span('█', 'bar'), span(' mean   ', 'dim')];
  const against = baseline === null ? [] : [span('╌', 'accent'), span(' baseline, where it is higher   ', 'dim')];
  return [...bars, ...against, ...limit];
};
