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
  isEntry,
  listOf,
  mapOf,
} from '../fields.ts';
import type { Format, Reading } from '../format.ts';
import type { Found } from '../record.ts';

/** Operations that call a model. Agents and workflows repeat the usage of the calls inside them. */
const CALLS = new Set(['chat', 'generate_content', 'text_completion', 'embeddings', 'completion']);

const INPUT = ['gen_ai.usage.input_tokens', 'gen_ai.usage.prompt_tokens', 'llm.token_count.prompt', 'ai.usage.promptTokens'];
const OUTPUT = ['gen_ai.usage.output_tokens', 'gen_ai.usage.completion_tokens', 'llm.token_count.completion', 'ai.usage.completionTokens'];
const CACHE_READ = [
  'gen_ai.usage.cache_read.input_tokens',
  'gen_ai.usage.input_tokens.cached',
  'gen_ai.usage.cache_read_input_tokens',
  'llm.token_count.prompt_details.cache_read',
  'ai.usage.cachedInputTokens',
];
const CACHE_WRITE = [
  'gen_ai.usage.cache_write.input_tokens',
  'gen_ai.usage.cache_creation.input_tokens',
  'gen_ai.usage.input_tokens.cache_write',
  'gen_ai.usage.cache_write_input_tokens',
  'llm.token_count.prompt_details.cache_write',
];
const REASONING = [
  'gen_ai.usage.reasoning.output_tokens',
  'gen_ai.usage.output_tokens.reasoning',
  'llm.token_count.completion_details.reasoning',
  'ai.usage.reasoningTokens',
];

const KINDS = ['stringValue', 'intValue', 'doubleValue', 'boolValue'] as const;

/** Attributes as a map, from the list of OTLP or from a map as exporters of single spans write it. */
const attributesOf = (span: Entry): Entry => {
  const { attributes } = span;
  if (!Array.isArray(attributes)) return isEntry(attributes) ? attributes : span;
  const pairs = attributes.flatMap((pair): readonly (readonly [string, unknown])[] => {
    const [key, value] = [fieldOf(pair, 'key'), fieldOf(pair, 'value')];
    const kind = KINDS.find((one) => isEntry(value) && Object.hasOwn(value, one));
    return typeof key === 'string' && isEntry(value) && kind !== undefined ? [[key, value[kind]]] : [];
  });
  return Object.fromEntries(pairs);
};

/** Attributes that hold what was said, and not what was called. */
const SPOKEN = /content|message|prompt(?!\.name)|completion|(?:^|\.)(?:input|output)(?:\.|$)|instructions|arguments|result/;

const isCall = (attributes: Entry, span: Entry): boolean => {
  const operation = fieldOf(attributes, 'gen_ai.operation.name');
  if (typeof operation === 'string') return CALLS.has(operation);
  if (fieldOf(attributes, 'openinference.span.kind') === 'LLM') return true;
  const name = String(span['name'] ?? '');
  if (name.startsWith('ai.')) return name.endsWith('.doGenerate') || name.endsWith('.doStream');
  return firstNumber(attributes, INPUT) !== null;
};

const hasFailed = (span: Entry, attributes: Entry): boolean => {
  const code = fieldOf(span, 'status.code');
  return code === 2 || code === 'STATUS_CODE_ERROR' || code === 'ERROR' || firstText(attributes, ['error.type']) !== null;
};

/** Input that is less than what of it was cached cannot hold it: some instrumentations leave it out. */
const tokensOf = (attributes: Entry): Found['tokens'] => {
  const input = firstNumber(attributes, INPUT) ?? 0;
  const [cacheRead, otherWrites] = [firstNumber(attributes, CACHE_READ) ?? 0, firstNumber(attributes, CACHE_WRITE) ?? 0];
  return disjoint({
    input,
    inclusive: input >= cacheRead + otherWrites,
    cacheRead,
    otherWrites,
    output: firstNumber(attributes, OUTPUT) ?? 0,
    reasoning: firstNumber(attributes, REASONING) ?? 0,
  });
};

