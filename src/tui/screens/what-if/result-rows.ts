import type { Forecast } from '../../../projection/forecast.ts';
import { duration, money, percent } from '../../../report/format.ts';
import { sparkline } from '../../paint/bars.ts';
import { beside, rule } from '../../paint/frame.ts';
import type { Line } from '../../paint/line.ts';
import { padLine, span } from '../../paint/span.ts';
import { changeLine } from '../change.ts';
import type { Turned } from '../turned.ts';

type Row = { readonly label: string; readonly value: string; readonly end: Line; readonly simulated: boolean };

/** How a figure is from its baseline; nothing where the knobs stand where the baseline's do. */
const against = ({ baseline }: Turned, now: number, before: (baseline: Forecast) => number | undefined): Line =>
  baseline === null ? [] : changeLine(now, before(baseline));

const totalUsd = ({ projection }: Forecast): number => projection.months.reduce((sum, { spendUsd }) => sum + spendUsd, 0);

/** Spend, where there is traffic: the first month and all months with their course. */
const spendRows = (shown: Turned): readonly Row[] => {
  const { forecast, baseline } = shown;
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
    end: baseline === null ? [course] : changeLine(totalUsd(forecast), totalUsd(baseline)),
    simulated: false,
  };
  const month: Row = {
    label: first.month.label.startsWith('month') ? 'first month' : `month ${first.month.label}`,
    value: money(first.spendUsd),
    end: against(shown, first.spendUsd, ({ projection }) => projection.months[0]?.spendUsd),
    simulated: false,
  };
  return months.length > 1 ? [month, total] : [month];
};

const pair = (a: number, b: number): string => {
  const [first, second] = [duration(a), duration(b)];
  const [, unit] = second.split(' ');
  return unit !== undefined && first.endsWith(` ${unit}`) ? `${first.slice(0, -unit.length - 1)} / ${second}` : `${first} / ${second}`;
};

const timeRow = (label: string, shown: Turned, of: 'latencyMs' | 'firstTokenMs'): Row => {
  const { p50, p95 } = shown.forecast.simulation.perRequest[of];
  const end = against(shown, p95.value, ({ simulation }) => simulation.perRequest[of].p95.value);
  return { label, value: p95.value === 0 ? '–' : pair(p50.value, p95.value), end: p95.value === 0 ? [] : end, simulated: true };
};

const rowsOf = (shown: Turned): readonly Row[] => {
  const { forecast, report } = shown;
  const { projection, simulation } = forecast;
  const { costUsd, firstTokenMs, latencyMs } = simulation.perRequest;
  const streams = firstTokenMs.p50.value < latencyMs.p50.value * 0.999;
  const [mean, p95] = [projection.costUsd, costUsd.p95.value];
  return [
    ...spendRows(shown),
    { label: `a ${report.unit}`, value: money(mean), end: against(shown, mean, (before) => before.projection.costUsd), simulated: false },
    timeRow('wait p50/p95', shown, 'latencyMs'),
    {
      label: 'cost p95',
      value: money(p95),
      end: against(shown, p95, (before) => before.simulation.perRequest.costUsd.p95.value),
      simulated: true,
    },
    ...(streams ? [timeRow('first token', shown, 'firstTokenMs')] : []),
    { label: 'success', value: percent(projection.successRate), end: successBefore(shown), simulated: false },
  ];
};

const successBefore = ({ baseline, forecast }: Turned): Line => {
  const before = baseline?.projection.successRate;
  return before === undefined || before === forecast.projection.successRate ? [] : [span(`was ${percent(before)}`, 'dim')];
};

/** Budgets that are missed, each by name; none where all are held. */
const budgetRows = ({ report, forecast }: Turned): readonly Line[] => {
  const scenario = report.scenarios.find(({ name }) => name === forecast.projection.plan.scenario);
  const missed = (scenario?.budgets ?? []).filter(({ ok }) => ok === false);
  return missed.map(({ name, month }) => [span('  ✗ ', 'bad'), span(`over budget: ${name}${month === null ? '' : ` in ${month}`}`, 'bad')]);
};

const resultLine = (row: Row, shown: Turned, columns: number): Line => {
  const tight = columns < 52;
  const [label, value] = columns < 44 ? [13, 14] : [15, 15];
  const wait = row.simulated && shown.stale;
  const end = tight ? row.end.map((one) => ({ ...one, text: one.text.replace(/ (?:more|less)$/, '') })) : row.end;
  return [
    span('  '),
    ...padLine([span(row.label)], label),
    ...padLine([span(`${wait ? '~' : ''}${row.value}`, wait ? 'dim' : 'strong')], value, 'right'),
    span('  '),
    ...(wait ? end.map(({ text }) => span(text, 'dim')) : end),
  ];
};

/** Model steps of which nobody says how long they take: all times leave them out. */
const untimedRows = ({ forecast }: Turned): readonly Line[] => {
  const { projection, simulation } = forecast;
  const untimed = projection.steps.filter(({ step }) => step.kind === 'model' && simulation.steps[step.index]?.latencyMs?.p95 === 0);
  if (untimed.length === 0) return [];
  return [[span('  ! ', 'warn'), span(`no time is known for ${untimed.map(({ step }) => step.name).join(', ')}`, 'dim')]];
};

/** How results are laid out: side by side where rows are dear, and no more of them than there is room for. */
export type ResultRoom = { readonly columns: number; readonly across: 1 | 2; readonly most: number };

/** Returns what the workflow comes to as the knobs stand, against the baseline where they stand elsewhere. */
export const resultRows = (shown: Turned, { columns, across, most }: ResultRoom): readonly Line[] => {
  const all = rowsOf(shown);
  const rows = all.slice(0, Math.max(1, most) * across);
  const own = across === 1 ? columns : Math.floor((columns - 1) / 2);
  const height = Math.ceil(rows.length / across);
  const left = rows.slice(0, height).map((row) => resultLine(row, shown, own));
  const right = rows.slice(height).map((row) => resultLine(row, shown, own));
  const lines =
    across === 1
      ? left
      : beside(
          [
            { lines: left, columns: own },
            { lines: right, columns: own },
          ],
          1,
        );
  return [
    rule('Result', shown.baseline === null ? 'b sets the baseline' : 'against the baseline', columns),
    ...lines,
    ...untimedRows(shown),
    ...budgetRows(shown),
  ];
};
