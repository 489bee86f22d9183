import { describe, expect, it } from 'vitest';
import { RULES } from '../../src/review/rules.ts';
import { findingsIn, findingsOf } from '../support/reviewed.ts';

/** A step of 1,000 tokens in, 100 out on `words`: $0.002 + $0.001 = $0.003 a call. */
const CALL = 'model: test/words, prompt: 1k, output: 100, max_output: 200, retry: { timeout: 30s }';

/** 1,200 requests a day are 36,500 in a month of 730 hours. */
const workflow = (steps: string, more = 'traffic: 1200 per day'): string => `workflow: desk\nsteps:\n${steps}\n${more}\n`;

const stakes = async (rule: string, yaml: string, given = {}): Promise<readonly (string | null)[]> =>
  (await findingsOf(rule, yaml, given)).map(({ stake }) => stake);

describe('no-output-ceiling', () => {
  const step = '  answer: { model: test/words, prompt: 1k, output: 300 }';

  it('names the longest answer: 100,000 tokens × $10 a million = $1, against 300 × $10 a million as planned', async () => {
    const [found] = await findingsOf('no-output-ceiling', workflow(step));
    expect(found).toEqual({
      rule: 'no-output-ceiling',
      level: 'warn',
      workflow: 'desk',
      place: { file: 'workflow.yaml', line: 3, column: 3, endLine: 3, endColumn: 9 },
      message: 'step "answer" has no `max_output`',
      stake: "an answer that runs to the model's limit of 100,000 tokens costs $1.00 of output, a planned one $0.00300",
      fix: 'add `max_output: 600`, or whatever your longest good answer needs',
    });
  });

  it('is silent where there is a ceiling, of the step or of the defaults, and where no output is billed', async () => {
    expect(await stakes('no-output-ceiling', workflow(`  answer: { ${CALL} }`))).toEqual([]);
    expect(await stakes('no-output-ceiling', workflow(step, 'defaults: { max_output: 500 }'))).toEqual([]);
    expect(await stakes('no-output-ceiling', workflow('  find: { model: test/vectors, prompt: 1k, output: 10 }'))).toEqual([]);
  });
});

describe('no-loop-ceiling', () => {
  it('says what rounds cost: $0.003 each, two of them with a chance of one half to go on', async () => {
    const loop = (repeat: string): string => workflow(`  work: { ${CALL}, repeat: ${repeat} }`);
    expect(await stakes('no-loop-ceiling', loop('{ continue: 50% }'))).toEqual([
      'nothing bounds what one request costs: a round costs $0.00300, a hundred of them at least $0.300 (planned: 2.00 a request)',
    ]);
    expect(await stakes('no-loop-ceiling', loop('{ times: { p50: 3, p95: 8 } }'))).toHaveLength(1);
    expect(await stakes('no-loop-ceiling', loop('{ continue: 50%, max: 5 }'))).toEqual([]);
    expect(await stakes('no-loop-ceiling', loop('{ times: 3 }'))).toEqual([]);
  });
});

describe('no-fallback', () => {
  const desk = (more: string): string => workflow(`  answer: { ${CALL}${more} }`, 'traffic: 2400 per day');

  it('says how many requests an hour of outage fails: 2,400 a day are 100 an hour, a quarter of them 25', async () => {
    expect(await stakes('no-fallback', desk(''))).toEqual(['an hour of outage of test fails 100 requests on average']);
    expect(await stakes('no-fallback', desk(', when: 25%'))).toEqual(['an hour of outage of test fails 25 requests on average']);
  });

  it('takes another model of the same provider for no fallback', async () => {
    expect(await stakes('no-fallback', desk(', fallback: [{ model: test/small }]'))).toHaveLength(1);
  });

  it('is silent where a fixed reply takes over, or the request goes on without the step', async () => {
    expect(await stakes('no-fallback', desk(', fallback: [{ reply: fixed }]'))).toEqual([]);
    expect(await stakes('no-fallback', desk(', on_failure: continue'))).toEqual([]);
  });

  it('tells all steps of a provider at once', async () => {
    const found = await findingsOf('no-fallback', workflow(`  read: { ${CALL} }\n  answer: { ${CALL} }`));
    expect(found.map(({ message }) => message)).toEqual(['steps "read", "answer" have no fallback for test']);
  });
});