const labelsOf = (span: Entry, attributes: Entry, parent: string | null): Map<string, string> => {
  const plain = Object.fromEntries(Object.entries(attributes).filter(([key]) => !SPOKEN.test(key)));
  const labels = addLabels(new Map(), 'attributes', plain);
  const prompt = firstText(attributes, ['gen_ai.prompt.name']);
  for (const [field, value] of [
    ['name', firstText(span, ['name'])],
    ['parent', parent],
    ['gen_ai.prompt.name', prompt],
    ['gen_ai.agent.name', firstText(attributes, ['gen_ai.agent.name'])],
  ] as const)
    if (value !== null) labels.set(field, value);
  return labels;
};

const spanRecord = (span: Entry, parent: string | null): Found | 'other' | 'untimed' => {
  const attributes = attributesOf(span);
  if (!isCall(attributes, span)) return 'other';
  const start = firstTime(span, ['startTimeUnixNano', 'startTime', 'start_time', 'start', 'timestamp']);
  if (start === null) return 'untimed';
  const end = firstTime(span, ['endTimeUnixNano', 'endTime', 'end_time', 'end']);
  const failed = hasFailed(span, attributes) && firstNumber(attributes, OUTPUT) === null;
  const firstToken = firstNumber(attributes, ['gen_ai.response.time_to_first_chunk', 'gen_ai.server.time_to_first_token']);
  const [trace, id] = [
    firstText(span, ['traceId', 'trace_id', 'context.trace_id']),
    firstText(span, ['spanId', 'span_id', 'context.span_id']),
  ];
  return {
    ...bare(start),
    model: firstText(attributes, ['gen_ai.response.model', 'gen_ai.request.model', 'llm.model_name', 'ai.response.model', 'ai.model.id']),
    provider: firstText(attributes, ['gen_ai.provider.name', 'gen_ai.system', 'llm.provider', 'ai.model.provider']),
    labels: labelsOf(span, attributes, parent),
    id: id === null ? null : `${trace ?? ''} ${id}`,
    request: trace,
    session: firstText(attributes, ['gen_ai.conversation.id', 'session.id']),
    tokens: tokensOf(attributes),
    latencyMs: between(start, end),
    firstTokenMs: firstToken === null ? null : firstToken * 1000,
    failed,
    tier: firstText(attributes, ['openai.response.service_tier', 'gen_ai.openai.response.service_tier']) ?? 'standard',
  };
};

/** All spans of a document; names of the spans around them may say which step they are of. */
const documentRecords = (entry: Entry): Reading => {
  const spans = listOf(entry['resourceSpans'])
    .flatMap((resource) => listOf(fieldOf(resource, 'scopeSpans')))
    .flatMap((scope) => listOf(fieldOf(scope, 'spans')))
    .filter(isEntry);
  const names = new Map(spans.map((span) => [firstText(span, ['spanId']), firstText(span, ['name'])]));
  const found = spans.flatMap((span) => {
    const record = spanRecord(span, names.get(firstText(span, ['parentSpanId'])) ?? null);
    return typeof record === 'string' ? [] : [record];
  });
  return found.length === 0 ? { skipped: 'spans that call no model' } : { found };
};

const reading = (entry: Entry): Reading => {
  if (Object.hasOwn(entry, 'resourceSpans')) return documentRecords(entry);
  const record = spanRecord(entry, null);
  if (record === 'other') return { skipped: 'a span that calls no model' };
  return record === 'untimed' ? { bad: 'no usable start time' } : { found: [record] };
};

const DIALECT = /^(?:gen_ai\.|llm\.token_count\.|ai\.usage\.)/;

/** Spans of the GenAI conventions of OpenTelemetry, as OTLP documents or one a line; OpenInference and the AI SDK's too. */
export const otel: Format = {
  name: 'OpenTelemetry',
  fits: (entry) =>
    Object.hasOwn(entry, 'resourceSpans') ||
    [entry, mapOf(entry['attributes'])].some((map) => Object.keys(map).some((key) => DIALECT.test(key))),
  reader: () => reading,
  note: null,
};
