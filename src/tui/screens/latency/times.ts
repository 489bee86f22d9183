import type { Forecast } from '../../../projection/forecast.ts';
import type { Spread } from '../../../projection/simulate/simulation.ts';
import { duration } from '../../../report/format.ts';
import { rule } from '../../paint/frame.ts';
import type { Line } from '../../paint/line.ts';
import { said, span } from '../../paint/span.ts';
import { type Column, table } from '../../paint/table.ts';
import { changeLine } from '../change.ts';

/** Which times of a request are told apart; those that are the latency itself say so. */
const TIMES = [
  { key: 'latencyMs', title: 'end to end', same: '' },
  { key: 'firstTokenMs', title: 'first token', same: 'comes with the whole answer' },
  { key: 'turnaroundMs', title: 'with people', same: 'nobody is in it' },
] as const;

const COLUMNS: readonly Column[] = [
  { title: '', align: 'left', drop: 0 },
  { title: 'mean', align: 'right', drop: 2 },
  { title: 'p50', align: 'right', drop: 0 },
  { title: 'p95', align: 'right', drop: 0 },
  { title: 'p99', align: 'right', drop: 1 },
  { title: 'p95 lies in', align: 'right', drop: 4 },
  { title: 'p95 vs baseline', align: 'right', drop: 3 },
];

const sameTimes = (a: Spread, b: Spread): boolean => a.mean === b.mean && a.p95.value === b.p95.value;

const rowOf = (title: string, spread: Spread, before: Spread | undefined): readonly Line[] => [
  said(title),
  said(duration(spread.mean)),
  said(duration(spread.p50.value)),
  said(duration(spread.p95.value), 'strong'),
  said(duration(spread.p99.value)),
  said(`${duration(spread.p95.low)} to ${duration(spread.p95.high)}`, 'dim'),
  changeLine(spread.p95.value, before?.p95.value),
];

/** Returns the percentiles of whole requests as a table; times that are the latency itself are told in words. */
export const timesTable = (forecast: Forecast, baseline: Forecast | null, columns: number): readonly Line[] => {
  const { perRequest } = forecast.simulation;
  const rows = TIMES.map(({ key, title, same }) => {
    const spread = perRequest[key];
    const alike = key !== 'latencyMs' && sameTimes(spread, perRequest.latencyMs);
    return { title, spread, same: alike ? same : '', before: baseline?.simulation.perRequest[key] };
  });
  const shown = rows.filter(({ same }) => same === '');
  const used = baseline === null ? COLUMNS.slice(0, -1) : COLUMNS;
  const laid = table(
    used,
    shown.map(({ title, spread, before }) => rowOf(title, spread, before)),
    { columns, chosen: null },
  );
  const words = rows.filter(({ same }) => same !== '').map(({ title, same }) => `${title}: ${same}`);
  return [
    rule('Times of whole requests', '', columns),
    laid.head,
    ...laid.rows,
    ...(words.length > 0 ? [said(words.join(' · '), 'dim')] : []),
  ];
};

const LIMITED = ['latency', 'first_token', 'turnaround'];

/** Returns the budgets of times, each with how far it is kept or missed. */
export const timeBudgets = ({ budgets, simulation }: Forecast): readonly Line[] =>
  budgets
    .filter(({ budget }) => LIMITED.includes(budget.figure))
    .map(({ budget: { figure, statistic, limit } }) => {
      const key = figure === 'latency' ? 'latencyMs' : figure === 'turnaround' ? 'turnaroundMs' : 'firstTokenMs';
      const at = statistic === 'p50' || statistic === 'p99' ? statistic : 'p95';
      const actual = simulation.perRequest[key][at].value;
      const off = Math.abs(limit - actual);
      const verdict = actual <= limit ? span(`kept by ${duration(off)}`, 'good') : span(`✗ missed by ${duration(off)}`, 'bad');
      return [span(`budget ${figure.replace('_', ' ')} ${at} ${duration(limit)}  `, 'dim'), verdict];
    });
