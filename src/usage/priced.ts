import { segmentsOf } from '../pricing/calendar.ts';
import type { Catalogue } from '../pricing/catalogue.ts';
import { costUsd, effectivePrices, hourFactorOf } from '../pricing/price.ts';
import type { Model, PriceRow } from '../pricing/table.ts';
import type { StepRecord } from './read.ts';
import { inputTokens, type UsageTokens } from './record.ts';
import { plainModel } from './steps.ts';

const MS_PER_HOUR = 3_600_000;
const MS_PER_DAY = 86_400_000;
/** Monday 0:00 of the week of 1970-01-01 lies 72 hours before. */
const EPOCH_HOUR_OF_WEEK = 72;

/** Models by what a log calls them. */
const byPlainName = ({ models }: Catalogue): ReadonlyMap<string, readonly Model[]> => {
  const named = new Map<string, Model[]>();
  for (const model of models) {
    const names = new Set([model.id, ...model.aliases].map(plainModel));
    for (const name of names) named.set(name, [...(named.get(name) ?? []), model]);
  }
  return named;
};

const rowsOn = (catalogue: Catalogue): ((model: Model, day: number) => PriceRow | undefined) => {
  const known = new Map<string, PriceRow | undefined>();
  return (model, day) => {
    const key = `${day} ${model.id}`;
    if (!known.has(key)) known.set(key, segmentsOf(catalogue, model, day, day)[0]?.row);
    return known.get(key);
  };
};

/** Dollars of tokens, each write at the price of its time to live. */
const tokensUsd = (tokens: UsageTokens, row: PriceRow, tier: string, factor: number, [first = '5m']: readonly string[]): number => {
  const prices = effectivePrices(row, row.tiers.has(tier) ? tier : 'standard', inputTokens(tokens), factor);
  const { fiveMinutes, oneHour, other } = tokens.cacheWrite;
  const usage = {
    uncachedInput: tokens.uncachedInput,
    cacheRead: tokens.cacheRead,
    reasoning: tokens.reasoning,
    visibleOutput: tokens.visibleOutput,
  };
  const none = { uncachedInput: 0, cacheRead: 0, reasoning: 0, visibleOutput: 0 };
  const written = (cacheWrite: number, ttl: string): number => (cacheWrite === 0 ? 0 : costUsd({ ...none, cacheWrite }, prices, ttl));
  return costUsd({ ...usage, cacheWrite: fiveMinutes }, prices, '5m') + written(oneHour, '1h') + written(other, first);
};

/** Returns what prices records by the tables of their own day and hour; null for a record of a model that no table lists for certain. */
export const recordPricer = (
  catalogue: Catalogue,
  known: (record: StepRecord) => Model | undefined,
): ((record: StepRecord) => number | null) => {
  const named = byPlainName(catalogue);
  const rowOn = rowsOn(catalogue);
  const modelOf = (record: StepRecord): Model | undefined => {
    const own = known(record);
    if (own !== undefined || record.model === null) return own;
    const fitting = named.get(plainModel(record.model)) ?? [];
    const [only] = fitting.length > 1 ? fitting.filter(({ id }) => id.startsWith(`${record.provider}/`)) : fitting;
    return only;
  };
  return (record) => {
    if (record.failed || record.reused) return 0;
    const model = modelOf(record);
    const row = model && rowOn(model, Math.floor(record.atMs / MS_PER_DAY));
    if (model === undefined || row === undefined || record.tokens === null) return null;
    const hour = (Math.floor(record.atMs / MS_PER_HOUR) + EPOCH_HOUR_OF_WEEK) % 168;
    return tokensUsd(record.tokens, row, record.tier, hourFactorOf(row, hour), model.caching.mode === 'none' ? [] : model.caching.ttl);
  };
};
