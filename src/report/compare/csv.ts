import { numberField, textField } from '../csv/cell.ts';
import { peakUse } from '../variant/figures.ts';
import type { ComparedRow, ComparedScenario, CompareReport } from './report.ts';

const FIGURES: readonly (readonly [string, (row: ComparedRow) => number | null])[] = [
  ['cost_usd', ({ figures }) => figures.cost_usd.mean],
  ['cost_usd_machines', ({ figures }) => figures.cost_usd.machines],
  ['cost_usd_p95', ({ figures }) => figures.cost_usd.p95],
  ['cost_usd_worst_case', ({ figures }) => figures.cost_usd.worst_case],
  ['monthly_spend_usd', ({ figures }) => figures.monthly_spend_usd],
  ['latency_ms_p50', ({ figures }) => figures.latency_ms?.p50 ?? null],
  ['latency_ms_p95', ({ figures }) => figures.latency_ms?.p95 ?? null],
  ['first_token_ms_p95', ({ figures }) => figures.first_token_ms?.p95 ?? null],
  ['success_rate', ({ figures }) => figures.success_rate],
  ['context_use_p99', ({ figures }) => figures.context_use_p99],
  ['peak_use', ({ figures }) => peakUse(figures)],
];

const choiceField = ({ model, says }: ComparedRow['choices'][number]): string => textField([model, ...says].join(', '));

const line = (workflow: string, scenario: ComparedScenario, row: ComparedRow): string =>
  [
    textField(workflow),
    textField(scenario.name),
    ...row.choices.map(choiceField),
    String(row.as_written),
    String(row.unbeaten),
    ...FIGURES.map(([, of]) => numberField(of(row))),
  ].join(',');

/** Returns combinations as CSV (RFC 4180, CRLF): a row for each, with a column for each step that varies. */
export const compareCsv = ({ workflow, scenarios }: CompareReport): string => {
  const steps = scenarios[0]?.varying.map(({ step }) => textField(step)) ?? [];
  const head = ['workflow', 'scenario', ...steps, 'as_written', 'unbeaten', ...FIGURES.map(([name]) => name)].join(',');
  return `${[head, ...scenarios.flatMap((scenario) => scenario.rows.map((row) => line(workflow, scenario, row)))].join('\r\n')}\r\n`;
};