describe('no-timeout', () => {
  it('says how often users may wait without end, and how long one run in twenty takes', async () => {
    const step = '  search: { tool: help centre, latency: 4s }';
    const [found] = await findingsOf('no-timeout', workflow(step, 'traffic: 100 per day'));
    expect(found?.stake).toBe(
      'a call that hangs is waited for without end, in 100 runs a day; one run in twenty of "search" takes longer than 4.00 s',
    );
    expect(found?.fix).toBe('add `retry: { timeout: 15s }`');
  });

  it('tells all steps at once, at the slowest', async () => {
    const yaml = workflow('  search: { tool: help centre, latency: 1s }\n  look: { tool: archive, latency: 2s }');
    const [found] = await findingsOf('no-timeout', yaml);
    expect(found?.message).toBe('steps "search", "look" have no timeout');
    expect(found?.place?.line).toBe(4);
    expect(found?.fix).toBe('add `retry: { timeout: 6s }`, for all steps under `defaults`');
  });

  it('is silent where there is one, where nobody waits, and for a tool that takes no time', async () => {
    expect(await stakes('no-timeout', workflow('  search: { tool: help centre, latency: 4s, retry: { timeout: 10s } }'))).toEqual([]);
    const quiet = '  store: { tool: archive, latency: 4s, background: true }';
    expect(await stakes('no-timeout', workflow(`  search: { tool: help centre }\n${quiet}`))).toEqual([]);
  });
});

describe('validated-without-retry', () => {
  const step = (retry: string): string =>
    workflow(`  extract: { model: test/words, prompt: 1k, output: 100, max_output: 200, retry: ${retry} }`);

  it('counts the answers thrown away: 4 % of 36,500 a month are 1,460, at $0.003 each', async () => {
    expect(await stakes('validated-without-retry', step('{ invalid: 4% }'))).toEqual([
      '1,460 answers a month fail validation: billed ($4.38 a month) and of no use',
    ]);
  });

  it('is silent where they are tried again, or nothing is validated', async () => {
    expect(await stakes('validated-without-retry', step('{ invalid: 4%, attempts: 2 }'))).toEqual([]);
    expect(await stakes('validated-without-retry', step('{ errors: 4% }'))).toEqual([]);
  });
});

describe('slow-answer', () => {
  const answer = (latency: string, more = ''): string => workflow(`  answer: { ${CALL}, latency: ${latency}${more} }`);

  it('says how far beyond 2 s to the first word and 8 s in all: 9 s are 7 s and 1 s too long', async () => {
    const [found] = await findingsOf('slow-answer', answer('9s'));
    expect(found?.message).toBe(
      'one request in twenty or more waits longer than 2.00 s for the first word and 8.00 s for the whole answer',
    );
    expect(found?.stake).toBe(
      'p95 of the first word is 9.00 s, 7.00 s too long; p95 of the whole answer is 9.00 s, 1.00 s too long; "answer" takes 100 % of the wait',
    );
    expect(found?.fix).toBe('add `stream: true` to the step that answers; write less, take a faster model, or run steps side by side');
  });

  it('looks at the whole answer only, where it is streamed in time', async () => {
    const [found] = await findingsOf('slow-answer', answer('{ ttft: 1s, speed: 10 }', ', stream: true'));
    expect(found?.stake).toBe('p95 of the whole answer is 11.0 s, 3.00 s too long; "answer" takes 100 % of the wait');
    expect(found?.fix).toBe('write less, take a faster model, or run steps side by side');
  });

  it('looks at the first word only, where the whole comes in time', async () => {
    const [found] = await findingsOf('slow-answer', answer('5s'));
    expect(found?.stake).toBe('p95 of the first word is 5.00 s, 3.00 s too long; "answer" takes 100 % of the wait');
    expect(found?.fix).toBe('add `stream: true` to the step that answers');
  });

  it("takes the author's own limits in place of these", async () => {
    const own = `${answer('9s')}budgets: { latency: { p95: 10s }, first_token: { p95: 10s } }\n`;
    expect(await stakes('slow-answer', own)).toEqual([]);
    expect(await stakes('slow-answer', answer('1.5s'))).toEqual([]);
  });
});

