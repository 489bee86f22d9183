import type { Catalogue } from '../../pricing/catalogue.ts';
import type { CacheSpec, Candidate, Spec, StepSpec } from '../../workflow/spec.ts';
import { plainCandidate } from '../candidate.ts';
import { type Axis, asWritten, type Choice, choiceOf } from '../compare/choice.ts';
import { type ModelStep, modelSteps } from '../edit.ts';

/** The tiers that trade time for money; on a step that nobody waits for they only save. */
const CHEAP_TIERS = ['batch', 'flex'];

/** Names of the steps that nobody waits for: in the background themselves, or in a group that is. */
const background = (steps: readonly StepSpec[], inside = false): readonly string[] =>
  steps.flatMap((step) => {
    const own = inside || step.background;
    return [...(own ? [step.name] : []), ...(step.body.kind === 'group' ? background(step.body.steps, own) : [])];
  });

/** A measured hit rate is a fact, and no choice. A provider that caches by itself does so at its first time to live. */
const caches = (catalogue: Catalogue, { body }: ModelStep, model: string): readonly (CacheSpec | null)[] => {
  const caching = catalogue.find(model)?.caching;
  if (body.cache.kind === 'hit' || caching === undefined || caching.mode === 'none') return [null];
  const kept = caching.ttl.map((ttl): CacheSpec => ({ kind: 'ttl', ttl, at: body.modelAt }));
  return [null, ...kept, ...(caching.mode === 'explicit' ? [{ kind: 'off' } as const] : [])];
};

const tiers = (catalogue: Catalogue, model: string, nobodyWaits: boolean): readonly (string | null)[] => {
  const rows = catalogue.find(model)?.rows ?? [];
  return [null, ...(nobodyWaits ? CHEAP_TIERS.filter((tier) => rows.every((row) => row.tiers.has(tier))) : [])];
};

/** A candidate in every way of caching and on every tier that it does not settle itself. */
const spread = (catalogue: Catalogue, step: ModelStep, candidate: Candidate, nobodyWaits: boolean): readonly Candidate[] =>
  (candidate.cache === null ? caches(catalogue, step, candidate.model) : [candidate.cache]).flatMap((cache) =>
    (candidate.tier === null ? tiers(catalogue, candidate.model, nobodyWaits) : [candidate.tier]).map((tier) => ({
      ...candidate,
      cache,
      tier,
    })),
  );

/**
 * Returns what each model step may be: its own model and its candidates, each with the times to live that its price table lists; on
 * steps that nobody waits for on the cheap tiers too. How much slower a cheap tier is no table says, so that a step on the user's path
 * keeps its own. The first choice is as written.
 */
export const optionAxes = (catalogue: Catalogue, spec: Spec): readonly Axis[] => {
  const unwaited = new Set(background(spec.steps));
  return modelSteps(spec).flatMap((step) => {
    const candidates = [plainCandidate(step.body.model, step), ...step.body.candidates];
    const choices = candidates
      .flatMap((candidate) => spread(catalogue, step, candidate, unwaited.has(step.name)))
      .map((candidate): Choice => choiceOf(catalogue, step, candidate));
    const own = asWritten(catalogue, step);
    const others = choices.filter(({ model, says }) => model !== own.model || says.length > 0);
    return others.length === 0 ? [] : [{ step: step.name, choices: [own, ...others] }];
  });
};
