import type { HumanBody, ModelBody, StepSpec, ToolBody } from '../../workflow/spec.ts';
import type { CauseKind } from './cause-kinds.ts';

/** A side of a step that can be taken from the head while the rest stays the base's. */
export type StepFacet = {
  readonly kind: CauseKind;
  /** The key of the step in YAML. */
  readonly key: string;
  readonly of: (step: StepSpec) => unknown;
  readonly take: (into: StepSpec, from: StepSpec) => StepSpec;
};

const picked = <T extends object>(from: T, fields: readonly (keyof T)[]): Partial<T> =>
  Object.fromEntries(fields.map((field) => [field, from[field]])) as Partial<T>;

const own = (kind: CauseKind, key: string, ...fields: readonly (keyof StepSpec)[]): StepFacet => ({
  kind,
  key,
  of: (step) => picked(step, fields),
  take: (into, from) => ({ ...into, ...picked(from, fields) }),
});

type Bodies = { readonly model: ModelBody; readonly tool: ToolBody; readonly human: HumanBody };

/** A side of a step's body; only steps of one kind are ever compared. */
const within =
  <Kind extends keyof Bodies>(body: Kind) =>
  (kind: CauseKind, key: string, ...fields: readonly (keyof Bodies[Kind])[]): StepFacet => {
    const bodyOf = (step: StepSpec): Bodies[Kind] | undefined => (step.body.kind === body ? (step.body as Bodies[Kind]) : undefined);
    return {
      kind,
      key,
      of: (step) => {
        const found = bodyOf(step);
        return found && picked(found, fields);
      },
      take: (into, from) => {
        const [kept, taken] = [bodyOf(into), bodyOf(from)];
        return kept && taken ? { ...into, body: { ...kept, ...picked(taken, fields) } as StepSpec['body'] } : into;
      },
    };
  };

const model = within('model');
const tool = within('tool');
const human = within('human');

/** `tier: batch` puts a step into the background: the two go together. */
const tier: StepFacet = (() => {
  const [offer, place] = [model('price', 'tier', 'tier'), own('time', 'background', 'background')];
  return {
    ...offer,
    of: (step) => [offer.of(step), place.of(step)],
    take: (into, from) => place.take(offer.take(into, from), from),
  };
})();

/** All sides of a step by which cost and time can change. Candidates are left out: nothing is computed from them. */
export const STEP_FACETS: readonly StepFacet[] = [
  model('model', 'model', 'model', 'modelAt'),
  tier,
  model('price', 'region', 'region'),
  model('price', 'fees', 'fees'),
  tool('price', 'cost', 'cost'),
  model('prompt tokens', 'prompt', 'prompt'),
  model('prompt tokens', 'max_input', 'maxInput'),
  own('prompt tokens', 'carry', 'carry'),
  model('output tokens', 'output', 'output'),
  model('output tokens', 'reasoning', 'reasoning'),
  model('output tokens', 'max_output', 'maxOutput'),
  tool('output tokens', 'output', 'output'),
  human('output tokens', 'output', 'output'),
  own('calls', 'when', 'when'),
  own('calls', 'outcomes', 'outcomes', 'outcomesAt'),
  own('calls', 'ends_request', 'endsRequest'),
  own('calls', 'repeat', 'repeat'),
  own('calls', 'for_each', 'forEach'),
  own('calls', 'reuse', 'reuse'),
  own('retries', 'retry', 'retry'),
  own('retries', 'fallback', 'fallback'),
  own('retries', 'on_failure', 'onFailure'),
  model('cache', 'cache', 'cache'),
  human('people', 'work', 'work'),
  human('people', 'wage', 'wage'),
  human('people', 'wait', 'wait'),
  own('time', 'needs', 'needs'),
  model('time', 'latency', 'latency'),
  tool('time', 'latency', 'latency'),
  model('time', 'stream', 'stream'),
  model('time', 'show_after', 'showAfter'),
];