describe('sequential-steps', () => {
  const pair = (second: string): string => workflow(`  first: { ${CALL}, latency: 3s }\n  second: ${second}`);

  it('says what running side by side would save: the shorter of 3 s and 2 s', async () => {
    const [found] = await findingsOf('sequential-steps', pair(`{ ${CALL}, latency: 2s }`));
    expect(found?.message).toBe('step "second" waits for "first" and uses nothing of it');
    expect(found?.stake).toBe('side by side they would save up to 2.00 s where both run');
    expect(found?.fix).toBe('add `needs: []`');
  });

  it('names the steps that it does need', async () => {
    const third = `\n  third: { model: test/words, prompt: [{ user: { step: first } }], output: 10, latency: 1s }`;
    const found = await findingsOf(
      'sequential-steps',
      pair(`{ model: test/words, prompt: [{ user: { step: first } }], output: 10, latency: 1s }${third}`),
    );
    expect(found.map(({ fix }) => fix)).toEqual(['add `needs: [first]`']);
  });

  it('is silent where the step above is used, in a prompt, a condition or a quantity, or where needs are stated', async () => {
    const uses = '{ model: test/words, prompt: [{ user: { step: first } }], output: 10, latency: 1s }';
    const counts = '{ model: test/words, prompt: { of: first, times: 2 }, output: 10, latency: 1s }';
    const asks = `{ ${CALL}, latency: 2s, when: first.failed }`;
    const stated = `{ ${CALL}, latency: 2s, needs: [first] }`;
    for (const second of [uses, counts, stated]) expect(await stakes('sequential-steps', pair(second))).toEqual([]);
    expect(await stakes('sequential-steps', pair(asks).replace('latency: 3s', 'latency: 3s, on_failure: continue'))).toEqual([]);
  });

  it('keeps the order of what comes before the step above', async () => {
    const yaml = workflow(
      `  load: { tool: archive, latency: 1s }\n  sort: { ${CALL}, latency: 3s, needs: [load] }\n  sum: { ${CALL}, latency: 2s }`,
    );
    expect((await findingsOf('sequential-steps', yaml)).map(({ fix }) => fix)).toEqual(['add `needs: [load]`']);
  });

  it('sees a look-up above, but no tool that is there for what it does', async () => {
    const behind = (tool: string): string => workflow(`  first: { ${tool}, latency: 3s }\n  second: { ${CALL}, latency: 2s }`);
    expect(await stakes('sequential-steps', behind('tool: help centre, output: 500'))).toHaveLength(1);
    expect(await stakes('sequential-steps', behind('tool: ticket store'))).toEqual([]);
  });

  it('says nothing of a tenth of a second, and no time where a model has no figures', async () => {
    expect(await stakes('sequential-steps', pair(`{ ${CALL}, latency: 99ms }`))).toEqual([]);
    expect(await stakes('sequential-steps', pair(`{ ${CALL} }`))).toEqual([null]);
  });

  it('is silent about tools, people and guardrails: what they are for is not written in the file', async () => {
    expect(await stakes('sequential-steps', pair('{ tool: archive, latency: 2s }'))).toEqual([]);
    const guarded = workflow(
      `  guard: { ${CALL}, latency: 1s, outcomes: { block: 1%, pass: rest }, ends_request: [block] }\n  answer: { ${CALL}, latency: 2s }`,
    );
    expect(await stakes('sequential-steps', guarded)).toEqual([]);
  });
});

/** Ten requests a second: whatever is shared is always found. 864,000 a day are 26,280,000 a month. */
const BUSY = 'traffic: 864k per day';

