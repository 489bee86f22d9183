import type { Problems } from '../diagnostics/diagnostic.ts';
import type { SourceFile } from '../diagnostics/source.ts';
import { readYaml } from '../yaml/read.ts';
import { checkShape } from '../yaml/shape.ts';
import { readLimits } from './limits.ts';
import { checkAliases, checkReplacements } from './names.ts';
import { type Provider, readCopy, readModel, readRegions } from './read-model.ts';
import { day, type Reading } from './reading.ts';
import { priceFileShape, type RawPriceFile } from './shape.ts';
import type { Copy, Model, PriceTable } from './table.ts';

const readModels = (reading: Reading, raw: RawPriceFile): { readonly models: readonly Model[]; readonly copies: readonly Copy[] } => {
  const provider: Provider = {
    name: raw.provider,
    regions: readRegions(reading, raw.regions, ['regions']),
    overheadsRead: day(reading, raw.overheads_read, ['overheads_read']),
  };
  const entries = Object.entries(raw.models);
  return {
    models: entries.flatMap(([name, model]) => (model.same_as === undefined ? [readModel(reading, provider, name, model)] : [])),
    copies: entries.flatMap(([name, model]) =>
      model.same_as === undefined ? [] : [readCopy(reading, provider, name, model, model.same_as)],
    ),
  };
};

/** Returns a price table, or undefined after reporting everything wrong with it; warnings leave it usable. */
export const readPriceTable = (file: SourceFile, sha256: string, problems: Problems): PriceTable | undefined => {
  const before = problems.list.length;
  const doc = readYaml(file, problems);
  const shaped = doc && checkShape(doc, priceFileShape, problems);
  if (doc === undefined || shaped === undefined) return undefined;
  const reading: Reading = { doc, problems, whole: shaped.whole };
  const raw = shaped.value;
  checkAliases(raw, doc, problems);
  if (shaped.whole) checkReplacements(raw, doc, problems);
  const read = { ...readModels(reading, raw), limits: readLimits(reading, raw) };
  const failed = problems.list.slice(before).some(({ severity }) => severity === 'error');
  return failed ? undefined : { provider: raw.provider, source: raw.source, file: file.name, sha256, ...read };
};
