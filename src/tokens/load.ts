import { type Counter, counterOf, type RankTable } from './bpe.ts';
import type { EncodingName } from './families.ts';

const TABLES: Readonly<Record<EncodingName, () => Promise<{ readonly default: RankTable }>>> = {
  o200k_base: () => import('js-tiktoken/ranks/o200k_base'),
  cl100k_base: () => import('js-tiktoken/ranks/cl100k_base'),
};

/** Returns the counters of some encodings, each read once, when a plan first needs it: a table takes about 60 ms. */
export const loadCounters = async (names: Iterable<EncodingName>): Promise<ReadonlyMap<EncodingName, Counter>> => {
  const loaded = [...new Set(names)].map(async (name) => [name, counterOf((await TABLES[name]()).default)] as const);
  return new Map(await Promise.all(loaded));
};
