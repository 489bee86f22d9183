import type { Projection } from '../../projection/projection.ts';
import type { ScenarioSpec } from '../../workflow/traffic/spec.ts';
import type { Report } from '../report.ts';
import type { Workbook } from './grid.ts';
import { Names } from './names.ts';
import { workbookBytes } from './ooxml/package.ts';
import { economicsSheet } from './sheets/economics.ts';
import { Inputs } from './sheets/inputs.ts';
import { Lines } from './sheets/lines.ts';
import { Months } from './sheets/months.ts';
import type { Part } from './sheets/part.ts';
import { Calendar, Prices } from './sheets/prices.ts';
import { type Discounts, scenarioCells } from './sheets/scenario.ts';
import { scenariosSheet } from './sheets/scenarios.ts';
import { sensitivitySheet } from './sheets/sensitivity.ts';
import { requestCost, Steps } from './sheets/steps.ts';
import { summarySheet } from './sheets/summary.ts';

/** What a workbook is made of: a report, and the projections that it was made from, in the same order. */
export type WorkbookInput = {
  readonly report: Report;
  readonly projections: readonly Projection[];
  /** As written; those of other scenarios may be among them. */
  readonly scenarios: readonly ScenarioSpec[];
};

const discountsOf = ({ scenarios }: WorkbookInput, name: string): Discounts =>
  new Map(scenarios.find((scenario) => scenario.name === name)?.discounts.map(({ provider, share }) => [provider, share]) ?? []);

/** Returns the workbook of a plan: inputs, and formulas over them whose kept values are the plan's own figures. */
export const workbookOf = (input: WorkbookInput): Workbook => {
  const { report, projections } = input;
  const { seed, runs, as_of } = report.settings;
  const settings = `seed ${seed}, ${runs.toLocaleString('en-US')} requests`;
  const names = new Names();
  const inputs = new Inputs(report, names);
  const prices = new Prices(report, names);
  const calendar = new Calendar(prices);
  const lines = new Lines(calendar);
  const months = new Months(lines, settings);
  const steps = new Steps(lines, settings);
  const parts = projections.flatMap((projection, index): readonly Part[] => {
    const scenario = report.scenarios[index];
    if (scenario === undefined) return [];
    const cells = scenarioCells(inputs, projection, discountsOf(input, scenario.name));
    const block = months.scenario(cells, scenario);
    return [
      { report: scenario, cells, months: block, steps: steps.scenario(cells, scenario, block), costPerRequest: requestCost(lines, block) },
    ];
  });
  inputs.listAll();
  const summary = summarySheet(report, parts, steps, months, settings);
  const others = [
    inputs.grid,
    prices.grid,
    steps.grid,
    months.grid,
    scenariosSheet(report, parts, steps, months, settings),
    economicsSheet(report, parts, months, lines),
    sensitivitySheet(report, settings),
    calendar.grid,
    lines.grid,
  ];
  return {
    title: `Plan of ${report.workflow}`,
    date: as_of,
    sheets: [summary, ...others.map((grid) => ({ grid, charts: [] }))],
    names: names.list,
  };
};

/** Returns the plan as the bytes of an .xlsx file. The same plan gives the same bytes. */
export const toXlsx = (input: WorkbookInput): Uint8Array => workbookBytes(workbookOf(input));
