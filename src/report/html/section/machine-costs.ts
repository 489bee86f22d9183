import { money, moneyDecimals, percent, roundedToSum } from '../../format.ts';
import type { ScenarioReport, StepReport } from '../../report.ts';
import { leavesOf } from '../../tokens.ts';
import { LANE, lanes, span } from '../chart/lanes.ts';
import { chartFigure, drawing } from '../figure.ts';
import { greatest, leftOut } from '../greatest.ts';
import { type Markup, name } from '../markup.ts';
import { dataTable, numbersUnder } from '../table.ts';

/** From this part of a request on, people leave nothing to be seen of the machines. */
const DWARFED = 0.5;

type Machine = { readonly step: StepReport; readonly usd: number };

/** Rounded together with people's, so that each figure is the same as beside them. */
const machinesOf = (scenario: ScenarioReport, decimals: number): readonly Machine[] => {
  const leaves = leavesOf(scenario);
  const usd = roundedToSum(
    leaves.map(({ cost_usd }) => cost_usd),
    decimals,
  );
  return leaves.map((step, index) => ({ step, usd: usd[index] ?? 0 })).filter(({ step }) => step.kind !== 'human');
};

const peopleUsd = (scenario: ScenarioReport): number =>
  leavesOf(scenario).reduce((sum, { kind, cost_usd }) => sum + (kind === 'human' ? cost_usd : 0), 0);

/** Returns what the steps of machines cost, where people's would dwarf them; null elsewhere. */
export const machineCosts = (scenario: ScenarioReport, unit: string): Markup | null => {
  const all = scenario.per_request.cost_usd.mean;
  const decimals = Math.max(moneyDecimals(all), 6);
  const machines = machinesOf(scenario, decimals);
  const total = machines.reduce((sum, { usd }) => sum + usd, 0);
  if (machines.length < 2 || total === 0 || peopleUsd(scenario) < DWARFED * all) return null;
  const rows = machines.map(({ step, usd }) => ({ step, cost: money(usd, decimals), share: percent(usd / total), weight: usd / total }));
  const shown = greatest(rows, ({ weight }) => weight);
  const widest = Math.max(...shown.map(({ weight }) => weight));
  const list = shown.map(({ step, cost, share, weight }) => ({
    label: name(step.name, 28),
    note: name(step.model ?? step.kind, 40),
    value: `${cost} · ${share}`,
    marks: span('bar', 0, weight / widest),
    depth: 0,
  }));
  return chartFigure({
    id: 'machine-costs',
    title: 'Cost by step without people',
    caption: `The same on a scale of its own: what machines cost of one ${unit}, with the calls that shorten what is carried.${leftOut(rows.length, shown.length)}`,
    chart: drawing('machine-costs', shown.length * LANE, lanes(list)),
    table: dataTable('Cost of one request by step, without people', numbersUnder('step', ['cost', 'share']), [
      ...rows.map(({ step, cost, share }) => ({ cells: [name(step.name), cost, share] })),
      { cells: ['total', money(total, decimals), '100 %'], sum: true },
    ]),
  });
};
