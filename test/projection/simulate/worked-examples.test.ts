import { describe, expect, it } from 'vitest';
import { playedStep, simulated } from '../../support/simulated.ts';
import { covers, near } from './near.ts';

/** `p50 to p95` of a lognormal with this median and sigma, in milliseconds. */
const lognormal = (median: number, sigma: number): string =>
  `{ p50: ${median}ms, p95: ${median * Math.exp(1.6448536269514722 * sigma)}ms }`;

/** A loop of calls that carry what was said: 2,000 + 500 tokens at first, 300 + 500 more in each round. */
const loop = (repeat: string, cache: string): string => `
steps:
  agent:
    repeat: ${repeat}
    carry: true
    steps:
      think: { model: test/cached, prompt: [{ user: { tokens: 2500 } }], output: 300, cache: ${cache} }
      act: { tool: shell, output: 500, latency: 20ms }
traffic: 10 per day
`;

describe('worked examples, played', () => {
  it('E2: three attempts of which each fails one time in ten take 1.11 attempts and succeed 999 times in 1,000', async () => {
    const { perRequest } = await simulated(`
steps:
  answer:
    model: test/plain
    prompt: 6000
    output: 500
    latency: 4s
    retry: { attempts: 3, errors: 10%, backoff: 1s }
`);
    near(perRequest.calls, 1.11);
    near(perRequest.success, 0.999);
    near(perRequest.costUsd, 0.999 * 0.02);
    // An error takes all of the latency here. Of those that succeed, 0.09 wait 1 s, 0.009 of them 3 s in all.
    near(perRequest.latencyMs, (0.9 * 4000 + 0.09 * 9000 + 0.009 * 15_000) / 0.999);
  });

  it('E3: a fallback is reached by 0.25 % of requests', async () => {
    const { perRequest } = await simulated(
      `
steps:
  answer:
    model: test/primary
    prompt: 900
    output: 100
    retry: { attempts: 2, errors: 5% }
    fallback: [{ model: test/dear, retry: { attempts: 1, errors: 2% } }]
`,
      { runs: 60_000 },
    );
    near(perRequest.costUsd, 0.010073);
    near(perRequest.success, 0.99995);
  });

  it('E4: ten calls of an agent send 61,000 tokens; cached, 51,300 of them are read and 9,700 written', async () => {
    const plain = await simulated(loop('{ times: 10 }', 'off'), { runs: 10 });
    near(plain.perRequest.tokens.uncachedInput, 61_000);
    near(plain.perRequest.costUsd, 0.228);
    const cached = await simulated(loop('{ times: 10 }', '5m'), { runs: 10 });
    near(cached.perRequest.tokens.cacheRead, 51_300);
    near(cached.perRequest.tokens.cacheWrite, 9700);
    near(cached.perRequest.costUsd, 0.096765);
  });

  it('E5: a random number of rounds costs more than the mean number of them', async () => {
    const { perRequest } = await simulated(loop('{ continue: 80%, max: 10 }', 'off'));
    near(perRequest.calls, 4.46312909);
    near(perRequest.tokens.uncachedInput, 21_144.8685056);
    near(perRequest.costUsd, 0.08351869);
  });

  it('E6: 30 requests an hour find a prefix of five minutes 918 times in 1,000', async () => {
    const simulation = await simulated(`
steps:
  answer: { model: test/cached, prompt: [{ system: { tokens: 8000 } }, { user: { tokens: 2000 } }], cache: 5m, output: 0 }
traffic: 720 per day
`);
    near(simulation.perRequest.costUsd, 0.01066555);
    near(simulation.perRequest.tokens.cacheRead, 8000 * 0.917915);
    expect(playedStep(simulation, 'answer').cacheHitRate).toBeCloseTo(0.917915, 2);
  });

  it('E7: of two steps side by side the slower one counts', async () => {
    // The language has no exponentials: two uniforms on 0 to 2 s, whose greater has the distribution (t ÷ 2)².
    const { perRequest } = await simulated(`
steps:
  a: { tool: a, latency: { uniform: [0s, 2s] } }
  b: { tool: b, needs: [], latency: { uniform: [0s, 2s] } }
`);
    near(perRequest.latencyMs, 2000 * (2 / 3));
    covers(perRequest.latencyMs.p50, 2000 * Math.sqrt(0.5));
    covers(perRequest.latencyMs.p95, 2000 * Math.sqrt(0.95));
  });

  it('E8: of three calls at once the slowest counts: p95 5.776 s, where one alone has 4.552 s', async () => {
    const simulation = await simulated(`
steps:
  ask: { tool: shard, for_each: { items: 3, parallel: 3 }, latency: ${lognormal(2000, 0.5)} }
`);
    covers(simulation.perRequest.latencyMs.p50, 3012.62409);
    covers(simulation.perRequest.latencyMs.p95, 5776.21079);
    covers(simulation.perRequest.latencyMs.p99, 7761.06);
  });

  it('E9: percentiles of branches are those of the mixture, never an average', async () => {
    const { perRequest } = await simulated(`
steps:
  route: { tool: router, outcomes: { small: 70%, large: 30% } }
  small: { tool: s, needs: [route], when: route.small, cost: $0.002, latency: ${lognormal(1000, 0.4)} }
  large: { tool: l, needs: [route], when: route.large, cost: $0.03, latency: ${lognormal(6000, 0.5)} }
`);
    near(perRequest.costUsd, 0.0104);
    near(perRequest.latencyMs, 2797.96816);
    covers(perRequest.latencyMs.p50, 1253.50209);
    covers(perRequest.latencyMs.p95, 9732.49496);
    covers(perRequest.latencyMs.p99, 15_010.00213);
  });

  it('E10: above 200,000 tokens the whole call costs more, call by call', async () => {
    const { perRequest } = await simulated(`
steps:
  read: { model: test/tiered, prompt: [{ user: { tokens: { mix: [{ share: 90%, tokens: 100k }, { share: 10%, tokens: 300k }] } } }], output: 1000 }
`);
    near(perRequest.costUsd, 0.198);
    expect(perRequest.costUsd.p50.value).toBeCloseTo(0.135, 9);
    expect(perRequest.costUsd.p95.value).toBeCloseTo(0.765, 9);
  });

  it('E12: costs that multiply have the percentiles of the product: σ² = 0.2² + 0.1²', async () => {
    const band = (sigma: number): string => `{ p50: 1, p95: ${Math.exp(1.6448536269514722 * sigma)} }`;
    const { perRequest } = await simulated(`
assumptions: { volume: ${band(0.2)} }
steps:
  answer: { tool: x, cost: { p50: $3000, p95: $${3000 * Math.exp(1.6448536269514722 * 0.1)}, scale: volume } }
`);
    const sigma = Math.sqrt(0.05);
    covers(perRequest.costUsd.p50, 3000);
    covers(perRequest.costUsd.p95, 3000 * Math.exp(1.6448536269514722 * sigma));
    near(perRequest.costUsd, 3000 * Math.exp(0.025));
  });
});
