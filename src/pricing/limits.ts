import { visibleWithin } from '../diagnostics/escape.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import type { Path } from '../yaml/read.ts';
import { number, type Reading } from './reading.ts';
import type { RawLimits, RawPriceFile, RawRateLimit } from './shape.ts';
import type { LimitBucket, RateLimit } from './table.ts';

const readLimit = (reading: Reading, raw: RawRateLimit, path: Path): RateLimit => {
  const figure = (key: 'rpm' | 'input_tpm' | 'output_tpm' | 'tpm'): number | null => number(reading, raw[key], [...path, key], 'count');
  return {
    rpm: figure('rpm'),
    inputTpm: figure('input_tpm'),
    outputTpm: figure('output_tpm'),
    tpm: figure('tpm'),
    cacheReadsCount: raw.cache_reads_count ?? true,
  };
};

const readBucket = (reading: Reading, { provider, models }: RawPriceFile, raw: RawLimits, path: Path): LimitBucket => {
  const { models: names, ...tiers } = raw;
  for (const [index, name] of names.entries()) {
    if (Object.hasOwn(models, name) || !reading.whole) continue;
    reading.problems.error(
      'unknown-name',
      reading.doc.spanOf([...path, 'models', index]),
      `the file lists no model "${visibleWithin(name, 60)}"`,
      {
        label: didYouMean(name, Object.keys(models)),
      },
    );
  }
  return {
    models: names.map((name) => `${provider}/${name}`),
    tiers: new Map(Object.entries(tiers).map(([tier, limit]) => [tier, readLimit(reading, limit, [...path, tier])])),
  };
};

/** Returns the rate limits of a table. A model stands in one bucket: two would count each of its calls twice. */
export const readLimits = (reading: Reading, file: RawPriceFile): readonly LimitBucket[] => {
  const seen = new Set<string>();
  return (file.limits ?? []).map((raw, index) => {
    for (const [place, name] of raw.models.entries()) {
      if (seen.has(name)) {
        const span = reading.doc.spanOf(['limits', index, 'models', place]);
        reading.problems.error('duplicate-name', span, `"${visibleWithin(name, 60)}" already has limits`, { label: 'name it once' });
      }
      seen.add(name);
    }
    return readBucket(reading, file, raw, ['limits', index]);
  });
};
