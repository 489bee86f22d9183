import { describe, expect, it } from 'vitest';
import type { PlanItems, PlanRounds } from '../../src/workflow/plan.ts';
import { codesOf, modelOf, open, planOf, problemsOf, stepNamed } from '../support/plan.ts';

const one = (body: string): string =>
  `inputs: { pages: { count: { uniform: [1, 4] } }, document: 3k to 12k }\nsteps:\n  answer: { ${body} }\n`;

const roundsOf = async (repeat: string): Promise<PlanRounds | null> =>
  stepNamed(await planOf(one(`tool: x, repeat: { ${repeat} }`)), 'answer').rounds;

const itemsOf = async (forEach: string): Promise<PlanItems | null> =>
  stepNamed(await planOf(one(`tool: x, for_each: { ${forEach} }`)), 'answer').items;

describe('rounds', () => {
  it('are chances of whole numbers, at least one', async () => {
    expect(await roundsOf('times: 3')).toEqual({ kind: 'counts', counts: [0, 0, 0, 1], max: 3 });
    expect(await roundsOf('times: { values: [0, 2], weights: [1, 3] }')).toEqual({ kind: 'counts', counts: [0, 0.25, 0.75], max: 2 });
  });

  it('have no ceiling where their number has none', async () => {
    expect(await roundsOf('times: 2 to 5')).toMatchObject({ kind: 'counts', max: null });
    expect(await roundsOf('times: { p50: 2, p95: 5, max: 9 }')).toMatchObject({ kind: 'counts', max: 9 });
  });

  it('go on with a probability up to max: of 75 % and 3, P = 25 %, 18.75 %, 56.25 %', async () => {
    expect(await roundsOf('continue: 75%, max: 3')).toEqual({ kind: 'counts', counts: [0, 0.25, 0.1875, 0.5625], max: 3 });
    expect(await roundsOf('continue: 50%')).toMatchObject({ kind: 'counts', max: null });
  });

  it('may be the number of an input', async () => {
    expect(await roundsOf('times: { of: pages, plus: 1, max: 4 }')).toMatchObject({
      kind: 'linked',
      number: { terms: [{ source: 'input pages', times: 1, plus: 1, max: 4 }] },
      max: 4,
    });
  });

  it('may end with an outcome of a step inside', async () => {
    const plan = await planOf(`
steps:
  loop:
    repeat: { until: judge.pass, max: 4 }
    steps: { write: { tool: x }, judge: { tool: y, outcomes: { pass: 60%, fail: rest } } }
`);
    expect(stepNamed(plan, 'loop').rounds).toEqual({ kind: 'until', until: [{ step: 2, outcome: 'pass' }], max: 4 });
  });

  it('say in one way how often they run', async () => {
    expect(await codesOf(one('tool: x, repeat: { times: 3, continue: 50% }'))).toEqual(['ambiguous']);
    expect(await codesOf(one('tool: x, repeat: {}'))).toEqual(['ambiguous']);
    expect(await problemsOf(one('tool: x, repeat: { times: 3, max: 5 }'))).toContain('"max" goes with "continue" and "until"');
  });

  it('are 10,000 at most', async () => {
    expect(await codesOf(one('tool: x, repeat: { times: 10001 }'))).toEqual(['limit']);
    expect(await codesOf(one('tool: x, repeat: { continue: 99%, max: 10001 }'))).toEqual(['bad-value']);
    expect(await roundsOf('times: 10000')).toMatchObject({ kind: 'counts', max: 10_000 });
  });

  it('cannot be the number of what the loop itself writes', async () => {
    expect(await problemsOf(one('model: test/plain, output: 5, repeat: { times: { of: answer } }'))).toContain(
      'how often "answer" runs cannot depend on what it writes',
    );
    expect(await problemsOf('{ steps: { g: { repeat: { times: { of: b } }, steps: { b: { tool: x, output: 5 } } } } }')).toContain(
      '"b" runs inside "g"',
    );
  });

  it('do not end with an outcome of a step outside', async () => {
    const outside =
      '{ steps: { judge: { tool: y, outcomes: { pass: 60%, fail: rest } }, loop: { tool: x, repeat: { until: judge.pass } } } }';
    expect(await problemsOf(outside)).toContain('"judge" does not run inside the loop "loop"');
    expect(await problemsOf(one('tool: x, outcomes: { a: 50%, b: rest }, repeat: { until: answer.c }'))).toContain(
      'step "answer" has no outcome "c"',
    );
  });

  it('do not end with an outcome that is another one for each item', async () => {
    const workflow = `
steps:
  loop:
    repeat: { until: judge.pass }
    steps: { each: { for_each: { items: 3 }, steps: { judge: { tool: y, outcomes: { pass: 60%, fail: rest } } } } }
`;
    expect(await problemsOf(workflow)).toContain('"judge" has an outcome for each item of "each", not one');
  });
});

