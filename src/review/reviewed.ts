import type { Day } from '../pricing/day.ts';
import type { LinkProjection, Projection, StepProjection } from '../projection/projection.ts';
import type { Simulation } from '../projection/simulate/simulation.ts';
import type { ModelLink, PlanStep } from '../workflow/plan.ts';
import type { Workflow } from '../workflow/read-workflow.ts';
import type { ModelBody, Spec, StepSpec } from '../workflow/spec.ts';

/** A scenario as rules see it. Without a simulation, rules that look at percentiles say nothing. */
export type ReviewedScenario = { readonly projection: Projection; readonly simulation: Simulation | null };

/** A workflow under review. Money and time at stake are those of its first scenario. */
export type Reviewed = {
  readonly workflow: Workflow;
  readonly base: ReviewedScenario;
  /** All scenarios, the first one included. */
  readonly scenarios: readonly ReviewedScenario[];
  /** The day of the review. */
  readonly asOf: Day;
  /** The first scenario with an edited spec; undefined where that cannot be planned. */
  readonly replanned: (edit: (spec: Spec) => Spec) => Projection | undefined;
};

/** A step as written, as planned, and what it comes to. */
export type ReviewedStep = { readonly spec: StepSpec; readonly step: PlanStep; readonly sum: StepProjection };

/** Returns every step of the first scenario, groups too, in file order. */
export const stepsOf = ({ workflow, base }: Reviewed): readonly ReviewedStep[] =>
  base.projection.steps.flatMap((sum) => {
    const spec = workflow.graph.nodes[sum.step.index]?.step;
    return spec === undefined ? [] : [{ spec, step: sum.step, sum }];
  });

/** A model step with the call that it tries first. */
export type ReviewedCall = ReviewedStep & { readonly body: ModelBody; readonly link: ModelLink; readonly tried: LinkProjection };

/** Returns the model steps of the first scenario in file order. */
export const callsOf = (reviewed: Reviewed): readonly ReviewedCall[] =>
  stepsOf(reviewed).flatMap((one) => {
    const [link] = one.step.links;
    const [tried] = one.sum.links;
    const { body } = one.spec;
    return body.kind === 'model' && link?.kind === 'model' && tried !== undefined ? [{ ...one, body, link, tried }] : [];
  });

/** Whether users do not wait for a step: itself or a group around it is in the background. */
export const inBackground = (reviewed: Reviewed, step: PlanStep): boolean => {
  if (step.background) return true;
  const group = step.parent === null ? undefined : reviewed.base.projection.plan.steps[step.parent];
  return group !== undefined && inBackground(reviewed, group);
};

/** Returns a spec with one step replaced, wherever it stands. */
export const withStep = (spec: Spec, name: string, change: (step: StepSpec) => StepSpec): Spec => {
  const changed = (steps: readonly StepSpec[]): readonly StepSpec[] =>
    steps.map((step) => {
      if (step.name === name) return change(step);
      return step.body.kind === 'group' ? { ...step, body: { ...step.body, steps: changed(step.body.steps) } } : step;
    });
  return { ...spec, steps: changed(spec.steps) };
};

/** Returns a spec with the model call of one step changed. */
export const withBody = (spec: Spec, name: string, change: (body: ModelBody) => ModelBody): Spec =>
  withStep(spec, name, (step) => (step.body.kind === 'model' ? { ...step, body: change(step.body) } : step));
