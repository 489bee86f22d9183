import { budgetFigures } from '../budget-figures.ts';
import { capacityFigures } from '../capacity-figures.ts';
import { leverFigures } from '../lever-figures.ts';
import { bandText, monthFigures } from '../month-figures.ts';
import type { Report, ScenarioReport } from '../report.ts';
import { scenarioFigures } from '../scenario-figures.ts';
import { stepFigures } from '../step-figures.ts';
import { summarySentences } from '../summary.ts';
import { code, folded, prose, table } from './cell.ts';

const bold = (text: string): string => (text === '' ? '' : `**${text}**`);

const facts = (report: Report): string => {
  const { as_of, set } = report.settings;
  const changed = set.length === 0 ? [] : [`with ${set.map(code).join(', ')}`];
  return [`Prices as of ${as_of}`, ...changed, `outlay ${report.tool.version}`].join(' · ');
};

const scenarios = (report: Report): readonly string[] => {
  const rows = scenarioFigures(report, code(report.unit)).map(({ title, of }) => [title, ...report.scenarios.map(of)]);
  return table(['', ...report.scenarios.map(({ name }) => code(name))], ['left', ...report.scenarios.map(() => 'right' as const)], rows);
};

const steps = (scenario: ScenarioReport): readonly string[] => {
  const { rows, total, caches } = stepFigures(scenario);
  const cells = rows.map((step) => [
    '&emsp;'.repeat(step.depth) + code(step.name),
    code(step.what),
    ...[step.runs, step.calls, step.input, ...(caches ? [step.cached] : []), step.output, step.cost, step.share],
  ]);
  const sum = ['total', '', '', total.calls, total.input, ...(caches ? [''] : []), total.output, total.cost, ''].map(bold);
  const numbers = ['runs', 'calls', 'tokens in', ...(caches ? ['cached'] : []), 'tokens out', 'cost', 'share'];
  return table(['step', 'what', ...numbers], ['left', 'left', ...numbers.map(() => 'right' as const)], [...cells, sum]);
};

const months = (scenario: ScenarioReport): readonly string[] => {
  const figures = monthFigures(scenario.months);
  const rows = figures.rows.map(({ month, requests, parts, spend, band, notes }) => [
    month,
    requests,
    ...parts,
    spend,
    band,
    notes.map((note) => `[${note}]`).join(' '),
  ]);
  const numbers = ['requests', ...figures.components, 'spend', 'p10–p90'];
  const all = scenario.horizon === null ? '' : bandText(scenario.horizon.spend_usd);
  const sum = [...['total', figures.total.requests, ...figures.total.parts, figures.total.spend, all].map(bold), ''];
  return [
    ...table(['month', ...numbers, 'note'], ['left', ...numbers.map(() => 'right' as const), 'left'], [...rows, sum]),
    ...(figures.notes.length === 0 ? [] : ['']),
    ...figures.notes.map((note, index) => `- [${index + 1}] ${code(note)}`),
  ];
};

const levers = (scenario: ScenarioReport): readonly (readonly string[])[] => {
  const { rows, middle, breaks } = leverFigures(scenario);
  const cells = rows.map((one) => [code(one.name), one.low, one.high, one.lowUsd, one.highUsd, one.share]);
  const head = ['number', 'p10', 'p90', 'a month at p10', 'at p90', 'of the spread'];
  const align = ['left', 'right', 'right', 'right', 'right', 'right'] as const;
  const about = `Each number from its 10th to its 90th percentile, all others in their middle, where a mean month costs ${middle}.`;
  const met = breaks.map(
    ({ budget, values }) => `- ${code(budget)} is met at ${values.map(({ name, value }) => `${code(name)} ${value}`).join(', ')}`,
  );
  if (rows.length === 0) return [];
  return [[`### What moves the spend of ${code(scenario.name)}`], [about], table(head, align, cells), ...(met.length === 0 ? [] : [met])];
};

const limits = (report: Report): readonly (readonly string[])[] => {
  const rows = capacityFigures(report).map((one) => [
    ...[code(one.scenario), code(one.bucket), one.peak, one.inFlight, one.binds, one.use, one.throttled, one.reached],
  ]);
  const head = ['scenario', 'limit', 'calls a minute', 'in flight', 'binds', 'use', 'throttled', 'reached'];
  const align = ['left', 'left', 'right', 'right', 'left', 'right', 'right', 'left'] as const;
  return rows.length === 0 ? [] : [['### Rate limits at the peak minute'], table(head, align, rows)];
};

const budgets = (report: Report): readonly (readonly string[])[] => {
  const rows = budgetFigures(report).map((one) => [
    ...[code(one.scenario), code(one.name), one.limit, one.actual, one.verdict, one.chance, one.month],
  ]);
  const align = ['left', 'left', 'right', 'right', 'left', 'right', 'left'] as const;
  const head = ['scenario', 'budget', 'limit', 'actual', '', 'chance over', 'month'];
  return rows.length === 0 ? [] : [['### Budgets'], table(head, align, rows)];
};

const assumptions = (report: Report): readonly string[] => {
  const rows = report.assumptions.map(({ what, value, origin, where }) => [code(what), code(value), origin, code(where)]);
  return folded(
    `Assumptions: ${report.assumptions.length} numbers and where they come from`,
    table(['what', 'value', 'origin', 'place'], ['left', 'left', 'left', 'left'], rows),
  );
};

const prices = (report: Report): readonly string[] => {
  const rows = report.pricing.map(({ provider, source, read, sha256 }) => [code(provider), code(source), read, code(sha256.slice(0, 12))]);
  return folded(
    `Price tables: ${report.pricing.length}`,
    table(['provider', 'source', 'read', 'hash of the file'], ['left', 'left', 'left', 'left'], rows),
  );
};

/**
 * Returns the plan as Markdown for a comment or a page: the summary, scenarios side by side, the base scenario's steps,
 * months and what moves its spend, rate limits and budgets of all, then assumptions and price tables folded away. Whatever comes from files stands in code spans.
 */
export const toMarkdown = (report: Report): string => {
  const [base] = report.scenarios;
  if (base === undefined) return '';
  const unit = code(report.unit);
  const warnings = report.diagnostics.map(({ message, where }) => `- ${code(message)}${where === '' ? '' : ` at ${code(where)}`}`);
  const blocks: readonly (readonly string[])[] = [
    [`## Plan of ${code(report.workflow)}`],
    ...(report.description === '' ? [] : [[code(report.description)]]),
    [prose(summarySentences(report, { word: code, quoted: code }))],
    [facts(report)],
    ...(warnings.length === 0 ? [] : [['### Warnings'], warnings]),
    ['### Scenarios'],
    scenarios(report),
    [`### Steps of ${code(base.name)}, one ${unit}`],
    steps(base),
    ...(base.months.length > 1 ? [[`### Months of ${code(base.name)}`], months(base)] : []),
    ...levers(base),
    ...limits(report),
    ...budgets(report),
    assumptions(report),
    prices(report),
  ];
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
};
