import { visible, visibleWithin } from '../../diagnostics/escape.ts';
import { columnsOf } from '../../diagnostics/render.ts';
import type { Currency } from '../../pricing/currency.ts';
import { ratesText } from '../currency.ts';
import { duration, money } from '../format.ts';
import { cutTo, pad, wrapped } from '../table.ts';
import { dim, type TextStyle } from '../text/style.ts';
import type { CauseReport, DiffReport, ScenarioReport, WorkflowReport } from './report.ts';
import {
  causeLines,
  causeWords,
  certaintyWords,
  changedSteps,
  changeElsewhere,
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

/** What a scenario comes to on both sides, one line a figure. */
const figures = (scenario: ScenarioReport, currencies: readonly Currency[]): readonly string[] => {
  const { spend_usd: spend, latency_p95_ms: latency } = scenario;
  const elsewhere = scenario.per === 'month' ? changeElsewhere(spend.change, currencies) : '';
  const [moved, later] = [relative(spend), latency === null ? '' : relative(latency)];
  const spent =
    spend.change === null
      ? `${fromTo(spend, money)} ${perWord(scenario)}`
      : `${fromTo(spend, money)} ${perWord(scenario)}, ${spend.change === 0 ? 'no change' : signedMoney(spend.change)}${moved === '' ? '' : ` (${moved})`}${elsewhere}`;
  if (latency === null) return [spent];
  const change =
    latency.change === null || latency.change === 0 ? '' : `, ${signedDuration(latency.change)}${later === '' ? '' : ` (${later})`}`;
  return [spent, `p95 latency ${fromTo(latency, duration)}${change}`];
};

/** What an author changed, below the figures of its cause; where it stands, unless that is where the cause stands. */
const editLines = (cause: CauseReport, indent: number, style: TextStyle): readonly string[] => {
  const [first] = cause.edits.map(whereWords);
  return cause.edits.flatMap((edit) => {
    const where = whereWords(edit);
    const apart = where === '' || where === first ? '' : ` at ${visible(where)}`;
    return wrapped(`${' '.repeat(indent)}${visible(editWords(edit, (text) => text))}${apart}`, style.width);
  });
};

const causeHead = (cause: CauseReport | null, figures: string, style: TextStyle): string => {
  const [where = ''] = cause?.edits.map(whereWords) ?? [];
  const words = `${figures}  ${cause === null ? 'price tables' : causeWords(cause, show)}`;
  const place = where === '' ? '' : `  ${visible(where)}`;
  const fits = columnsOf(words) + columnsOf(place) <= style.width;
  return fits ? `${words}${dim(style)(place)}` : cutTo(words, style.width);
};

const causes = (scenario: ScenarioReport, style: TextStyle): readonly string[] => {
  const lines = causeLines(scenario);
  if (lines.length === 0) return [];
  const timed = scenario.causes.some(({ latency_ms: ms }) => ms !== null);
  const titles = [perWord(scenario), ...(timed ? ['p95'] : [])];
  const cells = lines.map(({ usd, ms }) => [usd, ...(timed ? [ms] : [])]);
  const widths = titles.map((title, at) => Math.max(columnsOf(title), ...cells.map((row) => columnsOf(row[at] ?? ''))));
  const figures = (row: readonly string[]): string => row.map((text, at) => pad(text, widths[at] ?? 0, 'right')).join('  ');
  const indent = 4 + widths.reduce((sum, width) => sum + width + 2, 0);
  return [
    dim(style)(`    ${figures(titles)}`),
    ...lines.flatMap(({ cause }, index) => {
      const head = causeHead(cause, `    ${figures(cells[index] ?? [])}`, style);
      return [head, ...(cause === null ? [] : editLines(cause, indent, style))];
    }),
  ];
};

const steps = (scenario: ScenarioReport, style: TextStyle): readonly string[] => {
  const parts = changedSteps(scenario).map(({ name, change }) => `${show(name)} ${signedMoney(change)}`);
  return parts.length === 0 ? [] : wrapped(`  by step: ${parts.join(', ')}`, style.width);
};

const STATUS: Readonly<Record<ScenarioReport['status'], string>> = { changed: '', added: ' (new)', removed: ' (removed)' };

const scenarioText = (scenario: ScenarioReport, currencies: readonly Currency[], style: TextStyle): readonly string[] => [
  style.paint('bold', `${show(scenario.name)}${STATUS[scenario.status]}`),
  ...figures(scenario, currencies).map((line) => cutTo(`  ${line}`, style.width)),
  ...causes(scenario, style),
  ...steps(scenario, style),
  ...[...certaintyWords(scenario, show), methodWords(scenario)]
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
export const workflowText = (workflow: WorkflowReport, currencies: readonly Currency[], style: TextStyle): readonly string[] => [
  ...heading(workflow, style),
  ...workflow.scenarios.flatMap((scenario) => ['', ...scenarioText(scenario, currencies, style)]),
];

const stateText = ({ name, commit }: DiffReport['base']): string =>
  `${visibleWithin(name, 60)}${commit === null ? '' : ` (${commit.slice(0, 10)})`}`;

/** Returns workflows without a change in one line. */
const unchanged = (workflows: readonly WorkflowReport[], style: TextStyle): readonly string[] =>
  workflows.length === 0 ? [] : wrapped(`Unchanged: ${workflows.map(({ name }) => show(name)).join(', ')}.`, style.width);

/** Returns text in which no line is a command to a CI runner: `::error` at its beginning, `##[` anywhere. */
export const inertLines = (text: string): string => text.replace(/^(\s*):(?=:)/gm, '$1\\u{3a}').replace(/##(?=\[|vso\[)/g, '#\\u{23}');

/** Returns what changed between two states as text, workflows that did not change in one line. */
export const diffText = (report: DiffReport, style: TextStyle): string => {
  const { currencies = [] } = report;
  const changed = report.workflows.filter(({ status }) => status !== 'unchanged');
  const same = report.workflows.filter(({ status }) => status === 'unchanged');
  const facts = `${stateText(report.base)} → ${stateText(report.head)} · prices as of ${report.settings.as_of} · outlay ${report.tool.version}`;
  const blocks = [
    [cutTo(facts, style.width), ...ratesText(currencies)].map(dim(style)),
    ...changed.map((workflow) => workflowText(workflow, currencies, style)),
    unchanged(same, style),
    ...(report.workflows.length === 0 ? [['No workflow is on either side.']] : []),
  ].filter((lines) => lines.length > 0);
  return inertLines(`${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`);
};
