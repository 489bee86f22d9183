import { describe, expect, it } from 'vitest';
import { costUsd, type Usage } from '../../src/pricing/price.ts';
import type { ClassPrices } from '../../src/pricing/table.ts';
import { AS_FOUND, csvTrace, jsonTrace, TRACES_ARE_HERE } from './traces.ts';

const PLAIN: ClassPrices = { input: 2.5, cacheRead: null, cacheWrite: new Map(), output: 10 };
const CACHED: ClassPrices = { input: 3, cacheRead: 0.3, cacheWrite: new Map([['5m', 3.75]]), output: 15 };

const NOTHING: Usage = { uncachedInput: 0, cacheRead: 0, cacheWrite: 0, reasoning: 0, visibleOutput: 0 };

const plainUsd = (calls: readonly { readonly input: number; readonly output: number }[]): number =>
  calls.reduce((usd, { input, output }) => usd + costUsd({ ...NOTHING, uncachedInput: input, visibleOutput: output }, PLAIN, '5m'), 0);

const fromCsv = (name: string, input: string, output: string) =>
  csvTrace(name).map((record) => ({ input: Number(record[input]), output: Number(record[output]) }));

describe.skipIf(!TRACES_ARE_HERE)(`Recorded calls at $2.50 and $10 cost to the cent what their collectors say${AS_FOUND}`, () => {
  it('a chat service, half an hour of it: $51.43', () => {
    expect(plainUsd(fromCsv('azure2023_conv_first_half.csv.gz', 'ContextTokens', 'GeneratedTokens'))).toBeCloseTo(51.43, 2);
  });

  it('a chat service with long prompts, twenty minutes: $135.32', () => {
    const calls = jsonTrace<{ input_length: number; output_length: number }>('mooncake_conversation_first20min.jsonl.gz');
    expect(plainUsd(calls.map(({ input_length: input, output_length: output }) => ({ input, output })))).toBeCloseTo(135.32, 2);
  });

  it('coding agents, 345 sessions: $6,455.14', () => {
    expect(plainUsd(fromCsv('claude_code_agents_train.csv.gz', 'input_tokens', 'output_tokens'))).toBeCloseTo(6455.14, 2);
  });

  it('agents on a benchmark, calls that erred left out: $60.35', () => {
    const spans = jsonTrace<{ input_tokens: number; output_tokens: number; is_error: boolean }>('exgentic_otel_swebench_train.jsonl.gz');
    const answered = spans.filter(({ is_error: erred }) => !erred);
    expect(plainUsd(answered.map((span) => ({ input: span.input_tokens, output: span.output_tokens })))).toBeCloseTo(60.35, 2);
  });

  it('an airline’s help desk, 200 conversations: $19.61', () => {
    expect(plainUsd(fromCsv('taubench_gpt4o_airline.csv.gz', 'input_tokens', 'output_tokens'))).toBeCloseTo(19.61, 2);
  });

  it('summaries of papers: $66.17', () => {
    expect(plainUsd(fromCsv('vidur_arxiv_summarization_lengths.csv.gz', 'input_tokens', 'output_tokens'))).toBeCloseTo(66.17, 2);
  });
});

/** Coding agents whose prefix of 1,024 tokens or more is read where the call that had sent it started within the time to live. */
const agentsUsd = (ttlSeconds: number, writes: boolean): number =>
  csvTrace('claude_code_agents_train.csv.gz').reduce((usd, record) => {
    const [input, prefix] = [Number(record['input_tokens']), Number(record['prefix_tokens'])];
    const found = prefix >= 1024 && Number(record['prefix_age_s']) <= ttlSeconds ? prefix : 0;
    const rest = writes ? { cacheWrite: input - found } : { uncachedInput: input - found };
    return usd + costUsd({ ...NOTHING, cacheRead: found, ...rest, visibleOutput: Number(record['output_tokens']) }, CACHED, '5m');
  }, 0);

describe.skipIf(!TRACES_ARE_HERE)(`Coding agents at $3, $0.30 a cached token and $15${AS_FOUND}`, () => {
  it.each([
    ['nothing read', 0, false, 7776.57],
    ['prefixes kept for five minutes', 300, false, 1470.0],
    ['the same, all that is not read written at $3.75', 300, true, 1624.31],
    ['prefixes kept for an hour', 3600, false, 1201.08],
    ['prefixes kept for ever', Infinity, false, 1186.27],
  ])('%s', (_, ttlSeconds, writes, usd) => {
    expect(agentsUsd(ttlSeconds, writes)).toBeCloseTo(usd, 2);
  });
});
