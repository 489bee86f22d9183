import { describe, expect, it } from 'vitest';
import { playedStep, simulated } from '../../support/simulated.ts';
import { near } from './near.ts';

const tool = (ms: number, more = ''): string => `{ tool: t, latency: ${ms}ms${more} }`;

const timesOf = async (steps: string) => (await simulated(`steps:\n${steps}\n`, { runs: 2000 })).perRequest;

describe('time on the path', () => {
  it('waits for all that a step needs; what runs in the background adds nothing', async () => {
    const { latencyMs, turnaroundMs } = await timesOf(`
  a: ${tool(400)}
  b: ${tool(1000)}
  c: ${tool(1200, ', needs: []')}
  d: ${tool(100, ', needs: [b, c]')}
  log: ${tool(5000, ', background: true')}`);
    near(latencyMs, 1500);
    near(turnaroundMs, 1500);
  });

  it('runs items in waves: nine of 1 s, four at a time, take 3 s', async () => {
    near((await timesOf(`  page: ${tool(1000, ', for_each: { items: 9, parallel: 4 }')}`)).latencyMs, 3000);
    near((await timesOf(`  page: ${tool(1000, ', for_each: { items: 9 }')}`)).latencyMs, 1000);
  });

  it('adds up rounds, and pauses that double between attempts', async () => {
    near((await timesOf(`  a: ${tool(200, ', repeat: { times: 5 }')}`)).latencyMs, 1000);
    const { latencyMs } = await timesOf(`
  a: { tool: t, latency: 1s, retry: { attempts: 4, errors: 100%, backoff: 500ms }, on_failure: continue }`);
    near(latencyMs, 4 * 1000 + 500 + 1000 + 2000);
  });

  it('cuts an attempt at its timeout, and does not wait before a fallback', async () => {
    const { latencyMs, costUsd } = await timesOf(`
  a:
    model: test/plain
    prompt: 1000
    output: 100
    latency: 30s
    retry: { attempts: 2, timeout: 4s, backoff: 500ms }
    fallback: [{ reply: fixed, latency: 50ms }]`);
    near(latencyMs, 4000 + 500 + 4000 + 50);
    // Both attempts are billed for their input.
    near(costUsd, 2 * 0.0025);
  });

  it('keeps people off the machine clock', async () => {
    const simulation = await simulated(
      `
steps:
  draft: { tool: writer, latency: 2s, cost: $0.01 }
  approve: { human: editor, work: 3min, wage: $60 per hour, wait: 7min }
  send: { tool: mail, latency: 1s }
`,
      { runs: 100 },
    );
    near(simulation.perRequest.costUsd, 3.01);
    near(simulation.perRequest.latencyMs, 3000);
    near(simulation.perRequest.turnaroundMs, 603_000);
    expect(playedStep(simulation, 'approve').latencyMs?.mean).toBe(600_000);
  });

  it('gives what is reused after 5 ms, free, with the same output', async () => {
    const simulation = await simulated(
      `
steps:
  a: { model: test/plain, prompt: 1000, output: 100, latency: 2s, reuse: 100% }
  b: { model: test/plain, prompt: [{ user: { step: a } }], output: 0 }
`,
      { runs: 100 },
    );
    near(simulation.perRequest.latencyMs, 5);
    near(playedStep(simulation, 'a').costUsd, 0);
    near(playedStep(simulation, 'a').runs, 1);
    near(playedStep(simulation, 'b').tokens.uncachedInput, 100);
  });

  it('shares the path among the steps that were waited for', async () => {
    const { steps } = await simulated(
      `
steps:
  a: ${tool(400)}
  b: ${tool(900, ', needs: []')}
  join: ${tool(100, ', needs: [a, b]')}
  loop: { repeat: { times: 2 }, steps: { x: ${tool(300)}, y: ${tool(50, ', needs: []')}, z: ${tool(200, ', needs: [x, y]')} } }
`,
      { runs: 100 },
    );
    const shares = Object.fromEntries(steps.map(({ name, shareOfCriticalPath }) => [name, shareOfCriticalPath]));
    expect(shares).toEqual({ a: 0, b: 0.45, join: 0.05, loop: 0, x: 0.3, y: 0, z: 0.2 });
  });
});

describe('the first token', () => {
  const answer = (more = ''): string =>
    `{ model: test/plain, prompt: 4000, reasoning: 400, output: 800, latency: { ttft: 400ms, speed: 80 }, stream: true${more} }`;

  it('comes after reasoning; the rest of the answer after it', async () => {
    const { firstTokenMs, latencyMs } = await timesOf(`
  find: ${tool(200)}
  answer: ${answer()}`);
    near(firstTokenMs, 200 + 400 + 5000);
    near(latencyMs, 200 + 400 + 15_000);
  });

  it('is the latency where nothing streams', async () => {
    near((await timesOf(`  a: ${tool(700)}`)).firstTokenMs, 700);
  });

  it('waits for what must end before it is shown', async () => {
    const { firstTokenMs } = await timesOf(`
  guard: ${tool(9000)}
  answer: ${answer(', needs: [], show_after: [guard]')}`);
    near(firstTokenMs, 9000);
  });

  it('is that of the attempt that succeeds, of the last round, of the earliest step', async () => {
    near((await timesOf(`  answer: ${answer(', repeat: { times: 2 }')}`)).firstTokenMs, 15_400 + 5400);
    near((await timesOf(`  answer: ${answer()}\n  other: ${answer(', needs: []').replace('400ms', '100ms')}`)).firstTokenMs, 5100);
  });
});

describe('a request that ends at once', () => {
  const ended = (needs: string): string => `
steps:
  guard: { tool: guard, latency: 5s, cost: $0.001, outcomes: { block: 100%, pass: rest }, ends_request: [block] }
  answer:
    needs: ${needs}
    model: test/cached
    prompt: 1000
    reasoning: 200
    output: 300
    latency: { ttft: 1s, speed: 50 }
  save: { tool: store, needs: [], latency: 20s, cost: $0.5 }
  late: { tool: late, needs: [answer], cost: $7 }
`;

  it('bills the input of a call beside it, and its output in proportion to the time since the first token, reasoning first', async () => {
    const simulation = await simulated(ended('[]'), { runs: 10 });
    // From 1 s to 11 s it writes 500 tokens; at 5 s it has written 200, all of them reasoning.
    near(playedStep(simulation, 'answer').tokens.uncachedInput, 1000);
    near(playedStep(simulation, 'answer').tokens.reasoning, 200);
    near(playedStep(simulation, 'answer').tokens.visibleOutput, 0);
    near(playedStep(simulation, 'answer').costUsd, 0.003 + 0.003);
  });

  it('takes what has started of tools in full, and runs nothing that has not', async () => {
    const simulation = await simulated(ended('[guard]'), { runs: 10 });
    near(playedStep(simulation, 'save').costUsd, 0.5);
    for (const name of ['answer', 'late']) near(playedStep(simulation, name).runs, 0);
    near(simulation.perRequest.costUsd, 0.501);
  });

  it('is a success that ends when its guard does', async () => {
    const { perRequest, steps } = await simulated(ended('[]'), { runs: 10 });
    near(perRequest.success, 1);
    near(perRequest.latencyMs, 5000);
    expect(steps.map(({ shareOfCriticalPath }) => shareOfCriticalPath)).toEqual([1, 0, 0, 0]);
  });
});
