import { Problems } from '../../src/diagnostics/diagnostic.ts';
import { renderDiagnostics } from '../../src/diagnostics/render.ts';
import { expect as project } from '../../src/projection/expect.ts';
import type { Projection } from '../../src/projection/projection.ts';
import { simulate } from '../../src/projection/simulate/simulate.ts';
import type { SimulatedMean, Simulation } from '../../src/projection/simulate/simulation.ts';
import { scenariosOf } from './projection.ts';

/** How closely the two engines are compared. */
export type Comparison = {
  /** How many requests are played. */
  readonly runs?: number;
  /** How many of the largest requests may be missing among those played. */
  readonly rare?: number;
  /** A relative difference that is allowed where the closed form says `exact: false`. */
  readonly within?: number;
};

/** Thousands of figures are compared: 4.5 standard errors are passed by chance once in 150,000. */
const STANDARD_ERRORS = 4.5;

/**
 * The rule of three: what n requests have not shown once happens, with 95 % confidence, to fewer than 3 in n. A cache miss
 * of one request in 270,000 leaves no trace in 5,000 of them, nor in their standard error.
 */
const RULE_OF_THREE = 3;

const CLASSES = ['uncachedInput', 'cacheRead', 'cacheWrite', 'reasoning', 'visibleOutput'] as const;

/** Returns every figure in which the closed form and the requests as played differ by more than chance allows. */
export const disagreements = (
  projection: Projection,
  { perRequest, steps }: Simulation,
  { rare = RULE_OF_THREE, within = 0 }: Comparison = {},
): readonly string[] => {
  const missing = rare / perRequest.count;
  const greatestUsd = perRequest.costUsd.sorted.at(-1) ?? 0;
  const sent = CLASSES.reduce((sum, of) => sum + projection.tokens[of], 0);
  const compare = (what: string, closed: number, played: SimulatedMean, greatest: number): readonly string[] => {
    const allowed = STANDARD_ERRORS * played.standardError + missing * greatest + (within + 1e-9) * Math.abs(closed);
    if (Math.abs(closed - played.mean) <= allowed) return [];
    return [
      `${what}: ${closed.toPrecision(8)} in closed form, ${played.mean.toPrecision(8)} ± ${played.standardError.toPrecision(3)} played`,
    ];
  };
  const ofSteps = projection.steps.flatMap(({ step, runs, calls, costUsd, tokens }) => {
    const own = steps[step.index];
    if (own === undefined) throw new Error(`step ${step.name} was not played`);
    return [
      ...compare(`${step.name} runs`, runs, own.runs, Math.max(1, runs)),
      ...compare(`${step.name} calls`, calls, own.calls, Math.max(1, calls)),
      ...compare(`${step.name} cost`, costUsd, own.costUsd, greatestUsd),
      ...CLASSES.flatMap((of) => compare(`${step.name} ${of}`, tokens[of], own.tokens[of], sent)),
    ];
  });
  return [
    ...compare('cost', projection.costUsd, perRequest.costUsd, greatestUsd),
    ...compare('calls', projection.calls, perRequest.calls, Math.max(1, projection.calls)),
    ...compare('success', projection.successRate, perRequest.success, 1),
    ...CLASSES.flatMap((of) => compare(of, projection.tokens[of], perRequest.tokens[of], sent)),
    ...ofSteps,
  ];
};

/** Returns a workflow's first scenario in closed form and as played. */
export const bothOf = async (
  workflow: string,
  runs: number,
): Promise<{ readonly projection: Projection; readonly simulation: Simulation }> => {
  const [scenario] = await scenariosOf(workflow);
  if (scenario === undefined) throw new Error('the workflow has no scenario');
  const problems = new Problems();
  const projection = project(scenario, problems);
  if (projection === undefined) throw new Error(renderDiagnostics(problems.list));
  return { projection, simulation: simulate(scenario, { seed: 7, runs }) };
};
