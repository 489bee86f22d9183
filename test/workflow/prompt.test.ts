import { describe, expect, it } from 'vitest';
import { type Case, codesOf, open, problemsOf, projectionOf, stepOf } from '../support/plan.ts';

const prompt = (parts: string, model = 'test/counting'): string =>
  `inputs:\n  question: 100\n  unused: 50\nsteps:\n  find: { tool: search, output: 700 }\n  answer:\n    model: ${model}\n    output: 10\n    prompt:\n${parts
    .trim()
    .split('\n')
    .map((line) => `      ${line}\n`)
    .join('')}`;

/** Tokens that one call of "answer" sends. */
const sent = async (parts: string, given: Case = {}, model?: string): Promise<number> =>
  stepOf(await projectionOf(prompt(parts, model), given), 'answer').tokens.uncachedInput;

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
    expect((await open(prompt('- user: system.md'))).projections).toHaveLength(1);
  });

  it('that a # has cut short is an error', async () => {
    const text = await problemsOf(prompt('- user: Answer ticket #12 kindly'));
    expect(text).toContain('a # has cut this text short');
    expect(text).toContain('quote the text');
    expect((await open(prompt('- user: "Answer ticket #12 kindly"'))).projections).toHaveLength(1);
    expect((await open(prompt('- user: Answer ticket#12 kindly'))).projections).toHaveLength(1);
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
