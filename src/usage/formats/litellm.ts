import {
  addLabels,
  bare,
  between,
  disjoint,
  type Entry,
  fieldOf,
  firstNumber,
  firstText,
  firstTime,
  labelsOf,
  listOf,
  mapOf,
  textOf,
} from '../fields.ts';
import { type Format, one, type Reading, unusable } from '../format.ts';

/** Where the details of the tokens stand: of the table, of older versions of it, and of callbacks. */
const usageOf = (metadata: Entry): Entry => {
  const places = [metadata['additional_usage_values'], metadata['usage_object']].map(mapOf);
  return places.find((place) => Object.keys(place).length > 0) ?? {};
};

const tagsOf = (entry: Entry): readonly string[] => {
  const { request_tags: tags } = entry;
  const list = typeof tags === 'string' ? tags.split(/[[\],"\s]+/) : listOf(tags);
  return list.flatMap((tag) => textOf(tag) ?? []).slice(0, 8);
};

const stepLabels = (entry: Entry, metadata: Entry): Map<string, string> => {
  const labels = labelsOf(entry, ['model_group', 'agent_id', 'mcp_namespaced_tool_name', 'end_user']);
  addLabels(labels, 'metadata', metadata);
  addLabels(labels, 'metadata', metadata['requester_metadata']);
  for (const [index, tag] of tagsOf(entry).entries()) labels.set(`request_tags.${index}`, tag);
  return labels;
};

const reading = (entry: Entry): Reading => {
  const start = firstTime(entry, ['startTime']);
  if (start === null) return unusable('startTime');
  const metadata = mapOf(entry['metadata']);
  const usage = usageOf(metadata);
  const input = firstNumber(entry, ['prompt_tokens']);
  if (input === null) return unusable('prompt_tokens');
  return one({
    ...bare(start),
    model: firstText(entry, ['model']),
    provider: firstText(entry, ['custom_llm_provider']),
    labels: stepLabels(entry, metadata),
    id: firstText(entry, ['request_id', 'id']),
    request: firstText(entry, ['trace_id']) ?? firstText(metadata, ['trace_id']),
    session: firstText(entry, ['session_id']),
    tokens: disjoint({
      input,
      inclusive: true,
      cacheRead: firstNumber(usage, ['cache_read_input_tokens', 'prompt_tokens_details.cached_tokens']) ?? 0,
      fiveMinutes: firstNumber(usage, ['cache_creation_token_details.ephemeral_5m_input_tokens']) ?? 0,
      oneHour: firstNumber(usage, ['cache_creation_token_details.ephemeral_1h_input_tokens']) ?? 0,
      otherWrites:
        fieldOf(usage, 'cache_creation_token_details') === undefined ? (firstNumber(usage, ['cache_creation_input_tokens']) ?? 0) : 0,
      output: firstNumber(entry, ['completion_tokens']) ?? 0,
      reasoning: firstNumber(usage, ['completion_tokens_details.reasoning_tokens', 'reasoning_tokens']) ?? 0,
    }),
    latencyMs: firstNumber(entry, ['request_duration_ms']) ?? between(start, firstTime(entry, ['endTime'])),
    firstTokenMs: between(start, firstTime(entry, ['completionStartTime'])),
    failed: entry['status'] === 'failure',
    reused: /^true$/i.test(String(entry['cache_hit'])),
    costUsd: firstNumber(entry, ['spend', 'response_cost']),
  });
};

/** Spend logs and logging callbacks of the LiteLLM proxy: prompt tokens hold what was cached, of every provider. */
export const litellm: Format = {
  name: 'LiteLLM',
  fits: (entry) => Object.hasOwn(entry, 'call_type') && (Object.hasOwn(entry, 'request_id') || Object.hasOwn(entry, 'response_cost')),
  reader: () => reading,
  note: null,
};
