import type { Problems } from '../diagnostics/diagnostic.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import { familyIn } from '../io/own-tokenizers.ts';
import { rootOf } from '../io/root.ts';
import type { TablePlaces } from '../planning/tables.ts';
import type { Catalogue } from '../pricing/catalogue.ts';
import type { Day } from '../pricing/day.ts';
import type { Counted } from '../report/tokens/build.ts';
import { FAMILIES, type Family } from '../tokens/families.ts';
import type { TokensOptions } from './tokens.ts';

/** The tables of the providers that are named; all of them where a model is not found, so that near ids can be told. */
const catalogueFor = async (names: readonly string[], places: TablePlaces, problems: Problems): Promise<Catalogue> => {
  const { tableReader, tablesReferred } = await import('../planning/tables.ts');
  const { catalogueOf } = await import('../pricing/catalogue.ts');
  const read = tableReader(places, problems);
  const ids = names.filter((name) => !FAMILIES.has(name));
  const named = catalogueOf(tablesReferred(read, new Set(ids.map((id) => id.split('/')[0] ?? ''))));
  const complete = names.length > 0 && ids.every((id) => named.find(id) !== undefined);
  return complete ? named : catalogueOf(read(null), problems);
};

/**
 * Returns a model for every tokenizer: of the provider that made it, one that writes text and is not retired, and of those the one whose
 * price is the newest; the first in the tables where several are alike. What cannot be had is left out of account.
 */
const onePerTokenizer = (catalogue: Catalogue, asOf: Day): readonly string[] => {
  const best = new Map<string, { readonly id: string; readonly rank: readonly number[] }>();
  for (const { id, tokenizer, retires, rows } of catalogue.tables.flatMap(({ models }) => models)) {
    if (tokenizer === null) continue;
    const row = rows.findLast(({ from }) => from <= asOf);
    const isOwn = id.startsWith(`${FAMILIES.get(tokenizer)?.provider ?? ''}/`);
    const isThere = retires === null || retires.on > asOf;
    const rank = [isOwn, isThere, row !== undefined && row.prices.output !== null].map(Number).concat(row?.from ?? 0);
    const before = best.get(tokenizer)?.rank;
    const differs = rank.findIndex((value, at) => value !== before?.[at]);
    if (before === undefined || (differs >= 0 && (rank[differs] ?? 0) > (before[differs] ?? 0))) best.set(tokenizer, { id, rank });
  }
  return [...best.values()].map(({ id }) => id);
};

/**
 * Returns the models to count for: those that are named, a tokenizer's name included; without any one
 * for every tokenizer. The tables are read only where a model is named or none is.
 */
export const countedModels = async (options: TokensOptions, asOf: Day, problems: Problems): Promise<readonly Counted[]> => {
  const names = [...new Set(options.model ?? [])];
  const root = rootOf(process.cwd());
  const familyOf = (name: string): Family | undefined => {
    const listed = FAMILIES.get(name);
    return listed && familyIn(root, listed, problems);
  };
  const plain = names.map(familyOf);
  if (names.length > 0 && plain.every((family) => family !== undefined)) return plain.map((family) => ({ family, model: null, row: null }));
  const { segmentsOf } = await import('../pricing/calendar.ts');
  const catalogue = await catalogueFor(names, { cwd: process.cwd(), root, pricing: options.pricing ?? null }, problems);
  return (names.length === 0 ? onePerTokenizer(catalogue, asOf) : names).flatMap((name): readonly Counted[] => {
    const named = familyOf(name);
    if (named !== undefined) return [{ family: named, model: null, row: null }];
    const model = catalogue.find(name);
    if (model === undefined) {
      const near = catalogue.suggest(name);
      const help = near.length > 0 ? [`did you mean ${near[0]}?`] : ['models are named provider/model', didYouMean(name, FAMILIES.keys())];
      return problems.error('unknown-model', null, `no price table lists "${name}"`, { help: help.filter((line) => line !== '') }) ?? [];
    }
    const family = familyOf(model.tokenizer ?? '');
    if (family === undefined)
      return (
        problems.error('bad-value', null, `${model.id} has no known tokenizer in its price table`, {
          help: ['name one: --model o200k_base'],
        }) ?? []
      );
    return [{ family, model, row: segmentsOf(catalogue, model, asOf, asOf)[0]?.row ?? null }];
  });
};
