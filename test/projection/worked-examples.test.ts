import { describe, expect, it } from 'vitest';
import type { Projection } from '../../src/projection/projection.ts';
import { close } from '../support/close.ts';
import { projectionOf, projectionsOf, stepOf } from '../support/projection.ts';

/** 730 hours: what every rate calls a month. */
const DAYS = 730 / 24;
const MTOK = 1e-6;

const firstMonth = (projection: Projection) => {
  const [month] = projection.months;
  if (month === undefined) throw new Error('no month');
  return month;
};

describe('a call', () => {
  it('costs its tokens times the price of each class: 12,000 in at $3 and 600 out at $15 a million are $0.045', async () => {
    const projection = await projectionOf('steps: { answer: { model: test/cached, prompt: 12k, output: 600 } }');
    close(projection.costUsd, 0.045);
    expect(projection.exact).toBe(true);
    expect(projection.tokens).toEqual({ uncachedInput: 12_000, cacheRead: 0, cacheWrite: 0, reasoning: 0, visibleOutput: 600 });
    expect([projection.calls, projection.successRate]).toEqual([1, 1]);
  });

  it('costs half of it on a batch tier of 50 %', async () => {
    close((await projectionOf('steps: { answer: { model: test/cached, tier: batch, prompt: 12k, output: 600 } }')).costUsd, 0.045 / 2);
  });

  it('bills reasoning at the output price, in a class of its own', async () => {
    const projection = await projectionOf('steps: { answer: { model: test/plain, prompt: 1k, output: 200, reasoning: 800 } }');
    close(projection.costUsd, 0.0025 + 0.01);
    expect([projection.tokens.reasoning, projection.tokens.visibleOutput]).toEqual([800, 200]);
  });

  it('never writes more than max_output, reasoning first', async () => {
    const projection = await projectionOf('steps: { a: { model: test/plain, prompt: 0, output: 200, reasoning: 800, max_output: 850 } }');
    expect([projection.tokens.reasoning, projection.tokens.visibleOutput]).toEqual([800, 50]);
    const thinking = await projectionOf('steps: { a: { model: test/plain, prompt: 0, output: 200, reasoning: 800, max_output: 700 } }');
    expect([thinking.tokens.reasoning, thinking.tokens.visibleOutput]).toEqual([700, 0]);
  });

  it('never writes more than its model can: 128k at most', async () => {
    expect((await projectionOf('steps: { a: { model: test/cached, prompt: 0, output: 200k } }')).tokens.visibleOutput).toBe(128_000);
  });

  it('sends no more than max_input', async () => {
    const projection = await projectionOf(
      'steps: { a: { model: test/plain, prompt: { values: [1000, 9000] }, output: 0, max_input: 3000 } }',
    );
    close(projection.tokens.uncachedInput, 2000);
    expect(projection.exact).toBe(true);
  });

  it('with a prompt over the window is no call and costs nothing: the request fails', async () => {
    const projection = await projectionOf('steps: { a: { model: test/small, prompt: 1001, output: 10, retry: { attempts: 3 } } }');
    expect([projection.costUsd, projection.calls, projection.successRate]).toEqual([0, 0, 0]);
    const fits = await projectionOf('steps: { a: { model: test/small, prompt: 1000, output: 10 } }');
    expect([fits.calls, fits.successRate]).toEqual([1, 1]);
  });

  it('of an embedding model bills no output, and hands it on', async () => {
    const projection = await projectionOf(
      'steps: { embed: { model: test/embedding, prompt: 1k, output: 50 }, answer: { model: test/plain, prompt: [{ context: { step: embed } }], output: 0 } }',
    );
    close(stepOf(projection, 'embed').costUsd, 0.1 * 1000 * MTOK);
    expect(stepOf(projection, 'embed').tokens.visibleOutput).toBe(0);
    expect(stepOf(projection, 'answer').tokens.uncachedInput).toBe(50);
  });

  it('is the same under an alias of its model', async () => {
    const [named, alias] = await Promise.all(
      ['plain', 'plain-latest'].map((id) => projectionOf(`steps: { a: { model: test/${id}, prompt: 4k, output: 1k } }`)),
    );
    expect(alias?.costUsd).toBe(named?.costUsd);
  });
});

