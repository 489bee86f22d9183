import { describe, expect, it } from 'vitest';
import { codesOf, open, problemsOf, projectionOf } from '../support/plan.ts';

const one = (body: string): string => `steps:\n  answer: { ${body} }\n`;

describe('a step', () => {
  it('says what it is', async () => {
    const text = await problemsOf(one('needs: []'));
    expect(text).toContain('step "answer" does not say what it is');
    expect(text).toContain('add one of model, tool, human, steps');
  });

  it('is one thing', async () => {
    expect(await problemsOf(one('tool: x, human: y'))).toContain('step "answer" is both a tool step and a human step');
  });

  it('has the keys of its kind only', async () => {
    expect(await problemsOf(one('tool: x, prompt: 100'))).toContain('"prompt" does not belong to a tool step');
    expect(await problemsOf(one('human: x, retry: { attempts: 2 }'))).toContain('"retry" does not belong to a human step');
    expect(await problemsOf(one('model: test/plain, output: 1, cost: $1'))).toContain('"cost" does not belong to a model step');
    expect(await problemsOf(one('steps: { a: { tool: x } }, output: 5'))).toContain('"output" does not belong to a group');
    expect(await problemsOf(one('human: x, background: true'))).toContain('"background" does not belong to a human step');
  });

  it('suggests the key that was meant', async () => {
    const text = await problemsOf('steps:\n  answer:\n    tool: x\n    retires: 3\n');
    expect(text).toBe(
      [
        'error[unknown-key]: unknown key "retires" in step "answer"',
        '  --> workflow.yaml:4:5',
        '  |',
        '4 |     retires: 3',
        '  |     ^^^^^^^ did you mean "retry"?',
      ].join('\n'),
    );
  });

  it('reports all its problems at once', async () => {
    expect(
      await codesOf('steps:\n  a: { model: test/plain, output: 300 ms }\n  b: { tool: x, cost: 5 EUR }\n  c: { human: y, work: 5 }\n'),
    ).toEqual(['bad-quantity', 'bad-quantity', 'bad-quantity']);
  });

  it('says how much its model writes, where that is billed', async () => {
    const text = await problemsOf(one('model: test/plain, prompt: 100'));
    expect(text).toContain('step "answer" does not say how much test/plain writes');
    expect(text).toContain('add output: 300');
    expect((await projectionOf(one('model: test/embedding, prompt: 100'))).calls).toBe(1);
  });

  it('with nothing inside a group is an error', async () => {
    expect(await problemsOf(one('steps: {}'))).toContain('this group has no steps');
  });

  it('may be absent altogether from no workflow', async () => {
    expect(await problemsOf('steps: {}')).toContain('a workflow has at least one step');
    expect(await problemsOf('workflow: x\n')).toContain('"steps" is missing');
  });
});

describe('outcomes', () => {
  const outcomes = (map: string): Promise<string> => problemsOf(one(`tool: x, outcomes: ${map}`));

  it('sum to 100 %', async () => {
    expect(await outcomes('{ a: 60%, b: 30% }')).toContain('the outcomes sum to 90 %, not 100 %');
    expect(await outcomes('{ a: 60%, b: 50% }')).toContain('the outcomes sum to 110 %, not 100 %');
  });

  it('leave something for the rest', async () => {
    expect(await outcomes('{ a: 60%, b: 50%, c: rest }')).toContain('the outcomes sum to 110 %: nothing is left for the rest');
    const { plans } = await open(one('tool: x, outcomes: { a: 60%, b: 40%, c: rest }'));
    expect(plans[0]?.steps[0]?.outcomes.map(({ share }) => share)).toEqual([0.6, 0.4, 0]);
  });

  it('have one rest', async () => {
    expect(await outcomes('{ a: rest, b: rest }')).toContain('only one outcome may be the rest');
  });

  it('are shares', async () => {
    expect(await outcomes('{ a: 60, b: 40 }')).toContain('did you mean 60%?');
  });

  it('leave the name "failed" to failures', async () => {
    expect(await outcomes('{ failed: 10%, ok: rest }')).toContain('"failed" is the outcome of a step that failed');
  });

  it('on a step with for_each are an error', async () => {
    expect(await problemsOf(one('tool: x, for_each: { items: 3 }, outcomes: { a: 50%, b: 50% }'))).toContain(
      'a step with for_each has no single outcome',
    );
  });
});

