import { visible } from '../../diagnostics/escape.ts';
import type { Finding } from '../finding.ts';
import type { FindingsReport } from './findings-report.ts';
import { fingerprinted } from './fingerprint.ts';

const SEVERITY = { error: 'major', warn: 'minor' } as const;

const description = ({ message, stake, fix }: Finding): string =>
  [message, ...(stake === null ? [] : [`At stake: ${stake}`]), `Fix: ${fix}`].map(visible).join('. ');

/** The first file of what was looked at, for a finding without a place: GitLab shows none that has no path. */
const locationOf = ({ place }: Finding, { workflows }: FindingsReport, workflow: string) => {
  const file = place?.file ?? workflows.find(({ name }) => name === workflow)?.file ?? 'outlay.yaml';
  return { path: visible(file), lines: { begin: place?.line ?? 1, end: place?.endLine ?? 1 } };
};

/** Returns findings as a GitLab code quality report. */
export const findingsGitlab = (report: FindingsReport): string => {
  const items = fingerprinted(report.findings).map(({ finding, id }) => ({
    type: 'issue',
    check_name: finding.rule,
    description: description(finding),
    fingerprint: id,
    severity: SEVERITY[finding.level],
    location: locationOf(finding, report, finding.workflow),
  }));
  return `${JSON.stringify(items, null, 2)}\n`;
};