describe('a cached call', () => {
  /** 9,000 tokens that everybody sends, 2,000 of one session, 1,000 of this turn. */
  const mixed = (tier: string): string => `{ session: { turns: 1, gap: 1min },
    steps: { answer: { model: test/cached, cache: 5m, tier: ${tier}, output: 600,
      prompt: [{ system: { tokens: 9000 } }, { context: { tokens: 2000 }, shared: session }, { user: { tokens: 1000 } }] } },
    traffic: { base: { sessions: 1M per day } } }`;

  it('of 9,000 tokens read, 2,000 written, 1,000 plain and 600 out costs $0.0222 instead of $0.045, $0.0111 on batch', async () => {
    const projection = await projectionOf(mixed('standard'));
    const { uncachedInput, cacheRead, cacheWrite } = projection.tokens;
    expect(uncachedInput).toBe(1000);
    close(cacheRead, 9000);
    close(cacheWrite, 2000);
    close(projection.costUsd, 0.0222);
    close((await projectionOf(mixed('batch'))).costUsd, 0.0111);
  });
});

describe('long context', () => {
  const cost = async (prompt: string, rest = ''): Promise<Projection> =>
    projectionOf(`steps: { read: { model: test/tiered, prompt: ${prompt}, output: 1000 ${rest} } }`);

  it('has the lower price at the threshold itself: 200,000 tokens cost $0.26', async () => close((await cost('200000')).costUsd, 0.26));

  it('has the upper price for all tokens of a call beyond it: 200,001 tokens cost $0.5150025', async () =>
    close((await cost('200001')).costUsd, 0.5150025));

  it('is priced over the mixture of sizes, not at its mean: $0.198 where the mean size would cost $0.16', async () => {
    const projection = await cost('{ mix: [{ share: 90%, tokens: 100k }, { share: 10%, tokens: 300k }] }');
    close(projection.costUsd, 0.198);
    expect(projection.exact).toBe(true);
  });

  it('is met exactly by a range that crosses it: uniform 100k to 300k is half below', async () => {
    const projection = await cost('{ uniform: [100k, 300k] }');
    close(projection.costUsd, 0.5 * (150_000 * 1.25 + 10_000) * MTOK + 0.5 * (250_000 * 2.5 + 15_000) * MTOK, 1e-9);
  });

  it('counts all parts of a prompt together', async () => {
    const projection = await cost('[{ user: { tokens: 150k } }, { user: { tokens: { values: [50k, 50001] } } }]');
    close(projection.costUsd, 0.5 * 0.26 + 0.5 * 0.5150025);
  });

  it('is told apart at the very ends of what a prompt may be: exactly at a threshold, or beyond it', async () => {
    close((await cost('{ values: [200k, 200001] }')).costUsd, (0.26 + 0.5150025) / 2);
    const inclusive = await projectionOf('steps: { a: { model: test/stepped, prompt: { values: [100, 1500] }, output: 0 } }');
    close(inclusive.costUsd, 0.5 * 100 * MTOK + 0.5 * 1500 * 6 * MTOK);
    const window = await projectionOf('steps: { a: { model: test/small, prompt: { values: [1000, 1001] }, output: 0 } }');
    close(window.successRate, 0.5);
  });

  it('yields to the prices of a tier, where that names them: fast input costs $4 at any size', async () => {
    close((await cost('100k', ', tier: fast')).costUsd, 0.4 + 0.01);
    close((await cost('300k', ', tier: fast')).costUsd, 1.2 + 0.015);
  });

  it('is multiplied by the factor of a tier', async () => close((await cost('200001', ', tier: batch')).costUsd, 0.5150025 / 2));

  it('takes an inclusive threshold at its first token, and keeps the row’s price for what it does not name', async () => {
    const sized = async (prompt: number) =>
      (await projectionOf(`steps: { a: { model: test/stepped, prompt: ${prompt}, output: 1000 } }`)).costUsd;
    close(await sized(900), (900 * 1 + 2000) * MTOK);
    close(await sized(901), (901 * 2 + 5000) * MTOK);
    close(await sized(1499), (1499 * 2 + 5000) * MTOK);
    close(await sized(1500), (1500 * 6 + 2000) * MTOK);
  });
});

