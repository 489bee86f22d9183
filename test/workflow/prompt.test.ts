import { describe, expect, it } from 'vitest';
import type { PlanPart } from '../../src/workflow/plan.ts';
import { type Case, codesOf, modelOf, open, planOf, problemsOf, stepNamed } from '../support/plan.ts';

const prompt = (parts: string, model = 'test/counting'): string =>
  `inputs:\n  question: 100\n  unused: 50\nsteps:\n  find: { tool: search, output: 700 }\n  answer:\n    model: ${model}\n    output: 10\n    prompt:\n${parts
    .trim()
    .split('\n')
    .map((line) => `      ${line}\n`)
    .join('')}`;

const partsOf = async (parts: string, given: Case = {}, model?: string): Promise<readonly PlanPart[]> =>
  modelOf(await planOf(prompt(parts, model), given), 'answer').parts;

/** Tokens that one call of "answer" sends, where all of them are certain; "find" hands on 700. */
const sent = async (parts: string, given: Case = {}, model?: string): Promise<number> => {
  const plan = await planOf(prompt(parts, model), given);
  const { parts: stretches, overhead } = modelOf(plan, 'answer');
  const [found] = stepNamed(plan, 'find').links;
  const handed = found?.kind === 'tool' ? found.output.constant : 0;
  return stretches.reduce((sum, { amount }) => sum + amount.constant + amount.handed.length * handed, overhead.tokens);
};

/** Four tokens a message and five a call: what o200k_base models add. */
const FRAME = (messages: number): number => 4 * messages + 5;

describe('a prompt part', () => {
  it('may be a text, counted by the model’s own tokenizer', async () => {
    expect(await sent('- user: "hello world"')).toBe(2 + FRAME(1));
  });

  it('may be a file, an input, a step, stated tokens', async () => {
    const files = { 'prompts/system.md': 'hello world' };
    expect(await sent('- system: { file: prompts/system.md }', { files })).toBe(2 + FRAME(1));
    expect(await sent('- user: { input: question }')).toBe(100 + FRAME(1));
    expect(await sent('- context: { step: find }')).toBe(700 + FRAME(1));
    expect(await sent('- user: { tokens: 1.2k }')).toBe(1200 + FRAME(1));
  });

  it('costs its share of the messages that it makes: neighbours of one role are one message, tools none', async () => {
    expect(await sent('- user: { tokens: 10 }\n- context: { tokens: 10 }\n- user: { tokens: 10 }')).toBe(30 + FRAME(1));
    expect(await sent('- user: { tokens: 10 }\n- assistant: { tokens: 10 }\n- user: { tokens: 10 }')).toBe(30 + FRAME(3));
  });

  it('has no overhead on a model without a tokenizer', async () => {
    expect(await sent('- user: { tokens: 10 }', {}, 'test/plain')).toBe(10);
  });

  it('is counted with the factor of its family where the tokenizer is not public', async () => {
    expect(await sent('- user: "hello world"', {}, 'test/claude')).toBeCloseTo(2 * 1.18 + 2 + 6, 9);
  });

  it('has one role and one content', async () => {
    expect(await codesOf(prompt('- { system: { tokens: 1 }, user: { tokens: 2 } }'))).toEqual(['ambiguous']);
    expect(await codesOf(prompt('- user: { tokens: 1, input: question }'))).toEqual(['ambiguous']);
    expect(await codesOf(prompt('- user: {}'))).toEqual(['ambiguous']);
    expect(await problemsOf(prompt('- "just a text"'))).toContain('a prompt part says who speaks');
  });

  it('names inputs and steps that exist, of the right kind', async () => {
    expect(await problemsOf(prompt('- user: { input: quesiton }'))).toContain('did you mean "question"?');
    expect(await problemsOf(prompt('- user: { step: fnid }'))).toContain('did you mean "find"?');
    expect(await codesOf(prompt('- user: { input: find }'))).toEqual(['unknown-name']);
  });

  it('holds what steps before it hand on, not those that have not ended', async () => {
    const text = await problemsOf(prompt('- user: { step: answer }'));
    expect(text).toContain('"answer" does not end before step "answer" starts');
    const beside = await problemsOf(prompt('- user: { step: find }').replace('model: test', 'needs: []\n    model: test'));
    expect(beside).toContain('"find" does not end before step "answer" starts');
    expect(beside).toContain('add it: needs: [find]');
    const group =
      '{ steps: { g: { steps: { a: { model: test/plain, output: 1, prompt: [{ user: { step: b } }, { user: { step: g } }] } } }, b: { tool: x } } }';
    expect(await problemsOf(group)).toContain('let "g" need "b"');
    expect(await problemsOf(group)).toContain('"a" runs inside "g"');
  });
});

