import { describe, expect, it } from 'vitest';
import type { ModelLink } from '../../src/workflow/plan.ts';
import { type Case, codesOf, modelOf, open, planOf, problemsOf, stepNamed } from '../support/plan.ts';

const one = (body: string): string => `steps:\n  answer: { ${body} }\n`;

const call = async (keys: string, model = 'test/full', given: Case = {}): Promise<ModelLink> =>
  modelOf(await planOf(one(`model: ${model}, prompt: 2k, output: 100, ${keys}`), given), 'answer');

const mistakes = (keys: string, model = 'test/full'): Promise<string> =>
  problemsOf(one(`model: ${model}, prompt: 2k, output: 100, ${keys}`));

describe('attempts', () => {
  it('are one that cannot fail unless stated', async () => {
    expect((await call('needs: []')).retry).toEqual({
      attempts: 1,
      errors: 0,
      invalid: 0,
      backoffMs: { kind: 'constant', value: 0 },
      timeoutMs: Infinity,
    });
  });

  it('have shares, a wait and a cut', async () => {
    expect((await call('retry: { attempts: 3, errors: 0.8%, invalid: 3%, backoff: 500ms, timeout: 30s }')).retry).toEqual({
      attempts: 3,
      errors: 0.008,
      invalid: 0.03,
      backoffMs: { kind: 'constant', value: 500 },
      timeoutMs: 30_000,
    });
  });

  it('take what they do not say from the defaults, key by key', async () => {
    const workflow = `defaults: { retry: { attempts: 3, errors: 1% } }\n${one('tool: x, retry: { errors: 5% }')}`;
    expect(stepNamed(await planOf(workflow), 'answer').links[0]).toMatchObject({ retry: { attempts: 3, errors: 0.05 } });
  });

  it('of a scenario with faults fail more often: 10 % and 5 % are 14.5 %', async () => {
    const traffic = 'base: { requests: 1 per day, faults: [{ errors: 5% }, { invalid: 20% }] }\n';
    const { retry } = await call('retry: { attempts: 2, errors: 10% }', 'test/full', { traffic });
    expect([retry.errors, retry.invalid]).toEqual([expect.closeTo(0.145, 12), 0]);
  });

  it('with shares outside [0, 1] are clamped', async () => {
    expect((await call('retry: { attempts: 2, errors: { normal: { mean: 0, sd: 0.0001 } } }')).retry.errors).toBeCloseTo(
      0.0001 / Math.sqrt(2 * Math.PI),
      9,
    );
  });

  it('are not cut at once', async () => {
    expect(await mistakes('retry: { attempts: 2, timeout: 0s }')).toContain('no attempt ends within no time');
    expect(await mistakes('retry: { attempts: 2, timeout: 30 }')).toContain('a duration needs its unit');
  });
});

describe('prompt caching', () => {
  it('is on by default where the provider caches by itself, at the first time to live of its table', async () => {
    expect((await call('needs: []')).cache).toEqual({ kind: 'modelled', ttl: '10m', ttlMs: 600_000, cold: false });
    expect((await call('needs: []', 'test/cached')).cache).toEqual({ kind: 'off' });
    const { assumptions } = await planOf(one('model: test/full, prompt: 2k, output: 100'));
    expect(assumptions.find(({ what }) => what === 'answer.cache')).toMatchObject({
      value: '10m: test/full caches by itself',
      origin: 'default',
    });
  });

  it('may be off, for a time that the table offers, or of a fixed share', async () => {
    expect((await call('cache: off')).cache).toEqual({ kind: 'off' });
    expect((await call('cache: 1h')).cache).toEqual({ kind: 'modelled', ttl: '1h', ttlMs: 3_600_000, cold: false });
    expect((await call('cache: { hit: 80% }')).cache).toEqual({ kind: 'fixed', hit: 0.8, ttl: '10m', ttlMs: 600_000, cold: false });
  });

  it('is cold where the scenario says so', async () => {
    expect((await call('cache: 1h', 'test/full', { traffic: 'base: { requests: 1 per day, cache: cold }\n' })).cache).toMatchObject({
      cold: true,
    });
  });

  it('for a time that the table does not offer is an error that names those that it does', async () => {
    const text = await mistakes('cache: 30m');
    expect(text).toContain('test/full does not keep prompts for "30m"');
    expect(text).toContain('offered: 10m, 1h; or auto, off, { hit: 80% }');
  });

  it('on a model that does not cache is an error', async () => {
    expect(await mistakes('cache: 5m', 'test/plain')).toContain('test/plain does not cache prompts');
    expect(await mistakes('cache: { hit: 80% }', 'test/plain')).toContain('test/plain does not cache prompts');
  });

  it('is left out by a fallback whose model does not offer it', async () => {
    const plan = await planOf(
      one('model: test/cached, prompt: 2k, output: 1, cache: 1h, fallback: [{ model: test/plain }, { model: test/full }]'),
    );
    const caches = stepNamed(plan, 'answer').links.map((link) => link.kind === 'model' && link.cache.kind);
    expect(caches).toEqual(['modelled', 'off', 'modelled']);
  });
});