describe('retries', () => {
  it('of a tool whose failures are free: two attempts of 5 % cost 0.9975 × $0.01', async () => {
    const projection = await projectionOf('steps: { a: { tool: primary, cost: $0.01, retry: { attempts: 2, errors: 5% } } }');
    close(projection.costUsd, 0.9975 * 0.01);
    close(projection.successRate, 0.9975);
    expect(projection.calls).toBe(0);
  });

  it('of three attempts at 10 % take 1.11 calls and succeed in 99.9 %', async () => {
    const billed = await projectionOf('steps: { a: { model: test/plain, prompt: 8k, output: 0, retry: { attempts: 3, invalid: 10% } } }');
    close(billed.calls, 1.11);
    close(billed.successRate, 0.999);
    close(billed.costUsd, 1.11 * 0.02);
    const free = await projectionOf('steps: { a: { model: test/plain, prompt: 8k, output: 0, retry: { attempts: 3, errors: 10% } } }');
    close(free.calls, 1.11);
    close(free.costUsd, 0.999 * 0.02);
  });

  it('bill answers that fail validation, and errors not: f = e + (1 − e)v', async () => {
    const projection = await projectionOf(
      'steps: { a: { model: test/plain, prompt: 1200, output: 300, retry: { attempts: 4, errors: 2%, invalid: 15% } } }',
    );
    const attempts = (1 - 0.167 ** 4) / (1 - 0.167);
    close(projection.calls, attempts);
    close(projection.costUsd, 0.006 * 0.98 * attempts);
    close(projection.successRate, 1 - 0.167 ** 4);
  });

  it('that always err make every attempt, and no bill', async () => {
    const projection = await projectionOf(
      'steps: { a: { model: test/plain, prompt: 1k, output: 1k, retry: { attempts: 5, errors: 100% } } }',
    );
    expect([projection.calls, projection.costUsd, projection.successRate]).toEqual([5, 0, 0]);
  });

  it('come from the defaults, key by key', async () => {
    const projection = await projectionOf(
      '{ defaults: { retry: { attempts: 3, errors: 10% } }, steps: { a: { model: test/plain, prompt: 1k, output: 0, retry: { attempts: 2 } }, b: { model: test/plain, prompt: 1k, output: 0 } } }',
    );
    close(stepOf(projection, 'a').calls, 1.1);
    close(stepOf(projection, 'b').calls, 0.99 * 1.11);
  });
});

describe('a fallback chain', () => {
  const CHAIN = `{ steps: { answer: { model: test/primary, prompt: 900, output: 100, retry: { attempts: 2, errors: 5% },
    fallback: [{ model: test/dear, retry: { errors: 2% } }] } } }`;

  it('costs 0.9975 × $0.01 + 0.0025 × 0.98 × $0.04 = $0.010073 where failures are free', async () => {
    const projection = await projectionOf(CHAIN);
    close(projection.costUsd, 0.010073);
    close(projection.successRate, 1 - 0.00005);
    close(projection.calls, 1.05 + 0.0025);
    const [own, fallback] = stepOf(projection, 'answer').links;
    close(own?.modelsUsd[0] ?? 0, 0.9975 * 0.01);
    close(fallback?.reached ?? 0, 0.0025);
  });

  it('costs $0.01 × 1.05 + 0.0025 × $0.04 = $0.0106 where failures are billed', async () => {
    close((await projectionOf(CHAIN.replaceAll('errors', 'invalid'))).costUsd, 0.0106);
  });

  it('of model steps costs the same, written as a step that goes on and one that waits for its failure', async () => {
    const projection = await projectionOf(`{ steps: {
      first: { model: test/primary, prompt: 900, output: 100, retry: { attempts: 2, errors: 5% }, on_failure: continue },
      second: { model: test/dear, prompt: 900, output: 100, retry: { errors: 2% }, when: first.failed } } }`);
    close(projection.costUsd, 0.010073);
    close(projection.successRate, 1 - 0.00005);
    close(stepOf(projection, 'second').runs, 0.0025);
  });

  it('gives a fallback without a retry of its own one attempt that cannot err', async () => {
    const projection = await projectionOf(
      'steps: { a: { model: test/primary, prompt: 900, output: 100, retry: { attempts: 2, errors: 50% }, fallback: [{ model: test/dear }] } }',
    );
    close(projection.costUsd, 0.75 * 0.01 + 0.25 * 0.04);
    expect(projection.successRate).toBe(1);
  });

  it('ends in a fixed reply that is free, always there, and hands on nothing', async () => {
    const projection =
      await projectionOf(`{ steps: { a: { tool: search, cost: $0.01, output: 1000, retry: { errors: 20% }, fallback: [{ reply: fixed }] },
      b: { model: test/plain, prompt: [{ context: { step: a } }], output: 0 } } }`);
    close(stepOf(projection, 'a').costUsd, 0.008);
    expect(projection.successRate).toBe(1);
    close(stepOf(projection, 'b').tokens.uncachedInput, 800);
  });
});

