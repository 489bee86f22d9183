import { count, fixed, money, moneyDecimals, percent, roundedToSum } from './format.ts';
import type { ScenarioReport, StepReport } from './report.ts';
import { inputOf, leavesOf, outputOf } from './tokens.ts';

/** A step's figures as every table of steps prints them. The name and the model are as in the file, not escaped yet. */
export type StepFigures = {
  readonly name: string;
  /** How many groups are around it. */
  readonly depth: number;
  readonly what: string;
  readonly runs: string;
  readonly calls: string;
  readonly input: string;
  readonly output: string;
  readonly cost: string;
  readonly share: string;
  /** Its share over that of the dearest step, for a bar; null for a group. */
  readonly weight: number | null;
};

export type StepTotals = { readonly calls: string; readonly input: string; readonly output: string; readonly cost: string };

const depthOf = (step: StepReport, all: readonly StepReport[]): number => {
  let depth = 0;
  for (let group = step.group; group !== null; group = all.find(({ name }) => name === group)?.group ?? null) depth++;
  return depth;
};

/** A number of runs: always two decimals, so that a column of them lines up. */
const times = (runs: number): string => (runs > 0 && runs < 0.005 ? '<0.01' : fixed(runs, 2));

const tokensText = (tokens: number): string => (tokens === 0 ? '–' : count(tokens));

/** Returns the figures of a scenario's steps for one request; the costs are rounded so that those of no group add up to the total. */
export const stepFigures = (scenario: ScenarioReport): { readonly rows: readonly StepFigures[]; readonly total: StepTotals } => {
  const { per_request } = scenario;
  const total = per_request.cost_usd.mean;
  const leaves = leavesOf(scenario);
  const decimals = Math.max(moneyDecimals(total), 6);
  const rounded = roundedToSum(
    leaves.map(({ cost_usd }) => cost_usd),
    decimals,
  );
  const costs = new Map(leaves.map((step, index) => [step, rounded[index] ?? 0]));
  const widest = Math.max(...leaves.map(({ share_of_cost }) => share_of_cost), Number.EPSILON);
  const rows = scenario.steps.map(
    (step): StepFigures => ({
      name: step.name,
      depth: depthOf(step, scenario.steps),
      what: step.model ?? step.kind,
      runs: times(step.runs_per_request),
      calls: step.kind === 'model' ? times(step.calls_per_request) : '–',
      input: tokensText(inputOf(step.tokens_per_request)),
      output: tokensText(outputOf(step.tokens_per_request)),
      cost: money(costs.get(step) ?? step.cost_usd, decimals),
      share: percent(step.share_of_cost),
      weight: step.kind === 'group' ? null : step.share_of_cost / widest,
    }),
  );
  const { tokens, calls } = per_request;
  return {
    rows,
    total: { calls: count(calls.mean), input: count(inputOf(tokens)), output: count(outputOf(tokens)), cost: money(total, decimals) },
  };
};
