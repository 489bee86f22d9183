import { describe, expect, it } from 'vitest';
import type { Simulation } from '../../../src/projection/simulate/simulation.ts';
import { playedStep, simulated } from '../../support/simulated.ts';
import { near } from './near.ts';

/** Branches, a loop that carries, items, a group, a fallback, people and two unknown numbers. */
const EVERYTHING = `
inputs: { question: 50 to 900 }
assumptions: { escalation: 5% to 14%, verbosity: 0.8 to 1.5 }
steps:
  triage:
    model: test/plain
    prompt: [{ system: { tokens: 400 } }, { user: { input: question } }]
    output: 12
    outcomes: { person: { assumption: escalation }, complex: 32%, simple: rest }
  retrieve: { tool: search, needs: [], cost: $0.0004, latency: 80 to 300ms, output: 1800 to 3500, for_each: { items: 1 to 4, parallel: 2 } }
  answer:
    needs: [triage, retrieve]
    when: [triage.simple, triage.complex]
    repeat: { continue: 30%, max: 4 }
    carry: true
    steps:
      write:
        model: test/cached
        prompt: [{ system: { tokens: 3000 } }, { context: { step: retrieve } }, { user: { input: question } }]
        cache: 5m
        reasoning: 0 to 300
        output: { p50: 280, p95: 750, scale: verbosity }
        max_output: 1024
        latency: { ttft: 400 to 1500ms, speed: 60 }
        stream: true
        retry: { attempts: ATTEMPTS, errors: 4%, invalid: 3%, timeout: 30s, backoff: 500ms }
        fallback: [{ model: test/primary }]
      check: { tool: check, latency: 100 to 400ms, output: 50 }
  review: { human: specialist, needs: [triage], when: triage.person, work: 3 to 9min, wage: $38 per hour, wait: 10min to 2h }
traffic: { base: { requests: 500 to 5000 per day, shape: business-hours } }
`;

const text = (attempts = 3): string => EVERYTHING.replace('ATTEMPTS', String(attempts));

const withoutColumns = (simulation: Simulation): string =>
  JSON.stringify(simulation, (_, value: unknown) => (value instanceof Float64Array ? Array.from(value.subarray(0, 50)) : value));