describe('a loop', () => {
  /** 2,000 tokens of system and tools; each round adds 500 in, and its answer of 300 comes back in the next. */
  const agent = async (repeat: string, cache: string): Promise<Projection> =>
    projectionOf(`steps: { agent: { repeat: ${repeat}, carry: true, steps: {
      think: { model: test/cached, cache: ${cache}, prompt: [{ user: { tokens: 2500 } }], output: 300 }, act: { tool: shell, output: 500 } } } }`);

  it('of ten rounds that carry sends 61,000 tokens for $0.228: the sum grows with the square of the rounds', async () => {
    const projection = await agent('{ times: 10 }', 'off');
    close(projection.tokens.uncachedInput, 61_000);
    close(projection.tokens.visibleOutput, 3000);
    close(projection.costUsd, 0.228);
    expect(projection.exact).toBe(true);
  });

  it('of ten rounds that carry reads 51,300 of them where they are cached, writes 9,700, and costs $0.096765', async () => {
    const projection = await agent('{ times: 10 }', '5m');
    expect(projection.tokens.uncachedInput).toBe(0);
    close(projection.tokens.cacheRead, 51_300);
    close(projection.tokens.cacheWrite, 9700);
    close(projection.costUsd, 0.096765);
  });

  it('that goes on with 80 %, ten rounds at most, makes 4.46312909 calls and sends 21,144.8685056 tokens', async () => {
    const projection = await agent('{ continue: 80%, max: 10 }', 'off');
    close(projection.calls, 4.46312909, 1e-8);
    close(projection.tokens.uncachedInput, 21_144.8685056);
    close(projection.tokens.visibleOutput, 1338.9387264);
    close(projection.costUsd, 0.08351869, 1e-7);
  });

  it('that goes on with 80 % writes 2,500 tokens in its first round and 800 in each later one, and reads the rest', async () => {
    const projection = await agent('{ continue: 80%, max: 10 }', '5m');
    const written = 2500 + 800 * 3.463129088;
    close(projection.tokens.cacheWrite, written, 1e-8);
    close(projection.tokens.cacheRead, 21_144.8685056 - written, 1e-8);
  });

  it('is not planned at its mean number of rounds, which would come out 13.67 % too low', async () => {
    const mean = (await agent('{ continue: 80%, max: 10 }', 'off')).calls;
    const sent = mean * 2000 + (500 * mean * (mean + 1)) / 2 + (300 * mean * (mean - 1)) / 2;
    const plugged = (sent * 3 + mean * 300 * 15) * MTOK;
    close(plugged / (await agent('{ continue: 80%, max: 10 }', 'off')).costUsd, 1 - 0.1367, 1e-4);
  });

  it('without carry sends the same prompt in each round', async () => {
    const projection = await projectionOf(
      'steps: { think: { model: test/cached, repeat: { continue: 80%, max: 10 }, prompt: 2500, output: 300 } }',
    );
    close(projection.calls, 4.46312909, 1e-8);
    close(projection.tokens.uncachedInput, 2500 * 4.46312909, 1e-8);
    close(stepOf(projection, 'think').runs, 4.46312909, 1e-8);
  });

  it('over a group counts the rounds of the group and of what is inside', async () => {
    const projection = await projectionOf(
      'steps: { agent: { repeat: { times: 10 }, steps: { think: { model: test/cached, prompt: 2500, output: 300 }, act: { tool: shell, cost: $0.001 } } } }',
    );
    expect(projection.steps.map(({ step, runs }) => [step.name, runs])).toEqual([
      ['agent', 10],
      ['think', 10],
      ['act', 10],
    ]);
    close(stepOf(projection, 'agent').costUsd, 10 * (0.0075 + 0.0045 + 0.001));
  });

  it('rounds a random number to the nearest, one at least', async () => {
    close((await projectionOf('steps: { a: { tool: x, cost: $1, repeat: { times: { uniform: [0, 2] } } } }')).costUsd, 0.75 * 1 + 0.25 * 2);
  });

  it('stops at a round that fails: 1 + 0.9 + 0.81 of three rounds run', async () => {
    const projection = await projectionOf(
      'steps: { a: { model: test/plain, repeat: { times: 3 }, prompt: 1k, output: 0, retry: { errors: 10% } } }',
    );
    close(projection.calls, 2.71);
    close(projection.successRate, 0.729);
  });

  it('that surely goes on runs to its max', async () => {
    expect((await projectionOf('steps: { a: { tool: x, cost: $0.01, repeat: { continue: 100%, max: 7 } } }')).costUsd).toBeCloseTo(
      0.07,
      12,
    );
    expect((await projectionOf('steps: { a: { tool: x, cost: $0.01, repeat: { continue: 0%, max: 7 } } }')).costUsd).toBeCloseTo(0.01, 12);
  });
});

