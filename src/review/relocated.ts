import type { Finding } from './finding.ts';
import type { FindingsReport } from './formats/findings-report.ts';

/**
 * Returns a report with its files named another way: programs want paths from the top of the repository, whatever folder
 * outlay runs in. A place whose file has no such name is left out.
 */
export const relocated = (report: FindingsReport, nameOf: (file: string) => string | null): FindingsReport => {
  const moved = <F extends Finding>(finding: F): F => {
    const file = finding.place === null ? null : nameOf(finding.place.file);
    return { ...finding, place: finding.place === null || file === null ? null : { ...finding.place, file } };
  };
  return {
    ...report,
    workflows: report.workflows.map(({ name, file }) => ({ name, file: nameOf(file) ?? file })),
    findings: report.findings.map(moved),
    suppressed: report.suppressed.map(moved),
    ended: report.ended.map(moved),
  };
};
