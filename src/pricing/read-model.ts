import type { Path } from '../yaml/read.ts';
import type { Day } from './day.ts';
import { readImage } from './image.ts';
import { readRows } from './read-row.ts';
import { checkTimeToLive, day, distribution, number, priceFactor, type Reading } from './reading.ts';
import type { RawLatency, RawModel } from './shape.ts';
import type { Caching, Copy, Model, ModelLatency, Retirement } from './table.ts';

/** Providers whose table gives no least prefix cache at 1,024 tokens: the most common published minimum. */
const DEFAULT_MIN_CACHE = 1024;

const readCaching = (reading: Reading, raw: RawModel, path: Path): Caching => {
  const { mode = 'none', min_tokens, step, ttl = [] } = raw.caching ?? {};
  const at = [...path, 'caching'];
  for (const [index, time] of ttl.entries()) checkTimeToLive(reading, time, reading.doc.spanOf([...at, 'ttl', index]));
  return {
    mode,
    minTokens: number(reading, min_tokens, [...at, 'min_tokens'], 'tokens') ?? DEFAULT_MIN_CACHE,
    step: Math.max(1, number(reading, step, [...at, 'step'], 'tokens') ?? 1),
    ttl,
  };
};

const readLatency = (reading: Reading, raw: RawLatency | undefined, path: Path): ModelLatency | null => {
  if (raw === undefined) return null;
  const ttftMs = distribution(reading, raw.ttft, [...path, 'ttft'], 'duration');
  const tokensPerSecond = distribution(reading, raw.speed, [...path, 'speed'], 'count');
  const { prefill = {} } = raw;
  const at = [...path, 'prefill'];
  const rates =
    typeof prefill === 'object'
      ? {
          uncached: number(reading, prefill.uncached, [...at, 'uncached'], 'count'),
          cached: number(reading, prefill.cached, [...at, 'cached'], 'count'),
        }
      : { uncached: number(reading, prefill, at, 'count'), cached: null };
  return ttftMs && tokensPerSecond && { ttftMs, tokensPerSecond, prefill: rates, source: raw.source ?? '' };
};

const readRetirement = (reading: Reading, provider: string, { retires }: RawModel, path: Path): Retirement | null => {
  const on = day(reading, retires?.on, [...path, 'retires', 'on']);
  if (on === null) return null;
  const by = retires?.replaced_by ?? null;
  return { on, replacedBy: by && (by.includes('/') ? by : `${provider}/${by}`), billedAt: retires?.billed_at ?? 'own' };
};

/** Returns factors on every price, by region. */
export const readRegions = (
  reading: Reading,
  raw: Readonly<Record<string, number | string>> | undefined,
  path: Path,
): ReadonlyMap<string, number> =>
  new Map(Object.entries(raw ?? {}).map(([region, factor]) => [region, priceFactor(reading, factor, [...path, region])]));

/** What a model of a table starts from: the provider's name, and the regions and the day of the overheads of all its models. */
export type Provider = { readonly name: string; readonly regions: ReadonlyMap<string, number>; readonly overheadsRead: Day | null };

const windowsOf = (reading: Reading, raw: RawModel, path: Path): Pick<Model, 'contextWindow' | 'maxInput' | 'maxOutput'> => {
  const window = number(reading, raw.context_window, [...path, 'context_window'], 'tokens');
  return {
    contextWindow: window,
    maxInput: number(reading, raw.max_input, [...path, 'max_input'], 'tokens') ?? window,
    maxOutput: number(reading, raw.max_output, [...path, 'max_output'], 'tokens'),
  };
};

/** Returns a model of a table with everything that it may say. */
export const readModel = (reading: Reading, provider: Provider, name: string, raw: RawModel): Model => {
  const path = ['models', name];
  const id = `${provider.name}/${name}`;
  if (raw.prices === undefined && raw.same_as === undefined && reading.whole) {
    reading.problems.error('missing-key', reading.doc.keySpanOf(path), `"prices" is missing in model "${name}"`, { label: 'add "prices"' });
  }
  return {
    id,
    aliases: raw.aliases ?? [],
    tokenizer: raw.tokenizer ?? null,
    ...windowsOf(reading, raw, path),
    caching: readCaching(reading, raw, path),
    retires: readRetirement(reading, provider.name, raw, path),
    regions: new Map([...provider.regions, ...readRegions(reading, raw.regions, [...path, 'regions'])]),
    latency: readLatency(reading, raw.latency, [...path, 'latency']),
    image: readImage(reading, raw.image, [...path, 'image']),
    pdfPageTokens: raw.pdf_page === undefined ? null : distribution(reading, raw.pdf_page, [...path, 'pdf_page'], 'tokens'),
    toolSystemTokens: number(reading, raw.tool_system, [...path, 'tool_system'], 'tokens') ?? 0,
    overheadsRead: provider.overheadsRead,
    notes: raw.notes ?? [],
    rows: readRows(reading, id, raw.prices ?? [], [...path, 'prices']),
    place: reading.doc.keySpanOf(path),
  };
};

/** Which properties of a model each key of its entry decides. */
const DECIDES: Readonly<Partial<Record<keyof RawModel, readonly (keyof Model)[]>>> = {
  tokenizer: ['tokenizer'],
  context_window: ['contextWindow', 'maxInput'],
  max_input: ['maxInput'],
  max_output: ['maxOutput'],
  caching: ['caching'],
  regions: ['regions'],
  retires: ['retires'],
  notes: ['notes'],
  prices: ['rows'],
  latency: ['latency'],
  image: ['image', 'overheadsRead'],
  pdf_page: ['pdfPageTokens', 'overheadsRead'],
  tool_system: ['toolSystemTokens', 'overheadsRead'],
};

/** Returns what a model that copies another's entry says itself. Names are its own: aliases are never copied. */
export const readCopy = (reading: Reading, provider: Provider, name: string, raw: RawModel, of: string): Copy => {
  const model = readModel(reading, provider, name, raw);
  const stated = Object.keys(raw).flatMap((key) => DECIDES[key as keyof RawModel] ?? []);
  const own = Object.fromEntries(stated.map((key) => [key, model[key]]));
  return {
    id: model.id,
    of: of.includes('/') ? of : `${provider.name}/${of}`,
    own: { ...own, id: model.id, aliases: model.aliases, place: model.place },
    place: reading.doc.spanOf(['models', name, 'same_as']),
  };
};
