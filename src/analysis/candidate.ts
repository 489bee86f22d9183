import type { Catalogue } from '../pricing/catalogue.ts';
import type { CacheSpec, Candidate } from '../workflow/spec.ts';
import type { ModelStep } from './edit.ts';

/** What most providers keep a prefix for, where their table names no time to live. */
const USUAL_TTL = '5m';

/** Whether a model keeps prompts as a step says. */
const caches = (catalogue: Catalogue, model: string, cache: CacheSpec): boolean => {
  const caching = catalogue.find(model)?.caching;
  const can = caching !== undefined && caching.mode !== 'none';
  switch (cache.kind) {
    case 'auto':
    case 'off':
      return true;
    case 'hit':
      return can;
    case 'ttl':
      return can && (caching.ttl.includes(cache.ttl) || (caching.ttl.length === 0 && cache.ttl === USUAL_TTL));
    default:
      return cache satisfies never;
  }
};

const offers = (catalogue: Catalogue, model: string, tier: string): boolean =>
  tier === 'standard' || (catalogue.find(model)?.rows ?? []).every(({ tiers }) => tiers.has(tier));

/** Returns a candidate that says nothing but its model. */
export const plainCandidate = (model: string, { body }: ModelStep): Candidate => ({
  model,
  at: body.modelAt,
  output: null,
  reasoning: null,
  maxOutput: null,
  cache: null,
  tier: null,
});

/**
 * Returns a step with a candidate in place of its model. What the candidate states replaces what the step says; token counts that it
 * does not state stay. A tier or a way of caching that its model does not offer is left out, and a latency that the author stated
 * was that of the other model.
 */
export const withCandidate = (catalogue: Catalogue, step: ModelStep, candidate: Candidate): ModelStep => {
  const { body } = step;
  const { model } = candidate;
  const tier = candidate.tier ?? (offers(catalogue, model, body.tier) ? body.tier : 'standard');
  return {
    ...step,
    background: step.background || tier === 'batch',
    body: {
      ...body,
      model,
      modelAt: candidate.at,
      output: candidate.output ?? body.output,
      reasoning: candidate.reasoning ?? body.reasoning,
      maxOutput: candidate.maxOutput ?? body.maxOutput,
      cache: candidate.cache ?? (caches(catalogue, model, body.cache) ? body.cache : { kind: 'auto' }),
      tier,
      latency: model === body.model ? body.latency : null,
    },
  };
};
