import { describe, expect, it } from 'vitest';
import { close } from '../support/close.ts';
import { projectionOf, stepOf } from '../support/projection.ts';

const MTOK = 1e-6;

/** The chance that one of so many requests a day came within five minutes. */
const hitOf = (perDay: number): number => 1 - Math.exp((-perDay / 86_400) * 300);

describe('what other requests keep warm', () => {
  const cached = (rest: string, traffic = '720 per day'): string =>
    `{ steps: { answer: { model: test/cached, cache: 5m, output: 0, prompt: [{ system: { tokens: 8000 }${rest} }, { user: { tokens: 2000 } }] } }, traffic: ${traffic} }`;

  it('at 30 requests an hour is found in 91.79 %: 1 − e^(−2.5), and a request costs $0.01066555', async () => {
    const projection = await projectionOf(cached(''));
    close(stepOf(projection, 'answer').cacheHitRate ?? 0, 0.917915, 1e-6);
    close(projection.tokens.cacheRead, 8000 * hitOf(720));
    close(projection.tokens.cacheWrite, 8000 * (1 - hitOf(720)));
    close(projection.costUsd, 0.01066555, 1e-6);
  });

  it('pays from 2.94 requests an hour on, where 21.74 % find it: (3.75 − 3) ÷ (3.75 − 0.30)', async () => {
    const plain = 0.03;
    const [below, above] = [await projectionOf(cached('', '70.5 per day')), await projectionOf(cached('', '70.7 per day'))];
    expect(below.costUsd).toBeGreaterThan(plain);
    expect(above.costUsd).toBeLessThan(plain);
  });

  it('in two versions of even popularity is found by half the stream each: 1 − e^(−1.25)', async () => {
    const projection = await projectionOf(cached(', variants: 2, popularity: even'));
    close(projection.tokens.cacheRead, 8000 * hitOf(360));
  });

  it('in two versions by Zipf is one asked for twice as often as the other', async () => {
    const projection = await projectionOf(cached(', variants: 2'));
    close(projection.tokens.cacheRead, 8000 * ((2 / 3) * hitOf(480) + (1 / 3) * hitOf(240)));
  });

  it('is averaged over the hours, weighted by their requests: all in one hour of each day are 24 times as dense', async () => {
    const hours = `[${Array.from({ length: 24 }, (_, hour) => (hour === 9 ? 1 : 0))}]`;
    const projection = await projectionOf(
      cached('', `{ base: { requests: 48 per day, shape: { hours: ${hours}, weekdays: [1, 1, 1, 1, 1, 1, 1] } } }`),
    );
    close(projection.tokens.cacheRead, 8000 * hitOf(48 * 24));
  });

  it('is never found in a cold scenario: all is written', async () => {
    const projection = await projectionOf(cached('', '{ base: { requests: 720 per day, cache: cold } }'));
    expect([projection.tokens.cacheRead, projection.tokens.cacheWrite]).toEqual([0, 8000]);
  });

  it('is what the author says where a hit rate is stated: 80 % of 8,000', async () => {
    const projection = await projectionOf(cached('').replace('cache: 5m', 'cache: { hit: 80% }'));
    close(projection.tokens.cacheRead, 6400);
    close(projection.tokens.cacheWrite, 1600);
    expect(projection.tokens.uncachedInput).toBe(2000);
  });

  it('is not read by calls side by side, which all write: five votes are five misses', async () => {
    const projection = await projectionOf(
      '{ steps: { vote: { for_each: { items: 5 }, model: test/cached, prompt: [{ system: { tokens: 4000 } }], cache: 5m, output: 0 } }, traffic: 96 per day }',
    );
    close(projection.tokens.cacheRead, 20_000 * hitOf(96));
    close(projection.tokens.cacheWrite, 20_000 * (1 - hitOf(96)));
  });

  it('is read by every attempt after the first: 0.2 of a second call read 8,000', async () => {
    const projection = await projectionOf(
      cached('').replace('output: 0', 'output: 0, retry: { attempts: 2, invalid: 20% }').replace('720', '0'),
    );
    close(projection.tokens.cacheWrite, 8000);
    close(projection.tokens.cacheRead, 0.2 * 8000);
  });
});

