import { renderDiagnostics } from '../../src/diagnostics/render.ts';
import { simulate } from '../../src/projection/simulate/simulate.ts';
import type { SimulatedStep, Simulation } from '../../src/projection/simulate/simulation.ts';
import { type Case, open } from './plan.ts';

/** How a test plays a workflow: seed 1 and 20,000 requests unless it says otherwise. */
export type Played = Case & { readonly seed?: number; readonly runs?: number };

/** Returns the simulations of all scenarios of a workflow that has no errors; throws with the rendered problems where it has. */
export const allSimulated = async (workflow: string, given: Played = {}): Promise<readonly Simulation[]> => {
  const { problems, scenarios } = await open(workflow, given);
  if (problems.some(({ severity }) => severity === 'error')) throw new Error(renderDiagnostics(problems));
  return scenarios.map((scenario) => simulate(scenario, { seed: given.seed ?? 1, runs: given.runs ?? 20_000 }));
};

/** Returns the simulation of a workflow's first scenario. */
export const simulated = async (workflow: string, given: Played = {}): Promise<Simulation> => {
  const [first] = await allSimulated(workflow, given);
  if (first === undefined) throw new Error('the workflow has no scenario');
  return first;
};

/** Returns a simulated step by its name. */
export const playedStep = ({ steps }: Simulation, name: string): SimulatedStep => {
  const found = steps.find((step) => step.name === name);
  if (found === undefined) throw new Error(`no step ${name}`);
  return found;
};
