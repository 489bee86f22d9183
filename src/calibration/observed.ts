import type { Projection, StepProjection } from '../projection/projection.ts';
import { observeRequests, observeStep, type RequestObservation, type StepObservation } from '../usage/observe.ts';
import type { StepRecord, UsageLog } from '../usage/read.ts';
import { isAmong, plainModel } from '../usage/steps.ts';
import type { ModelBody, Spec, StepSpec } from '../workflow/spec.ts';
import type { Path } from '../yaml/read.ts';

/** A step that calls a model, with its place in the file and the groups around it, the outermost first. */
export type CalledStep = {
  readonly spec: StepSpec & { readonly body: ModelBody };
  readonly path: Path;
  readonly around: readonly StepSpec[];
  /** What logs call its model, its own and its aliases; those of its fallbacks. */
  readonly models: ReadonlySet<string>;
  readonly fallbacks: ReadonlySet<string>;
};

type NamesOf = (id: string) => readonly string[];

const called = (steps: readonly StepSpec[], path: Path, around: readonly StepSpec[], namesOf: NamesOf): readonly CalledStep[] =>
  steps.flatMap((spec): readonly CalledStep[] => {
    const { body } = spec;
    const own = [...path, spec.name];
    if (body.kind === 'group') return called(body.steps, [...own, 'steps'], [...around, spec], namesOf);
    if (body.kind !== 'model') return [];
    const models = new Set(namesOf(body.model).map(plainModel));
    const others = spec.fallback.flatMap((link) => (link.kind === 'model' ? namesOf(link.model).map(plainModel) : []));
    return [{ spec: { ...spec, body }, path: own, around, models, fallbacks: new Set(others) }];
  });

/** Returns the steps of a workflow that call models, in the order of the file. `namesOf` gives the ids and aliases of a model. */
export const calledSteps = (spec: Spec, namesOf: NamesOf): readonly CalledStep[] => called(spec.steps, ['steps'], [], namesOf);

/** What the logs say of a workflow, or of a part of the logs. */
export type Observed = {
  readonly records: readonly StepRecord[];
  readonly steps: ReadonlyMap<string, StepObservation>;
  /** Empty where the logs do not say which calls belong together. */
  readonly requests: readonly RequestObservation[];
  readonly firstMs: number;
  readonly lastMs: number;
  /** When requests started; from the calls of one step where nothing tells requests apart. */
  readonly startsMs: readonly number[];
  /** Whether they were told by what the logs call a request. */
  readonly told: boolean;
  /** Whether any attempt is logged as failed, and any answer as reused: else the logs hold none of them. */
  readonly showsFailures: boolean;
  readonly showsReuse: boolean;
};

/** The step whose calls stand best for requests: of those with calls the one that a request makes nearest to one of. */
const anchorOf = (steps: ReadonlyMap<string, StepObservation>, projected: readonly StepProjection[]): StepProjection | undefined =>
  projected
    .filter(({ step, calls }) => calls > 0 && (steps.get(step.name)?.answered.length ?? 0) > 0)
    .sort((a, b) => Math.abs(Math.log(a.calls)) - Math.abs(Math.log(b.calls)))[0];

/** As many of some moments as there are requests, where a request makes more calls than one of a step, or fewer. */
const thinned = (moments: readonly number[], callsPerRequest: number): readonly number[] => {
  if (Math.abs(callsPerRequest - 1) < 0.02) return moments;
  const count = Math.round(moments.length / callsPerRequest);
  return Array.from(
    { length: count },
    (_, at) => moments[Math.min(moments.length - 1, Math.floor(((at + 0.5) * moments.length) / count))] ?? 0,
  );
};

const BEYOND_MOST = 0.5;

/** Of a workflow that loops and has no sessions of its own, what logs call a session is a request. */
const withRequests = (records: readonly StepRecord[], steps: readonly CalledStep[], { turns }: Projection): readonly StepRecord[] => {
  const loops = steps.some(({ spec, around }) => [spec, ...around].some(({ repeat }) => repeat !== null));
  if (turns !== null || !loops || records.some(({ request }) => request !== null)) return records;
  return records.map((record) => ({ ...record, request: record.session }));
};

/** What records say of a workflow however it is planned. */
type Bare = Omit<Observed, 'startsMs' | 'requests' | 'told'> & { readonly grouped: readonly RequestObservation[]; readonly told: boolean };

const bareObserved = (records: readonly StepRecord[], steps: readonly CalledStep[], projection: Projection): Bare => {
  const mine = withRequests(
    records.filter(({ step }) => step !== null),
    steps,
    projection,
  );
  const isOwn = (models: ReadonlySet<string>) => (model: string) => isAmong(models, model);
  const calls = mine.filter(({ untilMs }) => untilMs === null);
  const grouped = observeRequests(mine);
  return {
    records: mine,
    steps: new Map(steps.map(({ spec, models }) => [spec.name, observeStep(spec.name, mine, isOwn(models))] as const)),
    grouped,
    told: grouped.length > 0 && calls.filter(({ request }) => request !== null).length >= BEYOND_MOST * calls.length,
    firstMs: mine[0]?.atMs ?? 0,
    lastMs: mine.reduce((last, { atMs, untilMs }) => Math.max(last, untilMs ?? atMs), mine[0]?.atMs ?? 0),
    showsFailures: mine.some(({ failed }) => failed),
    showsReuse: mine.some(({ reused }) => reused),
  };
};

/** The same logs are looked at beside the plan as written and as fitted. */
const known = new WeakMap<readonly StepRecord[], Bare>();

/** Returns what records say of a workflow that is planned as `projection` has it; `steps` are always those of one workflow. */
export const observe = (records: readonly StepRecord[], steps: readonly CalledStep[], projection: Projection): Observed => {
  const { grouped, told, ...bare } = known.get(records) ?? bareObserved(records, steps, projection);
  known.set(records, { grouped, told, ...bare });
  const anchor = anchorOf(bare.steps, projection.steps);
  const ofAnchor = anchor === undefined ? [] : (bare.steps.get(anchor.step.name)?.answered ?? []).map(({ atMs }) => atMs);
  return {
    ...bare,
    told,
    requests: told ? grouped : [],
    startsMs: told ? grouped.map(({ startMs }) => startMs) : thinned(ofAnchor, anchor?.calls ?? 1),
  };
};

/** Records that no step made, by model: what the logs hold beside the workflow. */
export const strangers = ({ records }: UsageLog): ReadonlyMap<string, number> => {
  const found = new Map<string, number>();
  for (const { step, model, calls } of records) {
    if (step !== null) continue;
    const name = model ?? '(no model)';
    found.set(name, (found.get(name) ?? 0) + (calls ?? 1));
  }
  return found;
};
