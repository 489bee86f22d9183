import { describe, expect, it } from 'vitest';
import { readLog, totals } from '../support/read-log.ts';

const lines = (...entries: readonly unknown[]): string => `${entries.map((entry) => JSON.stringify(entry)).join('\n')}\n`;

const attributes = (map: Readonly<Record<string, unknown>>) =>
  Object.entries(map).map(([key, value]) => ({
    key,
    value:
      typeof value === 'number' ? (Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value }) : { stringValue: value },
  }));

const span = (spanId: string, name: string, map: Readonly<Record<string, unknown>>, more: object = {}) => ({
  ...{ traceId: 'tr1', spanId, parentSpanId: 'a', name, startTimeUnixNano: '1777885200100000000', endTimeUnixNano: '1777885201900000000' },
  ...{ attributes: attributes(map), status: {}, ...more },
});

/** A trace as the collector writes it: an agent that repeats the usage of its calls, a tool, calls of three models, one that erred. */
const OTLP = JSON.stringify({
  resourceSpans: [
    {
      resource: { attributes: attributes({ 'service.name': 'desk' }) },
      scopeSpans: [
        {
          spans: [
            span('a', 'invoke_agent', {
              'gen_ai.operation.name': 'invoke_agent',
              'gen_ai.usage.input_tokens': 3000,
              'gen_ai.usage.output_tokens': 250,
            }),
            span('b', 'chat', {
              ...{ 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'm-1', 'gen_ai.response.model': 'm-1-2026-05-01' },
              ...{ 'gen_ai.usage.input_tokens': 1000, 'gen_ai.usage.cache_read.input_tokens': 600, 'gen_ai.usage.output_tokens': 200 },
              ...{ 'gen_ai.usage.reasoning.output_tokens': 80, 'gen_ai.response.time_to_first_chunk': 0.4 },
            }),
            span('c', 'chat', {
              ...{ 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'm-2', 'gen_ai.usage.input_tokens': 2000 },
              ...{ 'gen_ai.usage.cache_creation.input_tokens': 500, 'gen_ai.usage.output_tokens': 50 },
            }),
            span('d', 'execute_tool', { 'gen_ai.operation.name': 'execute_tool' }),
            span(
              'e',
              'chat',
              { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'm-1', 'error.type': 'timeout' },
              { status: { code: 2 } },
            ),
          ],
        },
      ],
    },
  ],
});

const OLD_SPANS = lines(
  {
    ...{ name: 'chat m-1', traceId: 't1', spanId: 's1', startTime: '2026-02-01T00:00:00.000000Z', endTime: '2026-02-01T00:00:02.500000Z' },
    attributes: {
      'gen_ai.system': 'openai',
      'gen_ai.request.model': 'm-1',
      'gen_ai.usage.prompt_tokens': 900,
      'gen_ai.usage.completion_tokens': 100,
    },
  },
  {
    ...{ name: 'chat m-1', traceId: 't2', spanId: 's2', startTime: '2026-02-01T01:00:00Z', endTime: '2026-02-01T01:00:01Z' },
    attributes: {
      ...{ 'gen_ai.request.model': 'm-1', 'gen_ai.usage.input_tokens': 500, 'gen_ai.usage.output_tokens': 50 },
      ...{ 'gen_ai.usage.prompt_tokens': 500, 'gen_ai.usage.completion_tokens': 50 },
    },
  },
);

const spend = (id: string, more: object) => ({
  ...{ request_id: id, call_type: 'acompletion', startTime: '2026-05-04T09:00:00Z', endTime: '2026-05-04T09:00:02Z', model: 'm-1' },
  ...{ completionStartTime: '2026-05-04T09:00:00.400Z', metadata: {}, cache_hit: 'None', status: 'success', ...more },
});

const LITELLM = lines(
  spend('1', {
    ...{ spend: 0.01, prompt_tokens: 1000, completion_tokens: 200 },
    metadata: {
      additional_usage_values: { prompt_tokens_details: { cached_tokens: 600 }, completion_tokens_details: { reasoning_tokens: 80 } },
    },
  }),
  spend('2', {
    ...{ spend: 0.02, prompt_tokens: 2000, completion_tokens: 50, custom_llm_provider: 'anthropic' },
    metadata: { additional_usage_values: { cache_read_input_tokens: 1000, cache_creation_input_tokens: 500 } },
  }),
  spend('3', { spend: 0, prompt_tokens: 1000, completion_tokens: 200, cache_hit: 'True' }),
  spend('4', { spend: 0, prompt_tokens: 0, completion_tokens: 0, status: 'failure' }),
);