describe('for_each', () => {
  it('runs once for every item: nine pages are nine calls', async () => {
    const projection = await projectionOf(
      'steps: { page: { model: test/plain, for_each: { items: 9, parallel: 4 }, prompt: 800, output: 50 } }',
    );
    close(projection.costUsd, 9 * 0.0025);
    expect(projection.calls).toBe(9);
    expect(stepOf(projection, 'page').runs).toBe(9);
  });

  it('may have no item: 0, 1 or 3 are 4/3 on average', async () => {
    const projection = await projectionOf(
      'steps: { page: { model: test/plain, for_each: { items: { values: [0, 1, 3] } }, prompt: 800, output: 50 } }',
    );
    close(projection.calls, 4 / 3);
    expect(projection.successRate).toBe(1);
  });

  it('with repeat gives each item its own rounds', async () => {
    close((await projectionOf('steps: { a: { tool: x, cost: $0.01, for_each: { items: 3 }, repeat: { times: 4 } } }')).costUsd, 0.12);
  });

  it('runs the other items when one fails, and then has failed', async () => {
    const projection = await projectionOf(
      'steps: { a: { model: test/plain, for_each: { items: 3 }, prompt: 1k, output: 0, retry: { errors: 10% } }, b: { tool: x, cost: $1 } }',
    );
    close(projection.calls, 3);
    close(projection.successRate, 0.729);
    close(stepOf(projection, 'b').runs, 0.729);
  });

  it('hands on all items together, a loop its last round', async () => {
    const projection = await projectionOf(`{ steps: {
      pages: { model: test/plain, for_each: { items: { values: [2, 4] } }, prompt: 10, output: { values: [10, 30] } },
      drafts: { model: test/plain, repeat: { times: 5 }, prompt: 10, output: { values: [100, 300] } },
      join: { model: test/plain, prompt: [{ context: { step: pages } }, { context: { step: drafts } }], output: 0 } } }`);
    close(stepOf(projection, 'join').tokens.uncachedInput, 3 * 20 + 200);
  });
});