describe('latency', () => {
  it('is the price table’s', async () => {
    expect((await call('needs: []')).timing).toMatchObject({
      kind: 'streamed',
      ttftMs: { constant: 400 },
      tokensPerSecond: { constant: 80 },
      prefill: { uncached: 40_000, cached: 150_000 },
      slow: 1,
    });
  });

  it('may be the author’s own, which holds the reading of the prompt', async () => {
    expect((await call('latency: 2s')).timing).toEqual({ kind: 'whole', latencyMs: { constant: 2000, terms: [], handed: [] } });
    expect((await call('latency: { ttft: 1s, speed: 50 }')).timing).toMatchObject({
      kind: 'streamed',
      ttftMs: { constant: 1000 },
      tokensPerSecond: { constant: 50 },
      prefill: { uncached: null, cached: null },
    });
  });

  it('of which one figure is stated takes the other from the table', async () => {
    expect((await call('latency: { speed: 50 }')).timing).toMatchObject({
      ttftMs: { constant: 400 },
      tokensPerSecond: { constant: 50 },
      prefill: { uncached: 40_000 },
    });
    expect(await mistakes('latency: { speed: 50 }', 'test/plain')).toContain('add ttft: 1s here too');
  });

  it('that nobody knows is none, listed as a default', async () => {
    expect((await call('needs: []', 'test/plain')).timing).toBeNull();
    const { assumptions } = await planOf(one('model: test/plain, prompt: 2k, output: 100'));
    expect(assumptions.find(({ what }) => what === 'latency of test/plain')).toMatchObject({ origin: 'default' });
  });

  it('of a slow scenario is longer', async () => {
    const slow = { traffic: 'base: { requests: 1 per day, faults: [{ slow: 3 }] }\n' };
    expect((await call('needs: []', 'test/full', slow)).timing).toMatchObject({ slow: 3, ttftMs: { constant: 400 } });
    expect((await call('latency: 2s', 'test/full', slow)).timing).toMatchObject({ latencyMs: { constant: 6000 } });
  });

  it('of a tool, a reply and a person stands on the step', async () => {
    const plan = await planOf(`
steps:
  find: { tool: x, latency: 300ms, fallback: [{ reply: fixed, latency: 50ms }] }
  review: { human: editor, work: 3min, wage: $30 per hour, wait: 10min }
`);
    expect(stepNamed(plan, 'find').links).toMatchObject([{ latencyMs: { constant: 300 } }, { kind: 'reply', latencyMs: { constant: 50 } }]);
    expect(stepNamed(plan, 'review').links).toMatchObject([
      { kind: 'person', workMs: { constant: 180_000 }, waitMs: { constant: 600_000 } },
    ]);
  });

  it('is one duration, with its unit', async () => {
    expect(await codesOf(one('tool: x, latency: 300'))).toEqual(['bad-quantity']);
    expect(await problemsOf(one('tool: x, latency: { ttft: 1s, speed: 5 }'))).toContain('a tool has no first token');
    expect(await mistakes('latency: { ttft: 1s, p50: 2s }')).toContain('remove "p50"');
  });
});

