import { visible } from '../../diagnostics/escape.ts';
import type { Finding } from '../finding.ts';
import { detailsOf, type FindingsReport, summaryOf } from './findings-report.ts';

/** GitHub shows ten annotations of a kind for each step of a job. */
const SHOWN_OF_A_KIND = 10;

/** The runner reads a message up to the end of the line, and a property up to a comma or colon. */
const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string => data(visible(text)).replaceAll(':', '%3A').replaceAll(',', '%2C');

const placed = ({ place }: Finding): readonly string[] => {
  if (place === null) return [];
  const columns = place.line === place.endLine ? [`col=${place.column}`, `endColumn=${place.endColumn}`] : [];
  return [`file=${property(place.file)}`, `line=${place.line}`, `endLine=${place.endLine}`, ...columns];
};

const annotation = (finding: Finding): string => {
  const kind = finding.level === 'error' ? 'error' : 'warning';
  const properties = [...placed(finding), `title=${property(`${finding.rule} in ${finding.workflow}`)}`];
  const lines = [finding.message, ...detailsOf(finding)].map(visible);
  return `::${kind} ${properties.join(',')}::${data(lines.join('\n'))}`;
};

const shownOf = (findings: readonly Finding[], level: Finding['level']): readonly Finding[] =>
  findings.filter((finding) => finding.level === level).slice(0, SHOWN_OF_A_KIND);

/** Returns findings as annotations of GitHub Actions at their lines, errors first, and a notice of those that it would not show. */
export const findingsGithub = (report: FindingsReport): string => {
  const shown = [...shownOf(report.findings, 'error'), ...shownOf(report.findings, 'warn')];
  const hidden = report.findings.length - shown.length;
  const rest = hidden === 0 ? [] : [`::notice title=outlay ${report.command}::${hidden} more, not shown as annotations`];
  return `${[...shown.map(annotation), ...rest, `outlay ${report.command}: ${summaryOf(report)}`].join('\n')}\n`;
};