describe('branches', () => {
  it('cost what each costs, times its share', async () => {
    const projection = await projectionOf(`{ steps: {
      route: { model: test/plain, prompt: 400, output: 5, outcomes: { low: 70%, high: 25%, human: rest } },
      small: { model: test/plain, prompt: 900, output: 200, when: route.low },
      large: { model: test/cached, needs: [route], when: route.high, prompt: 3000, output: 900 },
      desk: { needs: [route], when: route.human, human: clerk, work: 4min, wage: $30 per hour } } }`);
    close(projection.costUsd, 0.00105 + 0.7 * 0.00425 + 0.25 * 0.0225 + 0.05 * 2);
    close(stepOf(projection, 'large').runs, 0.25);
    close(stepOf(projection, 'desk').costUsd, 0.1);
    expect(projection.exact).toBe(true);
  });

  it('of 70 % at $0.002 and 30 % at $0.03 cost $0.0104', async () => {
    const projection = await projectionOf(`{ steps: { route: { tool: router, outcomes: { small: 70%, large: 30% } },
      small: { tool: s, when: route.small, cost: $0.002 }, large: { tool: l, needs: [route], when: route.large, cost: $0.03 } } }`);
    close(projection.costUsd, 0.0104);
  });

  it('that exclude each other never run both: a step that asks for either runs with the sum of their shares', async () => {
    const projection = await projectionOf(`{ steps: { route: { tool: r, outcomes: { a: 20%, b: 30%, c: rest } },
      either: { tool: x, when: [route.a, route.b], cost: $1 } } }`);
    close(projection.costUsd, 0.5);
  });

  it('go on without a step that did not run', async () => {
    const projection = await projectionOf(`{ steps: { route: { tool: r, outcomes: { a: 20%, b: 80% } },
      x: { model: test/plain, when: route.a, prompt: 100, output: 1000 }, y: { model: test/plain, prompt: [{ context: { step: x } }, { user: { tokens: 5 } }], output: 0 } } }`);
    expect(stepOf(projection, 'y').runs).toBe(1);
    close(stepOf(projection, 'y').tokens.uncachedInput, 0.2 * 1000 + 5);
  });

  it('by chance are drawn for each step alone', async () => {
    const projection = await projectionOf('{ steps: { a: { tool: x, when: 30%, cost: $1 }, b: { tool: x, when: 50%, cost: $1 } } }');
    close(projection.costUsd, 0.8);
  });

  it('know that a failed step had no outcome', async () => {
    const projection =
      await projectionOf(`{ steps: { judge: { tool: j, retry: { errors: 10% }, on_failure: continue, outcomes: { good: 60%, bad: 40% } },
      a: { tool: a, when: judge.good, cost: $1 }, b: { tool: b, needs: [judge], when: judge.failed, cost: $1 } } }`);
    close(stepOf(projection, 'a').runs, 0.54);
    close(stepOf(projection, 'b').runs, 0.1);
    expect(projection.successRate).toBe(1);
  });
});

describe('people', () => {
  it('cost their time at their wage: four minutes at $30 an hour are $2', async () => {
    const projection = await projectionOf('steps: { desk: { human: clerk, work: 4min, wage: $30 per hour }, free: { human: friend } }');
    close(projection.costUsd, 2);
    expect(stepOf(projection, 'free').costUsd).toBe(0);
  });
});