describe('items', () => {
  it('are chances of whole numbers, also none', async () => {
    expect(await itemsOf('items: { values: [0, 2] }, parallel: 4')).toEqual({ kind: 'counts', counts: [0.5, 0, 0.5], parallel: 4, max: 2 });
  });

  it('may be the number of an input', async () => {
    expect(await itemsOf('items: { of: pages, times: 2 }')).toMatchObject({
      kind: 'linked',
      number: { terms: [{ source: 'input pages', times: 2 }] },
      parallel: null,
      max: 8,
    });
  });

  it('may be the chunks of a document', async () => {
    expect(await itemsOf('chunks_of: document, size: 1200, overlap: 100')).toMatchObject({
      kind: 'chunks',
      document: { terms: [{ source: 'input document' }] },
      size: 1200,
      overlap: 100,
      max: null,
    });
  });

  it('of a document with a ceiling have one: 10,000 tokens in steps of 1,100 after the first 100 are 9 chunks', async () => {
    const workflow =
      'inputs: { document: { p50: 4k, p95: 9k, max: 10k } }\nsteps: { a: { tool: x, for_each: { chunks_of: document, size: 1200, overlap: 100 } } }\n';
    expect(stepNamed(await planOf(workflow), 'a').items).toMatchObject({ max: 9 });
  });

  it('are sent piece by piece', async () => {
    const workflow = `
inputs: { document: 5k }
steps:
  each:
    for_each: { chunks_of: document, size: 1200 }
    steps: { read: { model: test/plain, output: 5, prompt: [{ user: { chunk: document } }] } }
`;
    expect(modelOf(await planOf(workflow), 'read').parts[0]?.amount.handed).toMatchObject([{ what: 'chunk', step: 0 }]);
  });

  it('say over how many they run', async () => {
    expect(await problemsOf(one('tool: x, for_each: { parallel: 3 }'))).toContain('for_each says over how many items');
    expect(await problemsOf(one('tool: x, for_each: { chunks_of: document }'))).toContain('add size: 1200');
    expect(await problemsOf(one('tool: x, for_each: { chunks_of: document, size: 100, overlap: 100 }'))).toContain(
      'a chunk must be longer than its overlap',
    );
    expect(await problemsOf(one('tool: x, for_each: { chunks_of: documnet, size: 100 }'))).toContain('did you mean "document"?');
  });

  it('are sent inside their for_each only', async () => {
    const text = await problemsOf(one('model: test/plain, output: 1, prompt: [{ user: { chunk: document } }]'));
    expect(text).toContain('nothing cuts "document" into chunks around this step');
    expect(text).toContain('add for_each: { chunks_of: document, size: 1200 }');
  });
});

describe('carry', () => {
  const loop = (carry: string): string => `
steps:
  loop:
    repeat: { times: 3 }
    carry: ${carry}
    steps:
      think: { model: test/plain, output: 100, prompt: 1k }
      search: { tool: x, output: 700 }
  report: { model: test/plain, output: 100, prompt: [{ context: { rounds: loop } }] }
`;
  const carryOf = async (carry: string) => stepNamed(await planOf(loop(carry)), 'loop').carry;

  it('adds all outputs inside, or those of some steps', async () => {
    expect(await carryOf('true')).toEqual({ steps: [1, 2], reasoning: false, last: null, compact: null });
    expect((await carryOf('[think]'))?.steps).toEqual([1]);
  });

  it('may add reasoning, and keep the last rounds only', async () => {
    expect(await carryOf('{ steps: [think], reasoning: true, last: 5 }')).toEqual({ steps: [1], reasoning: true, last: 5, compact: null });
  });

  it('may be compacted by the first model inside, or another: one call that cannot fail', async () => {
    expect((await carryOf('{ compact: { over: 160k, to: 15k } }'))?.compact).toMatchObject({
      over: 160_000,
      call: { model: { id: 'test/plain' }, output: { constant: 15_000 }, retry: { attempts: 1, errors: 0 }, parts: [] },
    });
    expect((await carryOf('{ compact: { over: 160k, to: 15k, model: test/dear } }'))?.compact?.call.model.id).toBe('test/dear');
  });

  it('is read as a whole after the loop', async () => {
    expect(modelOf(await planOf(loop('true')), 'report').parts[0]?.amount.handed).toMatchObject([{ what: 'rounds', step: 0 }]);
  });

  it('needs rounds, and steps inside', async () => {
    expect(await problemsOf(one('tool: x, carry: true'))).toContain('a step carries from round to round, and this one has no rounds');
    expect(await problemsOf(loop('[report]'))).toContain('"report" does not run inside the loop "loop"');
    expect(await problemsOf(loop('[thnk]'))).toContain('did you mean "think"?');
  });

  it('of a loop without models needs one to compact', async () => {
    const workflow = '{ steps: { a: { tool: x, repeat: { times: 2 }, carry: { compact: { over: 1k, to: 100 } } } } }';
    expect(await problemsOf(workflow)).toContain('no step of "a" has a model that could compact');
  });

  it('that nobody does is not read', async () => {
    expect(await problemsOf(loop('false'))).toContain('step "loop" carries nothing from round to round');
  });

  it('is added by itself inside the loop', async () => {
    const workflow =
      '{ steps: { a: { model: test/plain, output: 1, repeat: { times: 2 }, carry: true, prompt: [{ user: { rounds: a } }] } } }';
    expect(await problemsOf(workflow)).toContain('what it carries is added to every prompt inside by itself');
  });
});

describe('a step that comes later in the round of a loop', () => {
  const loop = `
steps:
  loop:
    repeat: { times: 3 }
    steps:
      write: { model: test/plain, output: 100, prompt: [{ context: { step: judge } }] }
      judge: { model: test/plain, output: { of: write, times: 10% }, prompt: [{ user: { step: write } }] }
`;

  it('hands on what it wrote in the last round', async () => {
    const plan = await planOf(loop);
    expect(modelOf(plan, 'write').parts[0]?.amount.handed).toMatchObject([{ what: 'previous_round', step: 2 }]);
    expect(modelOf(plan, 'judge').parts[0]?.amount.handed).toMatchObject([{ what: 'output', step: 1 }]);
    expect(modelOf(plan, 'judge').output.handed).toMatchObject([{ what: 'output', step: 1, times: 0.1 }]);
  });

  it('can never have run before where there is no loop', async () => {
    expect(await codesOf(loop.replace('repeat: { times: 3 }', ''))).toEqual(['unknown-name']);
    expect((await open(loop)).problems).toEqual([]);
  });
});
