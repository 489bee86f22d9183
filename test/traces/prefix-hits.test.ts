import { describe, expect, it } from 'vitest';
import { Sent } from '../../src/projection/simulate/sent.ts';
import { projectionOf, stepOf } from '../support/projection.ts';
import { AS_FOUND, csvTrace, jsonTrace, TRACES_ARE_HERE } from './traces.ts';

type Call = { readonly timestamp: number; readonly input_length: number; readonly hash_ids: readonly number[] };

const BLOCK = 512;

/** Replays calls through the cache of the simulation, a block an entry; returns the share of input tokens that is read. */
const replayed = (calls: readonly Call[], ttlMs: number, leastTokens: number): number => {
  const sent = new Sent(1 + Math.max(...calls.flatMap(({ hash_ids: blocks }) => blocks)));
  let [read, all] = [0, 0];
  for (const [order, { timestamp, input_length: tokens, hash_ids: blocks }] of calls.entries()) {
    const missing = blocks.findIndex((block) => !sent.alive(block, timestamp, order, ttlMs));
    const found = Math.min(tokens, BLOCK * (missing === -1 ? blocks.length : missing));
    read += found >= leastTokens ? found : 0;
    all += tokens;
    for (const block of blocks) sent.send(block, timestamp, order, ttlMs);
  }
  return read / all;
};

describe.skipIf(!TRACES_ARE_HERE)(`Prefixes of a recorded chat service, replayed call by call${AS_FOUND}`, () => {
  it.each([
    [60, 0, 0.096],
    [300, 0, 0.278],
    [600, 0, 0.316],
    [3600, 0, 0.324],
    [60, 1024, 0.061],
    [300, 1024, 0.25],
    [600, 1024, 0.29],
    [3600, 1024, 0.298],
  ])('kept for %i s, from %i tokens on: %f of the input is read', (ttlSeconds, least, share) => {
    const calls = jsonTrace<Call>('mooncake_conversation_first20min.jsonl.gz');
    expect(replayed(calls, 1000 * ttlSeconds, least)).toBeCloseTo(share, 3);
  });
});

describe.skipIf(!TRACES_ARE_HERE)(`Prefixes of recorded coding agents, by the age that their collectors found${AS_FOUND}`, () => {
  it.each([
    [300, 0.919],
    [3600, 0.958],
    [Infinity, 0.96],
  ])('kept for %f s: %f of the input is read', (ttlSeconds, share) => {
    let [read, all] = [0, 0];
    for (const call of csvTrace('claude_code_agents_train.csv.gz')) {
      const prefix = Number(call['prefix_tokens']);
      all += Number(call['input_tokens']);
      if (prefix >= 1024 && Number(call['prefix_age_s']) <= ttlSeconds) read += prefix;
    }
    expect(read / all).toBeCloseTo(share, 3);
  });
});

type Turn = { readonly input: number; readonly output: number };

const conversations = (): readonly (readonly Turn[])[] => {
  const all = new Map<string, Turn[]>();
  for (const call of csvTrace('taubench_gpt4o_airline.csv.gz')) {
    const key = `${call['task_id']} ${call['trial']}`;
    all.set(key, [...(all.get(key) ?? []), { input: Number(call['input_tokens']), output: Number(call['output_tokens']) }]);
  }
  return [...all.values()];
};

const meanOf = (list: readonly number[]): number => list.reduce((sum, value) => sum + value, 0) / list.length;

describe.skipIf(!TRACES_ARE_HERE)(`An airline’s help desk, planned from how it was used${AS_FOUND}`, () => {
  it('costs what it did within 5 %, and reads the share of its input that was seen before within 2 points', async () => {
    const talks = conversations();
    const between = talks.flatMap((talk) => talk.slice(1).map(({ input }, at) => input - (talk[at]?.input ?? 0) - (talk[at]?.output ?? 0)));
    const projection = await projectionOf(`
steps:
  talk:
    repeat: { times: { values: [${talks.map(({ length }) => length).join()}] } }
    carry: [agent, world]
    steps:
      agent:
        model: test/cached
        prompt: [{ system: { tokens: ${meanOf(talks.map(([first]) => first?.input ?? 0))} } }]
        cache: 5m
        output: { values: [${talks.flatMap((talk) => talk.map(({ output }) => output)).join()}] }
      world:
        tool: customer and booking system
        cost: $0
        output: { values: [${between.join()}] }
`);
    const real = talks.flat();
    const agent = stepOf(projection, 'agent').tokens;
    const input = agent.uncachedInput + agent.cacheRead + agent.cacheWrite;
    const plain = (tokens: number, output: number): number => (2.5 * tokens + 10 * output) / 1e6;
    const planned = plain(input, agent.visibleOutput);
    const was = plain(meanOf(real.map((turn) => turn.input)), meanOf(real.map(({ output }) => output))) * (real.length / talks.length);
    expect(Math.abs(planned / was - 1)).toBeLessThan(0.05);
    expect(Math.abs(agent.cacheRead / input - 0.894)).toBeLessThan(0.02);
  });
});
