import { modelsNamed } from '../../workflow/counting.ts';
import type { PlanStep } from '../../workflow/plan.ts';
import type { StepSpec } from '../../workflow/spec.ts';
import { fallbackTo, listed, type ModelStep, modelSteps, providerOf, withModelSteps } from '../edit.ts';
import type { Variant } from '../variant.ts';
import { type Calm, planSteps, type Remedy } from './stress.ts';

/** The provider of a planned step's own model. */
const ownProvider = ({ links: [own] }: PlanStep): string | null => (own?.kind === 'model' ? providerOf(own.model.id) : null);

/** What a million tokens in and a million out cost; undefined for a model that does not write, or not on this tier. */
const priceOf = ({ catalogue }: Calm, id: string, tier: string): number | undefined => {
  const row = catalogue.find(id)?.rows.at(-1);
  if (row === undefined || row.prices.output === null || (tier !== 'standard' && !row.tiers.has(tier))) return undefined;
  return (row.prices.input ?? 0) + row.prices.output;
};

/** Whether a model is offered where a step is bound to, with the extras that it pays for. */
const offersAll = ({ catalogue, scenario }: Calm, id: string, { body }: ModelStep): boolean => {
  const model = catalogue.find(id);
  const region = body.region ?? scenario.region;
  if (model === undefined || (region !== null && !model.regions.has(region.name))) return false;
  return body.fees.every(({ name }) => model.rows.every(({ fees }) => fees.has(name)));
};

/** A model of another provider that a step could fall back to: one of its candidates, else the cheapest that the workflow names. */
const standIn = (calm: Calm, step: ModelStep, provider: string): string | undefined => {
  const { body } = step;
  // An embedding model is no stand-in for one that writes, nor the other way round.
  if (priceOf(calm, body.model, body.tier) === undefined) return undefined;
  const idOf = (id: string): string => calm.catalogue.find(id)?.id ?? id;
  const able = (ids: readonly string[]): readonly string[] =>
    ids.map(idOf).filter((id) => providerOf(id) !== provider && priceOf(calm, id, body.tier) !== undefined && offersAll(calm, id, step));
  const usd = (id: string): number => priceOf(calm, id, body.tier) ?? Infinity;
  const named = able(modelsNamed(calm.spec).map(({ id }) => id));
  return able(body.candidates.map(({ model }) => model))[0] ?? [...named].sort((a, b) => usd(a) - usd(b))[0];
};

/** Whether a step is answered by something else when its provider is down. */
const fallsBack = (step: PlanStep): boolean =>
  step.links.slice(1).some((link) => link.kind === 'reply' || (link.kind === 'model' && providerOf(link.model.id) !== ownProvider(step)));

/** Returns the steps among some that nothing answers for when their provider is down. */
export const unprotected = (calm: Calm, names: readonly string[]): readonly string[] =>
  planSteps(calm)
    .filter((step) => names.includes(step.name) && !fallsBack(step))
    .map(({ name }) => name);

/** Returns a remedy that changes steps of a stressed variant. */
export const changing = (
  { spec, scenario }: Variant,
  names: readonly string[],
  text: string,
  change: (step: ModelStep) => StepSpec,
): Remedy => ({
  kind: 'would_help',
  text,
  variant: { spec: withModelSteps(spec, new Set(names), change), scenario },
});

/** Returns what already stands by when the providers of some steps are down: their fallbacks, and steps that may fail. */
export const standing = (calm: Calm, names: readonly string[]): readonly Remedy[] => {
  const open = unprotected(calm, names);
  const held = names.filter((name) => !open.includes(name));
  const passed = planSteps(calm).flatMap(({ name, goesOn }) => (goesOn && open.includes(name) ? [name] : []));
  return [
    ...(held.length === 0 ? [] : [{ kind: 'holds', text: `the fallback of ${listed(held)} answers instead` } as const]),
    ...(passed.length === 0 ? [] : [{ kind: 'holds', text: `requests go on without ${listed(passed)} (on_failure: continue)` } as const]),
  ];
};

/** Returns fallbacks to another provider for the steps among some that have none, as one remedy; none where no model of another is named. */
export const fallbacks = (calm: Calm, stressed: Variant, names: readonly string[]): readonly Remedy[] => {
  const open = planSteps(calm).filter(({ name }) => unprotected(calm, names).includes(name));
  const found = modelSteps(calm.spec).flatMap((step) => {
    const plan = open.find(({ name }) => name === step.name);
    const model = plan && standIn(calm, step, ownProvider(plan) ?? '');
    return model === undefined ? [] : [{ name: step.name, model }];
  });
  if (found.length === 0) return [];
  const text = `a fallback (${listed(found.map(({ name, model }) => `${model} on ${name}`))})`;
  return [
    changing(
      stressed,
      found.map(({ name }) => name),
      text,
      (step) => ({
        ...step,
        fallback: [...step.fallback, ...found.filter(({ name }) => name === step.name).map(({ model }) => fallbackTo(model, step))],
      }),
    ),
  ];
};
