import type { Problems } from '../diagnostics/diagnostic.ts';
import type { SourceFile } from '../diagnostics/source.ts';
import { readScalar, type Unit } from '../quantity/scalar.ts';
import { type Path, readYaml, type YamlDocument } from '../yaml/read.ts';
import { checkShape } from '../yaml/shape.ts';
import { type Day, dayText, parseDay } from './day.ts';
import { priceFileShape, type RawClasses, type RawModel, type RawRow } from './shape.ts';
import type { Caching, ClassPrices, LongContext, Model, PartialPrices, PriceRow, PriceTable } from './table.ts';

/** Providers whose table gives no least prefix cache at 1,024 tokens: the most common published minimum. */
const DEFAULT_MIN_CACHE = 1024;

type Reading = { readonly doc: YamlDocument; readonly problems: Problems };

const number = (reading: Reading, raw: number | string | undefined, path: Path, unit: Unit): number | null => {
  if (raw === undefined) return null;
  const scalar = readScalar(raw, unit);
  if ('value' in scalar) return scalar.value;
  reading.problems.error('bad-quantity', reading.doc.spanOf(path), scalar.problem, { label: scalar.label });
  return null;
};

const day = (reading: Reading, raw: string | undefined, path: Path): Day | null => {
  if (raw === undefined) return null;
  const parsed = parseDay(raw);
  if (parsed !== undefined) return parsed;
  reading.problems.error('bad-date', reading.doc.spanOf(path), `"${raw.slice(0, 40)}" is not a date`, {
    label: 'write YYYY-MM-DD, a day that exists',
  });
  return null;
};

const partialPrices = (reading: Reading, raw: RawClasses, path: Path): PartialPrices => {
  const named = (key: 'input' | 'output' | 'cache_read'): number | null | undefined =>
    raw[key] === undefined ? undefined : number(reading, raw[key], [...path, key], 'money');
  const [input, cacheRead, output] = [named('input'), named('cache_read'), named('output')];
  const writes =
    raw.cache_write &&
    Object.entries(raw.cache_write).map(
      ([ttl, price]) => [ttl, number(reading, price, [...path, 'cache_write', ttl], 'money') ?? 0] as const,
    );
  return {
    ...(input === undefined ? {} : { input }),
    ...(cacheRead === undefined ? {} : { cacheRead }),
    ...(output === undefined ? {} : { output }),
    ...(writes === undefined ? {} : { cacheWrite: new Map(writes) }),
  };
};

const longContexts = (reading: Reading, raw: RawRow, path: Path): readonly LongContext[] =>
  (raw.long_context ?? [])
    .map((entry, index) => {
      const at = [...path, 'long_context', index];
      const inclusive = entry.at_least !== undefined;
      if (inclusive === (entry.over !== undefined)) {
        reading.problems.error('missing-key', reading.doc.spanOf(at), 'a long-context price needs one of `over` and `at_least`', {
          label: 'over: 200k',
        });
      }
      const tokens = number(reading, entry.over ?? entry.at_least, [...at, inclusive ? 'at_least' : 'over'], 'tokens') ?? Infinity;
      return { tokens, inclusive, prices: partialPrices(reading, entry, at) };
    })
    .sort((a, b) => a.tokens - b.tokens);

const readRow = (reading: Reading, model: string, raw: RawRow, path: Path): PriceRow => {
  const named = partialPrices(reading, raw, path);
  const prices: ClassPrices = { input: null, cacheRead: null, cacheWrite: new Map(), output: null, ...named };
  const tiers = Object.entries(raw.tiers ?? {}).map(([tier, value]) => {
    const at = [...path, 'tiers', tier];
    return [tier, typeof value === 'object' ? partialPrices(reading, value, at) : (number(reading, value, at, 'factor') ?? 1)] as const;
  });
  const [from, until] = [day(reading, raw.from, [...path, 'from']) ?? 0, day(reading, raw.until, [...path, 'until'])];
  if (until !== null && until < from) {
    reading.problems.error('bad-date', reading.doc.spanOf([...path, 'until']), 'the row ends before it begins', {
      label: `after ${dayText(from)}`,
    });
  }
  return {
    model,
    from,
    until,
    status: raw.status ?? 'list',
    read: day(reading, raw.read, [...path, 'read']) ?? 0,
    confidence: raw.confidence,
    prices,
    longContext: longContexts(reading, raw, path),
    tiers: new Map(tiers),
    place: reading.doc.spanOf(path),
  };
};

const readCaching = (reading: Reading, raw: RawModel, path: Path): Caching => ({
  mode: raw.caching?.mode ?? 'none',
  minTokens: number(reading, raw.caching?.min_tokens, [...path, 'caching', 'min_tokens'], 'tokens') ?? DEFAULT_MIN_CACHE,
  ttl: raw.caching?.ttl ?? [],
});

const readModel = (reading: Reading, provider: string, name: string, raw: RawModel): Model => {
  const path = ['models', name];
  const id = `${provider}/${name}`;
  const rows = raw.prices.map((row, index) => readRow(reading, id, row, [...path, 'prices', index])).sort((a, b) => a.from - b.from);
  const window = number(reading, raw.context_window, [...path, 'context_window'], 'tokens');
  const on = day(reading, raw.retires?.on, [...path, 'retires', 'on']);
  const replacedBy = raw.retires?.replaced_by ?? null;
  return {
    id,
    aliases: raw.aliases ?? [],
    tokenizer: raw.tokenizer ?? null,
    contextWindow: window,
    maxInput: number(reading, raw.max_input, [...path, 'max_input'], 'tokens') ?? window,
    maxOutput: number(reading, raw.max_output, [...path, 'max_output'], 'tokens'),
    caching: readCaching(reading, raw, path),
    retires:
      on === null
        ? null
        : {
            on,
            replacedBy: replacedBy && (replacedBy.includes('/') ? replacedBy : `${provider}/${replacedBy}`),
            billedAt: raw.retires?.billed_at ?? 'own',
          },
    rows,
    place: reading.doc.keySpanOf(path),
  };
};

/** Returns a price table, or undefined after reporting everything wrong with it. */
export const readPriceTable = (file: SourceFile, sha256: string, problems: Problems): PriceTable | undefined => {
  const before = problems.list.length;
  const doc = readYaml(file, problems);
  const shaped = doc && checkShape(doc, priceFileShape, problems);
  if (doc === undefined || shaped === undefined) return undefined;
  const reading: Reading = { doc, problems };
  const raw = shaped.value;
  const models = Object.entries(raw.models).map(([name, model]) => readModel(reading, raw.provider, name, model));
  return problems.list.length > before ? undefined : { provider: raw.provider, source: raw.source, file: file.name, sha256, models };
};