describe('money over time', () => {
  it('of the smallest file: 10k requests a day at $0.02 are $200 a day, one scenario named base', async () => {
    const [projection, ...others] = await projectionsOf(
      'steps:\n  answer:\n    model: test/plain\n    prompt: 4k\n    output: 1k\ntraffic: 10k per day\n',
    );
    if (projection === undefined) throw new Error('no scenario');
    expect(others).toEqual([]);
    expect([projection.plan.scenario, projection.plan.workflow, projection.requestsPerDay]).toEqual(['base', 'case', 10_000]);
    close(projection.costUsd, 0.02);
    close(10_000 * firstMonth(projection).costPerRequestUsd, 200);
    close(firstMonth(projection).requests, 10_000 * DAYS);
    close(firstMonth(projection).spendUsd, 200 * DAYS);
  });

  it('without traffic has no months', async () => {
    const projection = await projectionOf('steps: { a: { model: test/plain, prompt: 4k, output: 1k } }');
    expect([projection.months, projection.requestsPerDay]).toEqual([[], null]);
  });

  const rates: readonly (readonly [string, number])[] = [
    ['2 per second', 172_800],
    ['3 per minute', 4320],
    ['100 per hour', 2400],
    ['2400 per day', 2400],
    ['700 per week', 100],
    ['73k per month', 2400],
  ];
  for (const [rate, perDay] of rates) {
    it(`takes ${rate} as ${perDay} a day`, async () => {
      const projection = await projectionOf(`{ steps: { a: { tool: x, cost: $1 } }, traffic: ${rate} }`);
      close(projection.requestsPerDay ?? 0, perDay);
    });
  }

  it('multiplies users by requests per user and month', async () => {
    const projection = await projectionOf(
      '{ steps: { a: { tool: x, cost: $1 } }, traffic: { base: { users: 2000, requests: 36.5 per user per month } } }',
    );
    close(projection.requestsPerDay ?? 0, 2400);
    close(firstMonth(projection).requests, 73_000);
  });

  it('takes the mean of a range, which is not its middle', async () => {
    const sigma = 0.6;
    const z = 1.6448536269514722;
    const [low, high] = [500 * Math.exp(-sigma * z), 500 * Math.exp(sigma * z)];
    const projection = await projectionOf(
      `{ steps: { a: { tool: x, cost: $1 } }, traffic: ${low.toFixed(6)} to ${high.toFixed(6)} per day }`,
    );
    close(projection.requestsPerDay ?? 0, 500 * Math.exp(sigma ** 2 / 2), 1e-6);
  });

  const CHANGING = 'steps: { answer: { model: test/changing, prompt: 1000, output: 500 } }\ntraffic:\n  base:\n    ';

  it('counts calendar months from a start, and prices each by its own days', async () => {
    const projection = await projectionOf(`${CHANGING}{ requests: 500 per day, growth: 20% per month, months: 4, start: 2027-01-01 }`);
    expect(projection.months.map(({ month }) => [month.label, month.days])).toEqual([
      ['2027-01', 31],
      ['2027-02', 28],
      ['2027-03', 31],
      ['2027-04', 30],
    ]);
    const requests = [15_500, 16_800, 31 * 720, 30 * 864];
    const prices = [0.008, 0.008, 0.004, 0.004];
    for (const [index, month] of projection.months.entries()) {
      close(month.requests, requests[index] ?? 0);
      close(month.spendUsd, (requests[index] ?? 0) * (prices[index] ?? 0));
    }
    expect(projection.months.map(({ notes }) => notes.length > 0)).toEqual([false, false, true, false]);
    expect(projection.months[2]?.notes.join()).toContain('the price of test/changing changes');
    close(projection.costUsd, 0.008);
  });

  it('weighs a month with two prices by days', async () => {
    const prices = `
provider: test
source: https://example.com
models:
  turning:
    prices:
      - { from: 2020-01-01, until: 2027-01-10, read: 2026-11-01, confidence: high, input: 4, output: 8 }
      - { from: 2027-01-11, read: 2026-11-01, confidence: high, input: 2, output: 4 }
`;
    const projection = await projectionOf(
      '{ steps: { a: { model: test/turning, prompt: 1000, output: 500 } }, traffic: { base: { requests: 100 per day, start: 2027-01-01 } } }',
      { prices },
    );
    close(projection.costUsd, (10 * 0.008 + 21 * 0.004) / 31);
  });

  it('ends month 0 with its calendar month where the start lies inside it', async () => {
    const projection = await projectionOf(`${CHANGING}{ requests: 500 per day, growth: 10% per month, months: 3, start: 2027-02-18 }`);
    expect(projection.months.map(({ month, requests }) => [month.label, month.days, Math.round(requests)])).toEqual([
      ['2027-02', 11, 5500],
      ['2027-03', 31, 17_050],
      ['2027-04', 30, 18_150],
    ]);
    close(projection.months[0]?.costPerRequestUsd ?? 0, 0.008);
    close(projection.months[1]?.costPerRequestUsd ?? 0, 0.004);
  });

  it('without a start prices months of 730 hours as of the day asked for', async () => {
    const projection = await projectionOf(`${CHANGING}{ requests: 500 per day, months: 3 }`, { asOf: '2027-01-31' });
    expect(projection.months.map(({ month }) => month.days)).toEqual([DAYS, DAYS, DAYS]);
    expect(projection.months.map(({ costPerRequestUsd }) => costPerRequestUsd.toFixed(3))).toEqual(['0.008', '0.008', '0.004']);
  });

  it('runs for twelve months where there is growth, else for one', async () => {
    expect((await projectionOf(`${CHANGING}{ requests: 500 per day, growth: 8% per month }`)).months).toHaveLength(12);
    expect((await projectionOf(`${CHANGING}{ requests: 500 per day }`)).months).toHaveLength(1);
  });

  it('takes E[(1 + g)^m] of an uncertain growth, which is more than the power of its mean', async () => {
    const projection = await projectionOf(
      `${CHANGING}{ requests: 100 per month, growth: -10% to 30% per month, months: 4, start: 2027-01-01 }`,
    );
    const days = projection.months.map(({ month }) => month.days);
    const growth = projection.months.map(({ requests }, m) => requests / ((days[m] ?? 0) * (projection.requestsPerDay ?? 0)));
    expect(growth[0]).toBeCloseTo(1, 12);
    expect(growth[1]).toBeCloseTo(1.1, 6);
    // A normal by its 90 % interval: sd = 0.2 ÷ 1.645. E[(1 + g)²] = 1.1² + sd², E[(1 + g)³] = 1.1³ + 3 · 1.1 · sd².
    const variance = (0.2 / 1.6448536269514722) ** 2;
    // The closed form takes it at a few points: to half a percent.
    close(growth[2] ?? 0, 1.1 ** 2 + variance, 5e-3);
    close(growth[3] ?? 0, 1.1 ** 3 + 3.3 * variance, 5e-3);
    expect(growth[2] ?? 0).toBeGreaterThan(1.1 ** 2 + variance / 2);
    expect(projection.exact).toBe(false);
  });

  it('compounds a shrinking volume too', async () => {
    const projection = await projectionOf(`${CHANGING}{ requests: 100 per day, growth: -50% per month, months: 3 }`);
    close(projection.months[2]?.requests ?? 0, 25 * DAYS);
  });
});

