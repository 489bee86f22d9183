import type { Problems } from '../diagnostics/diagnostic.ts';
import { visibleWithin } from '../diagnostics/escape.ts';
import type { SourceFile, Span } from '../diagnostics/source.ts';
import { readScalar, type Unit } from '../quantity/scalar.ts';
import { type Path, readYaml, type YamlDocument } from '../yaml/read.ts';
import { checkShape } from '../yaml/shape.ts';
import { type Day, dayText, parseDay } from './day.ts';
import { checkAliases, checkReplacements } from './names.ts';
import { priceFileShape, type RawClasses, type RawModel, type RawRow } from './shape.ts';
import type { Caching, ClassPrices, LongContext, Model, PartialPrices, PriceRow, PriceTable } from './table.ts';

/** Providers whose table gives no least prefix cache at 1,024 tokens: the most common published minimum. */
const DEFAULT_MIN_CACHE = 1024;

/** Batch is 50% and the fastest tier 600%: beyond 20 a factor is a percentage without its sign. */
const GREATEST_FACTOR = 20;

const TIME_TO_LIVE = /^[1-9]\d*[smh]$/;

/** `whole` is false where parts of the file had to go: what is missing then may be among them. */
type Reading = { readonly doc: YamlDocument; readonly problems: Problems; readonly whole: boolean };

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

const checkTimeToLive = (reading: Reading, ttl: string, span: Span): void => {
  if (TIME_TO_LIVE.test(ttl)) return;
  reading.problems.error('bad-value', span, `"${visibleWithin(ttl, 40)}" is not a time to live`, { label: 'write 30s, 5m, 1h or 12h' });
};

const partialPrices = (reading: Reading, raw: RawClasses, path: Path): PartialPrices => {
  const named = (key: 'input' | 'output' | 'cache_read'): number | null | undefined =>
    raw[key] === undefined ? undefined : number(reading, raw[key], [...path, key], 'money');
  const [input, cacheRead, output] = [named('input'), named('cache_read'), named('output')];
  const writes =
    raw.cache_write &&
    Object.entries(raw.cache_write).map(([ttl, price]) => {
      const at = [...path, 'cache_write', ttl];
      checkTimeToLive(reading, ttl, reading.doc.keySpanOf(at));
      return [ttl, number(reading, price, at, 'money') ?? 0] as const;
    });
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

const tierFactor = (reading: Reading, raw: number | string, path: Path): number => {
  const factor = number(reading, raw, path, 'factor') ?? 1;
  if (factor > GREATEST_FACTOR) {
    const label =
      String(raw).includes('%') || factor > 100 * GREATEST_FACTOR ? 'write a factor as 1.5 or 150%' : `did you mean ${factor}%?`;
    reading.problems.error('bad-quantity', reading.doc.spanOf(path), `${raw} is more than ${GREATEST_FACTOR} times the price`, {
      label,
    });
  }
  return factor;
};

/** Figures that no plan asks for yet are read all the same, so that a table is sound when one does. */
const checkFees = (reading: Reading, raw: RawRow, path: Path): void => {
  number(reading, raw.cache_storage, [...path, 'cache_storage'], 'money');
  for (const [name, fee] of Object.entries(raw.fees ?? {})) {
    number(reading, fee.per_1k, [...path, 'fees', name, 'per_1k'], 'money');
    number(reading, fee.each, [...path, 'fees', name, 'each'], 'money');
  }
};

const checkPriced = (reading: Reading, raw: RawRow, path: Path): void => {
  const priced = raw.input !== undefined || raw.output !== undefined || Object.keys(raw.fees ?? {}).length > 0;
  if (priced || !reading.whole) return;
  reading.problems.error('missing-key', reading.doc.spanOf(path), 'the row has no price', { label: 'add one of input, output, fees' });
};

/** A day has one row: of two that begin together neither would be the later one. */
const checkFirstDays = (reading: Reading, rows: readonly RawRow[], path: Path): void => {
  const days = rows.map(({ from }) => parseDay(from));
  for (const [index, first] of days.entries()) {
    if (first === undefined || days.indexOf(first) === index) continue;
    reading.problems.error('bad-date', reading.doc.spanOf([...path, index, 'from']), `two rows begin on ${dayText(first)}`, {
      label: 'remove one, or give it another day',
    });
  }
};

const readRow = (reading: Reading, model: string, raw: RawRow, path: Path): PriceRow => {
  const named = partialPrices(reading, raw, path);
  const prices: ClassPrices = { input: null, cacheRead: null, cacheWrite: new Map(), output: null, ...named };
  const tiers = Object.entries(raw.tiers ?? {}).map(([tier, value]) => {
    const at = [...path, 'tiers', tier];
    return [tier, typeof value === 'object' ? partialPrices(reading, value, at) : tierFactor(reading, value, at)] as const;
  });
  checkPriced(reading, raw, path);
  checkFees(reading, raw, path);
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

const readCaching = (reading: Reading, raw: RawModel, path: Path): Caching => {
  const { mode = 'none', min_tokens, step, ttl = [] } = raw.caching ?? {};
  const at = [...path, 'caching'];
  number(reading, step, [...at, 'step'], 'tokens');
  for (const [index, time] of ttl.entries()) checkTimeToLive(reading, time, reading.doc.spanOf([...at, 'ttl', index]));
  return { mode, minTokens: number(reading, min_tokens, [...at, 'min_tokens'], 'tokens') ?? DEFAULT_MIN_CACHE, ttl };
};

const readModel = (reading: Reading, provider: string, name: string, raw: RawModel): Model => {
  const path = ['models', name];
  const id = `${provider}/${name}`;
  const rows = raw.prices.map((row, index) => readRow(reading, id, row, [...path, 'prices', index])).sort((a, b) => a.from - b.from);
  checkFirstDays(reading, raw.prices, [...path, 'prices']);
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
  const models = Object.entries(raw.models).map(([name, model]) => readModel(reading, raw.provider, name, model));
  const failed = problems.list.slice(before).some(({ severity }) => severity === 'error');
  return failed ? undefined : { provider: raw.provider, source: raw.source, file: file.name, sha256, models };
};
