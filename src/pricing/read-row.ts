import { visibleWithin } from '../diagnostics/escape.ts';
import type { Path } from '../yaml/read.ts';
import { dayText, parseDay } from './day.ts';
import { readHours } from './read-hours.ts';
import { checkTimeToLive, day, number, priceFactor, type Reading } from './reading.ts';
import type { RawClasses, RawFee, RawRow } from './shape.ts';
import type { ClassPrices, Fee, LongContext, PartialPrices, PriceRow } from './table.ts';

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

const FREE = /^(\S+) per month$/;

const freePerMonth = (reading: Reading, free: string | undefined, path: Path): number => {
  if (free === undefined) return 0;
  const [, uses] = FREE.exec(free.trim()) ?? [];
  if (uses !== undefined) return number(reading, uses, path, 'count') ?? 0;
  reading.problems.error('bad-value', reading.doc.spanOf(path), `"${visibleWithin(free, 40)}" is not a free allowance`, {
    label: 'write 5000 per month',
  });
  return 0;
};

const readFee = (reading: Reading, raw: RawFee, path: Path): Fee => {
  const [perThousand, each] = [
    number(reading, raw.per_1k, [...path, 'per_1k'], 'money'),
    number(reading, raw.each, [...path, 'each'], 'money'),
  ];
  const stated = Number(raw.per_1k !== undefined) + Number(raw.each !== undefined);
  if (stated !== 1 && (stated > 1 || reading.whole)) {
    reading.problems.error(stated === 0 ? 'missing-key' : 'ambiguous', reading.doc.spanOf(path), 'a fee has one of `per_1k` and `each`', {
      label: 'per_1k: 10, or each: $0.03',
    });
  }
  return { usdPerUnit: each ?? (perThousand ?? 0) / 1000, freePerMonth: freePerMonth(reading, raw.free, [...path, 'free']) };
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
    return [tier, typeof value === 'object' ? partialPrices(reading, value, at) : priceFactor(reading, value, at)] as const;
  });
  checkPriced(reading, raw, path);
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
    fees: new Map(Object.entries(raw.fees ?? {}).map(([name, fee]) => [name, readFee(reading, fee, [...path, 'fees', name])])),
    cacheStorageUsdPerMtokHour: number(reading, raw.cache_storage, [...path, 'cache_storage'], 'money') ?? 0,
    hours: readHours(reading, raw.hours ?? [], [...path, 'hours']),
    place: reading.doc.spanOf(path),
  };
};

/** Returns a model's rows, oldest first. */
export const readRows = (reading: Reading, model: string, raw: readonly RawRow[], path: Path): readonly PriceRow[] => {
  const rows = raw.map((entry, index) => readRow(reading, model, entry, [...path, index]));
  checkFirstDays(reading, raw, path);
  return rows.sort((a, b) => a.from - b.from);
};
