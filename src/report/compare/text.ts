import { visible, visibleWithin } from '../../diagnostics/escape.ts';
import { ratesText } from '../currency.ts';
import { type Cell, type Column, cutTo, tableLines, wrapped } from '../table.ts';
import { dim, heading, type TextStyle } from '../text/style.ts';
import type { ComparedScenario, CompareReport } from './report.ts';
import { choiceText, compareColumns, compareNotes, onlyVarying } from './rows.ts';

const table = (scenario: ComparedScenario, { currencies = [], ...report }: CompareReport, style: TextStyle): readonly string[] => {
  const columns = compareColumns(scenario, visibleWithin(report.unit, 20), currencies);
  const heads: readonly Column[] = [
    { title: '', align: 'left', drop: 0 },
    ...scenario.varying.map(({ step }): Column => ({ title: step, align: 'left', drop: 0, shrinkTo: 17 })),
    ...columns.map(({ title, drop }): Column => ({ title, align: 'right', drop })),
    { title: '', align: 'left', drop: 0 },
  ];
  const rows = scenario.rows.map(({ choices, unbeaten, as_written, figures }): readonly Cell[] => {
    const paint: Cell['paint'] = unbeaten ? (text) => style.paint('bold', text) : undefined;
    const texts = [
      unbeaten ? '●' : '',
      ...choices.map((choice) => choiceText(choice, scenario)),
      ...columns.map(({ of }) => of(figures)),
      as_written ? 'as written' : '',
    ];
    return texts.map((text) => (paint === undefined ? { text } : { text, paint }));
  });
  return tableLines(heads, rows, style.width, dim(style));
};

/** Returns combinations side by side as a text report, one table a scenario. */
export const compareText = (report: CompareReport, style: TextStyle): string => {
  const { settings, scenarios, tool, sort } = report;
  const facts = [
    `prices as of ${settings.as_of}`,
    `${settings.runs} runs each, the same draws in all`,
    `by ${sort}`,
    ...settings.set.map((setting) => `--set ${visibleWithin(setting, 60)}`),
    `outlay ${tool.version}`,
  ];
  const blocks: readonly (readonly string[])[] = [
    [
      style.paint('bold', visibleWithin(report.workflow, style.width)),
      dim(style)(cutTo(facts.join(' · '), style.width)),
      ...ratesText(report.currencies ?? []).map(dim(style)),
    ],
    ...scenarios
      .map(onlyVarying)
      .map((scenario) => [
        heading(report.schema === 'outlay.optimize/1' ? 'Cheapest and fastest' : 'Side by side', scenario.name, style),
        ...table(scenario, report, style),
        ...compareNotes(scenario, report.judged_by, (name) => name).flatMap((note) => wrapped(visible(note), style.width).map(dim(style))),
      ]),
  ];
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
};
