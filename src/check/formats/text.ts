import { visibleWithin } from '../../diagnostics/escape.ts';
import { ratesText } from '../../report/currency.ts';
import { inertLines, workflowText } from '../../report/diff/text.ts';
import { type Column, cutTo, tableLines, wrapped } from '../../report/table.ts';
import { dim, type TextStyle } from '../../report/text/style.ts';
import type { CheckedReport, CheckReport } from './report.ts';
import { budgetRows, limitWords, looseningWords, summaryWords, verdictWords } from './words.ts';

const COLUMNS: readonly Column[] = [
  { title: 'scenario', align: 'left', drop: 0, shrinkTo: 10 },
  { title: 'budget', align: 'left', drop: 0, shrinkTo: 16 },
  { title: 'limit', align: 'right', drop: 0 },
  { title: 'actual', align: 'right', drop: 0 },
  { title: '', align: 'left', drop: 0 },
];

const budgets = (workflow: CheckedReport, style: TextStyle): readonly string[] => {
  const rows = budgetRows(workflow).map(({ scenario, name, limit, actual, verdict }) =>
    [scenario, name, limit, actual, verdict].map((text) => ({ text })),
  );
  return rows.length === 0 ? [] : ['', ...tableLines(COLUMNS, rows, style.width, dim(style))];
};

const loosened = (report: CheckReport, style: TextStyle): readonly string[] =>
  report.loosened.length === 0
    ? []
    : [
        style.paint('warning', looseningWords(report)),
        ...report.loosened.flatMap(({ what, where, before, after }) =>
          wrapped(
            `  ${visibleWithin(what, 60)} of ${visibleWithin(where, 80)}: ${visibleWithin(before, 40)} → ${visibleWithin(after, 40)}`,
            style.width,
          ),
        ),
      ];

const facts = (report: CheckReport): string => {
  const { base, gates, settings, tool } = report;
  const against =
    base === null ? 'no base' : `base ${visibleWithin(base.name, 60)}${base.commit === null ? '' : ` (${base.commit.slice(0, 10)})`}`;
  return [
    against,
    `gates: ${gates}`,
    limitWords(report),
    `prices as of ${settings.as_of}`,
    ...ratesText(report.currencies ?? []),
    `outlay ${tool.version}`,
  ].join(' · ');
};

/**
 * Returns a check as text: what the change loosens first, then what is held against it (`findings`, already put into words), then
 * each workflow that changed with its causes and budgets.
 */
export const checkText = (report: CheckReport, findings: string, style: TextStyle): string => {
  const changed = report.workflows.filter(({ status }) => status !== 'unchanged');
  const same = report.workflows.filter(({ status }) => status === 'unchanged');
  const blocks = [
    wrapped(facts(report), style.width).map(dim(style)),
    loosened(report, style),
    findings.trimEnd() === '' ? [] : [findings.trimEnd()],
    ...changed.map((workflow) => [...workflowText(workflow, report.currencies ?? [], style), ...budgets(workflow, style)]),
    same.length === 0 ? [] : wrapped(`Unchanged: ${same.map(({ name }) => visibleWithin(name, 60)).join(', ')}.`, style.width),
    [style.paint('bold', cutTo(`${verdictWords(report)}: ${summaryWords(report)}`, style.width))],
  ].filter((lines) => lines.length > 0);
  return inertLines(`${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`);
};