const LANGFUSE = lines(
  { id: 'o0', traceId: 'tr', type: 'SPAN', startTime: '2026-05-04T09:00:00Z', usageDetails: {} },
  {
    ...{
      id: 'o1',
      traceId: 'tr',
      type: 'GENERATION',
      name: 'answer',
      model: 'm-1',
      startTime: '2026-05-04T09:00:00Z',
      latency: 2,
      timeToFirstToken: 0.4,
    },
    ...{ usageDetails: { input: 400, input_cached_tokens: 600, output: 120, output_reasoning_tokens: 80, total: 1200 }, totalCost: 0.01 },
  },
  {
    ...{ id: 'o2', traceId: 'tr', type: 'GENERATION', name: 'check', model: 'm-2', startTime: '2026-05-04T09:00:02Z', latency: 1 },
    ...{
      usageDetails: { input: 500, input_cached_tokens: 1000, input_cache_creation_5m: 300, input_cache_creation_1h: 200, output: 50 },
      totalCost: 0.02,
    },
  },
);

const OPENAI_CSV = `start_time,end_time,start_time_iso,end_time_iso,num_model_requests,model,batch,service_tier,input_tokens,output_tokens,input_cached_tokens,input_cache_write_tokens
1777852800,1777939200,2026-05-04T00:00:00+00:00,2026-05-05T00:00:00+00:00,5.0,m-1,False,default,5000,1000,1800,100
1777852800,1777939200,2026-05-04T00:00:00+00:00,2026-05-05T00:00:00+00:00,2.0,m-1,True,default,1000,200,0,0
1777939200,1778025600,2026-05-05T00:00:00+00:00,2026-05-06T00:00:00+00:00,,,,,,,,
`;

const OPENAI_API = JSON.stringify({
  object: 'page',
  data: [
    {
      ...{ object: 'bucket', start_time: 1777852800, end_time: 1777939200 },
      results: [
        {
          ...{
            object: 'organization.usage.completions.result',
            input_tokens: 5000,
            input_cached_tokens: 1800,
            input_cache_write_tokens: 200,
          },
          ...{ output_tokens: 1000, num_model_requests: 5, model: 'm-1', input_audio_tokens: 300 },
        },
      ],
    },
  ],
  has_more: false,
});

const OPENAI_COSTS = `start_time,end_time,start_time_iso,end_time_iso,amount_value,amount_currency,line_item
1777852800,1777939200,2026-05-04T00:00:00+00:00,2026-05-05T00:00:00+00:00,0.003835980000000000000000000000,usd,"m-1, input"
1777852800,1777939200,2026-05-04T00:00:00+00:00,2026-05-05T00:00:00+00:00,0.0024,usd,"m-1, output"
`;

const ANTHROPIC_API = JSON.stringify({
  data: [
    {
      ...{ starting_at: '2026-05-04T00:00:00Z', ending_at: '2026-05-05T00:00:00Z' },
      results: [
        {
          ...{ model: 'm-2', uncached_input_tokens: 1500, cache_read_input_tokens: 200, output_tokens: 500, service_tier: 'standard' },
          cache_creation: { ephemeral_5m_input_tokens: 500, ephemeral_1h_input_tokens: 1000 },
        },
      ],
    },
    { starting_at: '2026-05-05T00:00:00Z', ending_at: '2026-05-06T00:00:00Z', results: [] },
  ],
});

const ANTHROPIC_COSTS = JSON.stringify({
  data: [
    {
      ...{ starting_at: '2026-05-04T00:00:00Z', ending_at: '2026-05-05T00:00:00Z' },
      results: [
        { amount: '123.78912', currency: 'USD', cost_type: 'tokens', model: 'm-2' },
        { amount: '50', currency: 'USD', cost_type: 'web_search', model: null },
      ],
    },
  ],
});

const ANTHROPIC_CONSOLE = `\ufeffusage_date_utc,model_version,usage_type,context_window,usage_input_tokens_no_cache,usage_input_tokens_cache_write_5m,usage_input_tokens_cache_write_1h,usage_input_tokens_cache_read,usage_output_tokens,speed
2026-05-04,m-2,standard,≤ 200k,500,500,0,4000,400,
2026-05-04,m-2,batch,≤ 200k,10000,0,0,0,2000,
`;

const ANTHROPIC_CONSOLE_COSTS = `usage_date_utc,model,usage_type,token_type,cost_usd,cost_type
2026-05-04,M 2,message,input_no_cache,0.05,token
2026-05-04,,message,,0.03,web_search
`;

const said = (message: object, more: object = {}) => ({
  ...{ type: 'assistant', isSidechain: false, sessionId: 's', requestId: 'r1', timestamp: '2026-05-04T09:00:00.000Z', ...more },
  message: { role: 'assistant', model: 'm-2', content: [{ type: 'text', text: 'secret words' }], ...message },
});

