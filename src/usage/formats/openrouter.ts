import { bare, disjoint, type Entry, firstNumber, firstText, firstTime, isEntry, labelsOf, listOf } from '../fields.ts';
import { type Format, one, type Reading, unusable } from '../format.ts';
import type { Found } from '../record.ts';

const MS_PER_DAY = 86_400_000;

/** Ids of models begin with their provider: `openai/gpt-5-mini-2025-08-07`. */
const namesOf = (id: string | null): Pick<Found, 'model' | 'provider'> => {
  const at = id?.indexOf('/') ?? -1;
  return id === null || at < 1 ? { model: id, provider: null } : { model: id.slice(at + 1), provider: id.slice(0, at) };
};

/** What the provider's own bill holds where a key of one's own was used stands beside what OpenRouter bills. */
const costOf = (row: Entry, billed: readonly string[], own: readonly string[]): number | null => {
  const [one, other] = [firstNumber(row, billed), firstNumber(row, own)];
  return one === null ? other : one + (other ?? 0);
};

const generation = (row: Entry): Reading => {
  const start = firstTime(row, ['created_at']);
  if (start === null) return unusable('created_at');
  return one({
    ...bare(start),
    ...namesOf(firstText(row, ['model_permaslug'])),
    labels: labelsOf(row, ['app_name', 'api_key_name', 'user']),
    id: firstText(row, ['generation_id']),
    tokens: disjoint({
      input: firstNumber(row, ['tokens_prompt']) ?? 0,
      inclusive: true,
      cacheRead: firstNumber(row, ['tokens_cached']) ?? 0,
      output: firstNumber(row, ['tokens_completion']) ?? 0,
      reasoning: firstNumber(row, ['tokens_reasoning']) ?? 0,
    }),
    latencyMs: firstNumber(row, ['generation_time_ms']),
    firstTokenMs: firstNumber(row, ['time_to_first_token_ms']),
    costUsd: costOf(row, ['cost_total'], ['byok_usage_inference']),
  });
};

const day = (row: Entry): Found | null => {
  const atMs = firstTime(row, ['date', 'Date']);
  if (atMs === null) return null;
  return {
    ...bare(atMs),
    ...namesOf(firstText(row, ['model_permaslug', 'model', 'Slug'])),
    untilMs: atMs + MS_PER_DAY,
    calls: firstNumber(row, ['requests', 'Requests']),
    labels: labelsOf(row, ['provider_name', 'endpoint_id']),
    tokens: disjoint({
      input: firstNumber(row, ['prompt_tokens', 'Prompt Tokens']) ?? 0,
      inclusive: true,
      output: firstNumber(row, ['completion_tokens', 'Completion Tokens']) ?? 0,
      reasoning: firstNumber(row, ['reasoning_tokens', 'Reasoning Tokens']) ?? 0,
    }),
    cacheKnown: false,
    costUsd: costOf(row, ['usage', 'Usage'], ['byok_usage_inference', 'BYOK Usage']),
  };
};

const isActivity = (entry: unknown): entry is Entry =>
  isEntry(entry) && Object.hasOwn(entry, 'model_permaslug') && Object.hasOwn(entry, 'usage') && Object.hasOwn(entry, 'requests');

const isDaily = (entry: Entry): boolean => Object.hasOwn(entry, 'Slug') && Object.hasOwn(entry, 'BYOK Usage');
const isGeneration = (entry: Entry): boolean => Object.hasOwn(entry, 'generation_id') && Object.hasOwn(entry, 'tokens_prompt');

const reading = (entry: Entry): Reading => {
  if (isGeneration(entry)) return generation(entry);
  const rows = isDaily(entry) || isActivity(entry) ? [entry] : listOf(entry['data']).filter(isActivity);
  const found = rows.flatMap((row) => day(row) ?? []);
  return found.length === 0 ? unusable('date') : { found };
};

/** Activity of OpenRouter: a row a generation, or days. Prompt tokens hold what was cached; days do not say how much. */
export const openrouter: Format = {
  name: 'OpenRouter',
  fits: (entry) => isGeneration(entry) || isDaily(entry) || isActivity(entry) || listOf(entry['data']).some(isActivity),
  reader: () => reading,
  note: null,
};
