import { visible, visibleWithin } from '../../diagnostics/escape.ts';
import { leverFigures } from '../lever-figures.ts';
import type { Report } from '../report.ts';
import { cutTo, wrapped } from '../table.ts';
import { assumptions } from './assumptions.ts';
import { budgets } from './budgets.ts';
import { capacity } from './capacity.ts';
import { levers } from './levers.ts';
import { months } from './months.ts';
import { scenarios } from './scenarios.ts';
import { steps } from './steps.ts';
import { dim, heading, type TextStyle } from './style.ts';
import { summary } from './summary.ts';

/** What leaves the worst case of any scenario without a bound, each once. */
const unbounded = ({ scenarios: list }: Report, style: TextStyle): readonly string[] => {
  const lines = list.flatMap((scenario) => scenario.unbounded.map(({ step, missing }) => `No worst case: ${step} has no ${missing}.`));
  return [...new Set(lines)].flatMap((line) => wrapped(visible(line), style.width));
};

/**
 * Returns the plan as a text report: the summary first, scenarios side by side, the base scenario's steps, months and what moves its
 * spend, rate limits and budgets of all, then every assumption with its origin. Columns add up as printed.
 */
export const toText = (report: Report, style: TextStyle): string => {
  const [base] = report.scenarios;
  if (base === undefined) return '';
  const facts = [
    `prices as of ${report.settings.as_of}`,
    `${report.scenarios.length} ${report.scenarios.length === 1 ? 'scenario' : 'scenarios'}`,
    ...report.settings.set.map((setting) => `--set ${visibleWithin(setting, 60)}`),
    `outlay ${report.tool.version}`,
  ];
  const [held, limits, moved] = [budgets(report, style), capacity(report, style), levers(base, style)];
  const { middle } = leverFigures(base);
  const unit = visibleWithin(report.unit, 40);
  const blocks: readonly (readonly string[])[] = [
    [
      style.paint('bold', visibleWithin(report.workflow, style.width)),
      ...(report.description === '' ? [] : wrapped(visible(report.description), style.width)),
      dim(style)(cutTo(facts.join(' · '), style.width)),
    ],
    summary(report, style),
    [heading('Scenarios', '', style), ...scenarios(report, style), ...unbounded(report, style)],
    [heading('Steps', `${base.name}, one ${unit}`, style), ...steps(base, style)],
    ...(base.months.length > 1 ? [[heading('Months', base.name, style), ...months(base, style)]] : []),
    ...(moved.length > 0 ? [[heading('What moves the spend', `${base.name}, a mean month of ${middle}`, style), ...moved]] : []),
    ...(limits.length > 0 ? [[heading('Rate limits', 'the peak minute', style), ...limits]] : []),
    ...(held.length > 0 ? [[heading('Budgets', '', style), ...held]] : []),
    [heading('Assumptions', `${report.assumptions.length} numbers and where they come from`, style), ...assumptions(report, style)],
    [dim(style)(cutTo(`Every figure as a formula: outlay explain ${visible(style.path)}`, style.width))],
  ];
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
};
