import type { Spec, StepSpec } from '../workflow/spec.ts';
import type { Path } from '../yaml/read.ts';
import type { CalledStep, Observed } from './observed.ts';
import { fittedQuantity, fittedShare, type Place, type Proposal } from './proposal.ts';

type Run = { readonly spec: StepSpec; readonly path: Path; readonly around: readonly StepSpec[]; readonly inside: readonly string[] };

/** Steps and groups, each with the model steps in it that run whenever it does. */
const runsOf = (steps: readonly StepSpec[], path: Path, around: readonly StepSpec[], called: ReadonlySet<string>): readonly Run[] =>
  steps.flatMap((spec): readonly Run[] => {
    const own = [...path, spec.name];
    const { body } = spec;
    if (body.kind !== 'group') return called.has(spec.name) ? [{ spec, path: own, around, inside: [spec.name] }] : [];
    const always = body.steps.filter(
      ({ when, name, repeat, forEach }) => when === null && repeat === null && forEach === null && called.has(name),
    );
    const group: Run = { spec, path: own, around, inside: always.map(({ name }) => name) };
    return [group, ...runsOf(body.steps, [...own, 'steps'], [...around, spec], called)];
  });

const multiplies = ({ repeat, forEach }: StepSpec): boolean => repeat !== null || forEach !== null;

/** How often a step or group ran in each request in which it did. */
const countsOf = ({ inside }: Run, { requests }: Observed): readonly number[] =>
  requests.flatMap(({ calls }) => {
    const most = Math.max(0, ...inside.map((name) => calls.get(name) ?? 0));
    return most === 0 ? [] : [most];
  });

const fittedRounds = (run: Run, observed: Observed): Proposal | null => {
  const { repeat, name, forEach } = run.spec;
  if (repeat === null || repeat.kind === 'until' || run.inside.length === 0) return null;
  const counts = countsOf(run, observed);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const left = forEach !== null || run.around.some(multiplies) ? 'its rounds cannot be told from those around it' : null;
  if (repeat.kind === 'times') {
    const place: Place = { what: `${name}.repeat.times`, path: [...run.path, 'repeat', 'times'], unit: 'count', stated: repeat.times };
    return fittedQuantity(place, counts, left);
  }
  // Each round is a try at going on, but the last that `max` allows.
  const capped = repeat.max === null ? 0 : counts.filter((count) => count >= (repeat.max ?? Infinity)).length;
  const place: Place = { what: `${name}.repeat.continue`, path: [...run.path, 'repeat', 'continue'], unit: 'share', stated: repeat.share };
  return fittedShare(place, total - counts.length, total - capped, left);
};

const fittedItems = (run: Run, observed: Observed): Proposal | null => {
  const { forEach, name, repeat } = run.spec;
  if (forEach?.kind !== 'items' || run.inside.length === 0) return null;
  const left = repeat !== null || run.around.some(multiplies) ? 'its items cannot be told from the rounds around them' : null;
  const place: Place = { what: `${name}.for_each.items`, path: [...run.path, 'for_each', 'items'], unit: 'count', stated: forEach.items };
  return fittedQuantity(place, countsOf(run, observed), left);
};

/** A plain probability of a step that stands in no loop. */
const fittedChance = (run: Run, observed: Observed): Proposal | null => {
  const { when, name } = run.spec;
  if (when?.kind !== 'chance' || run.around.length > 0 || run.inside.length === 0) return null;
  const ran = countsOf(run, observed).length;
  const place: Place = { what: `${name}.when`, path: [...run.path, 'when'], unit: 'share', stated: when.share };
  return fittedShare(place, ran, observed.requests.length);
};

/** Returns how often steps run, as far as requests can be told apart: rounds, items, chances. */
export const fittedRuns = (spec: Spec, steps: readonly CalledStep[], observed: Observed): readonly Proposal[] => {
  if (observed.requests.length === 0) return [];
  const called = new Set(
    steps.filter((step) => (observed.steps.get(step.spec.name)?.answered.length ?? 0) > 0).map((step) => step.spec.name),
  );
  return runsOf(spec.steps, ['steps'], [], called)
    .flatMap((run) => [fittedRounds(run, observed), fittedItems(run, observed), fittedChance(run, observed)])
    .filter((proposal) => proposal !== null);
};