describe('fees and regions', () => {
  it('are those of the price table', async () => {
    expect((await call('fees: { web_search: 2 }')).fees).toMatchObject([{ name: 'web_search', units: { constant: 2 } }]);
    const { region, priceFactor } = await call('region: eu');
    expect([region, priceFactor]).toEqual(['eu', 1.1]);
  });

  it('that it does not list are errors that name those that it does', async () => {
    expect(await mistakes('fees: { web_serch: 2 }')).toContain('did you mean "web_search"?');
    expect(await mistakes('fees: { web_search: 2 }', 'test/plain')).toContain('its price table names no fee');
    expect(await mistakes('region: us')).toContain('offered: eu');
    expect(await mistakes('region: us', 'test/plain')).toContain('its price table names no region');
  });

  it('of a scenario hold for all model steps that name none', async () => {
    const traffic = 'base: { requests: 1 per day, region: eu }\n';
    expect((await call('needs: []', 'test/full', { traffic })).priceFactor).toBe(1.1);
  });
});

describe('a scenario with faults', () => {
  it('writes more, sends more and pays more, after every clamp', async () => {
    const traffic = 'base: { requests: 1 per day, faults: [{ output: 150% }, { input: 120% }, { price: +20% }] }\n';
    const link = await call('reasoning: { uniform: [0, 400], max: 300 }', 'test/full', { traffic });
    expect([link.output.constant, link.inputFactor, link.priceFactor]).toEqual([150, 1.2, 1.2]);
    expect(link.reasoning.terms).toMatchObject([{ of: { kind: 'clamped', max: 300 }, times: 1.5 }]);
  });
});

describe('candidates', () => {
  it('change nothing in the plan, and are kept for a comparison', async () => {
    const { spec, plans } = await open(
      one('model: test/plain, output: 5, candidates: [test/dear, { model: test/cached, output: 9, cache: 1h, tier: batch }]'),
    );
    const body = spec?.steps[0]?.body;
    expect(body?.kind === 'model' && body.candidates.map(({ model, cache, tier }) => [model, cache?.kind ?? null, tier])).toEqual([
      ['test/dear', null, null],
      ['test/cached', 'ttl', 'batch'],
    ]);
    expect(plans[0]?.steps[0]?.links).toHaveLength(1);
    expect(plans[0]?.assumptions.some(({ what }) => what.includes('test/dear'))).toBe(false);
  });

  it('are models that exist, with what their tables offer', async () => {
    expect(await mistakes('candidates: [test/plian]')).toContain('did you mean test/plain?');
    expect(await mistakes('candidates: [{ model: test/plain, tier: batch }]')).toContain('test/plain is not offered on the tier "batch"');
    expect(await mistakes('candidates: [{ model: test/cached, cache: 7m }]')).toContain('test/cached does not keep prompts for "7m"');
  });
});

describe('reuse', () => {
  it('is a share of the runs of a step that has an answer', async () => {
    expect(stepNamed(await planOf(one('tool: x, reuse: 20%')), 'answer').reuse).toBe(0.2);
    expect(await problemsOf(one('steps: { a: { tool: x } }, reuse: 20%'))).toContain('put it on the steps inside');
  });
});

describe('ends_request and show_after', () => {
  it('name outcomes of the step, and other steps', async () => {
    const plan = await planOf(`
steps:
  guard: { tool: x, outcomes: { blocked: 2%, fine: rest }, ends_request: [blocked] }
  answer: { model: test/plain, needs: [], prompt: 1k, output: 100, stream: true, show_after: [guard] }
`);
    expect(stepNamed(plan, 'guard').endsRequest).toEqual(['blocked']);
    expect(stepNamed(plan, 'answer')).toMatchObject({ stream: true, showAfter: [0] });
  });

  it('that name nothing suggest the nearest', async () => {
    expect(await problemsOf(one('tool: x, outcomes: { blocked: 2%, fine: rest }, ends_request: [bloked]'))).toContain(
      'did you mean "blocked"?',
    );
    expect(await problemsOf(one('tool: x, ends_request: [blocked]'))).toContain('add outcomes: { blocked: 2%, fine: rest }');
    expect(await mistakes('stream: true, show_after: [answr]')).toContain('did you mean "answer"?');
  });

  it('wait only for what somebody waits for', async () => {
    expect(await mistakes('show_after: [answer]')).toContain('only a stream step shows its first token');
    expect(await mistakes('stream: true, show_after: [answer]')).toContain('a step cannot wait for itself');
    const background =
      '{ steps: { log: { tool: x, background: true }, a: { model: test/plain, needs: [], output: 1, stream: true, show_after: [log] } } }';
    expect(await problemsOf(background)).toContain('"log" runs in the background');
  });
});
