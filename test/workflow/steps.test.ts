import { describe, expect, it } from 'vitest';
import { codesOf, modelOf, open, planOf, problemsOf } from '../support/plan.ts';

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
    expect(modelOf(await planOf(one('model: test/embedding, prompt: 100')), 'answer').output.constant).toBe(0);
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
