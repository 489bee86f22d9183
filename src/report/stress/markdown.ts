import { ratesText } from '../currency.ts';
import { code, folded, prose, table } from '../markdown/cell.ts';
import type { VariantFigures } from '../variant/figures.ts';
import { sentence } from '../variant/sentence.ts';
import type { StressedScenario, StressReport } from './report.ts';
import { remedySentence, stressColumns, stressNotes } from './rows.ts';

const figuresTable = (scenario: StressedScenario, { unit, currencies = [] }: StressReport): readonly string[] => {
  const columns = stressColumns(scenario, code(unit), currencies);
  const row = (name: string, figures: VariantFigures): readonly string[] => [name, ...columns.map(({ of }) => of(figures))];
  return table(
    ['', ...columns.map(({ title }) => title)],
    ['left', ...columns.map(() => 'right' as const)],
    [row('**calm**', scenario.calm), ...scenario.stresses.map(({ title, figures }) => row(code(title), figures))],
  );
};

const scenarioBlocks = (scenario: StressedScenario, report: StressReport): readonly (readonly string[])[] => {
  const notes = stressNotes(scenario, code);
  const details = scenario.stresses.flatMap(({ title, what, remedies }) => [
    `- ${code(title)}: ${sentence(what)}`,
    ...remedies.map((remedy) => `  - ${prose(remedySentence(remedy, sentence))}`),
  ]);
  const skipped = scenario.not_run.map(({ title, why }) => `- ${code(title)}: ${sentence(why)}`);
  return [
    [`### ${code(scenario.name)} under stress`],
    figuresTable(scenario, report),
    ...notes.map((note) => [prose(note)]),
    folded('What happens, and what holds it', details),
    ...(skipped.length === 0 ? [] : [folded(`Not run: ${skipped.length}`, skipped)]),
  ];
};

/** Returns scenarios under stress as Markdown: a table against the calm scenario, what holds each stress folded away. */
export const stressMarkdown = (report: StressReport): string => {
  const { workflow, settings, currencies = [], scenarios, tool } = report;
  const facts = [
    `Prices as of ${settings.as_of}`,
    `${settings.runs} runs each, the same draws in all`,
    ...ratesText(currencies),
    ...(settings.set.length === 0 ? [] : [`with ${settings.set.map(code).join(', ')}`]),
    `outlay ${tool.version}`,
  ];
  const blocks: readonly (readonly string[])[] = [
    [`## ${code(workflow)} under stress`],
    ['Figures are of requests while a stress lasts, and of a month of it.'],
    [facts.join(' · ')],
    ...scenarios.flatMap((scenario) => scenarioBlocks(scenario, report)),
  ];
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
};