const usage = (output: number) => ({
  ...{ input_tokens: 4, cache_creation_input_tokens: 2000, cache_read_input_tokens: 10_000, output_tokens: output },
  cache_creation: { ephemeral_5m_input_tokens: 1500, ephemeral_1h_input_tokens: 500 },
});

const CLAUDE_CODE = lines(
  { type: 'summary', summary: 'secret words' },
  { type: 'user', timestamp: '2026-05-04T08:59:59.000Z', message: { role: 'user', content: 'secret words' } },
  said({ id: 'm1', usage: usage(1) }),
  said({ id: 'm1', usage: usage(250) }),
  said({ id: 'm1', usage: usage(250) }),
  said({ id: 'm1', usage: usage(250) }, { isSidechain: true, requestId: 'other' }),
  said({ id: 'm2', usage: usage(100) }, { requestId: 'r2' }),
  said({ id: 'x', model: '<synthetic>', usage: usage(0) }),
);

const count = (at: string, total: readonly number[], last: readonly number[]) => {
  const of = ([input_tokens, cached_input_tokens, output_tokens, reasoning_output_tokens]: readonly number[]) => ({
    ...{ input_tokens, cached_input_tokens, output_tokens, reasoning_output_tokens },
  });
  return {
    timestamp: at,
    type: 'event_msg',
    payload: { type: 'token_count', info: { total_token_usage: of(total), last_token_usage: of(last) } },
  };
};

const CODEX = lines(
  { timestamp: '2026-05-04T09:00:00.000Z', type: 'session_meta', payload: { id: 'c1' } },
  { timestamp: '2026-05-04T09:00:00.000Z', type: 'turn_context', payload: { model: 'm-1' } },
  count('2026-05-04T09:01:00.000Z', [1000, 250, 125, 75], [1000, 250, 125, 75]),
  count('2026-05-04T09:01:01.000Z', [1000, 250, 125, 75], [1000, 250, 125, 75]),
  count('2026-05-04T09:02:00.000Z', [3500, 750, 425, 275], [2500, 500, 300, 200]),
);

const HELICONE = `response_id,response_status,request_created_at,request_properties,model,prompt_tokens,completion_tokens,latency,cost
r1,200,2026-05-04T09:00:00.000Z,"{""app"":""support""}",m-1,1200,300,2000,0.01
r2,429,2026-05-04T09:00:08.900Z,{},m-1,,,100,
`;

const OPENROUTER = `generation_id,created_at,cost_total,byok_usage_inference,tokens_prompt,tokens_completion,tokens_reasoning,tokens_cached,model_permaslug,generation_time_ms,time_to_first_token_ms
g1,2026-05-04 09:00:00.123,0.01,0,1000,200,80,600,openai/m-1-2026-05-01,1800,420
g2,2026-05-04 23:59:59.999,0.0,0.02,5000,400,0,4000,anthropic/m-2,3000,700
`;

const OPENROUTER_DAYS = `Date,Slug,Usage,BYOK Usage,Requests,Prompt Tokens,Completion Tokens,Reasoning Tokens
2026-05-04 00:00:00,anthropic/m-2,430.07,0,4115,70965665,3009973,0
`;

const PLAIN = `timestamp,model,input_tokens,cached_input_tokens,output_tokens,cost_usd,latency_ms,status
2026-05-04T09:00:00Z,m-1,1200,800,300,0.01,1800,200
2026-05-04T09:00:02Z,m-1,,,,,100,529
`;

const ANTHROPIC_WORDS = lines({
  ...{ timestamp: '2026-05-04T09:00:00Z', model: 'm-2', step: 'answer' },
  usage: { input_tokens: 4, cache_read_input_tokens: 1000, cache_creation_input_tokens: 500, output_tokens: 50 },
});

const none = { calls: 1, input: 0, uncached: 0, read: 0, written: [0, 0, 0], output: 0, reasoning: 0, usd: 0 };

