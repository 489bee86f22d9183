import { visibleWithin } from '../../diagnostics/escape.ts';
import type { PartialPrices } from '../../pricing/table.ts';
import type { Path } from '../../yaml/read.ts';
import { type Reading, scalarAt } from '../reading.ts';
import { readChange } from './read-numbers.ts';
import type { RawScenario } from './shape.ts';
import type { DiscountSpec, LimitSpec, PriceSpec } from './spec.ts';

type RawOwn = Exclude<NonNullable<RawScenario['prices']>[string], number | string>;

const isProvider = (name: string): boolean => !name.includes('/');

const readOwn = (reading: Reading, raw: RawOwn, path: Path): PartialPrices | undefined => {
  if (Object.keys(raw).length === 0)
    return reading.problems.error('missing-key', reading.doc.spanOf(path), 'no price is given', { label: 'add input, output or both' });
  const price = (key: 'input' | 'cache_read' | 'output'): number | null => scalarAt(reading, raw[key], 'money', [...path, key]);
  const [input, cacheRead, output] = [price('input'), price('cache_read'), price('output')];
  const writes = Object.entries(raw.cache_write ?? {}).flatMap(([ttl, stated]) => {
    const write = scalarAt(reading, stated, 'money', [...path, 'cache_write', ttl]);
    return write === null ? [] : [[ttl, write] as const];
  });
  return {
    ...(input === null ? {} : { input }),
    ...(cacheRead === null ? {} : { cacheRead }),
    ...(writes.length === 0 ? {} : { cacheWrite: new Map(writes) }),
    ...(output === null ? {} : { output }),
  };
};

/** `input 1, cache_write 5m 2.5`: what the list of assumptions shows. */
const textOf = (raw: object): string =>
  Object.entries(raw)
    .map(([key, value]) => `${key} ${typeof value === 'object' ? textOf(value) : value}`)
    .join(', ');

/** Returns a scenario's own prices: a change of all prices of a provider or model, or prices of a model. */
export const readPrices = (reading: Reading, raw: RawScenario['prices'], path: Path): readonly PriceSpec[] =>
  Object.entries(raw ?? {}).flatMap(([target, rule]): readonly PriceSpec[] => {
    const own = [...path, target];
    const at = reading.doc.keySpanOf(own);
    if (typeof rule !== 'object') {
      const factor = readChange(reading, rule, own);
      return factor === undefined ? [] : [{ kind: 'factor', target, at, factor, text: String(rule).trim() }];
    }
    if (isProvider(target)) {
      reading.problems.error('bad-value', at, `"${visibleWithin(target, 60)}" is no model: prices are those of one model`, {
        label: `write ${visibleWithin(target, 40)}/<model>: { input: … }, or ${visibleWithin(target, 40)}: +20%`,
      });
      return [];
    }
    const prices = readOwn(reading, rule, own);
    return prices === undefined ? [] : [{ kind: 'own', target, at, prices, text: textOf(rule) }];
  });

/** Returns contract discounts by provider. */
export const readDiscounts = (reading: Reading, raw: RawScenario['discount'], path: Path): readonly DiscountSpec[] =>
  Object.entries(raw ?? {}).flatMap(([provider, stated]): readonly DiscountSpec[] => {
    const own = [...path, provider];
    const at = reading.doc.keySpanOf(own);
    if (!isProvider(provider)) {
      reading.problems.error('bad-value', at, 'a discount is that of a provider', {
        label: `write ${visibleWithin(provider.split('/')[0] ?? '', 40)}: …, or give the model its own \`prices\``,
      });
      return [];
    }
    const share = scalarAt(reading, stated, 'share', own);
    return share === null ? [] : [{ provider, share, text: String(stated), at }];
  });

/** Returns rate limits: a tier for a provider, numbers for a model. */
export const readLimits = (reading: Reading, raw: RawScenario['limits'], path: Path): readonly LimitSpec[] =>
  Object.entries(raw ?? {}).flatMap(([name, limit]): readonly LimitSpec[] => {
    const own = [...path, name];
    const at = reading.doc.keySpanOf(own);
    const shown = visibleWithin(name, 60);
    if (isProvider(name) !== (typeof limit === 'string')) {
      reading.problems.error('bad-value', at, isProvider(name) ? `"${shown}" is no model` : `"${shown}" is no provider`, {
        label: isProvider(name)
          ? `write ${shown}/<model>: { rpm: … }, or a tier: ${shown}: build`
          : 'a tier is that of a provider; of a model write { rpm: 500, input_tpm: 200k }',
      });
      return [];
    }
    if (typeof limit === 'string') return [{ kind: 'tier', provider: name, tier: limit, at, tierAt: reading.doc.spanOf(own), text: limit }];
    const number = (key: 'rpm' | 'input_tpm' | 'output_tpm' | 'tpm'): number | null =>
      scalarAt(reading, limit[key], 'count', [...own, key]);
    const limits = { rpm: number('rpm'), inputTpm: number('input_tpm'), outputTpm: number('output_tpm'), tpm: number('tpm') };
    for (const [key, value] of Object.entries(limits))
      if (value === 0)
        reading.problems.error('bad-value', at, `a limit of nothing lets no call through`, { label: `mend ${key}, or remove it` });
    if (Object.values(limits).every((value) => value === null))
      reading.problems.error('missing-key', at, 'no limit is given', { label: 'add rpm, input_tpm, output_tpm or tpm' });
    return [{ kind: 'own', model: name, at, limits, cacheReadsCount: limit.cache_reads_count ?? null, text: textOf(limit) }];
  });
