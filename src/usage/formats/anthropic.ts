import { bare, disjoint, type Entry, fieldOf, firstNumber, firstText, firstTime, isEntry, labelsOf, listOf } from '../fields.ts';
import { type Format, one, type Reading, unusable } from '../format.ts';
import type { Found } from '../record.ts';

const MS_PER_DAY = 86_400_000;

type Stretch = { readonly atMs: number; readonly untilMs: number };

const tierOf = (row: Entry): string => {
  const tier = firstText(row, ['service_tier', 'usage_type']) ?? 'standard';
  if (firstText(row, ['speed']) === 'fast') return 'fast';
  return tier === 'batch' || tier === 'priority' || tier === 'flex' ? tier : 'standard';
};

const row = (entry: Entry, { atMs, untilMs }: Stretch): Found => ({
  ...bare(atMs),
  untilMs,
  calls: null,
  model: firstText(entry, ['model', 'model_version']),
  provider: 'anthropic',
  labels: labelsOf(entry, ['workspace_id', 'workspace', 'api_key_id', 'api_key']),
  tier: tierOf(entry),
});

const reportRow = (entry: Entry, of: Stretch): Found => ({
  ...row(entry, of),
  tokens: disjoint({
    input: firstNumber(entry, ['uncached_input_tokens']) ?? 0,
    inclusive: false,
    cacheRead: firstNumber(entry, ['cache_read_input_tokens']) ?? 0,
    fiveMinutes: firstNumber(entry, ['cache_creation.ephemeral_5m_input_tokens']) ?? 0,
    oneHour: firstNumber(entry, ['cache_creation.ephemeral_1h_input_tokens']) ?? 0,
    output: firstNumber(entry, ['output_tokens']) ?? 0,
  }),
});

/** Amounts of the cost report are in cents, as decimal texts. */
const costReportRow = (entry: Entry, of: Stretch): Found => ({
  ...row(entry, of),
  tokens: null,
  costUsd: (firstNumber(entry, ['amount']) ?? 0) / 100,
});

const consoleUsage = (entry: Entry, of: Stretch): Found => ({
  ...row(entry, of),
  tokens: disjoint({
    input: firstNumber(entry, ['usage_input_tokens_no_cache']) ?? 0,
    inclusive: false,
    cacheRead: firstNumber(entry, ['usage_input_tokens_cache_read']) ?? 0,
    fiveMinutes: firstNumber(entry, ['usage_input_tokens_cache_write_5m']) ?? 0,
    oneHour: firstNumber(entry, ['usage_input_tokens_cache_write_1h']) ?? 0,
    otherWrites: firstNumber(entry, ['usage_input_tokens_cache_write']) ?? 0,
    output: firstNumber(entry, ['usage_output_tokens']) ?? 0,
  }),
});

const isUsage = (entry: Entry): boolean => Object.hasOwn(entry, 'usage_input_tokens_no_cache');
const isCost = (entry: Entry): boolean =>
  Object.hasOwn(entry, 'cost_usd') && Object.hasOwn(entry, 'token_type') && Object.hasOwn(entry, 'usage_date_utc');

const consoleReading = (entry: Entry): Reading => {
  const atMs = firstTime(entry, ['usage_date_utc']);
  if (atMs === null) return unusable('usage_date_utc');
  const of = { atMs, untilMs: atMs + MS_PER_DAY };
  if (isUsage(entry)) return one(consoleUsage(entry, of));
  const costUsd = firstNumber(entry, ['cost_usd']);
  return costUsd === null ? unusable('cost_usd') : one({ ...row(entry, of), tokens: null, costUsd });
};

const BUCKET_KEYS = ['uncached_input_tokens', 'cost_type'] as const;

const isPage = (entry: Entry): boolean =>
  listOf(entry['data']).some((bucket) => isEntry(bucket) && Object.hasOwn(bucket, 'starting_at') && Object.hasOwn(bucket, 'results'));

const pageReading = (page: Entry): Reading => {
  const found = listOf(page['data']).flatMap((bucket) => {
    const [atMs, untilMs] = [firstTime(bucket, ['starting_at']), firstTime(bucket, ['ending_at'])];
    if (atMs === null || untilMs === null) return [];
    return listOf(fieldOf(bucket, 'results'))
      .filter(isEntry)
      .flatMap((entry): readonly Found[] => {
        const kind = BUCKET_KEYS.find((key) => Object.hasOwn(entry, key));
        if (kind === undefined) return [];
        return [kind === 'cost_type' ? costReportRow(entry, { atMs, untilMs }) : reportRow(entry, { atMs, untilMs })];
      });
  });
  return found.length === 0 ? { skipped: 'a page without usage' } : { found };
};

/** Usage and cost reports of Anthropic's admin API, and the tables of its web page. Input tokens leave out what was cached. */
export const anthropic: Format = {
  name: 'Anthropic usage',
  fits: (entry) => isPage(entry) || isUsage(entry) || isCost(entry),
  reader: () => (entry) => (isPage(entry) ? pageReading(entry) : consoleReading(entry)),
  note: 'sums of many calls that are not counted',
};
