import { compareCsv } from '../report/compare/csv.ts';
import { compareMarkdown } from '../report/compare/markdown.ts';
import type { CompareReport } from '../report/compare/report.ts';
import { compareText } from '../report/compare/text.ts';
import { toJson } from '../report/json.ts';
import type { PlanFormat } from './choices.ts';
import { colourOn, columnsOfOutput, painter } from './terminal.ts';

/** Returns combinations side by side in a format that was asked for. */
export const printedComparison = (
  report: CompareReport,
  path: string,
  { format = 'text', color }: { readonly format?: PlanFormat; readonly color?: boolean },
): string => {
  switch (format) {
    case 'text':
      return compareText(report, { width: columnsOfOutput(), paint: painter(colourOn(process.stdout, color)), path });
    case 'json':
      return toJson(report);
    case 'markdown':
      return compareMarkdown(report);
    case 'csv':
      return compareCsv(report);
    default:
      return format satisfies never;
  }
};
