import { describe, expect, it } from 'vitest';
import { playedStep, simulated } from '../../support/simulated.ts';
import { near } from './near.ts';

/** What one step reads and writes in a request. */
const cachedOf = async (steps: string, traffic: string, name: string, top = '') => {
  const { tokens, costUsd, cacheHitRate } = playedStep(await simulated(`${top}\nsteps:\n${steps}\ntraffic: ${traffic}\n`), name);
  return { read: tokens.cacheRead, written: tokens.cacheWrite, plain: tokens.uncachedInput, costUsd, cacheHitRate };
};

const model = (prompt: string, more = ''): string => `{ model: test/cached, prompt: [${prompt}], cache: 5m, output: 0${more} }`;

/** P(found) where a prefix is sent so often an hour and lives five minutes. */
const found = (perHour: number): number => 1 - Math.exp(-perHour / 12);

describe('what a call finds in the cache', () => {
  it('is not what a call beside it writes', async () => {
    const { read, written } = await cachedOf(
      `  vote: ${model('{ system: { tokens: 4000 } }', ', for_each: { items: 5 }')}`,
      '96 per day',
      'vote',
    );
    near(read, 20_000 * found(4));
    near(written, 20_000 * (1 - found(4)));
  });

  it('is what an earlier wave wrote', async () => {
    const { read } = await cachedOf(
      `  vote: ${model('{ system: { tokens: 4000 } }', ', for_each: { items: 4, parallel: 2 }')}`,
      '96 per day',
      'vote',
    );
    near(read, 8000 * found(4) + 8000);
  });

  it('is what the attempt before wrote, timed out or invalid; errors write nothing', async () => {
    const cut = await cachedOf(
      `  a: ${model('{ system: { tokens: 4000 } }', ', latency: 9s, retry: { attempts: 2, timeout: 1s }, on_failure: continue')}`,
      '96 per day',
      'a',
    );
    near(cut.read, 4000 * found(4) + 4000);
    const erring = await cachedOf(
      `  a: ${model('{ system: { tokens: 4000 } }', ', retry: { attempts: 2, errors: 50% }, on_failure: continue')}`,
      '96 per day',
      'a',
    );
    // Requests of which both attempts err send nothing: three in four do.
    near(erring.read, 0.75 * 4000 * found(3));
  });

  it('is kept warm by those only who send it', async () => {
    const { read } = await cachedOf(`  a: ${model('{ system: { tokens: 4000 } }', ', when: 25%')}`, '960 per day', 'a');
    near(read, 0.25 * 4000 * found(10));
  });

  it('is looked for version by version', async () => {
    const { read } = await cachedOf(`  a: ${model('{ system: { tokens: 4000 }, variants: 4, popularity: even }')}`, '960 per day', 'a');
    near(read, 4000 * found(10));
  });

  it('is shared by steps that begin alike, whatever they are called', async () => {
    const texts = { files: { 'rules.md': 'word '.repeat(3000), 'tools.md': 'tool '.repeat(2000) } };
    const prices = `
provider: test
source: https://example.com/prices
models:
  both:
    tokenizer: o200k_base
    context_window: 400k
    caching: { mode: automatic, min_tokens: 1024, ttl: [5m] }
    prices: [{ from: 2020-01-01, read: 2026-11-01, confidence: high, input: 2, cache_read: 0.2, output: 8 }]
`;
    const simulation = await simulated(
      `
steps:
  first: { model: test/both, prompt: [{ system: { file: rules.md } }, { user: { tokens: 10 } }], output: 0 }
  then: { model: test/both, prompt: [{ system: { file: rules.md } }, { examples: { file: tools.md } }], output: 0 }
traffic: 1 per day
`,
      { ...texts, prices, runs: 2000 },
    );
    const [first, then] = [playedStep(simulation, 'first'), playedStep(simulation, 'then')];
    expect(first.tokens.cacheRead.mean).toBeLessThan(100);
    // The second call of a request always finds what the first has sent: the rules, not the examples.
    expect(then.tokens.cacheRead.mean).toBeGreaterThan(first.cacheable.mean);
    expect(then.tokens.cacheRead.mean).toBeLessThan(1.1 * first.cacheable.mean);
  });

  it('is nothing below the least length, and nothing at all where the cache is cold', async () => {
    const short = await cachedOf(`  a: ${model('{ system: { tokens: 1000 } }')}`, '100k per day', 'a');
    near(short.read, 0);
    near(short.written, 0);
    expect(short.cacheHitRate).toBeNull();
    const cold = await cachedOf(
      `  a: ${model('{ system: { tokens: 4000 } }', ', repeat: { times: 3 }, carry: true')}`,
      '\n  base: { requests: 100k per day, cache: cold }',
      'a',
    );
    near(cold.read, 0);
    near(cold.written, 12_000);
  });

  it('is found with a fixed chance where the author says so, drawn once for all attempts of a run', async () => {
    const fixed = `  a: { model: test/cached, prompt: [{ system: { tokens: 4000 } }], cache: { hit: 70% }, output: 0, retry: { attempts: 2, invalid: 50% }, on_failure: continue }`;
    near((await cachedOf(fixed, '1 per day', 'a')).read, 0.7 * 4000 * 1.5);
  });

  it('is what the round before sent, unless the round took longer than the time to live', async () => {
    const rounds = (ms: string): string => `
  agent:
    repeat: { times: 3 }
    carry: true
    steps:
      think: ${model('{ user: { tokens: 2000 } }').replace('output: 0', 'output: 100')}
      act: { tool: t, latency: ${ms} }`;
    // Prompts of 2,000, 2,100 and 2,200 tokens: each reads the one before.
    near((await cachedOf(rounds('2s'), '1 per day', 'think')).read, 2000 + 2100);
    near((await cachedOf(rounds('6min'), '1 per day', 'think')).read, 0);
  });

  it('breaks where the oldest round drops out, and where a summary takes the place of the rounds', async () => {
    const carrying = (carry: string): string => `
  agent: ${model('{ system: { tokens: 2000 } }', `, repeat: { times: 5 }, carry: ${carry}`).replace('output: 0', 'output: 500')}`;
    // With the last two rounds: 2000, 2000 + 500, then the first of two drops out each time.
    near((await cachedOf(carrying('{ steps: true, last: 2 }'), '100k per day', 'agent')).read, 5 * 2000 + 500);
    // Over 1,200 tokens: after three rounds 1,500 become 100, then 600.
    const compacted = await cachedOf(carrying('{ steps: true, compact: { over: 1200, to: 100 } }'), '100k per day', 'agent');
    near(compacted.read, 5 * 2000 + 500 + 100);
    near(compacted.plain, 1500);
  });
});