describe('uncached-prefix', () => {
  const step = (cache: string): string =>
    `  answer: { model: test/words, prompt: [{ system: { tokens: 10k } }, { user: { tokens: 100 } }], output: 100, max_output: 200${cache} }`;

  it('plans it with caching on: 10,000 tokens at $0.20 for $2 a million save $0.018 a call', async () => {
    const [found] = await findingsOf('uncached-prefix', workflow(step(''), BUSY));
    expect(found?.stake).toBe('caching would save $473,040 a month: about 10,000 tokens of each call');
    expect(found?.fix).toBe('add `cache: 5m`');
  });

  it('is silent where it is cached, where too few come to find it, where it is too short or the model does not cache', async () => {
    expect(await stakes('uncached-prefix', workflow(step(', cache: 5m'), BUSY))).toEqual([]);
    expect(await stakes('uncached-prefix', workflow(step(''), 'traffic: 10 per day'))).toEqual([]);
    expect(await stakes('uncached-prefix', workflow(step('').replace('10k', '900'), BUSY))).toEqual([]);
    expect(await stakes('uncached-prefix', workflow(step('').replace('test/words', 'test/grand'), BUSY))).toEqual([]);
  });
});

describe('broken-prefix', () => {
  const step = (prompt: string): string =>
    workflow(`  answer: { model: test/words, prompt: ${prompt}, output: 100, max_output: 200, cache: 5m }`, BUSY);

  it('plans it with what changes at the end: 10,000 tokens read from the cache', async () => {
    const [found] = await findingsOf('broken-prefix', step('[{ user: { tokens: 100 } }, { system: { tokens: 10k } }]'));
    expect(found?.stake).toBe('moved to the end it would save $473,040 a month: about 10,000 tokens of each call could be cached, now 0');
    expect(found?.place?.column).toBe(41);
  });

  it('finds a placeholder before the text of its part', async () => {
    const text = `You help {{name}}. ${'Be brief and kind. '.repeat(400)}`;
    const yaml = `inputs: { name: 3 }\n${step(`[{ system: "${text}" }]`).replace('test/words', 'test/counted')}`;
    const prices = `
provider: test
source: https://example.com/prices
models:
  counted:
    tokenizer: o200k_base
    context_window: 1M
    caching: { mode: automatic, min_tokens: 1000, ttl: [5m] }
    prices: [{ from: 2020-01-01, read: 2026-11-01, confidence: high, input: 2, cache_read: 0.2, output: 10 }]
`;
    const found = await findingsOf('broken-prefix', yaml, { prices });
    expect(found.map(({ message }) => message)).toEqual([
      'a changing part of step "answer" stands before text that is always the same, and ends what can be cached',
    ]);
  });

  it('is silent where what changes comes last', async () => {
    expect(await stakes('broken-prefix', step('[{ system: { tokens: 10k } }, { user: { tokens: 100 } }]'))).toEqual([]);
  });
});

describe('not-on-batch-tier', () => {
  const step = (more: string): string => workflow(`  sum: { ${CALL}${more} }`);

  it('plans it on the batch tier: half of $0.003, 36,500 times a month', async () => {
    expect(await stakes('not-on-batch-tier', step(', background: true'))).toEqual(['the batch tier would save $54.75 a month']);
  });

  it('sees the group around a step, and is silent where somebody waits, where it is on that tier or there is none', async () => {
    const group = workflow(`  later: { background: true, steps: { sum: { ${CALL} } } }`);
    expect(await stakes('not-on-batch-tier', group)).toHaveLength(1);
    expect(await stakes('not-on-batch-tier', step(''))).toEqual([]);
    expect(await stakes('not-on-batch-tier', step(', tier: batch'))).toEqual([]);
    expect(await stakes('not-on-batch-tier', step(', background: true').replace('test/words', 'test/grand'))).toEqual([]);
  });
});

describe('dear-model', () => {
  const step = (output: number, candidates: string): string =>
    workflow(`  triage: { model: test/grand, candidates: ${candidates}, prompt: 1k, output: ${output}, max_output: 900 }`);

  it('plans it on each candidate: $0.021 − $0.0021 = $0.0189 a call', async () => {
    const [found] = await findingsOf('dear-model', step(10, '[test/words]'));
    expect(found?.stake).toBe('test/words would save $689.85 a month');
    expect(found?.message).toBe('step "triage" writes 10 tokens on test/grand, and a candidate of its own is cheaper');
  });

  it('leaves out the tier and the cache of the step where the candidate does not offer them', async () => {
    const cached =
      '  triage: { model: test/words, candidates: [test/tiny], prompt: 1k, output: 10, max_output: 90, cache: 5m, tier: batch }';
    // $0.001 + $0.00005 on the batch tier of words, of which tiny has none, against $0.0001 + $0.00001: $0.00094 × 36,500.
    expect(await stakes('dear-model', workflow(cached))).toEqual(['test/tiny would save $34.31 a month']);
  });

  it('is silent about long output, about steps without candidates and about dearer ones', async () => {
    expect(await stakes('dear-model', step(500, '[test/words]'))).toEqual([]);
    expect(await stakes('dear-model', step(10, '[]'))).toEqual([]);
    expect(await stakes('dear-model', step(10, '[test/words]').replace('test/grand', 'test/small').replace('1k', '500'))).toEqual([]);
  });
});

