import { ratesText } from '../../report/currency.ts';
import { fitted, MOST_CHARACTERS, whole } from '../../report/diff/fitted.ts';
import { stateText, unchangedMarkdown, workflowBlock } from '../../report/diff/markdown.ts';
import { code, folded, prose, table } from '../../report/markdown/cell.ts';
import { acceptedItem, findingItem } from '../../review/formats/markdown.ts';
import type { Weighed } from '../../review/levels.ts';
import type { CheckedReport, CheckReport } from './report.ts';
import { budgetRows, limitWords, looseningWords, summaryWords, verdictWords } from './words.ts';

const facts = (report: CheckReport): string => {
  const { base, settings, tool, gates } = report;
  const against = base === null ? 'no base' : `base ${stateText(base)}`;
  return `<sub>${[against, `gates: ${gates}`, limitWords(report), `prices as of ${settings.as_of}`, ...ratesText(report.currencies ?? []), `outlay ${tool.version}`].map(prose).join(' · ')}</sub>`;
};

const loosened = (report: CheckReport): readonly string[] =>
  report.loosened.length === 0
    ? []
    : [
        looseningWords(report),
        '',
        ...report.loosened.map(({ what, where, before, after }) => `- ${code(what)} of ${code(where)}: ${code(before)} → ${code(after)}`),
      ];

const budgets = (workflow: CheckedReport): readonly string[] => {
  const rows = budgetRows(workflow).map(({ scenario, name, limit, actual, verdict }) => [
    code(scenario),
    code(name),
    limit,
    actual,
    verdict,
  ]);
  return rows.length === 0 ? [] : table(['scenario', 'budget', 'limit', 'actual', ''], ['left', 'left', 'right', 'right', 'left'], rows);
};

/**
 * Returns a check as a comment of a pull request, below 65,536 characters. Its first line is a hidden marker by which the comment is
 * found again; whatever comes from files stands in code spans, so that no name mentions, links, or shows a picture.
 */
export const checkMarkdown = (report: CheckReport, weighed: Weighed): string => {
  const changed = report.workflows.filter(({ status }) => status !== 'unchanged');
  const same = report.workflows.filter(({ status }) => status === 'unchanged');
  const start = ['<!-- outlay:check -->', `### outlay check: ${verdictWords(report)}`, '', `${prose(summaryWords(report))}.`];
  const accepted =
    weighed.suppressed.length === 0
      ? []
      : folded(`${weighed.suppressed.length} accepted in outlay.yaml`, weighed.suppressed.map(acceptedItem));
  const top = fitted([whole(start), whole(loosened(report))], MOST_CHARACTERS / 4, 'loosened');
  const findings = fitted(
    weighed.findings.map((finding) => whole(findingItem(finding))),
    MOST_CHARACTERS / 4,
    'findings',
  ).filter((line) => line !== '');
  const body = fitted(
    [
      ...changed.map((workflow) => workflowBlock(workflow, report.currencies ?? [], budgets(workflow))),
      whole(unchangedMarkdown(same)),
      whole(accepted),
    ],
    MOST_CHARACTERS / 2,
    'workflows',
  );
  const blocks = [top, findings, body, [facts(report)]].filter((block) => block.length > 0);
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
};
