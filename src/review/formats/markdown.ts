import { code, folded } from '../../report/markdown/cell.ts';
import type { Finding } from '../finding.ts';
import type { Suppressed } from '../levels.ts';
import { type FindingsReport, summaryOf } from './findings-report.ts';
import { inertProse } from './inert-prose.ts';

/** A comment on GitHub takes 65,536 characters; room is left for what others put around it. */
const MOST_CHARACTERS = 60_000;

const placeText = ({ place }: Finding): string => (place === null ? '' : ` ${code(`${place.file}:${place.line}`)}`);

/** Returns a finding as an item of a list. */
export const findingItem = (finding: Finding): readonly string[] => [
  `- **${finding.level === 'error' ? 'Error' : 'Warning'}** ${code(finding.rule)}${placeText(finding)}: ${inertProse(finding.message)}`,
  ...(finding.stake === null ? [] : [`  - At stake: ${inertProse(finding.stake)}`]),
  `  - Fix: ${inertProse(finding.fix)}`,
];

/** Returns an accepted finding as an item of a list. */
export const acceptedItem = (one: Suppressed): string =>
  `- ${code(one.rule)}${placeText(one)}: ${inertProse(one.message)}. Accepted${one.until === null ? '' : ` until ${one.until}`}: ${inertProse(one.reason)}`;

/** As many lines as fit, then how many are left. */
const withinLimit = (items: readonly (readonly string[])[], room: number): readonly string[] => {
  const lines: string[] = [];
  let used = 0;
  for (const [index, one] of items.entries()) {
    used += one.join('\n').length + 1;
    if (used > room) return [...lines, '', `… and ${items.length - index} more.`];
    lines.push(...one);
  }
  return lines;
};

const ofWorkflow = (report: FindingsReport, name: string): readonly (readonly string[])[] => {
  const own = report.findings.filter(({ workflow }) => workflow === name);
  return own.length === 0 ? [] : [['', `**${code(name)}**`, ''], ...own.map(findingItem)];
};

/** Returns findings as Markdown for a comment or a job's summary. Its first line is a hidden marker by which a comment is found again. */
export const findingsMarkdown = (report: FindingsReport): string => {
  const head = [`<!-- outlay:${report.command} -->`, `### outlay ${report.command}: ${summaryOf(report)}`];
  const body = withinLimit(
    report.workflows.flatMap(({ name }) => ofWorkflow(report, name)),
    MOST_CHARACTERS / 2,
  );
  const room = MOST_CHARACTERS - [...head, ...body].join('\n').length;
  const accepted = report.suppressed.map((one) => [acceptedItem(one)]);
  const tail =
    accepted.length === 0 ? [] : ['', ...folded(`${accepted.length} accepted in outlay.yaml`, withinLimit(accepted, room - 200))];
  return `${[...head, ...body, ...tail].join('\n')}\n`;
};
