import {
  addLabels,
  bare,
  between,
  disjoint,
  type Entry,
  firstNumber,
  firstText,
  firstTime,
  labelsOf,
  listOf,
  mapOf,
  numberOf,
} from '../fields.ts';
import { type Format, one, type Reading, unusable } from '../format.ts';
import type { UsageTokens } from '../record.ts';

/** All keys of the usage that a pattern fits, added up. */
const sumOf = (usage: Entry, pattern: RegExp): number =>
  Object.entries(usage).reduce((sum, [key, value]) => sum + (pattern.test(key) ? (numberOf(value) ?? 0) : 0), 0);

const READ = /^(?:input_cached_tokens|input_cache_read|cache_read_input_tokens)$/;
const FIVE_MINUTES = /^(?:input_cache_creation_5m)$/;
const ONE_HOUR = /^(?:input_cache_creation_1h)$/;
const OTHER_WRITES = /^(?:input_cache_write|input_cache_creation|cache_creation_input_tokens)$/;
const REASONING = /^(?:output_reasoning_tokens|output_reasoning)$/;

/** The buckets are exclusive: `input` is what was not cached, `output` what was seen. Other names with input or output in them are parts. */
const tokensOf = (usage: Entry): UsageTokens => {
  const [cacheRead, fiveMinutes, oneHour, otherWrites] = [READ, FIVE_MINUTES, ONE_HOUR, OTHER_WRITES].map((pattern) =>
    sumOf(usage, pattern),
  );
  const reasoning = sumOf(usage, REASONING);
  const input = sumOf(usage, /input/) - (cacheRead ?? 0) - (fiveMinutes ?? 0) - (oneHour ?? 0) - (otherWrites ?? 0);
  return disjoint({
    input: Math.max(0, input),
    inclusive: false,
    cacheRead: cacheRead ?? 0,
    fiveMinutes: fiveMinutes ?? 0,
    oneHour: oneHour ?? 0,
    otherWrites: otherWrites ?? 0,
    output: sumOf(usage, /output/),
    reasoning,
  });
};

const reading = (entry: Entry): Reading => {
  const usage = mapOf(entry['usageDetails']);
  const failed = entry['level'] === 'ERROR';
  const isCall = firstText(entry, ['model']) !== null && /^(?:GENERATION|EMBEDDING)$/.test(String(entry['type']));
  if (!isCall || (Object.keys(usage).length === 0 && !failed)) return { skipped: 'an observation without usage' };
  const start = firstTime(entry, ['startTime']);
  if (start === null) return unusable('startTime');
  const seconds = (name: string): number | null => {
    const value = firstNumber(entry, [name]);
    return value === null ? null : value * 1000;
  };
  const labels = addLabels(labelsOf(entry, ['name', 'promptName', 'traceName']), 'metadata', entry['metadata']);
  for (const [index, tag] of listOf(entry['traceTags']).slice(0, 8).entries())
    if (typeof tag === 'string') labels.set(`traceTags.${index}`, tag);
  return one({
    ...bare(start),
    model: firstText(entry, ['model']),
    labels,
    id: firstText(entry, ['id']),
    request: firstText(entry, ['traceId']),
    session: firstText(entry, ['sessionId']),
    tokens: tokensOf(usage),
    latencyMs: seconds('latency') ?? between(start, firstTime(entry, ['endTime'])),
    firstTokenMs: seconds('timeToFirstToken') ?? between(start, firstTime(entry, ['completionStartTime'])),
    failed: failed && sumOf(usage, /output/) === 0,
    costUsd: firstNumber(entry, ['totalCost']),
  });
};

/** Observations as Langfuse exports them, in JSON, JSON Lines or CSV. */
export const langfuse: Format = {
  name: 'Langfuse',
  fits: (entry) => Object.hasOwn(entry, 'usageDetails') && Object.hasOwn(entry, 'traceId'),
  reader: () => reading,
  note: null,
};
