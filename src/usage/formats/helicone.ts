import { addLabels, bare, between, disjoint, type Entry, firstNumber, firstText, firstTime, labelsOf } from '../fields.ts';
import { type Format, one, type Reading, unusable } from '../format.ts';

/** Providers whose counts of a prompt leave out what was cached; where the total is stated it says so itself. */
const inclusiveOf = (entry: Entry, input: number, cached: number, output: number): boolean => {
  const total = firstNumber(entry, ['total_tokens']);
  if (total !== null && cached > 0) return total < input + cached + output;
  return !/anthropic/i.test(firstText(entry, ['provider']) ?? '');
};

const reading = (entry: Entry): Reading => {
  const start = firstTime(entry, ['request_created_at']);
  if (start === null) return unusable('request_created_at');
  const status = Number(entry['response_status']);
  const failed = !(status >= 200 && status < 300);
  const input = firstNumber(entry, ['prompt_tokens']) ?? 0;
  const cacheRead = firstNumber(entry, ['prompt_cache_read_tokens']) ?? 0;
  const otherWrites = firstNumber(entry, ['prompt_cache_write_tokens']) ?? 0;
  const output = firstNumber(entry, ['completion_tokens']) ?? 0;
  const labels = addLabels(labelsOf(entry, ['request_path']), 'request_properties', entry['request_properties']);
  const property = (name: string): string | null => labels.get(`request_properties.${name}`) ?? null;
  return one({
    ...bare(start),
    model: firstText(entry, ['model', 'response_model', 'model_override', 'request_model']),
    provider: firstText(entry, ['provider'])?.toLowerCase() ?? null,
    labels,
    id: firstText(entry, ['request_id', 'response_id']),
    request: property('Helicone-Trace-Id') ?? property('trace_id'),
    session: property('Helicone-Session-Id') ?? property('session_id'),
    tokens: disjoint({ input, inclusive: inclusiveOf(entry, input, cacheRead + otherWrites, output), cacheRead, otherWrites, output }),
    cacheKnown: Object.hasOwn(entry, 'prompt_cache_read_tokens'),
    latencyMs: firstNumber(entry, ['delay_ms', 'latency']) ?? between(start, firstTime(entry, ['response_created_at'])),
    firstTokenMs: firstNumber(entry, ['time_to_first_token']),
    failed: failed && output === 0,
    costUsd: firstNumber(entry, ['cost']),
  });
};

/** Requests as Helicone exports them; its tables have no columns for what was cached. */
export const helicone: Format = {
  name: 'Helicone',
  fits: (entry) => Object.hasOwn(entry, 'response_status') && Object.hasOwn(entry, 'request_created_at'),
  reader: () => reading,
  note: null,
};
