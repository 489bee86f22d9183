import { addLabels, bare, between, disjoint, type Entry, fieldOf, firstNumber, firstText, firstTime, labelsOf, mapOf } from '../fields.ts';
import { type Format, one, type Reading, unusable } from '../format.ts';

// Names that columns of own logs go by, the likeliest first.
const TIME = [
  'timestamp',
  'time',
  'ts',
  'created_at',
  'start_time',
  'start_time_iso',
  'startTime',
  'started_at',
  'start',
  'date',
  'TIMESTAMP',
  'created',
  'time_unix',
];
const INPUT = [
  'input_tokens',
  'prompt_tokens',
  'usage.input_tokens',
  'usage.prompt_tokens',
  'inputTokens',
  'promptTokens',
  'ContextTokens',
  'tokens_in',
];
const OUTPUT = [
  'output_tokens',
  'completion_tokens',
  'usage.output_tokens',
  'usage.completion_tokens',
  'outputTokens',
  'completionTokens',
  'GeneratedTokens',
  'tokens_out',
];
const CACHED = [
  'cached_input_tokens',
  'cached_tokens',
  'input_cached_tokens',
  'usage.prompt_tokens_details.cached_tokens',
  'usage.input_tokens_details.cached_tokens',
  'prompt_tokens_details.cached_tokens',
];
/** Anthropic's words: they stand beside the input, not in it. */
const READ = ['cache_read_input_tokens', 'usage.cache_read_input_tokens'];
const WRITTEN = ['cache_creation_input_tokens', 'usage.cache_creation_input_tokens'];
const CACHE_WRITE = ['cache_write_tokens', 'cache_write_input_tokens', 'input_cache_write_tokens'];
const REASONING = [
  'reasoning_tokens',
  'reasoning_output_tokens',
  'usage.completion_tokens_details.reasoning_tokens',
  'usage.output_tokens_details.reasoning_tokens',
  'completion_tokens_details.reasoning_tokens',
];
const MODEL = ['model', 'response_model', 'request_model', 'model_name', 'model_id'];
const STEP = ['step', 'step_name', 'name', 'operation', 'route', 'endpoint', 'task', 'agent', 'tag', 'feature', 'prompt_name'];
const LATENCY = ['latency_ms', 'duration_ms', 'elapsed_ms', 'response_time_ms', 'request_duration_ms', 'delay_ms'];
const LATENCY_S = ['latency_s', 'duration_s', 'elapsed_s', 'api_time_s', 'response_time_s'];
const FIRST = ['ttft_ms', 'time_to_first_token_ms', 'first_token_ms'];
const FIRST_S = ['ttft_s', 'time_to_first_token_s'];
const COST = ['cost_usd', 'cost', 'usd', 'total_cost', 'spend'];

const milliseconds = (entry: Entry, ms: readonly string[], seconds: readonly string[]): number | null => {
  const whole = firstNumber(entry, ms);
  const second = whole === null ? firstNumber(entry, seconds) : null;
  return second === null ? whole : second * 1000;
};

const GOOD = /^(?:2\d\d|ok|success|succeeded|completed|stop|true|unset)?$/i;

/** Whether a record says that its call has erred: a flag, an error, or a status that is no success. */
const hasFailed = (entry: Entry): boolean => {
  if (/^(?:true|1)$/i.test(String(fieldOf(entry, 'is_error') ?? ''))) return true;
  const error = fieldOf(entry, 'error');
  if (typeof error === 'string' ? error !== '' && error !== 'null' && error !== 'false' : error === true) return true;
  const status = firstText(entry, ['status_code', 'status', 'response_status']);
  return status !== null && !GOOD.test(status);
};

const reading = (entry: Entry): Reading => {
  const start = firstTime(entry, TIME);
  if (start === null) return unusable('timestamp');
  const [input, output] = [firstNumber(entry, INPUT), firstNumber(entry, OUTPUT)];
  const erred = hasFailed(entry);
  if (input === null && output === null && !erred) return unusable('input_tokens');
  const beside = firstNumber(entry, READ) ?? firstNumber(entry, WRITTEN);
  const labels = addLabels(labelsOf(entry, STEP), 'metadata', mapOf(entry['metadata']));
  return one({
    ...bare(start),
    model: firstText(entry, MODEL),
    provider: firstText(entry, ['provider', 'vendor'])?.toLowerCase() ?? null,
    labels,
    id: firstText(entry, ['id', 'request_id', 'response_id', 'call_id', 'span_id']),
    request: firstText(entry, ['trace_id', 'traceId', 'trace', 'conversation_turn_id', 'run_id']),
    session: firstText(entry, ['session_id', 'sessionId', 'session', 'conversation_id', 'thread_id']),
    tokens: disjoint({
      input: input ?? 0,
      inclusive: beside === null,
      cacheRead: firstNumber(entry, [...CACHED, ...READ]) ?? 0,
      otherWrites: firstNumber(entry, [...CACHE_WRITE, ...WRITTEN]) ?? 0,
      output: output ?? 0,
      reasoning: firstNumber(entry, REASONING) ?? 0,
    }),
    cacheKnown: firstNumber(entry, [...CACHED, ...READ]) !== null,
    latencyMs:
      milliseconds(entry, LATENCY, LATENCY_S) ??
      between(start, firstTime(entry, ['end_time', 'end_time_iso', 'endTime', 'ended_at', 'end'])),
    firstTokenMs: milliseconds(entry, FIRST, FIRST_S),
    failed: erred && (output ?? 0) === 0,
    costUsd: firstNumber(entry, COST),
    tier: firstText(entry, ['tier', 'service_tier']) ?? 'standard',
  });
};

const holds = (entry: Entry, names: readonly string[]): boolean => names.some((name) => fieldOf(entry, name) !== undefined);

/** Own tables and records with columns of usual names; taken where no other format fits. */
export const generic: Format = {
  name: 'plain',
  fits: (entry) => holds(entry, TIME) && (holds(entry, INPUT) || holds(entry, OUTPUT)),
  reader: () => reading,
  note: null,
};
