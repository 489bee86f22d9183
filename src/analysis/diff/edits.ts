import type { Plan } from '../../workflow/plan.ts';
import type { StepSpec } from '../../workflow/spec.ts';
import type { Path } from '../../yaml/read.ts';
import type { CauseKind } from './cause-kinds.ts';
import { effectiveAssumptions, effectiveInputs, ID, stepsByName, type Variant } from './hybrid.ts';
import { type SameTexts, sameMeaning } from './meaning.ts';
import { promptEdits } from './prompt-edits.ts';
import { SCENARIO_FACETS } from './scenario-facets.ts';
import { STEP_FACETS } from './step-facets.ts';
import { type Place, placeAt, placeOf, scenarioKeyPath, stepKeyPath, textsAt, type Written } from './written.ts';

/** Something that an author changed. Texts are as written, null where there was or is nothing. */
export type Edit = {
  /** What a hybrid takes from the head to have this edit. */
  readonly id: string;
  readonly kind: CauseKind;
  /** The step, input, assumption or scenario that it is about. */
  readonly subject: string;
  readonly key: string;
  readonly before: string | null;
  readonly after: string | null;
  /** On the head's side; null where the head has nothing of it. */
  readonly place: Place | null;
};

/** One side of a comparison: a variant, where its keys are written, and its plan if it could be made. */
export type Side = { readonly variant: Variant; readonly written: Written; readonly plan: Plan | undefined };

type Doc = 'workflow' | 'traffic';

const texts = (base: Side, head: Side, doc: Doc, before: Path, after: Path): Pick<Edit, 'before' | 'after' | 'place'> => ({
  ...textsAt({ doc: base.written[doc], path: before }, { doc: head.written[doc], path: after }),
  place: placeAt(head.written[doc], after),
});

const stepEdits = (base: Side, head: Side, before: StepSpec, after: StepSpec, same: SameTexts): readonly Edit[] =>
  STEP_FACETS.flatMap(({ kind, key, of }): readonly Edit[] => {
    if (sameMeaning(of(before), of(after), same)) return [];
    const what = { id: ID.step(after.name, key), kind, subject: after.name };
    if (key === 'prompt') {
      const parts = promptEdits({ step: before, plan: base.plan }, { step: after, plan: head.plan }, same);
      return parts.map(({ label, ...part }) => ({ ...what, key: `prompt ${label}`, ...part }));
    }
    const [from, to] = [base, head].map(({ written }) => stepKeyPath(written.workflow, after.name, key)) as [Path, Path];
    const own = texts(base, head, 'workflow', from, to);
    // What the step itself says is as it was: then the defaults that are merged into it have changed.
    const shared = own.before === own.after ? texts(base, head, 'workflow', ['defaults', key], ['defaults', key]) : own;
    return [{ ...what, key, ...(shared.before === shared.after ? own : shared) }];
  });

/** Which steps there are, of which kind, in what order and in which groups. */
const shapeOf = (steps: readonly StepSpec[]): string =>
  JSON.stringify(steps.map(({ name, body }) => [name, body.kind, body.kind === 'group' ? shapeOf(body.steps) : '']));

const structureEdits = (base: Side, head: Side): readonly Edit[] => {
  if (shapeOf(base.variant.spec.steps) === shapeOf(head.variant.spec.steps)) return [];
  const [before, after] = [stepsByName(base.variant.spec.steps), stepsByName(head.variant.spec.steps)];
  const edit = (subject: string, was: string | null, is: string | null, place: Place | null): Edit => ({
    ...{ id: ID.steps, kind: 'steps', subject, key: 'steps' },
    ...{ before: was, after: is, place },
  });
  const differing = [...after].flatMap(([name, { body, at }]): readonly Edit[] => {
    const old = before.get(name);
    return old?.body.kind === body.kind ? [] : [edit(name, old?.body.kind ?? null, body.kind, placeOf(at))];
  });
  const gone = [...before].flatMap(([name, { body }]) => (after.has(name) ? [] : [edit(name, body.kind, null, null)]));
  const changed = [...differing, ...gone];
  return changed.length > 0 ? changed : [edit('steps', null, 'order or groups', placeAt(head.written.workflow, ['steps']))];
};

/** Inputs and assumptions stand in the workflow, or in the scenario that replaces them. */
const namedEdits = (base: Side, head: Side, what: 'inputs' | 'assumptions', same: SameTexts): readonly Edit[] => {
  const effective = what === 'inputs' ? effectiveInputs : effectiveAssumptions;
  const before = effective(base.variant) as ReadonlyMap<string, unknown>;
  return [...(effective(head.variant) as ReadonlyMap<string, unknown>)].flatMap(([name, after]): readonly Edit[] => {
    if (!before.has(name) || sameMeaning(before.get(name), after, same)) return [];
    const inScenario = head.variant.scenario[what].has(name) || base.variant.scenario[what].has(name);
    const pathIn = ({ written, variant }: Side): Path =>
      inScenario ? [...scenarioKeyPath(written, variant.scenario.name, what), name] : [what, name];
    const id = what === 'inputs' ? ID.input(name) : ID.assumption(name);
    const kind: CauseKind = what === 'inputs' ? 'prompt tokens' : 'assumptions';
    return [{ id, kind, subject: name, key: what, ...texts(base, head, inScenario ? 'traffic' : 'workflow', pathIn(base), pathIn(head)) }];
  });
};

const sessionEdits = (base: Side, head: Side, same: SameTexts): readonly Edit[] => {
  const [before, after] = [base.variant.spec.session, head.variant.spec.session];
  const both = before !== null && after !== null;
  const edit = (id: string, kind: CauseKind, path: Path): Edit => ({
    ...{ id, kind, subject: 'session', key: String(path.at(-1)) },
    ...texts(base, head, 'workflow', path, path),
  });
  if (!both) return before === after ? [] : [edit(ID.turns, 'calls', ['session'])];
  return [
    ...(sameMeaning(before.turns, after.turns, same) ? [] : [edit(ID.turns, 'calls', ['session', 'turns'])]),
    ...(sameMeaning(before.gap, after.gap, same) ? [] : [edit(ID.gap, 'cache', ['session', 'gap'])]),
  ];
};

const scenarioEdits = (base: Side, head: Side, same: SameTexts): readonly Edit[] =>
  SCENARIO_FACETS.flatMap(({ kind, key, of }): readonly Edit[] => {
    if (sameMeaning(of(base.variant.scenario), of(head.variant.scenario), same)) return [];
    const written = key === 'requests' && head.variant.scenario.volume?.per === 'session' ? 'sessions' : key;
    const [before, after] = [base, head].map((side) => scenarioKeyPath(side.written, side.variant.scenario.name, written)) as [Path, Path];
    const what = { id: ID.scenario(kind, key), kind, subject: head.variant.scenario.name, key: written };
    return [{ ...what, ...texts(base, head, 'traffic', before, after) }];
  });

/** Returns all that differs between two variants and may move cost or time, in the order of the language. */
export const editsBetween = (base: Side, head: Side, same: SameTexts): readonly Edit[] => {
  const before = stepsByName(base.variant.spec.steps);
  const steps = [...stepsByName(head.variant.spec.steps)].flatMap(([name, step]) => {
    const old = before.get(name);
    return old === undefined || old.body.kind !== step.body.kind ? [] : stepEdits(base, head, old, step, same);
  });
  return [
    ...structureEdits(base, head),
    ...steps,
    ...namedEdits(base, head, 'inputs', same),
    ...sessionEdits(base, head, same),
    ...namedEdits(base, head, 'assumptions', same),
    ...scenarioEdits(base, head, same),
  ];
};
