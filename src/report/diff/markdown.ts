import type { Currency } from '../../pricing/currency.ts';
import { ratesText } from '../currency.ts';
import { duration, money } from '../format.ts';
import { code, folded, prose, table } from '../markdown/cell.ts';
import { type Block, fitted, MOST_CHARACTERS, whole } from './fitted.ts';
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
  relative,
  signedDuration,
  signedMoney,
  whereWords,
} from './words.ts';

const STATUS: Readonly<Record<ScenarioReport['status'], string>> = { changed: '', added: 'new', removed: 'removed' };

const moved = ({ change }: ScenarioReport['spend_usd'], show: (value: number) => string): string =>
  change === null ? '' : change === 0 ? 'no change' : show(change);

/** Returns the figures of all scenarios of a workflow on both sides. */
export const scenarioTable = ({ scenarios }: WorkflowReport, currencies: readonly Currency[]): readonly string[] => {
  const timed = scenarios.some(({ latency_p95_ms: latency }) => latency !== null);
  const rows = scenarios.map((scenario) => {
    const { spend_usd: spend, cost_per_request_usd: cost, latency_p95_ms: latency } = scenario;
    const status = STATUS[scenario.status];
    const elsewhere = scenario.per === 'month' ? changeElsewhere(spend.change, currencies) : '';
    return [
      `${code(scenario.name)}${status === '' ? '' : ` (${status})`}`,
      fromTo(cost, money),
      scenario.per === 'month' ? fromTo(spend, money) : '–',
      `**${moved(scenario.per === 'month' ? spend : cost, signedMoney)}**${elsewhere}`,
      relative(scenario.per === 'month' ? spend : cost),
      ...(timed ? [latency === null ? '–' : fromTo(latency, duration), latency === null ? '' : moved(latency, signedDuration)] : []),
    ].map((cell) => (cell === '****' ? '' : cell));
  });
  const titles = ['scenario', 'a request', 'a month', 'change', '', ...(timed ? ['p95 latency', 'change'] : [])];
  return table(titles, ['left', ...titles.slice(1).map(() => 'right' as const)], rows);
};

const editCell = (edit: CauseReport['edits'][number]): string => {
  const where = whereWords(edit);
  return `${editWords(edit, code)}${where === '' ? '' : ` at ${code(where)}`}`;
};

/** Returns why a scenario changed: its causes with their share of the change, which add up as printed. */
export const causeTable = (scenario: ScenarioReport): readonly string[] => {
  const timed = scenario.causes.some(({ latency_ms: ms }) => ms !== null);
  const rows = causeLines(scenario).map(({ cause, usd, ms }) => [
    cause === null ? 'price tables' : causeWords(cause, code),
    usd,
    ...(timed ? [ms] : []),
    cause === null ? 'another state of the tables' : cause.edits.map(editCell).join('; '),
  ]);
  const titles = ['cause', scenario.per === 'month' ? 'a month' : 'a request', ...(timed ? ['p95 latency'] : []), 'what'];
  const align = ['left' as const, 'right' as const, ...(timed ? ['right' as const] : []), 'left' as const];
  return rows.length === 0 ? [] : table(titles, align, rows);
};

const stepTable = (scenario: ScenarioReport): readonly string[] => {
  const rows = changedSteps(scenario).map(({ name, base, head, change }) => [code(name), money(base), money(head), signedMoney(change)]);
  return rows.length === 0 ? [] : table(['step', 'before', 'after', 'change'], ['left', 'right', 'right', 'right'], rows);
};

/** Returns blocks with an empty line between them. */
export const joinBlocks = (blocks: readonly (readonly string[])[]): readonly string[] =>
  blocks.filter((block) => block.length > 0).flatMap((block, index) => (index === 0 ? block : ['', ...block]));

const detailsOf = (scenario: ScenarioReport): readonly string[] => {
  const words = [...certaintyWords(scenario, code), methodWords(scenario)].filter((line) => line !== '');
  return joinBlocks([causeTable(scenario), stepTable(scenario), words.map(prose)]);
};

/** More problems than this are seen in the workflow itself. */
const MOST_PROBLEMS = 5;

const headingOf = ({ name, path, status, before }: WorkflowReport): string => {
  const former = before === null ? '' : `, was ${code(before.name)} in ${code(before.path)}`;
  return `### ${code(name)} · ${status === 'changed' ? code(path) : `${status} · ${code(path)}`}${former}`;
};

const headOf = (workflow: WorkflowReport): readonly string[] =>
  joinBlocks([
    [headingOf(workflow)],
    ...(workflow.base_problem === null ? [] : [[`Its base cannot be computed: ${code(workflow.base_problem)}`]]),
    workflow.problems.slice(0, MOST_PROBLEMS).map((problem) => `- It cannot be computed: ${code(problem)}`),
  ]);

/** Returns what happened to a workflow: the table of scenarios, the causes of the first one, `more`, the rest folded. */
export const workflowBlock = (workflow: WorkflowReport, currencies: readonly Currency[], more: readonly string[] = []): Block => {
  const [first, ...others] = workflow.scenarios;
  const details = [
    ...(first === undefined ? [] : [{ name: first.name, lines: joinBlocks([stepTable(first), certaintyWords(first, code).map(prose)]) }]),
    ...others.map((scenario) => ({ name: scenario.name, lines: detailsOf(scenario) })),
  ].filter(({ lines }) => lines.length > 0);
  const unfolded = [
    headOf(workflow),
    first === undefined ? [] : scenarioTable(workflow, currencies),
    first === undefined ? [] : causeTable(first),
    more,
  ];
  const named = details.map(({ name, lines }) => [`**${code(name)}**`, '', ...lines]);
  const under = details.length === 0 ? [] : folded('By step and scenario', joinBlocks(named));
  return {
    full: joinBlocks([...unfolded, under]),
    brief: joinBlocks([headOf(workflow), first === undefined ? [] : scenarioTable({ ...workflow, scenarios: [first] }, currencies)]),
  };
};

/** Returns how a state is called. */
export const stateText = ({ name, commit }: DiffReport['base']): string =>
  `${code(name)}${commit === null ? '' : ` (${code(commit.slice(0, 10))})`}`;

/** Returns workflows that did not change, folded. */
export const unchangedMarkdown = (workflows: readonly WorkflowReport[]): readonly string[] =>
  workflows.length === 0
    ? []
    : folded(
        `${workflows.length} unchanged`,
        workflows.map(({ name, path }) => `- ${code(name)} ${code(path)}`),
      );

/** Returns what changed between two states as Markdown. Whatever comes from files stands in code spans. */
export const diffMarkdown = (report: DiffReport): string => {
  const { currencies = [] } = report;
  const changed = report.workflows.filter(({ status }) => status !== 'unchanged');
  const blocks = [
    whole([`## ${stateText(report.base)} → ${stateText(report.head)}`]),
    whole([[`Prices as of ${report.settings.as_of}`, ...ratesText(currencies), `outlay ${report.tool.version}`].join(' · ')]),
    ...changed.map((workflow) => workflowBlock(workflow, currencies)),
    whole(unchangedMarkdown(report.workflows.filter(({ status }) => status === 'unchanged'))),
    whole(report.workflows.length === 0 ? ['No workflow is on either side.'] : []),
  ];
  return `${fitted(blocks, MOST_CHARACTERS, 'workflows').join('\n')}\n`;
};