/** Files of every kind, and what is billed in them: no token stands in two classes, reasoning is a part of the output. */
const CASES = [
  [
    'OpenTelemetry',
    'trace.json',
    OTLP,
    { ...none, calls: 2, input: 3000, uncached: 1900, read: 600, written: [0, 0, 500], output: 250, reasoning: 80 },
  ],
  ['OpenTelemetry', 'spans.jsonl', OLD_SPANS, { ...none, calls: 2, input: 1400, uncached: 1400, output: 150 }],
  [
    'LiteLLM',
    'a.jsonl',
    LITELLM,
    { ...none, calls: 2, input: 3000, uncached: 900, read: 1600, written: [0, 0, 500], output: 250, reasoning: 80, usd: 0.03 },
  ],
  [
    'Langfuse',
    'a.jsonl',
    LANGFUSE,
    { ...none, calls: 2, input: 3000, uncached: 900, read: 1600, written: [300, 200, 0], output: 250, reasoning: 80, usd: 0.03 },
  ],
  ['OpenAI usage', 'a.csv', OPENAI_CSV, { ...none, calls: 7, input: 6000, uncached: 4100, read: 1800, written: [0, 0, 100], output: 1200 }],
  [
    'OpenAI usage',
    'a.json',
    OPENAI_API,
    { ...none, calls: 5, input: 5000, uncached: 3000, read: 1800, written: [0, 0, 200], output: 1000 },
  ],
  ['OpenAI usage', 'cost.csv', OPENAI_COSTS, { ...none, calls: null, usd: 0.00623598 }],
  [
    'Anthropic usage',
    'a.json',
    ANTHROPIC_API,
    { ...none, calls: null, input: 3200, uncached: 1500, read: 200, written: [500, 1000, 0], output: 500 },
  ],
  ['Anthropic usage', 'cost.json', ANTHROPIC_COSTS, { ...none, calls: null, usd: 1.7378912 }],
  [
    'Anthropic usage',
    'a.csv',
    ANTHROPIC_CONSOLE,
    { ...none, calls: null, input: 15_000, uncached: 10_500, read: 4000, written: [500, 0, 0], output: 2400 },
  ],
  ['Anthropic usage', 'cost.csv', ANTHROPIC_CONSOLE_COSTS, { ...none, calls: null, usd: 0.08 }],
  [
    'Claude Code',
    'a.jsonl',
    CLAUDE_CODE,
    { ...none, calls: 2, input: 24_008, uncached: 8, read: 20_000, written: [3000, 1000, 0], output: 350 },
  ],
  ['Codex', 'a.jsonl', CODEX, { ...none, calls: 2, input: 3500, uncached: 2750, read: 750, output: 425, reasoning: 275 }],
  ['Helicone', 'a.csv', HELICONE, { ...none, input: 1200, uncached: 1200, output: 300, usd: 0.01 }],
  [
    'OpenRouter',
    'a.csv',
    OPENROUTER,
    { ...none, calls: 2, input: 6000, uncached: 1400, read: 4600, output: 600, reasoning: 80, usd: 0.03 },
  ],
  [
    'OpenRouter',
    'days.csv',
    OPENROUTER_DAYS,
    { ...none, calls: 4115, input: 70_965_665, uncached: 70_965_665, output: 3_009_973, usd: 430.07 },
  ],
  ['plain', 'a.csv', PLAIN, { ...none, input: 1200, uncached: 400, read: 800, output: 300, usd: 0.01 }],
  ['plain', 'a.jsonl', ANTHROPIC_WORDS, { ...none, input: 1504, uncached: 4, read: 1000, written: [0, 0, 500], output: 50 }],
] as const;

describe('A log is told by what is in it, whatever its name, and its tokens fall into disjoint classes', () => {
  it.each(CASES)('%s: %s', async (format, name, text, expected) => {
    const log = await readLog(name, text);
    expect(log.files.map((file) => file.format?.name)).toEqual([format]);
    expect(totals(log)).toEqual(expected);
  });

  it('says what was passed over, and which records are of a call that was there already', async () => {
    const { files } = await readLog('a.jsonl', CLAUDE_CODE);
    expect(files.map(({ records, duplicates, bad, skipped }) => ({ records, duplicates, bad, skipped: [...skipped] }))).toEqual([
      {
        records: 2,
        duplicates: 3,
        bad: 0,
        skipped: [
          ['a line without usage', 2],
          ['a message that no model wrote', 1],
        ],
      },
    ]);
  });

  it('knows times: seconds of Langfuse, milliseconds, and starts and ends', async () => {
    const times = async (name: string, text: string) =>
      (await readLog(name, text)).records.map(({ latencyMs, firstTokenMs }) => [latencyMs, firstTokenMs]);
    expect(await times('a.jsonl', LANGFUSE)).toEqual([
      [2000, 400],
      [1000, null],
    ]);
    expect(await times('a.csv', OPENROUTER)).toEqual([
      [1800, 420],
      [3000, 700],
    ]);
    expect((await times('trace.json', OTLP))[0]).toEqual([1800, 400]);
    expect((await times('a.jsonl', LITELLM))[0]).toEqual([2000, 400]);
  });

  it('tells failed attempts and answers from a cache of results from calls', async () => {
    const { records } = await readLog('a.jsonl', LITELLM);
    expect(records.map(({ failed, reused }) => [failed, reused])).toEqual([
      [false, false],
      [false, false],
      [false, true],
      [true, false],
    ]);
  });
});