describe('window-nearly-full', () => {
  const step = (tokens: number): string => workflow(`  answer: { model: test/small, prompt: ${tokens}, output: 10, max_output: 50 }`);

  it('says how full: 900 of 1,000 tokens', async () => {
    expect(await stakes('window-nearly-full', step(900))).toEqual([
      'one request in a hundred sends 90.0 % or more of 1,000 tokens (scenario base); what does not fit is an error, unbilled and failed',
    ]);
    expect(await stakes('window-nearly-full', step(700))).toEqual([]);
  });
});

describe('rate-limit-reached', () => {
  const limited = (rpm: number): string =>
    workflow(
      `  answer: { ${CALL} }`,
      `traffic:\n  launch: { requests: 10 per minute, burst: 0, limits: { test/grand: { rpm: 1000 }, test/words: { rpm: ${rpm} } } }`,
    );

  it('says what the peak minute needs: the 99th percentile of Poisson(10) is 18, of 10 allowed', async () => {
    const [found] = await findingsOf('rate-limit-reached', limited(10));
    expect(found?.message).toBe('scenario "launch" reaches the rate limit of test: words in month 1');
    expect(found?.stake).toContain('the peak minute of the first month needs 180 % of the requests allowed');
    expect(found?.place).toMatchObject({ line: 5, column: 85 });
    expect(await stakes('rate-limit-reached', limited(100))).toEqual([]);
  });
});

describe('unpinned-model', () => {
  const step = (model: string): string => workflow(`  answer: { ${CALL.replace('test/words', model)} }`);

  it('says what the alias stands for, and what is spent on it: $0.003 × 36,500', async () => {
    const [found] = await findingsOf('unpinned-model', step('test/words-latest'));
    expect(found?.message).toBe('"test/words-latest" is an alias: today it stands for test/words');
    expect(found?.stake).toBe('$109.50 a month of calls follow wherever it moves');
  });

  it('takes an alias with a date for one version, and sees fallbacks', async () => {
    expect(await stakes('unpinned-model', step('test/words-2026-01-01'))).toEqual([]);
    expect(await stakes('unpinned-model', step('test/words'))).toEqual([]);
    const fallback = workflow(`  answer: { ${CALL}, fallback: [{ model: test/words-latest }] }`);
    expect(await stakes('unpinned-model', fallback)).toEqual([null]);
  });
});

describe('money at stake', () => {
  it('is told by the thousand requests where there is no traffic', async () => {
    const alias = workflow(`  answer: { ${CALL.replace('test/words', 'test/words-latest')} }`, '');
    expect(await stakes('unpinned-model', alias)).toEqual(['$3.00 per 1,000 requests of calls follow wherever it moves']);
  });

  it('below a dollar a month is not worth a line', async () => {
    const batch = (perDay: number): string => workflow(`  sum: { ${CALL}, background: true }`, `traffic: ${perDay} per day`);
    expect(await stakes('not-on-batch-tier', batch(22))).toEqual(['the batch tier would save $1.00 a month']);
    expect(await stakes('not-on-batch-tier', batch(21))).toEqual([]);
  });
});