describe('loops', () => {
  it('say how often they run in one way', async () => {
    expect(await codesOf(one('tool: x, repeat: { times: 3, continue: 50% }'))).toEqual(['ambiguous']);
    expect(await codesOf(one('tool: x, repeat: {}'))).toEqual(['ambiguous']);
    expect(await problemsOf(one('tool: x, repeat: { times: 3, max: 5 }'))).toContain('"max" goes with "continue"');
  });

  it('have 10,000 rounds at most', async () => {
    expect(await codesOf(one('tool: x, repeat: { times: 10001 }'))).toEqual(['limit']);
    expect(await codesOf(one('tool: x, repeat: { continue: 99%, max: 10001 }'))).toEqual(['bad-value']);
    expect((await projectionOf(one('tool: x, cost: $1, repeat: { times: 10000 }'))).costUsd).toBeCloseTo(10_000, 6);
  });

  it('over items say over how many', async () => {
    expect(await problemsOf(one('tool: x, for_each: { parallel: 3 }'))).toContain('for_each does not say over how many items');
  });
});

describe('fallbacks', () => {
  it('are a model or a reply', async () => {
    expect(await codesOf(one('model: test/plain, output: 1, fallback: [{ model: test/dear, reply: fixed }]'))).toEqual(['ambiguous']);
    expect(await codesOf(one('model: test/plain, output: 1, fallback: [{}]'))).toEqual(['ambiguous']);
  });

  it('of a tool are replies: it has no prompt that a model could answer', async () => {
    expect(await problemsOf(one('tool: x, fallback: [{ model: test/plain }]'))).toContain('a tool has no prompt that a model could answer');
  });
});

describe('models', () => {
  it('are found by their id or an alias only: others are an error with the nearest', async () => {
    const text = await problemsOf('steps:\n  answer:\n    model: test/plian\n    output: 1\n');
    expect(text).toContain('error[unknown-model]: no price table lists "test/plian"');
    expect(text).toContain('did you mean test/plain?');
    expect(text).toContain('near: test/plain');
  });

  it('that are like no other say how models are named', async () => {
    expect(await problemsOf(one('model: acme/gigantic-thinker, output: 1'))).toContain('models are named provider/model');
  });

  it('are looked up for fallbacks too', async () => {
    expect(await codesOf(one('model: test/plain, output: 1, fallback: [{ model: test/deer }]'))).toEqual(['unknown-model']);
  });

  it('on a tier that they are not offered on list what is', async () => {
    const text = await problemsOf(one('model: test/cached, output: 1, tier: btach'));
    expect(text).toContain('test/cached is not offered on the tier "btach"');
    expect(text).toContain('did you mean "batch"?');
    expect(text).toContain('offered: standard, batch');
  });

  it('without a tokenizer count no texts', async () => {
    expect(await problemsOf(one('model: test/plain, output: 1, prompt: [{ user: "Hello there" }]'))).toContain(
      'test/plain has no tokenizer in its price table, so that texts cannot be counted for it',
    );
  });
});

