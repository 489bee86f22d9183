import { bare, disjoint, type Entry, fieldOf, firstNumber, firstText, firstTime, isEntry, labelsOf, listOf } from '../fields.ts';
import { type Format, one, type Reading, unusable } from '../format.ts';
import type { Found } from '../record.ts';

const TIERS: Readonly<Record<string, string>> = { flex: 'flex', priority: 'priority' };

const tierOf = (row: Entry): string =>
  /^true$/i.test(String(row['batch'])) ? 'batch' : (TIERS[firstText(row, ['service_tier']) ?? ''] ?? 'standard');

const stretch = (entry: Entry): { readonly atMs: number; readonly untilMs: number } | null => {
  const [atMs, untilMs] = [firstTime(entry, ['start_time', 'start_time_iso']), firstTime(entry, ['end_time', 'end_time_iso'])];
  return atMs === null || untilMs === null ? null : { atMs, untilMs };
};

const usageRow = (row: Entry, of: { readonly atMs: number; readonly untilMs: number }): Found => ({
  ...bare(of.atMs),
  untilMs: of.untilMs,
  calls: firstNumber(row, ['num_model_requests']),
  model: firstText(row, ['model']),
  provider: 'openai',
  labels: labelsOf(row, ['project_id', 'api_key_id', 'user_id']),
  tokens: disjoint({
    input: firstNumber(row, ['input_tokens']) ?? 0,
    inclusive: true,
    cacheRead: firstNumber(row, ['input_cached_tokens']) ?? 0,
    otherWrites: firstNumber(row, ['input_cache_write_tokens']) ?? 0,
    output: firstNumber(row, ['output_tokens']) ?? 0,
  }),
  tier: tierOf(row),
});

const costRow = (row: Entry, of: { readonly atMs: number; readonly untilMs: number }, amount: number): Found => ({
  ...bare(of.atMs),
  untilMs: of.untilMs,
  calls: null,
  provider: 'openai',
  labels: labelsOf(row, ['project_id', 'line_item']),
  tokens: null,
  costUsd: amount,
});

/** Rows of the dashboard's tables; an empty bucket has its times only. */
const rowReading = (row: Entry): Reading => {
  const of = stretch(row);
  if (of === null) return unusable('start_time');
  const amount = firstNumber(row, ['amount_value']);
  if (amount !== null) return one(costRow(row, of, amount));
  return firstNumber(row, ['input_tokens']) === null ? { skipped: 'a bucket without usage' } : one(usageRow(row, of));
};

/** A page of the API: buckets with results. */
const pageReading = (page: Entry): Reading => {
  const found = listOf(page['data'])
    .filter(isEntry)
    .flatMap((bucket) => {
      const of = stretch(bucket);
      if (of === null) return [];
      return listOf(bucket['results'])
        .filter(isEntry)
        .flatMap((row): readonly Found[] => {
          const amount = firstNumber(row, ['amount.value']);
          if (amount !== null) return [costRow(row, of, amount)];
          return firstNumber(row, ['input_tokens']) === null ? [] : [usageRow(row, of)];
        });
    });
  return found.length === 0 ? { skipped: 'a page without usage' } : { found };
};

const hasBuckets = (entry: Entry): boolean =>
  entry['object'] === 'page' && listOf(entry['data']).every((bucket) => fieldOf(bucket, 'object') === 'bucket');

/** Usage and costs of OpenAI's organization API, and the tables of its dashboard. Input tokens hold what was cached. */
export const openai: Format = {
  name: 'OpenAI usage',
  fits: (entry) =>
    hasBuckets(entry) ||
    (Object.hasOwn(entry, 'start_time_iso') && ['num_model_requests', 'amount_value'].some((key) => Object.hasOwn(entry, key))),
  reader: () => (entry) => (hasBuckets(entry) ? pageReading(entry) : rowReading(entry)),
  note: 'sums of many calls, not single ones',
};
