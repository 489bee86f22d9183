import { ratesText } from '../currency.ts';
import { code, prose, table } from '../markdown/cell.ts';
import type { ComparedScenario, CompareReport } from './report.ts';
import { choiceText, compareColumns, compareNotes, onlyVarying } from './rows.ts';

const scenarioBlocks = (scenario: ComparedScenario, report: CompareReport): readonly (readonly string[])[] => {
  const columns = compareColumns(scenario, code(report.unit), report.currencies ?? []);
  const names = scenario.varying.map(({ step }) => code(step));
  const rows = scenario.rows.map(({ choices, unbeaten, as_written, figures }) => [
    unbeaten ? '●' : '',
    ...choices.map((choice) => code(choiceText(choice, scenario))),
    ...columns.map(({ of }) => of(figures)),
    as_written ? 'as written' : '',
  ]);
  const align = ['left', ...names.map(() => 'left'), ...columns.map(() => 'right'), 'left'] as ('left' | 'right')[];
  return [
    [`### ${code(scenario.name)}`],
    table(['', ...names, ...columns.map(({ title }) => title), ''], align, rows),
    ...compareNotes(scenario, report.judged_by, code).map((note) => [prose(note)]),
  ];
};

/** Returns combinations side by side as Markdown, one table a scenario. */
export const compareMarkdown = (report: CompareReport): string => {
  const { workflow, settings, currencies = [], scenarios, tool, sort, schema } = report;
  const facts = [
    `Prices as of ${settings.as_of}`,
    `${settings.runs} runs each, the same draws in all`,
    `by ${sort}`,
    ...ratesText(currencies),
    ...(settings.set.length === 0 ? [] : [`with ${settings.set.map(code).join(', ')}`]),
    `outlay ${tool.version}`,
  ];
  const blocks = [
    [schema === 'outlay.optimize/1' ? `## Cheapest and fastest ways of ${code(workflow)}` : `## ${code(workflow)} side by side`],
    [facts.join(' · ')],
    ...scenarios.flatMap((scenario) => scenarioBlocks(onlyVarying(scenario), report)),
  ];
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
};
