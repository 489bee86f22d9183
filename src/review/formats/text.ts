import { visible, visibleWithin } from '../../diagnostics/escape.ts';
import { type Paint, type Rendered, renderDiagnostics } from '../../diagnostics/render.ts';
import type { SourceFile, Span } from '../../diagnostics/source.ts';
import type { Finding, FindingPlace } from '../finding.ts';
import { detailsOf, type FindingsReport, summaryOf } from './findings-report.ts';

/** Code units before a column that counts characters. */
const offsetOf = (file: SourceFile, line: number, column: number): number => {
  const start = file.lineStarts[line - 1] ?? file.text.length;
  return start + [...file.text.slice(start, start + 2 * column)].slice(0, column - 1).join('').length;
};

const spanOf = (place: FindingPlace, file: SourceFile): Span => ({
  file,
  start: offsetOf(file, place.line, place.column),
  end: offsetOf(file, place.endLine, place.endColumn),
});

const rendered = (finding: Finding, sources: ReadonlyMap<string, SourceFile>): Rendered => {
  const file = finding.place === null ? undefined : sources.get(finding.place.file);
  return {
    severity: finding.level === 'error' ? 'error' : 'warning',
    code: finding.rule,
    message: finding.message,
    span: finding.place === null || file === undefined ? null : spanOf(finding.place, file),
    label: '',
    help: detailsOf(finding),
  };
};

/** Azure Pipelines and older runners take `##[…` for a command wherever it stands in a line. */
const inert = (text: string): string => text.replace(/##(?=\[|vso\[)/g, '#\\u{23}');

const endedLines = ({ ended }: FindingsReport): readonly string[] =>
  ended.map(({ rule, workflow, until }) => `${visible(workflow)}: what outlay.yaml accepts of ${rule} has ended on ${until}`);

/** Returns findings as text for a person, each with its line and a caret, and suppressions that have ended. */
export const findingsList = (report: FindingsReport, sources: ReadonlyMap<string, SourceFile>, paint: Paint): string => {
  const list = renderDiagnostics(
    report.findings.map((finding) => rendered(finding, sources)),
    paint,
    Infinity,
  );
  return inert([list, ...endedLines(report)].filter((part) => part !== '').join('\n\n'));
};

/** Returns findings as text for a person, then what there is of them. */
export const findingsText = (report: FindingsReport, sources: ReadonlyMap<string, SourceFile>, paint: Paint): string => {
  const names = report.workflows.map(({ name }) => name).join(', ');
  const summary = paint('bold', `${visibleWithin(names, 400)}: ${summaryOf(report)}`);
  const list = findingsList(report, sources, paint);
  return `${list === '' ? '' : `${list}\n\n`}${inert(summary)}\n`;
};
