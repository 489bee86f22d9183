import { count, fixed, money, moneyDecimals, percent, roundedToSum } from '../format.ts';
import type { ScenarioReport, StepReport } from '../report.ts';
import { bar, type Cell, type Column, tableLines } from '../table.ts';
import { dim, inputOf, leavesOf, outputOf, type TextStyle } from './style.ts';

/** A step's name, moved in by a level for each group around it. */
const indented = (step: StepReport, all: readonly StepReport[]): string => {
  let depth = 0;
  for (let group = step.group; group !== null; group = all.find(({ name }) => name === group)?.group ?? null) depth++;
  return '  '.repeat(depth) + step.name;
};

const kindText = (step: StepReport): string => step.model ?? step.kind;

const STEP_COLUMNS: readonly Column[] = [
  { title: 'step', align: 'left', drop: 0, shrinkTo: 12 },
  { title: 'what', align: 'left', drop: 4, shrinkTo: 14 },
  { title: 'runs', align: 'right', drop: 3 },
  { title: 'calls', align: 'right', drop: 5 },
  { title: 'tokens in', align: 'right', drop: 6 },
  { title: 'tokens out', align: 'right', drop: 6 },
  { title: 'cost', align: 'right', drop: 0 },
  { title: 'share', align: 'right', drop: 2 },
  { title: '', align: 'left', drop: 1 },
];

/** A number of runs: always two decimals, so that a column of them lines up. */
const times = (runs: number): string => (runs > 0 && runs < 0.005 ? '<0.01' : fixed(runs, 2));

const tokensText = (tokens: number): string => (tokens === 0 ? '–' : count(tokens));

/** Returns a scenario's steps as a table; costs are rounded so that they add up to the total below them. */
export const steps = (scenario: ScenarioReport, style: TextStyle): readonly string[] => {
  const total = scenario.per_request.cost_usd.mean;
  const leaves = leavesOf(scenario);
  const decimals = Math.max(moneyDecimals(total), 6);
  const rounded = roundedToSum(
    leaves.map(({ cost_usd }) => cost_usd),
    decimals,
  );
  const costs = new Map(leaves.map((step, index) => [step, rounded[index] ?? 0]));
  const widest = Math.max(...leaves.map(({ share_of_cost }) => share_of_cost), Number.EPSILON);
  const plain = (text: string): Cell => ({ text });
  const rows = scenario.steps.map((step): readonly Cell[] => {
    const { tokens_per_request: tokens, share_of_cost: share } = step;
    const input = tokens.uncached_input + tokens.cache_read + tokens.cache_write;
    return [
      plain(indented(step, scenario.steps)),
      plain(kindText(step)),
      plain(times(step.runs_per_request)),
      plain(step.kind === 'model' ? times(step.calls_per_request) : '–'),
      plain(tokensText(input)),
      plain(tokensText(tokens.reasoning + tokens.visible_output)),
      plain(money(costs.get(step) ?? step.cost_usd, decimals)),
      plain(percent(share)),
      { text: step.kind === 'group' ? '' : bar(share / widest, 7), paint: (text) => style.paint('accent', text) },
    ];
  });
  const sum = [
    'total',
    '',
    '',
    count(scenario.per_request.calls.mean),
    count(inputOf(scenario.per_request)),
    count(outputOf(scenario.per_request)),
    money(total, decimals),
    '',
    '',
  ];
  return tableLines(
    STEP_COLUMNS,
    [...rows, sum.map((text) => ({ text, paint: (own: string) => style.paint('bold', own) }))],
    style.width,
    dim(style),
  );
};
