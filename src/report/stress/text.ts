import { visible, visibleWithin } from '../../diagnostics/escape.ts';
import { ratesText } from '../currency.ts';
import { type Cell, type Column, cutTo, tableLines, wrapped } from '../table.ts';
import { dim, heading, type TextStyle } from '../text/style.ts';
import type { VariantFigures } from '../variant/figures.ts';
import type { StressedScenario, StressReport } from './report.ts';
import { remedySentence, stressColumns, stressNotes } from './rows.ts';

const table = (scenario: StressedScenario, { currencies = [], ...report }: StressReport, style: TextStyle): readonly string[] => {
  const columns = stressColumns(scenario, visibleWithin(report.unit, 20), currencies);
  const row = (title: string, figures: VariantFigures, paint?: Cell['paint']): readonly Cell[] =>
    [title, ...columns.map(({ of }) => of(figures))].map((text) => (paint === undefined ? { text } : { text, paint }));
  const heads: readonly Column[] = [
    { title: '', align: 'left', drop: 0, shrinkTo: 22, wraps: true },
    ...columns.map(({ title, drop }): Column => ({ title, align: 'right', drop })),
  ];
  const rows = [
    row('calm', scenario.calm, (text) => style.paint('bold', text)),
    ...scenario.stresses.map(({ title, figures }) =>
      row(title, figures, figures.success_rate < 0.5 ? (text) => style.paint('error', text) : undefined),
    ),
  ];
  return tableLines(heads, rows, style.width, dim(style));
};

const details = ({ stresses }: StressedScenario, style: TextStyle): readonly string[] =>
  stresses.flatMap(({ title, what, remedies }) => [
    style.paint('bold', cutTo(visible(title), style.width)),
    ...wrapped(`  ${visible(what)}.`, style.width),
    ...remedies.flatMap((remedy) => {
      const lines = wrapped(`  ${visible(remedySentence(remedy, (text) => text))}`, style.width);
      return remedy.kind === 'would_help' ? lines.map((line) => style.paint('accent', line)) : lines;
    }),
  ]);

const notRun = ({ not_run }: StressedScenario, style: TextStyle): readonly string[] =>
  not_run.flatMap(({ title, why }) => wrapped(`  ${visible(title)}: ${visible(why)}.`, style.width));

const scenarioBlocks = (scenario: StressedScenario, report: StressReport, style: TextStyle): readonly (readonly string[])[] => {
  const notes = stressNotes(scenario, (text) => text);
  const skipped = notRun(scenario, style);
  return [
    [
      heading('Under stress', scenario.name, style),
      ...table(scenario, report, style),
      ...notes.flatMap((note) => wrapped(visible(note), style.width).map(dim(style))),
    ],
    [heading('What happens, and what holds it', scenario.name, style), ...details(scenario, style)],
    ...(skipped.length === 0 ? [] : [[heading('Not run', scenario.name, style), ...skipped]]),
  ];
};

/**
 * Returns scenarios under stress as a text report: a table against the calm scenario, then what is done in each stress and what
 * holds it, then the stresses that this workflow cannot meet.
 */
export const stressText = (report: StressReport, style: TextStyle): string => {
  const { settings, scenarios, tool } = report;
  const facts = [
    `prices as of ${settings.as_of}`,
    `${settings.runs} runs each, the same draws in all`,
    ...settings.set.map((setting) => `--set ${visibleWithin(setting, 60)}`),
    `outlay ${tool.version}`,
  ];
  const blocks: readonly (readonly string[])[] = [
    [
      style.paint('bold', visibleWithin(report.workflow, style.width)),
      dim(style)(cutTo(facts.join(' · '), style.width)),
      ...ratesText(report.currencies ?? []).map(dim(style)),
      ...wrapped('Figures are of requests while a stress lasts, and of a month of it.', style.width).map(dim(style)),
    ],
    ...scenarios.flatMap((scenario) => scenarioBlocks(scenario, report, style)),
  ];
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
};