describe('model-retires', () => {
  const plan = (months: number): string =>
    workflow(
      `  answer: { ${CALL.replace('words', 'old')} }`,
      `traffic: { base: { requests: 1k per day, months: ${months}, start: 2026-12-01 } }`,
    );

  it('says what is lost in its month: 28,000 calls of February at $0.003', async () => {
    const [found] = await findingsOf('model-retires', plan(6));
    expect(found?.message).toBe('test/old retires on 2027-02-01, within the horizon');
    expect(found?.stake).toBe('calls worth $84.00 a month fail from that day on');
    expect(found?.fix).toBe('plan the move to test/words');
  });

  it('is silent about what comes after the horizon', async () => {
    expect(await stakes('model-retires', plan(2))).toEqual([]);
  });
});

describe('few-samples', () => {
  const desk = (samples: number, budgets: string) => ({
    yaml: `inputs: { question: { samples: q.jsonl, field: text } }\n${workflow('  answer: { model: test/counting, prompt: [{ user: { input: question } }], output: 10 }')}${budgets}`,
    given: { files: { 'q.jsonl': Array.from({ length: samples }, (_, index) => `{"text":"${'why '.repeat(index + 1)}"}`).join('\n') } },
  });

  it('says how likely the samples miss the tail: 0.95 to the power of 3', async () => {
    const { yaml, given } = desk(3, 'budgets: { cost_per_request: { p95: $1 } }');
    const [found] = await findingsOf('few-samples', yaml, given);
    expect(found?.stake).toBe('the chance that none of them is as long as the longest 5.0 % is 85.7 %');
    expect(found?.fix).toBe('collect 59 samples or more, or state the tokens with a tail you believe in');
  });

  it('is silent where there are enough, or no percentile is budgeted', async () => {
    for (const { yaml, given } of [desk(59, 'budgets: { cost_per_request: { p95: $1 } }'), desk(3, 'budgets: { cost_per_request: $1 }')])
      expect(await stakes('few-samples', yaml, given)).toEqual([]);
  });
});

describe('prices', () => {
  it('read more than 60 days ago are named with what stands on them', async () => {
    const yaml = workflow(`  answer: { ${CALL} }`);
    const [found] = await findingsOf('old-prices', yaml, { asOf: '2027-03-01' });
    expect(found?.message).toBe('the prices of test/words were read on 2026-11-01, 120 days ago');
    expect(found?.stake).toBe('$109.50 a month stands on them');
    expect(await stakes('old-prices', yaml, { asOf: '2026-12-31' })).toEqual([]);
    expect(await stakes('old-prices', yaml, { asOf: '2027-01-01' })).toHaveLength(1);
  });

  it('of low confidence are named likewise', async () => {
    const step = (model: string): string => workflow(`  answer: { ${CALL.replace('words', model)} }`);
    expect(await stakes('doubtful-prices', step('unsure'))).toEqual(['$109.50 a month stands on them']);
    expect(await stakes('doubtful-prices', step('words'))).toEqual([]);
  });
});

describe('rules that a project turns on', () => {
  it('ask for a path to a person', async () => {
    const alone = `  answer: { ${CALL} }`;
    expect((await findingsOf('no-path-to-a-person', workflow(alone))).map(({ message }) => message)).toHaveLength(1);
    expect(await stakes('no-path-to-a-person', workflow(`${alone}\n  help: { human: clerk, work: 3min, wage: $30 per hour }`))).toEqual([]);
  });

  it('ask what testing costs: $0.003 × 36,500 go out untested', async () => {
    const tested = (more: string): string => workflow(`  answer: { ${CALL} }`, `traffic: { base: { requests: 1200 per day${more} } }`);
    expect(await stakes('no-evaluation', tested(''))).toEqual(['changes go out untested to what costs $109.50 a month']);
    expect(await stakes('no-evaluation', tested(', evaluation: { cases: 10, runs: 4 per month }'))).toEqual([]);
  });

  it('are silent unless it does', async () => {
    const found = await findingsIn(workflow(`  answer: { ${CALL}, fallback: [{ reply: fixed }] }`));
    expect(found).toEqual([]);
  });
});

describe('every rule', () => {
  it('has an id of its own and says why, by an example, and what to do', () => {
    expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length);
    for (const { id, title, why, example, fix } of RULES) {
      expect(id).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
      for (const text of [title, why, example, fix]) expect(text.length, id).toBeGreaterThan(15);
      expect(title.length, id).toBeLessThan(1024);
    }
  });
});