describe('a session', () => {
  const session = (gap: string): string => `session: { turns: 4, gap: ${gap} }`;
  const reply = (history = 'history', more = ''): string =>
    `  reply: ${model(`{ system: { tokens: 2000 } }, ${history}, { user: { tokens: 100 } }`, more).replace('output: 0', 'output: 300')}`;
  const traffic = '\n  base: { sessions: 100k per day }';

  it('sends the turns before, and reads what the turn before sent where the gap allows', async () => {
    const near2 = await cachedOf(reply(), traffic, 'reply', session('1min'));
    // Turns read 2,000, 2,100, 2,500 and 2,900, and write 100, then 400 each.
    near(near2.read, (2000 + 2100 + 2500 + 2900) / 4);
    near(near2.written, (100 + 3 * 400) / 4);
    const far = await cachedOf(reply(), traffic, 'reply', session('6min'));
    near(far.read, 2000);
    near(far.written, (100 + 500 + 900 + 1300) / 4);
  });

  it('keeps only the last turns, or a summary of them', async () => {
    const last = await cachedOf(reply('{ history: { keep: answers, last: 1 } }'), traffic, 'reply', session('1min'));
    near(last.read, (2000 + 2100 + 2000 + 2000) / 4);
    const compact = await cachedOf(
      reply('{ history: { keep: answers, compact: { over: 700, to: 50 } } }'),
      traffic,
      'reply',
      session('1min'),
    );
    // Two turns make 800: before the third a summary reads them, and the history is 50.
    near(compact.plain, 800 / 4);
    near(compact.read, (2000 + 2100 + 2000 + 2150) / 4);
  });

  it('goes on after a failed turn, which adds nothing', async () => {
    const simulation = await simulated(`
session: { turns: 2, gap: 1min }
steps:
  reply: { model: test/plain, prompt: [history, { user: { tokens: 100 } }], output: 300, retry: { attempts: 1, errors: 50% } }
traffic: { base: { sessions: 10 per day } }
`);
    const { perRequest, perSession } = simulation;
    near(perRequest.success, 0.5);
    near(perRequest.tokens.uncachedInput, 0.5 * (100 + 0.5 * 200));
    near(perSession?.costUsd ?? { mean: 0, standardError: 0 }, 2 * perRequest.costUsd.mean);
    near(perSession?.success ?? { mean: 0, standardError: 0 }, 0.25);
  });

  it('has first and last turns', async () => {
    const simulation = await simulated(`
session: { turns: 4, gap: 1min }
steps:
  hello: { tool: t, when: first_turn, cost: $1 }
  ask: { tool: t, when: { not: last_turn }, cost: $1 }
traffic: { base: { sessions: 10 per day } }
`);
    near(playedStep(simulation, 'hello').runs, 0.25);
    near(playedStep(simulation, 'ask').runs, 0.75);
  });
});