describe('placeholders', () => {
  it('stand for inputs and earlier steps, in texts and in files', async () => {
    const whole = await sent('- user: "{{question}}{{ find }}"');
    expect(whole).toBe(800 + FRAME(1));
    expect(await sent('- user: { file: p.md }', { files: { 'p.md': '{{question}}' } })).toBe(100 + FRAME(1));
  });

  it('that name nothing are an error at their own place in the file', async () => {
    const text = await problemsOf(prompt('- user: { file: prompts/p.md }'), { files: { 'prompts/p.md': 'Answer this:\n\n{{qestion}}\n' } });
    expect(text).toBe(
      [
        'error[unknown-name]: {{qestion}} is neither an input nor a step',
        '  --> prompts/p.md:3:1',
        '  |',
        '3 | {{qestion}}',
        '  | ^^^^^^^^^^^ did you mean "question"?',
        '   = to send the braces as they are, write { file: …, placeholders: off }',
      ].join('\n'),
    );
  });

  it('may be sent as they are', async () => {
    const files = { 'p.md': '{{qestion}}' };
    expect(await sent('- user: { file: p.md, placeholders: off }', { files })).toBeGreaterThan(FRAME(1));
  });
});

describe('a text', () => {
  it('that is the path of a file is an error with the remedy', async () => {
    const text = await problemsOf(prompt('- system: prompts/system.md'));
    expect(text).toContain('this text is the path of a file');
    expect(text).toContain('write { file: prompts/system.md }');
    expect(await codesOf(prompt('- system: system.md'), { files: { 'system.md': 'x' } })).toEqual(['ambiguous']);
  });

  it('that only ends like a path is a text', async () => {
    expect(await sent('- user: "please read system.md"')).toBeGreaterThan(FRAME(1));
    expect((await open(prompt('- user: system.md'))).plans).toHaveLength(1);
  });

  it('that a # has cut short is an error', async () => {
    const text = await problemsOf(prompt('- user: Answer ticket #12 kindly'));
    expect(text).toContain('a # has cut this text short');
    expect(text).toContain('quote the text');
    expect((await open(prompt('- user: "Answer ticket #12 kindly"'))).plans).toHaveLength(1);
    expect((await open(prompt('- user: Answer ticket#12 kindly'))).plans).toHaveLength(1);
  });
});

describe('a file', () => {
  it('that is missing is an error at its name', async () => {
    const text = await problemsOf(prompt('- system: { file: prompts/sytem.md }'));
    expect(text).toContain('error[file-unreadable]: "prompts/sytem.md" cannot be read');
    expect(text).toContain('workflow.yaml:10:25');
  });

  it('that is empty is an error', async () => {
    expect(await problemsOf(prompt('- system: { file: p.md }'), { files: { 'p.md': ' \n\n' } })).toContain('"p.md" is empty');
  });

  it('of tool definitions is JSON, counted without its indentation', async () => {
    const tools = [{ name: 'search', description: 'Search the help centre' }];
    const [wide, narrow] = await Promise.all(
      [JSON.stringify(tools, null, 4), JSON.stringify(tools)].map((text) =>
        sent('- tools: { file: t.json }', { files: { 't.json': text } }),
      ),
    );
    expect(wide).toBe(narrow);
    expect(await problemsOf(prompt('- tools: { file: t.json }'), { files: { 't.json': '[{' } })).toContain('"t.json" is not JSON');
  });
});

describe('who sends the same', () => {
  const shared = async (part: string): Promise<readonly string[]> => (await partsOf(part)).map((stretch) => stretch.shared);

  it('is everybody for instructions, tools and examples, nobody for the rest', async () => {
    for (const role of ['system', 'examples']) expect(await shared(`- ${role}: { tokens: 10 }`)).toEqual(['all']);
    for (const role of ['context', 'user', 'assistant']) expect(await shared(`- ${role}: { tokens: 10 }`)).toEqual(['none']);
  });

  it('may be said of any part', async () => {
    expect(await shared('- { context: { tokens: 10 }, shared: session }')).toEqual(['session']);
    expect(await shared('- { system: { tokens: 10 }, shared: none }')).toEqual(['none']);
  });

  it('ends at the first placeholder: what follows is a stretch of its own, with the same label', async () => {
    const parts = await partsOf('- system: "hello world{{question}} hello"');
    expect(parts.map(({ label, shared: who, amount }) => [label, who, amount.constant])).toEqual([
      ['system: text', 'all', 2],
      ['system: text', 'none', 101],
    ]);
  });

  it('is nobody where a placeholder comes first', async () => {
    expect(await shared('- system: "{{question}} hello"')).toEqual(['none']);
  });

  it('is known by content: equal texts have one key, stated counts their own', async () => {
    const keys = (await partsOf('- system: hello\n- system: hello\n- system: { tokens: 9 }\n- system: { tokens: 9 }')).map(
      ({ key }) => key,
    );
    expect(keys[0]).toBe(keys[1]);
    expect(keys[2]).not.toBe(keys[3]);
  });
});