describe('a simulation', () => {
  it('is the same for the same seed, to the last bit, and another for another', async () => {
    const [one, same, other] = [
      await simulated(text(), { runs: 3000 }),
      await simulated(text(), { runs: 3000 }),
      await simulated(text(), { runs: 3000, seed: 2 }),
    ];
    expect(withoutColumns(same)).toBe(withoutColumns(one));
    expect(withoutColumns(other)).not.toBe(withoutColumns(one));
  });

  it('leaves the draws of other steps alone when one changes, or another is added', async () => {
    const base = await simulated(text(), { runs: 3000 });
    const changed = await simulated(text().replace('latency: 80 to 300ms', 'latency: 1 to 2s').replace('output: 12', 'output: 5 to 50'), {
      runs: 3000,
    });
    for (const name of ['write', 'review', 'check']) {
      expect(playedStep(changed, name).runs).toEqual(playedStep(base, name).runs);
      expect(playedStep(changed, name).tokens).toEqual(playedStep(base, name).tokens);
    }
    const added = await simulated(text().replace('steps:\n  triage', 'steps:\n  first: { tool: t, cost: 1 to 2, when: 50% }\n  triage'), {
      runs: 3000,
    });
    for (const name of ['triage', 'retrieve', 'write', 'review'])
      expect(playedStep(added, name).costUsd).toEqual(playedStep(base, name).costUsd);
  });

  it('has costs, calls and tokens of steps that add up to those of the request', async () => {
    const { perRequest, steps, models } = await simulated(text(), { runs: 3000 });
    const top = steps.filter(({ name }) => !['write', 'check'].includes(name));
    const sum = (of: (step: (typeof steps)[number]) => number): number => top.reduce((total, step) => total + of(step), 0);
    expect(sum(({ costUsd }) => costUsd.mean)).toBeCloseTo(perRequest.costUsd.mean, 10);
    expect(sum(({ calls }) => calls.mean)).toBeCloseTo(perRequest.calls.mean, 10);
    for (const kind of ['uncachedInput', 'cacheRead', 'cacheWrite', 'reasoning', 'visibleOutput'] as const) {
      expect(sum(({ tokens }) => tokens[kind].mean)).toBeCloseTo(perRequest.tokens[kind].mean, 6);
      expect(models.reduce((total, model) => total + model[kind], 0)).toBeCloseTo(perRequest.tokens[kind].mean, 6);
    }
    expect(steps.reduce((total, { shareOfCriticalPath }) => total + shareOfCriticalPath, 0)).toBeCloseTo(1, 10);
  });

  it('has percentiles that rise, each within its interval, and the first token before the end', async () => {
    const { perRequest } = await simulated(text(), { runs: 3000 });
    for (const { p50, p95, p99, sorted } of [perRequest.costUsd, perRequest.latencyMs, perRequest.turnaroundMs, perRequest.firstTokenMs]) {
      expect(p50.value).toBeLessThanOrEqual(p95.value);
      expect(p95.value).toBeLessThanOrEqual(p99.value);
      for (const { low, value, high } of [p50, p95, p99]) expect(low <= value && value <= high).toBe(true);
      expect(sorted).toEqual(sorted.slice().sort());
    }
    expect(perRequest.firstTokenMs.mean).toBeLessThan(perRequest.latencyMs.mean);
    expect(perRequest.latencyMs.mean).toBeLessThan(perRequest.turnaroundMs.mean);
  });

  it('never costs less with more attempts, or with longer answers', async () => {
    const cost = async (workflow: string): Promise<number> =>
      playedStep(await simulated(workflow.replace('fallback: [{ model: test/primary }]', 'on_failure: continue'), { runs: 3000 }), 'write')
        .costUsd.mean;
    const [one, two, three] = [await cost(text(1)), await cost(text(2)), await cost(text(3))];
    expect(two).toBeGreaterThan(one);
    expect(three).toBeGreaterThan(two);
    expect(await cost(text().replace('p50: 280, p95: 750', 'p50: 380, p95: 850'))).toBeGreaterThan(three);
  });

  it('draws one sample a request for all steps, and stated tokens once for all rounds and attempts', async () => {
    const { perRequest } = await simulated(`
inputs: { question: { values: [100, 200, 900] } }
steps:
  one: { model: test/plain, prompt: [{ user: { input: question } }], output: 0 }
  two: { model: test/plain, prompt: [{ user: { input: question } }], output: 0, repeat: { times: 2 }, retry: { attempts: 2, invalid: 100% }, on_failure: continue }
`);
    // Five calls send the same question: no other sum than 500, 1,000 and 4,500 tokens at $2.50 a million.
    expect([...new Set([...perRequest.costUsd.sorted].map((usd) => Math.round((usd / 2.5) * 1e6)))]).toEqual([500, 1000, 4500]);
    near(perRequest.costUsd, (2000 * 2.5) / 1e6);
  });

  it('spreads its requests over futures: an unknown number is as wide there as its author says', async () => {
    const simulation = await simulated(
      `
assumptions: { price: { values: [1, 3], weights: [3, 1] } }
steps:
  a: { tool: t, cost: { assumption: price } }
`,
      { runs: 6400 },
    );
    expect(simulation.futures).toBe(64);
    // A stratum for each future: 48 of 64 have the lower value, not 48 on average.
    expect(simulation.perRequest.costUsd.mean).toBeCloseTo(1.5, 10);
  });

  it('plays whole sessions until there are as many requests as asked for', async () => {
    const { perRequest, perSession } = await simulated(
      `
session: { turns: 7, gap: 1min }
steps:
  a: { tool: t, cost: $1 }
traffic: { base: { sessions: 10 per day } }
`,
      { runs: 100 },
    );
    expect([perRequest.count, perSession?.count]).toEqual([105, 15]);
    near(perSession?.costUsd ?? { mean: 0, standardError: 0 }, 7);
  });

  it('keeps failures of a step to what needs it: fellows beside it run and are billed', async () => {
    const simulation = await simulated(`
steps:
  a: { tool: a, cost: $1, retry: { attempts: 1, invalid: 25% } }
  beside: { tool: b, needs: [], cost: $1 }
  after: { tool: c, needs: [a], cost: $1 }
  pages: { tool: d, needs: [], cost: $1, for_each: { items: 4, parallel: 2 }, retry: { attempts: 1, invalid: 50% }, on_failure: continue }
  rounds: { tool: e, needs: [], cost: $1, repeat: { times: 3 }, retry: { attempts: 1, invalid: 50% }, background: true }
`);
    near(simulation.perRequest.success, 0.75);
    near(playedStep(simulation, 'beside').runs, 1);
    near(playedStep(simulation, 'after').runs, 0.75);
    // Other items run on after one has failed; further rounds do not.
    near(playedStep(simulation, 'pages').runs, 4);
    near(playedStep(simulation, 'rounds').runs, 1 + 0.5 + 0.25);
  });

  it('meets faults request by request: a provider that is down, a loop that runs away', async () => {
    const simulation = await simulated(`
steps:
  a: { model: test/plain, prompt: 1000, output: 100, retry: { attempts: 3, backoff: 1s }, latency: 1s, on_failure: continue }
  sorry: { tool: t, when: a.failed, cost: $1 }
  loop: { tool: l, cost: $1, repeat: { continue: 50%, max: 10 } }
traffic: { base: { requests: 10 per day, faults: [{ outage: test, hours: 73 per month }, { runaway: 20% }] } }
`);
    near(playedStep(simulation, 'a').calls, 0.9 + 3 * 0.1);
    near(playedStep(simulation, 'sorry').runs, 0.1);
    near(playedStep(simulation, 'loop').runs, 0.8 * ((1 - 0.5 ** 10) / 0.5) + 0.2 * 10);
  });

  it('prices hours of the week by how many requests fall into them', async () => {
    const prices = `
provider: test
source: https://example.com/prices
models:
  timed:
    context_window: 400k
    prices: [{ from: 2020-01-01, read: 2026-11-01, confidence: high, input: 2, output: 8, hours: [{ utc: "06:00-12:00", factor: 3 }] }]
`;
    const flat = await simulated('steps: { a: { model: test/timed, prompt: 1000, output: 0 } }\ntraffic: 10 per day\n', { prices });
    near(flat.perRequest.costUsd, 0.002 * (0.75 + 0.25 * 3));
  });
});
