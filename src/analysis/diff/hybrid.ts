import type { ModelBody, Spec, StepSpec } from '../../workflow/spec.ts';
import type { ScenarioSpec } from '../../workflow/traffic/spec.ts';
import { SCENARIO_FACETS } from './scenario-facets.ts';
import { STEP_FACETS } from './step-facets.ts';

/** A workflow in one of its traffic scenarios, as its author wrote it. */
export type Variant = { readonly spec: Spec; readonly scenario: ScenarioSpec };

/** Names of what can be taken from the head: `steps` is which steps there are and in what order. */
export const ID = {
  steps: 'steps',
  step: (name: string, key: string): string => `step ${name} ${key}`,
  scenario: (kind: string, key: string): string => `scenario ${kind} ${key}`,
  input: (name: string): string => `input ${name}`,
  assumption: (name: string): string => `assumption ${name}`,
  turns: 'session turns',
  gap: 'session gap',
} as const;

/** Returns every step by name, those of groups included. */
export const stepsByName = (steps: readonly StepSpec[]): ReadonlyMap<string, StepSpec> =>
  new Map(steps.flatMap((step) => [[step.name, step] as const, ...(step.body.kind === 'group' ? stepsByName(step.body.steps) : [])]));

/** What is computed from a model step: nothing of its candidates, which might not fit a hybrid. */
const withoutCandidates = (body: ModelBody): ModelBody => ({ ...body, candidates: [] });

type Taken = ReadonlySet<string>;

const hybridStep = (step: StepSpec, base: StepSpec | undefined, head: StepSpec | undefined, taken: Taken): StepSpec => {
  const known = base !== undefined && head !== undefined && base.body.kind === head.body.kind;
  const mixed = known
    ? STEP_FACETS.reduce((into, { key, take }) => take(into, taken.has(ID.step(step.name, key)) ? head : base), step)
    : step;
  return mixed.body.kind === 'model' ? { ...mixed, body: withoutCandidates(mixed.body) } : mixed;
};

const hybridSteps = (base: Spec, head: Spec, taken: Taken): readonly StepSpec[] => {
  const [before, after] = [stepsByName(base.steps), stepsByName(head.steps)];
  const mixed = (steps: readonly StepSpec[]): readonly StepSpec[] =>
    steps.map((step) => {
      const own = hybridStep(step, before.get(step.name), after.get(step.name), taken);
      return own.body.kind === 'group' ? { ...own, body: { ...own.body, steps: mixed(own.body.steps) } } : own;
    });
  return mixed((taken.has(ID.steps) ? head : base).steps);
};

/** What the scenario says of a name stands for what the workflow says. */
const merged = <T>(spec: ReadonlyMap<string, T>, scenario: ReadonlyMap<string, T>): ReadonlyMap<string, T> =>
  new Map([...spec, ...scenario]);

/** Names that one side alone has are kept: whatever refers to them may come from that side. */
const hybridMap = <T>(
  base: ReadonlyMap<string, T>,
  head: ReadonlyMap<string, T>,
  isTaken: (name: string) => boolean,
): ReadonlyMap<string, T> => new Map([...head, ...base, ...[...head].filter(([name]) => isTaken(name))]);

const hybridSession = ({ session: base }: Spec, { session: head }: Spec, taken: Taken): Spec['session'] => {
  if (base === null || head === null) return taken.has(ID.turns) ? head : base;
  return { turns: (taken.has(ID.turns) ? head : base).turns, gap: (taken.has(ID.gap) ? head : base).gap };
};

/** Returns what the variant's inputs and assumptions come to, the scenario's own in them. */
export const effectiveInputs = ({ spec, scenario }: Variant): Spec['inputs'] => merged(spec.inputs, scenario.inputs);
export const effectiveAssumptions = ({ spec, scenario }: Variant): Spec['assumptions'] => merged(spec.assumptions, scenario.assumptions);

/** Returns the variant that takes what is named from the head, and the rest from the base. It may not fit together. */
export const hybridOf = (base: Variant, head: Variant, taken: Taken): Variant => {
  const scenario = SCENARIO_FACETS.reduce(
    (into, { kind, key, take }) => take(into, taken.has(ID.scenario(kind, key)) ? head.scenario : base.scenario),
    { ...base.scenario, inputs: new Map(), assumptions: new Map(), budgets: [], limits: [] } as ScenarioSpec,
  );
  const spec: Spec = {
    ...base.spec,
    inputs: hybridMap(effectiveInputs(base), effectiveInputs(head), (name) => taken.has(ID.input(name))),
    assumptions: hybridMap(effectiveAssumptions(base), effectiveAssumptions(head), (name) => taken.has(ID.assumption(name))),
    session: hybridSession(base.spec, head.spec, taken),
    steps: hybridSteps(base.spec, head.spec, taken),
    scenarios: [scenario],
  };
  return { spec, scenario };
};
