import type { Span } from '../diagnostics/source.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import type { Caching, Model } from '../pricing/table.ts';
import { readScalar } from '../quantity/scalar.ts';
import type { CachePolicy } from './plan.ts';
import type { Call } from './resolve-call.ts';
import { assume, type Resolving } from './resolving.ts';
import type { CacheSpec } from './spec.ts';
import { statedShare } from './stated.ts';

const OFF: CachePolicy = { kind: 'off' };

/** What most providers keep a prefix for, where their table names no time to live. */
const USUAL_TTL = '5m';

const firstTtl = ({ ttl }: Caching): string => ttl[0] ?? USUAL_TTL;

const ttlMs = (ttl: string): number => {
  const scalar = readScalar(ttl, 'duration');
  return 'value' in scalar ? scalar.value : 0;
};

const modelled = (ttl: string, { faults }: Call): CachePolicy => ({ kind: 'modelled', ttl, ttlMs: ttlMs(ttl), cold: faults.cold });

const noCaching = ({ problems }: Resolving, model: Model, at: Span): CachePolicy => {
  problems.error('unknown-name', at, `${model.id} does not cache prompts`, { label: 'write off, or remove it' });
  return OFF;
};

const withTtl = (
  resolving: Resolving,
  call: Call,
  { ttl, at }: Extract<CacheSpec, { kind: 'ttl' }>,
  own: boolean,
  step: string,
): CachePolicy => {
  const { model } = call.reader;
  const offered = model.caching.ttl.length > 0 ? model.caching.ttl : [USUAL_TTL];
  if (model.caching.mode !== 'none' && offered.includes(ttl)) {
    assume(resolving, `${step}.cache`, ttl, 'stated', at);
    return modelled(ttl, call);
  }
  if (!own) return OFF;
  if (model.caching.mode === 'none') return noCaching(resolving, model, at);
  resolving.problems.error('unknown-name', at, `${model.id} does not keep prompts for "${ttl.slice(0, 40)}"`, {
    label: didYouMean(ttl, [...offered, 'auto', 'off']),
    help: [`offered: ${offered.join(', ')}; or auto, off, { hit: 80% }`],
  });
  return OFF;
};

/**
 * Returns how a call caches its prompt. `auto` is on, at the table's first time to live, where the provider caches by
 * itself. A fallback (`own` is false) whose model does not offer what the step asks for runs uncached.
 */
export const cacheOf = (resolving: Resolving, call: Call, cache: CacheSpec, own: boolean, step: string): CachePolicy => {
  const { model } = call.reader;
  switch (cache.kind) {
    case 'off':
      return OFF;
    case 'auto': {
      if (model.caching.mode === 'none') return OFF;
      if (model.caching.mode === 'explicit') {
        assume(resolving, `${step}.cache`, `off: ${model.id} caches only what it is told to`, 'default', null);
        return OFF;
      }
      const ttl = firstTtl(model.caching);
      assume(resolving, `${step}.cache`, `${ttl}: ${model.id} caches by itself`, 'default', null);
      return modelled(ttl, call);
    }
    case 'ttl':
      return withTtl(resolving, call, cache, own, step);
    case 'hit': {
      if (model.caching.mode === 'none') return own ? noCaching(resolving, model, cache.share.at) : OFF;
      const ttl = firstTtl(model.caching);
      assume(resolving, `${step}.cache`, `hit ${cache.share.text}`, 'stated', cache.share.at);
      return { kind: 'fixed', hit: statedShare(resolving, cache.share), ttl, ttlMs: ttlMs(ttl), cold: call.faults.cold };
    }
    default:
      return cache satisfies never;
  }
};
