import { visible, visibleWithin } from '../../diagnostics/escape.ts';
import { duration, money } from '../format.ts';
import { type Cell, type Column, cutTo, tableLines, wrapped } from '../table.ts';
import { dim, type TextStyle } from '../text/style.ts';
import type { DiffReport, ScenarioReport, WorkflowReport } from './report.ts';
import {
  causeLines,
  causeWords,
  certaintyWords,
  editWords,
  fromTo,
  methodWords,
  perWord,
  relative,
  signedDuration,
  signedMoney,
  whereWords,
} from './words.ts';

const show = (name: string): string => visibleWithin(name, 60);

const left: Omit<Column, 'title'> = { align: 'left', drop: 0 };
const right: Omit<Column, 'title'> = { align: 'right', drop: 0 };

/** What a scenario comes to on both sides, one line a figure. */
const figures = (scenario: ScenarioReport): readonly string[] => {
  const { spend_usd: spend, latency_p95_ms: latency } = scenario;
  const [moved, later] = [relative(spend), latency === null ? '' : relative(latency)];
  const spent =
    spend.change === null
      ? `${fromTo(spend, money)} ${perWord(scenario)}`
      : `${fromTo(spend, money)} ${perWord(scenario)}, ${spend.change === 0 ? 'no change' : signedMoney(spend.change)}${moved === '' ? '' : ` (${moved})`}`;
  if (latency === null) return [spent];
  const change =
    latency.change === null || latency.change === 0 ? '' : `, ${signedDuration(latency.change)}${later === '' ? '' : ` (${later})`}`;
  return [spent, `p95 latency ${fromTo(latency, duration)}${change}`];
};

const causes = (scenario: ScenarioReport, style: TextStyle): readonly string[] => {
  const timed = scenario.causes.some(({ latency_ms: ms }) => ms !== null);
  const columns: readonly Column[] = [
    { title: 'cause', ...left, shrinkTo: 16 },
    { title: perWord(scenario), ...right },
    ...(timed ? [{ title: 'p95', ...right }] : []),
    { title: 'what', ...left, shrinkTo: 20 },
    { title: 'where', ...left, drop: 1 },
  ];
  const rows = causeLines(scenario).flatMap(({ cause, usd, ms }): readonly (readonly Cell[])[] => {
    const row = (cells: readonly string[]): readonly Cell[] => cells.map((text) => ({ text }));
    if (cause === null) return [row(['price tables', usd, ...(timed ? [''] : []), 'another state of the tables', ''])];
    return cause.edits.map((edit, index) =>
      row([
        index === 0 ? causeWords(cause, show) : '',
        index === 0 ? usd : '',
        ...(timed ? [index === 0 ? ms : ''] : []),
        editWords(edit, (text) => text),
        whereWords(edit),
      ]),
    );
  });
  return rows.length === 0 ? [] : tableLines(columns, rows, style.width - 2, dim(style)).map((line) => `  ${line}`);
};

const steps = (scenario: ScenarioReport, style: TextStyle): readonly string[] => {
  if (scenario.steps.length === 0) return [];
  const parts = [...scenario.steps]
    .sort((a, b) => Math.abs(b.change) - Math.abs(a.change))
    .map(({ name, change }) => `${show(name)} ${signedMoney(change)}`);
  return wrapped(`  by step: ${parts.join(', ')}`, style.width);
};

const STATUS: Readonly<Record<ScenarioReport['status'], string>> = { changed: '', added: ' (new)', removed: ' (removed)' };

const scenarioText = (scenario: ScenarioReport, style: TextStyle): readonly string[] => [
  style.paint('bold', `${show(scenario.name)}${STATUS[scenario.status]}`),
  ...figures(scenario).map((line) => cutTo(`  ${line}`, style.width)),
  ...causes(scenario, style),
  ...steps(scenario, style),
  ...[...certaintyWords(scenario), methodWords(scenario)]
    .filter((line) => line !== '')
    .flatMap((line) => wrapped(`  ${line}`, style.width)),
];

const heading = (workflow: WorkflowReport, style: TextStyle): readonly string[] => {
  const { name, path, status, before, base_problem: missing, problems } = workflow;
  const former = before === null ? [] : [`was ${show(before.name)} in ${visible(before.path)}`];
  return [
    `${style.paint('bold', show(name))} ${style.paint(status === 'unpriced' ? 'error' : 'dim', `· ${status} · ${visible(path)}`)}`,
    ...former.map(dim(style)),
    ...(missing === null ? [] : wrapped(`Its base cannot be computed: ${visible(missing)}`, style.width)),
    ...problems.flatMap((problem) => wrapped(`It cannot be computed: ${visible(problem)}`, style.width)),
  ];
};

/** Returns what happened to a workflow: its figures on both sides, and the causes by scenario. */
export const workflowText = (workflow: WorkflowReport, style: TextStyle): readonly string[] => [
  ...heading(workflow, style),
  ...workflow.scenarios.flatMap((scenario) => ['', ...scenarioText(scenario, style)]),
];

const stateText = ({ name, commit }: DiffReport['base']): string =>
  `${visibleWithin(name, 60)}${commit === null ? '' : ` (${commit.slice(0, 10)})`}`;

/** Returns workflows without a change in one line. */
const unchanged = (workflows: readonly WorkflowReport[], style: TextStyle): readonly string[] =>
  workflows.length === 0 ? [] : wrapped(`Unchanged: ${workflows.map(({ name }) => show(name)).join(', ')}.`, style.width);

/** Returns what changed between two states as text, workflows that did not change in one line. */
export const diffText = (report: DiffReport, style: TextStyle): string => {
  const changed = report.workflows.filter(({ status }) => status !== 'unchanged');
  const same = report.workflows.filter(({ status }) => status === 'unchanged');
  const facts = `${stateText(report.base)} → ${stateText(report.head)} · prices as of ${report.settings.as_of} · outlay ${report.tool.version}`;
  const blocks = [
    [dim(style)(cutTo(facts, style.width))],
    ...changed.map((workflow) => workflowText(workflow, style)),
    unchanged(same, style),
    ...(report.workflows.length === 0 ? [['No workflow is on either side.']] : []),
  ].filter((lines) => lines.length > 0);
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
};