describe('a loop that carries', () => {
  const loop = (repeat: string, carry: string): string =>
    `{ steps: { g: { repeat: ${repeat}, carry: ${carry}, steps: { think: { model: test/plain, prompt: 500, output: 600 } } } } }`;

  it('only the last round sends 500 at first and 1,100 then', async () => {
    close((await projectionOf(loop('{ times: 4 }', '{ steps: true, last: 1 }'))).tokens.uncachedInput, 500 + 3 * 1100);
  });

  it('is shortened before the round that would carry too much: 1,200 become 100 in one call more', async () => {
    const projection = await projectionOf(loop('{ times: 4 }', '{ steps: true, compact: { over: 1000, to: 100, model: test/dear } }'));
    expect(projection.calls).toBe(5);
    const think = stepOf(projection, 'think');
    close(think.links[0]?.uncachedInput ?? 0, 500 + 1100 + 600 + 1200);
    close(think.compaction?.uncachedInput ?? 0, 1200);
    close(think.compaction?.visibleOutput ?? 0, 100);
    close(projection.costUsd, (3400 * 2.5 + 2400 * 10 + (1200 + 100) * 40) * MTOK);
  });

  it('hands on all that it carried: 4 × 600 as the rounds, 600 as its last', async () => {
    const projection = await projectionOf(`{ steps: {
      g: { repeat: { times: 4 }, carry: true, steps: { think: { model: test/plain, prompt: 500, output: 600 } } },
      all: { model: test/plain, prompt: [{ context: { rounds: g } }], output: 0 },
      last: { model: test/plain, prompt: [{ context: { step: g } }], output: 0 } } }`);
    close(stepOf(projection, 'all').tokens.uncachedInput, 2400);
    close(stepOf(projection, 'last').tokens.uncachedInput, 600);
  });
});

describe('a loop until a judge is content', () => {
  const judged = `{ steps: { loop: { repeat: { until: judge.good, max: 3 }, steps: {
      draft: { model: test/plain, prompt: 1000, output: 500 },
      judge: { model: test/plain, prompt: 800, output: 10, outcomes: { good: 60%, bad: rest } } } },
    desk: { human: clerk, needs: [loop], when: judge.bad, work: 6min, wage: $50 per hour } } }`;

  it('runs 1 + 0.4 + 0.16 rounds of two calls', async () => {
    const projection = await projectionOf(judged);
    close(projection.calls, 2 * 1.56);
    close(projection.costUsd, 1.56 * (1800 * 2.5 + 510 * 10) * MTOK + 0.064 * 5);
  });

  it('has the outcome of its last round: three times bad in 6.4 %', async () => {
    close(stepOf(await projectionOf(judged), 'desk').runs, 0.4 ** 3);
  });
});

describe('a document in pieces', () => {
  const read = (document: string, chunks: string): string =>
    `{ inputs: { document: ${document} }, steps: { read: { for_each: { chunks_of: document, ${chunks} }, model: test/plain,
      prompt: [{ system: { tokens: 100 } }, { user: { chunk: document } }], output: 50 } } }`;

  it('of 4,500 tokens by 1,000 is five calls, each with its own instructions', async () => {
    const projection = await projectionOf(read('4500', 'size: 1000, parallel: 2'));
    expect(projection.calls).toBe(5);
    close(projection.tokens.uncachedInput, 4500 + 500);
    close(projection.tokens.visibleOutput, 250);
  });

  it('that overlap by 100 sends 2,500 tokens as ⌈2,400 ÷ 900⌉ = 3 pieces and 200 twice', async () => {
    const projection = await projectionOf(read('2500', 'size: 1000, overlap: 100'));
    expect(projection.calls).toBe(3);
    close(projection.tokens.uncachedInput, 2700 + 300);
  });

  it('takes the mean over documents, not the pieces of the mean one: 0, 1 and 3 pieces are 4/3', async () => {
    const projection = await projectionOf(read('{ values: [0, 400, 2600] }', 'size: 1000'));
    close(projection.calls, 4 / 3);
    close(projection.tokens.uncachedInput, 1000 + 100 * (4 / 3));
  });
});

