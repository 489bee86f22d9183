import { Problems } from '../../src/diagnostics/diagnostic.ts';
import { renderDiagnostics } from '../../src/diagnostics/render.ts';
import { expect as project } from '../../src/projection/expect.ts';
import type { Projection, StepProjection } from '../../src/projection/projection.ts';
import type { ScenarioPlan } from '../../src/workflow/plan.ts';
import { type Case, open } from './plan.ts';

/** Returns the scenarios of a workflow over all their futures; throws with the rendered problems where it has errors. */
export const scenariosOf = async (workflow: string, given: Case = {}): Promise<readonly ScenarioPlan[]> => {
  const { problems, scenarios } = await open(workflow, given);
  if (problems.some(({ severity }) => severity === 'error')) throw new Error(renderDiagnostics(problems));
  return scenarios;
};

/** Returns the projections of a workflow that has no errors; throws with the rendered problems where it has. */
export const projectionsOf = async (workflow: string, given: Case = {}): Promise<readonly Projection[]> => {
  const problems = new Problems();
  const projections = (await scenariosOf(workflow, given)).flatMap((plan) => project(plan, problems) ?? []);
  if (problems.failed) throw new Error(renderDiagnostics(problems.list));
  return projections;
};

/** Returns the projection of a workflow's first scenario. */
export const projectionOf = async (workflow: string, given: Case = {}): Promise<Projection> => {
  const [first] = await projectionsOf(workflow, given);
  if (first === undefined) throw new Error('the workflow has no scenario');
  return first;
};

/** Returns a step's projection by its name. */
export const stepOf = (projection: Projection, name: string): StepProjection => {
  const found = projection.steps.find(({ step }) => step.name === name);
  if (found === undefined) throw new Error(`no step ${name}`);
  return found;
};