describe('variants', () => {
  const variants = async (keys: string): Promise<readonly number[]> =>
    (await partsOf(`- { system: { tokens: 10 }, ${keys} }`))[0]?.variants ?? [];

  it('are used by Zipf(1) unless they are even: of three, 6/11, 3/11 and 2/11', async () => {
    expect(await variants('variants: 3')).toEqual([6, 3, 2].map((share) => expect.closeTo(share / 11, 12)));
    expect(await variants('variants: 4, popularity: even')).toEqual([0.25, 0.25, 0.25, 0.25]);
  });

  it('list a popularity that nobody stated as a default', async () => {
    const { assumptions } = await planOf(prompt('- { system: { tokens: 10 }, variants: 3 }'));
    expect(assumptions.find(({ what }) => what.endsWith('popularity'))).toMatchObject({ origin: 'default', value: /zipf/ });
  });

  it('exist of shared parts only', async () => {
    expect(await problemsOf(prompt('- { user: { tokens: 10 }, variants: 3 }'))).toContain('only a shared part exists in variants');
    expect(await problemsOf(prompt('- { system: { tokens: 10 }, popularity: even }'))).toContain('add variants: 100');
    expect(await codesOf(prompt('- { system: { tokens: 10 }, variants: 2.5 }'))).toEqual(['bad-value']);
  });
});

describe('pictures and pages', () => {
  it('count as the price table says: 3 pictures of 258 tokens, 4 pages of 2,250 at the mean', async () => {
    expect(await sent('- user: { image: 1024x768, count: 3 }', {}, 'test/full')).toBe(774 + FRAME(1));
    expect(await sent('- user: { pdf_pages: 4 }', {}, 'test/full')).toBe(9000 + FRAME(1));
  });

  it('on a model whose table does not say are an error that names the remedy', async () => {
    expect(await problemsOf(prompt('- user: { image: 1024x768 }'))).toContain('does not say what a picture costs');
    expect(await problemsOf(prompt('- user: { pdf_pages: 4 }'))).toContain('does not say what a page costs');
  });

  it('have a size', async () => {
    expect(await problemsOf(prompt('- user: { image: large }', 'test/full'))).toContain('write width x height in pixels: 1024x768');
  });
});

describe('the tool-use prompt of a provider', () => {
  it('is added where a part holds tools: 346 tokens', async () => {
    const without = await sent('- user: { tokens: 10 }', {}, 'test/full');
    expect(await sent('- tools: { tokens: 0 }\n- user: { tokens: 10 }', {}, 'test/full')).toBe(without + 346);
  });
});

describe('history', () => {
  const chat = (history: string): string => `
session: { turns: 3, gap: 1min }
inputs: { question: 100 }
steps:
  route: { model: test/plain, output: 5, prompt: [{ user: { input: question } }] }
  answer:
    model: test/counting
    output: 50
    stream: true
    prompt: [{ system: { tokens: 900 } }, ${history}, { user: { input: question } }]
`;
  const historyOf = async (text: string) => {
    const part = modelOf(await planOf(chat(text)), 'answer').parts.find(({ role }) => role === 'history');
    if (part?.history === null || part === undefined) throw new Error('no history');
    return { ...part, history: part.history };
  };

  it('keeps questions and answers of all turns by default, for its session', async () => {
    const { shared, amount, history } = await historyOf('history');
    expect(shared).toBe('session');
    expect(amount).toEqual({ constant: 0, terms: [], handed: [] });
    expect(history).toMatchObject({ keep: 'answers', last: null, compact: null });
    expect([...history.users].map(([step, { constant }]) => [step, constant])).toEqual([
      [0, 100],
      [1, 100],
    ]);
  });

  it('may keep all outputs, or those of some steps, of the last turns', async () => {
    expect((await historyOf('history: { keep: all, last: 6 }')).history).toMatchObject({ keep: 'all', last: 6 });
    expect((await historyOf('history: { keep: [route] }')).history.keep).toEqual([0]);
  });

  it('may be compacted by the model of the step, or another', async () => {
    const { compact } = (await historyOf('history: { compact: { over: 8k, to: 500 } }')).history;
    expect(compact).toMatchObject({
      over: 8000,
      call: { model: { id: 'test/counting' }, parts: [], output: { constant: 500 }, tier: 'standard', cache: { kind: 'off' } },
    });
    expect((await historyOf('history: { compact: { over: 8k, to: 500, model: test/plain } }')).history.compact?.call.model.id).toBe(
      'test/plain',
    );
  });

  it('frames no message of its own, but parts what stands around it', async () => {
    const { overhead } = modelOf(await planOf(chat('{ context: { tokens: 5 } }, history')), 'answer');
    expect(overhead.lines[0]?.how).toMatch(/^3 messages × 4,/);
  });

  it('needs a session', async () => {
    const text = await problemsOf(prompt('- history'));
    expect(text).toContain('"history" needs a session');
    expect(text).toContain('add session: { turns: 3, gap: 1min }');
  });

  it('is sent once', async () => {
    expect(await codesOf(chat('history, history'))).toEqual(['ambiguous']);
  });

  it('of steps that are not there suggests the nearest', async () => {
    expect(await problemsOf(chat('history: { keep: [rote] }'))).toContain('did you mean "route"?');
    expect(await problemsOf(chat('history: { keep: answer }'))).toContain('did you mean "answers"?');
  });
});