describe('keys of later versions are errors, never ignored:', () => {
  const onStep: readonly (readonly [string, string])[] = [
    ['candidates', 'candidates: [test/dear]'],
    ['carry', 'repeat: { times: 3 }, carry: true'],
    ['reuse', 'reuse: 20%'],
    ['ends_request', 'outcomes: { a: 50%, b: rest }, ends_request: [a]'],
    ['show_after', 'show_after: [x]'],
    ['fees', 'fees: { search: 2 }'],
    ['region', 'region: us'],
    ['timeout', 'retry: { attempts: 2, timeout: 30s }'],
    ['until', 'repeat: { until: answer.a, max: 4 }'],
    ['chunks_of', 'for_each: { chunks_of: doc, size: 100 }'],
    ['shared', 'prompt: [{ system: { tokens: 100 }, shared: all }]'],
    ['variants', 'prompt: [{ system: { tokens: 100 }, variants: 100 }]'],
    ['history', 'prompt: [history]'],
    ['image', 'prompt: [{ user: { image: 1024x768 } }]'],
    ['rounds', 'prompt: [{ user: { rounds: answer } }]'],
  ];
  for (const [key, body] of onStep) {
    it(`${key} on a step`, async () => {
      const text = await problemsOf(one(`model: test/plain, output: 1, ${body}`));
      expect(text).toContain('error[not-computed-yet]');
      expect(text).toContain(`"${key}"`);
      expect(text).toContain('not computed yet by this version');
    });
  }

  for (const when of ['first_turn', 'last_turn']) {
    it(`when: ${when}`, async () => expect(await codesOf(one(`tool: x, when: ${when}`))).toEqual(['not-computed-yet']));
  }

  const onTop: readonly string[] = ['session: { turns: 3 }', 'assumptions: { a: 0.8 to 1.5 }', 'budgets: { cost_per_request: $1 }'];
  for (const top of onTop) {
    it(`${top} on the workflow`, async () => expect(await codesOf(`${top}\n${one('tool: x')}`)).toEqual(['not-computed-yet']));
  }

  it('an assumption and a scale, wherever a quantity stands', async () => {
    expect(await codesOf(one('model: test/plain, output: { assumption: verbosity }'))).toEqual(['not-computed-yet']);
    expect(await codesOf(one('model: test/plain, output: { p50: 300, p95: 900, scale: verbosity }'))).toEqual(['not-computed-yet']);
    expect(await codesOf(one('tool: x, when: { assumption: verbosity }'))).not.toEqual([]);
  });

  const TRAFFIC = [
    'sessions: 300 per day',
    'scale: a',
    'shape: flat',
    'timezone: UTC',
    'peak: 4',
    'burst: 20%',
    'day_to_day: 15%',
    'assumptions: { a: 1 }',
    'cache: cold',
    'prices: { test: +20% }',
    'discount: { test: 12% }',
    'limits: { test: build }',
    'region: us',
    'fixed: { db: $70 per month }',
    'one_off: { index: $400 }',
    'evaluation: { cases: 300 }',
    'revenue: $0.10 per request',
    'replaces: $4 per request',
    'faults: [{ errors: 5% }]',
    'budgets: off',
  ];
  for (const key of TRAFFIC) {
    it(`${key} in traffic`, async () => {
      const codes = await codesOf(`${one('tool: x')}traffic:\n  base:\n    requests: 10 per day\n    ${key}\n`);
      expect(codes).toEqual(['not-computed-yet']);
    });
  }

  it('prompt caching, where a provider caches by itself what is long enough', async () => {
    const cached = (tokens: number, more = '') =>
      `{ steps: { a: { model: test/automatic, output: 1, prompt: [{ system: { tokens: ${tokens} } }, { user: { tokens: 9000 } }]${more} } } }`;
    const text = await problemsOf(cached(1024));
    expect(text).toContain('test/automatic caches the 1,024 shared tokens of step "a" by itself');
    expect(text).toContain('add cache: off to price every call uncached');
    expect((await open(cached(1023))).projections).toHaveLength(1);
    const off = await projectionOf(cached(1024, ', cache: off'));
    expect(off.tokens.uncachedInput).toBeGreaterThanOrEqual(10_024);
    expect((await open(`{ defaults: { cache: off }, ${cached(1024).slice(1)}`)).projections).toHaveLength(1);
  });

  it('prompt caching, also where a fallback’s provider caches by itself', async () => {
    const workflow =
      '{ steps: { a: { model: test/counting, output: 1, prompt: [{ system: { tokens: 2000 } }], fallback: [{ model: test/automatic }] } } }';
    expect(await codesOf(workflow)).toEqual(['not-computed-yet']);
  });

  it('but no caching where what is shared comes after what changes', async () => {
    const workflow =
      '{ steps: { a: { model: test/automatic, output: 1, prompt: [{ user: { tokens: 10 } }, { system: { tokens: 5000 } }] } } }';
    expect((await open(workflow)).projections).toHaveLength(1);
  });

  it('but a model that caches only when asked is priced uncached', async () => {
    const projection = await projectionOf('{ steps: { a: { model: test/cached, output: 0, prompt: [{ system: { tokens: 12k } }] } } }');
    expect(projection.costUsd).toBeCloseTo(0.036, 12);
  });
});

describe('time', () => {
  it('is read and checked, and a warning says that it is not computed yet', async () => {
    const { problems, projections } = await open(one('tool: x, latency: 80 to 300ms'));
    expect(problems.map(({ severity, code }) => [severity, code])).toEqual([['warning', 'not-computed-yet']]);
    expect(projections).toHaveLength(1);
  });

  it('without its unit is an error', async () => {
    expect(await codesOf(one('tool: x, latency: 300'))).toContain('bad-quantity');
  });
});

describe('links', () => {
  it('to nothing suggest the nearest name', async () => {
    const text = await problemsOf('inputs: { document: 100 }\nsteps: { a: { model: test/plain, output: { of: documnet } } }\n');
    expect(text).toContain('no input or step is called "documnet"');
    expect(text).toContain('did you mean "document"?');
  });

  it('to the step itself are an error, not nothing', async () => {
    expect(await codesOf(one('model: test/plain, output: { of: answer, plus: 5 }'))).not.toEqual([]);
  });

  it('to a step that has not ended are an error, not nothing', async () => {
    const workflow = '{ steps: { a: { model: test/plain, output: { of: b } }, b: { model: test/plain, needs: [], output: 100 } } }';
    expect(await codesOf(workflow)).toEqual(['unknown-name']);
  });
});