describe('a session', () => {
  const session = (turns: string, rest = '', traffic = 300): string => `{ session: { turns: ${turns}, gap: 1min },
    steps: { reply: { model: test/plain, prompt: [{ system: { tokens: 600 } }, history, { user: { tokens: 50 } }], output: 150 ${rest} } },
    traffic: { base: { sessions: ${traffic} per day } } }`;

  it('of four turns sends 0, 1, 2 and 3 earlier turns of 200 tokens: 950 a turn', async () => {
    const projection = await projectionOf(session('4'));
    expect([projection.requestsPerDay, projection.turns]).toEqual([1200, 4]);
    close(projection.tokens.uncachedInput, 650 + 200 * 1.5);
    close(projection.costUsd * 4, (4 * 650 + 200 * 6) * 2.5 * MTOK + 4 * 150 * 10 * MTOK);
  });

  it('is counted by turns, not by sessions: of one turn or three, 3 × 200 of history fall on 4 turns', async () => {
    const projection = await projectionOf(session('{ values: [1, 3] }'));
    expect(projection.turns).toBe(2);
    close(projection.tokens.uncachedInput, 650 + (200 * 3) / 4);
  });

  it('that fails in a turn goes on, and that turn adds nothing: half of the history is missing', async () => {
    const projection = await projectionOf(session('4', ', retry: { errors: 50% }'));
    close(projection.successRate, 0.5);
    close(projection.tokens.uncachedInput, 0.5 * (650 + 0.5 * 200 * 1.5));
  });

  it('whose history is shortened reads 600 once and goes on with 50', async () => {
    const projection = await projectionOf(`{ session: { turns: 4, gap: 1min }, steps: { reply: { model: test/plain, output: 200,
      prompt: [{ system: { tokens: 600 } }, { history: { keep: answers, compact: { over: 500, to: 50 } } }, { user: { tokens: 100 } }] } } }`);
    close(projection.calls, 5 / 4);
    close(projection.tokens.uncachedInput, (700 + 1000 + 600 + 750 + 1050) / 4);
    close(projection.tokens.visibleOutput, (4 * 200 + 50) / 4);
  });

  it('of which only the last two turns are kept sends 0, 200, 400 and 400', async () => {
    const projection = await projectionOf(session('4').replace('history', '{ history: { keep: answers, last: 2 } }'));
    close(projection.tokens.uncachedInput, 650 + (0 + 200 + 400 + 400) / 4);
  });

  /** Turns send 1,650, 1,850 and 2,050 tokens, each the whole of the one before. */
  const remembered = (
    gap: string,
  ): string => `{ session: { turns: 3, gap: ${gap} }, steps: { reply: { model: test/cached, cache: 5m, output: 150,
    prompt: [{ system: { tokens: 1600 } }, history, { user: { tokens: 50 } }] } }, traffic: { base: { sessions: 100 per day } } }`;

  it('reads what the turn before sent, and writes what is new: 200 tokens', async () => {
    const projection = await projectionOf(remembered('1min'));
    close(projection.tokens.cacheRead, (1600 * hitOf(300) + 1650 + 1850) / 3);
    close(projection.tokens.cacheWrite, (1650 - 1600 * hitOf(300) + 200 + 200) / 3);
    expect(projection.tokens.uncachedInput).toBe(0);
  });

  it('whose next turn comes after ten minutes in half of the cases then reads only what others keep warm', async () => {
    const projection = await projectionOf(remembered('{ values: [1min, 10min] }'));
    const shared = 1600 * hitOf(300);
    const read = [shared, 0.5 * 1650 + 0.5 * shared, 0.5 * 1850 + 0.5 * shared];
    close(projection.tokens.cacheRead, read.reduce((sum, tokens) => sum + tokens, 0) / 3);
  });

  it('runs a step of its first turn once in three', async () => {
    const projection = await projectionOf(`{ session: { turns: 3, gap: 1min },
      steps: { hello: { tool: x, when: first_turn, cost: $3 }, bye: { tool: y, needs: [], when: last_turn, cost: $6 } } }`);
    close(stepOf(projection, 'hello').runs, 1 / 3);
    close(projection.costUsd, 1 + 2);
  });
});

describe('what makes a step cheaper or ends a request', () => {
  it('an answer from a result cache costs nothing and hands on the same', async () => {
    const projection = await projectionOf(`{ steps: { find: { model: test/plain, reuse: 30%, prompt: 1000, output: 100 },
      use: { model: test/plain, prompt: [{ context: { step: find } }], output: 0 } } }`);
    close(stepOf(projection, 'find').costUsd, 0.7 * 0.0035);
    close(stepOf(projection, 'find').calls, 0.7);
    close(stepOf(projection, 'find').runs, 1);
    close(stepOf(projection, 'use').tokens.uncachedInput, 100);
  });

  it('a guardrail that blocks one request in five leaves four for what follows, and fails none', async () => {
    const projection = await projectionOf(`{ steps: { guard: { tool: guard, outcomes: { block: 20%, ok: rest }, ends_request: [block] },
      answer: { tool: x, cost: $1 } } }`);
    close(projection.costUsd, 0.8);
    expect(projection.successRate).toBe(1);
  });
});

describe('a loop of 120 rounds, most of them taken from how rounds answer to what is piled up,', () => {
  const loop = (model: string, output: number): string => `
steps:
  work:
    repeat: { times: 120 }
    carry: true
    steps:
      act: { model: ${model}, prompt: 1000, output: ${output}, cache: off }
`;

  it('sends the sum of what each round sends: 120 × 1,000 + 500 × (0 + 1 + … + 119) = 3,690,000 tokens', async () => {
    const { tokens } = await projectionOf(loop('test/plain', 500));
    expect(tokens.uncachedInput).toBeCloseTo(3_690_000, 3);
  });

  it('meets a size at which the price doubles in the round that passes it: the 51st at 201,000 tokens', async () => {
    const sizes = Array.from({ length: 120 }, (_, k) => 1000 + 4000 * k);
    const usd = sizes.reduce((sum, size) => sum + (size > 200_000 ? 2.5 * size + 15 * 4000 : 1.25 * size + 10 * 4000) / 1e6, 0);
    const { costUsd, steps } = await projectionOf(loop('test/tiered', 4000));
    expect(sizes[50]).toBe(201_000);
    expect(costUsd).toBeCloseTo(usd, 9);
    expect(steps.find(({ step }) => step.name === 'act')?.calls).toBeCloseTo(120, 9);
  });
});
