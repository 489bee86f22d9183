import { textField } from '../csv/cell.ts';
import { FIGURE_COLUMNS, figureFields } from '../variant/csv.ts';
import type { ComparedRow, ComparedScenario, CompareReport } from './report.ts';

const choiceField = ({ model, says }: ComparedRow['choices'][number]): string => textField([model, ...says].join(', '));

const line = (workflow: string, scenario: ComparedScenario, row: ComparedRow): string =>
  [
    textField(workflow),
    textField(scenario.name),
    ...row.choices.map(choiceField),
    String(row.as_written),
    String(row.unbeaten),
    ...figureFields(row.figures),
  ].join(',');

/** Returns combinations as CSV (RFC 4180, CRLF): a row for each, with a column for each step that varies. */
export const compareCsv = ({ workflow, scenarios }: CompareReport): string => {
  const steps = scenarios[0]?.varying.map(({ step }) => textField(step)) ?? [];
  const head = ['workflow', 'scenario', ...steps, 'as_written', 'unbeaten', ...FIGURE_COLUMNS].join(',');
  return `${[head, ...scenarios.flatMap((scenario) => scenario.rows.map((row) => line(workflow, scenario, row)))].join('\r\n')}\r\n`;
};
