import { bare, disjoint, type Entry, fieldOf, firstNumber, firstText, firstTime, labelsOf, mapOf } from '../fields.ts';
import { type Format, one, type Reading, unusable } from '../format.ts';

const usageOf = (entry: Entry): Entry => mapOf(fieldOf(entry, 'message.usage'));

const reading = (entry: Entry): Reading => {
  const usage = usageOf(entry);
  if (Object.keys(usage).length === 0) return { skipped: 'a line without usage' };
  const model = firstText(entry, ['message.model']);
  if (model === '<synthetic>') return { skipped: 'a message that no model wrote' };
  const start = firstTime(entry, ['timestamp']);
  if (start === null) return unusable('timestamp');
  const split = fieldOf(usage, 'cache_creation') !== undefined;
  // A replay in a side chain repeats the usage of a message under another request.
  const message = firstText(entry, ['message.id']);
  return one({
    ...bare(start),
    model,
    provider: 'anthropic',
    labels: labelsOf(entry, ['agentId', 'gitBranch', 'slug']).set('isSidechain', String(entry['isSidechain'] === true)),
    id: message,
    request: null,
    session: firstText(entry, ['sessionId']),
    tokens: disjoint({
      input: firstNumber(usage, ['input_tokens']) ?? 0,
      inclusive: false,
      cacheRead: firstNumber(usage, ['cache_read_input_tokens']) ?? 0,
      fiveMinutes: firstNumber(usage, ['cache_creation.ephemeral_5m_input_tokens']) ?? 0,
      oneHour: firstNumber(usage, ['cache_creation.ephemeral_1h_input_tokens']) ?? 0,
      otherWrites: split ? 0 : (firstNumber(usage, ['cache_creation_input_tokens']) ?? 0),
      output: firstNumber(usage, ['output_tokens']) ?? 0,
      reasoning: firstNumber(usage, ['output_tokens_details.thinking_tokens']) ?? 0,
    }),
    failed: entry['isApiErrorMessage'] === true,
    costUsd: firstNumber(entry, ['costUSD']),
    tier: firstText(usage, ['speed']) === 'fast' ? 'fast' : 'standard',
  });
};

/** Transcripts of Claude Code: a message stands there once for each part that was streamed, with the usage so far. */
export const claudeCode: Format = {
  name: 'Claude Code',
  fits: (entry) => Object.keys(usageOf(entry)).length > 0 && Object.hasOwn(entry, 'timestamp'),
  reader: () => reading,
  note: 'no latency stands in these transcripts',
};
