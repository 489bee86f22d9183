import { textField } from '../csv/cell.ts';
import { FIGURE_COLUMNS, figureFields } from '../variant/csv.ts';
import type { VariantFigures } from '../variant/figures.ts';
import type { StressReport } from './report.ts';

/**
 * Returns scenarios under stress as CSV (RFC 4180, CRLF): a row for the calm scenario, one for each stress, and one for each stress with
 * each remedy that was worked out.
 */
export const stressCsv = ({ workflow, scenarios }: StressReport): string => {
  const line = (scenario: string, stress: string, remedy: string, figures: VariantFigures): string =>
    [...[workflow, scenario, stress, remedy].map(textField), ...figureFields(figures)].join(',');
  const rows = scenarios.flatMap(({ name, calm, stresses }) => [
    line(name, 'calm', '', calm),
    ...stresses.flatMap((stress) => [
      line(name, stress.name, '', stress.figures),
      ...stress.remedies.flatMap(({ text, figures }) => (figures === null ? [] : [line(name, stress.name, text, figures)])),
    ]),
  ]);
  return `${[['workflow', 'scenario', 'stress', 'remedy', ...FIGURE_COLUMNS].join(','), ...rows].join('\r\n')}\r\n`;
};
