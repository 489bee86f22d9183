import { Problems } from '../diagnostics/diagnostic.ts';
import { expect } from '../projection/expect.ts';
import type { Projection } from '../projection/projection.ts';
import type { Workflow } from '../workflow/read-workflow.ts';
import type { Spec } from '../workflow/spec.ts';
import type { ScenarioSpec } from '../workflow/traffic/spec.ts';
import { evaluatedIn } from './forecasts.ts';
import { edited, planned } from './plans.ts';
import type { Project } from './read.ts';

/**
 * Returns what projects a scenario of a workflow with its spec edited: means in closed form. Undefined where the edit cannot be
 * planned; its problems are those of the edit, and nobody's to read.
 */
export const replanner =
  (project: Project, workflow: Workflow, scenario: ScenarioSpec) =>
  (edit: (spec: Spec) => Spec): Projection | undefined => {
    const changed = edited(workflow, edit);
    const problems = new Problems();
    const [plan] = (changed && planned(project, changed, [scenario], problems)?.plans) ?? [];
    return plan && expect(plan, problems, evaluatedIn(project, plan));
  };