describe('one draw a request', () => {
  it('is the same for every step that uses an input: both cross the threshold together or not at all', async () => {
    const together = await projectionOf(`{ inputs: { document: { values: [100k, 150k] } },
      steps: { a: { model: test/tiered, prompt: [{ user: { input: document } }, { context: { input: document } }], output: 1000 } } }`);
    close(together.costUsd, 0.5 * (200_000 * 1.25 + 10_000) * MTOK + 0.5 * (300_000 * 2.5 + 15_000) * MTOK);
    const apart = await projectionOf(`{ steps: { a: { model: test/tiered, output: 1000,
      prompt: [{ user: { tokens: { values: [100k, 150k] } } }, { context: { tokens: { values: [100k, 150k] } } }] } } }`);
    close(apart.costUsd, (0.25 * (250_000 + 10_000) + 0.5 * (625_000 + 15_000) + 0.25 * (750_000 + 15_000)) * MTOK);
  });

  it('links an output to it: a translation is 1.2 times the document plus 30', async () => {
    const projection = await projectionOf(`{ inputs: { document: { uniform: [1000, 3000] } },
      steps: { translate: { model: test/plain, prompt: [{ user: { input: document } }], output: { of: document, times: 1.2, plus: 30 } } } }`);
    close(projection.tokens.uncachedInput, 2000);
    close(projection.tokens.visibleOutput, 2430);
  });

  it('makes prompt and linked output dear together: the upper output price meets the long answer', async () => {
    const projection = await projectionOf(`{ inputs: { document: { values: [100k, 300k] } },
      steps: { read: { model: test/tiered, prompt: [{ user: { input: document } }], output: { of: document, times: 0.01 } } } }`);
    close(projection.costUsd, 0.5 * (125_000 + 1000 * 10) * MTOK + 0.5 * (750_000 + 3000 * 15) * MTOK);
    expect(projection.exact).toBe(true);
  });

  it('clamps a link by its own bounds in each request', async () => {
    const projection = await projectionOf(`{ inputs: { document: { values: [100, 300] } },
      steps: { a: { model: test/plain, prompt: 0, output: { of: document, times: 2, plus: 10, max: 400 } } } }`);
    close(projection.tokens.visibleOutput, (210 + 400) / 2);
  });

  it('never makes a link to a step negative', async () => {
    const projection = await projectionOf(`{ steps: { x: { model: test/plain, prompt: 10, output: 50 },
      y: { model: test/plain, prompt: 10, output: { of: x, plus: -100 } } } }`);
    expect(stepOf(projection, 'y').tokens.visibleOutput).toBe(0);
  });
});
