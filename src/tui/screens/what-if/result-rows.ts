import type { Forecast } from '../../../projection/forecast.ts';
import { duration, money, percent } from '../../../report/format.ts';
import { sparkline } from '../../paint/bars.ts';
import { rule } from '../../paint/frame.ts';
import type { Line, Span } from '../../paint/line.ts';
import { padLine, span } from '../../paint/span.ts';
import { change } from '../change.ts';
import type { Turned } from '../turned.ts';

type Row = { readonly label: string; readonly value: string; readonly end: Span; readonly simulated: boolean };

const totalUsd = ({ projection }: Forecast): number => projection.months.reduce((sum, { spendUsd }) => sum + spendUsd, 0);

/** Spend, where there is traffic: the first month and all months with their course. */
const spendRows = ({ forecast, baseline }: Turned): readonly Row[] => {
  const { months } = forecast.projection;
  const [first] = months;
  if (first === undefined) return [];
  const course = sparkline(
    months.map(({ spendUsd }) => spendUsd),
    14,
  );
  const total: Row = {
    label: `${months.length} months`,
    value: money(totalUsd(forecast)),
    end: baseline === null ? course : change(totalUsd(forecast), totalUsd(baseline)),
    simulated: false,
  };
  const month: Row = {
    label: first.month.label.startsWith('month') ? 'first month' : `month ${first.month.label}`,
    value: money(first.spendUsd),
    end: change(first.spendUsd, baseline?.projection.months[0]?.spendUsd),
    simulated: false,
  };
  return months.length > 1 ? [month, total] : [month];
};

const pair = (a: number, b: number): string => {
  const [first, second] = [duration(a), duration(b)];
  const [, unit] = second.split(' ');
  return unit !== undefined && first.endsWith(` ${unit}`) ? `${first.slice(0, -unit.length - 1)} / ${second}` : `${first} / ${second}`;
};

const timeRow = (label: string, { forecast, baseline }: Turned, of: 'latencyMs' | 'firstTokenMs'): Row => {
  const { p50, p95 } = forecast.simulation.perRequest[of];
  return { label, value: pair(p50.value, p95.value), end: change(p95.value, baseline?.simulation.perRequest[of].p95.value), simulated: true };
};

const rowsOf = (shown: Turned): readonly Row[] => {
  const { forecast, baseline, report } = shown;
  const { projection, simulation } = forecast;
  const { unit } = report;
  const cost = simulation.perRequest.costUsd;
  const streams = simulation.perRequest.firstTokenMs.p50.value < simulation.perRequest.latencyMs.p50.value * 0.999;
  return [
    ...spendRows(shown),
    { label: `a ${unit}`, value: money(projection.costUsd), end: change(projection.costUsd, baseline?.projection.costUsd), simulated: false },
    { label: 'cost p95', value: money(cost.p95.value), end: change(cost.p95.value, baseline?.simulation.perRequest.costUsd.p95.value), simulated: true },
    timeRow('time p50 / p95', shown, 'latencyMs'),
    ...(streams ? [timeRow('first token', shown, 'firstTokenMs')] : []),
    {
      label: 'success',
      value: percent(projection.successRate),
      end: baseline === null || baseline.projection.successRate === projection.successRate ? span('') : change(projection.successRate, baseline.projection.successRate, false),
      simulated: false,
    },
  ];
};

/** Budgets that are missed, each by name; none where all are held. */
const budgetRows = ({ report, forecast }: Turned): readonly Line[] => {
  const scenario = report.scenarios.find(({ name }) => name === forecast.projection.plan.scenario);
  const missed = (scenario?.budgets ?? []).filter(({ ok }) => ok === false);
  return missed.map(({ name, month }) => [span('  ✗ ', 'bad'), span(`over budget: ${name}${month === null ? '' : ` in ${month}`}`, 'bad')]);
};

/** Returns what the workflow comes to as the knobs stand, against the baseline where they stand elsewhere. */
export const resultRows = (shown: Turned, columns: number): readonly Line[] => {
  const label = Math.min(16, Math.max(12, Math.floor(columns * 0.36)));
  const value = Math.min(16, Math.max(11, Math.floor((columns - label) * 0.45)));
  return [
    rule('Result', shown.baseline === null ? 'b sets the baseline' : 'against the baseline', columns),
    ...rowsOf(shown).map((row): Line => {
      const wait = row.simulated && shown.stale;
      return [
        span('  '),
        ...padLine([span(row.label)], label),
        ...padLine([span(`${wait ? '~' : ''}${row.value}`, wait ? 'dim' : 'strong')], value, 'right'),
        span('  '),
        wait && row.end.text !== '' ? { ...row.end, tone: 'dim' } : row.end,
      ];
    }),
    ...budgetRows(shown),
  ];
};
