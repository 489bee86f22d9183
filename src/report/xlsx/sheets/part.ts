import type { ScenarioReport } from '../../report.ts';
import { dividedBy, type Formula, over, plus, times } from '../formula.ts';
import { MONTH, type MonthBlock, type Months } from './months.ts';
import type { ScenarioCells } from './scenario.ts';
import type { StepBlock } from './steps.ts';

/** A scenario with all cells that it has on the sheets. */
export type Part = {
  readonly report: ScenarioReport;
  readonly cells: ScenarioCells;
  readonly months: MonthBlock;
  readonly steps: StepBlock;
  readonly costPerRequest: Formula;
};

/** SPEC 12: a month has 730 hours. */
const DAYS_PER_MONTH = 730 / 24;

/** The cells of a scenario's first month, by name. */
export type FirstMonth = {
  readonly requests: Formula;
  readonly perDay: Formula;
  readonly models: Formula;
  readonly tools: Formula;
  readonly people: Formula;
  /** Evaluation and fixed costs. */
  readonly standing: Formula;
  readonly oneOff: Formula;
  readonly spend: Formula;
  /** Of the mean day, one-off costs left out. */
  readonly daily: Formula;
};

/** Returns the first month of a scenario; null without traffic. */
export const firstMonth = (months: Months, { months: { rows, totals } }: Part): FirstMonth | null => {
  const [first] = rows;
  if (totals === null || first === undefined) return null;
  const cell = (column: number): Formula => months.grid.ref(first.row, column);
  const [models, tools, people, evaluation, fixed, oneOff] = [0, 1, 2, 3, 4, 5].map((index) => cell(MONTH.models + index));
  const used = plus(models as Formula, tools as Formula, people as Formula);
  const standing = plus(evaluation as Formula, fixed as Formula);
  const perDay = over(cell(MONTH.requests), cell(MONTH.days));
  return {
    requests: cell(MONTH.requests),
    perDay,
    models: models as Formula,
    tools: tools as Formula,
    people: people as Formula,
    standing,
    oneOff: oneOff as Formula,
    spend: cell(MONTH.spend),
    daily: plus(times(perDay, over(used, cell(MONTH.requests))), dividedBy(standing, DAYS_PER_MONTH)),
  };
};
