import type { Report, ScenarioReport } from '../../report.ts';
import { times } from '../formula.ts';
import type { Grid } from '../grid.ts';
import { MONTH, type Months } from './months.ts';
import { firstMonth, type Part } from './part.ts';
import { STEP, type Steps } from './steps.ts';
import { type Figure, type FigureRow, figureSheet } from './table.ts';

const QUANTILES = ['p50', 'p95', 'p99'] as const;

const simulatedRows = (parts: readonly Part[]): readonly FigureRow[] => {
  const of = (pick: (scenario: ScenarioReport) => number | null | undefined): readonly Figure[] =>
    parts.map(({ report }) => ({ held: pick(report) ?? null }));
  const cost = QUANTILES.map(
    (p): FigureRow => ({ title: `cost of a request, ${p}`, format: 'fine', of: of((one) => one.per_request.cost_usd[p]) }),
  );
  const times = (['latency_ms', 'turnaround_ms', 'first_token_ms'] as const).flatMap((name) =>
    QUANTILES.map(
      (p): FigureRow => ({
        title: `${name.replace('_ms', '').replace('_', ' ')}, ${p}`,
        format: 'ms',
        of: of((one) => one.per_request[name]?.[p]),
      }),
    ),
  );
  return [
    { title: 'Simulated', format: 'general', of: [] },
    ...cost,
    ...times,
    { title: 'Ceilings', format: 'general', of: [] },
    { title: 'most that a request can cost', format: 'usd', of: of((one) => one.per_request.cost_usd.worst_case) },
    { title: 'most that the busiest night can cost', format: 'usd', of: of((one) => one.exposure_usd) },
  ];
};

const liveRows = (parts: readonly Part[], steps: Steps, months: Months): readonly FigureRow[] => {
  const first = parts.map((part) => firstMonth(months, part));
  const totals = (column: number): readonly Figure[] =>
    parts.map(({ months: { totals: row } }) => (row === null ? null : months.grid.ref(row, column)));
  const inSteps = (column: number): readonly Figure[] => parts.map(({ steps: { total } }) => steps.grid.ref(total, column));
  return [
    { title: 'A request', format: 'general', of: [] },
    { title: 'cost of a request, mean', format: 'fine', of: parts.map(({ costPerRequest }) => costPerRequest) },
    {
      title: 'cost of a session, mean',
      format: 'fine',
      of: parts.map(({ costPerRequest, cells: { turns } }) => turns && times(costPerRequest, turns)),
    },
    { title: 'model calls', format: 'decimal', of: inSteps(STEP.calls) },
    ...['uncached input', 'cache read', 'cache write', 'reasoning', 'visible output'].map(
      (name, index): FigureRow => ({ title: `${name} tokens`, format: 'tokens', of: inSteps(STEP.tokens + index) }),
    ),
    { title: 'success rate', format: 'share', of: parts.map(({ cells }) => cells.successRate) },
    { title: 'Traffic and spend', format: 'general', of: [] },
    { title: 'requests a day, first month', format: 'decimal', of: first.map((month) => month?.perDay ?? null) },
    { title: 'spend of the mean day, first month', format: 'usd', of: first.map((month) => month?.daily ?? null) },
    { title: 'requests in the first month', format: 'count', of: first.map((month) => month?.requests ?? null) },
    { title: 'spend of the first month', format: 'usd', of: first.map((month) => month?.spend ?? null) },
    { title: 'months', format: 'count', of: parts.map(({ report }) => ({ held: report.horizon?.months ?? null })) },
    { title: 'requests over all months', format: 'count', of: totals(MONTH.requests) },
    ...['models', 'tools', 'people', 'evaluation', 'fixed', 'one-off'].map(
      (name, index): FigureRow => ({ title: `${name} over all months`, format: 'usd', of: totals(MONTH.models + index) }),
    ),
    { title: 'spend over all months', format: 'usd', of: totals(MONTH.spend) },
  ];
};

/** Returns the scenarios side by side: means that follow the inputs, then what is simulated and held. */
export const scenariosSheet = (report: Report, parts: readonly Part[], steps: Steps, months: Months, settings: string): Grid =>
  figureSheet(
    'scenarios',
    [`Means follow the inputs. Grey cells do not: they are simulated (${settings}) or ceilings of the plan as it was made.`],
    report.scenarios.map(({ name }) => name),
    [...liveRows(parts, steps, months), ...simulatedRows(parts)],
  );
