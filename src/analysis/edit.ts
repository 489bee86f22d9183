import type { Fallback, ModelBody, Retry, Spec, StepSpec } from '../workflow/spec.ts';

/** A step that calls a model. */
export type ModelStep = StepSpec & { readonly body: ModelBody };

const isModelStep = (step: StepSpec): step is ModelStep => step.body.kind === 'model';

/** Returns every step, those of groups included, in file order. */
export const allSteps = (steps: readonly StepSpec[]): readonly StepSpec[] =>
  steps.flatMap((step) => [step, ...(step.body.kind === 'group' ? allSteps(step.body.steps) : [])]);

/** Returns the steps that call models, in file order. */
export const modelSteps = ({ steps }: Pick<Spec, 'steps'>): readonly ModelStep[] => allSteps(steps).filter(isModelStep);

const mapped = (steps: readonly StepSpec[], change: (step: StepSpec) => StepSpec): readonly StepSpec[] =>
  steps.map((step) => {
    const { body } = step;
    return change(body.kind === 'group' ? { ...step, body: { ...body, steps: mapped(body.steps, change) } } : step);
  });

/** Returns a spec with every step changed. */
export const withSteps = (spec: Spec, change: (step: StepSpec) => StepSpec): Spec => ({ ...spec, steps: mapped(spec.steps, change) });

/** Returns a spec with the steps of some names changed. */
export const withModelSteps = (spec: Spec, names: ReadonlySet<string>, change: (step: ModelStep) => StepSpec): Spec =>
  withSteps(spec, (step) => (names.has(step.name) && isModelStep(step) ? change(step) : step));

/** One attempt that does not fail by itself: what a fallback without a `retry` of its own gets. */
const ONCE: Retry = { attempts: 1, errors: null, invalid: null, backoff: null, timeout: null, at: null };

/** Returns a fallback to a model. */
export const fallbackTo = (model: string, { at }: StepSpec): Fallback => ({ kind: 'model', model, at, retry: ONCE });

/** Returns the provider of `provider/model`. */
export const providerOf = (id: string): string => id.slice(0, id.indexOf('/'));

const MOST_NAMED = 3;

/** Returns names as words: `a`, `a and b`, `a, b and 2 more`. */
export const listed = (names: readonly string[]): string => {
  const shown = names.length > MOST_NAMED ? [...names.slice(0, MOST_NAMED - 1), `${names.length - MOST_NAMED + 1} more`] : names;
  return shown.length < 2 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
};
