import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import type { ModelLink, PlanPart } from '../../src/workflow/plan.ts';
import { type Case, modelOf, open, PRICES, planOf, problemsOf, stepNamed } from '../support/plan.ts';
import { projectionOf, stepOf } from '../support/projection.ts';

const TOOLS = [
  {
    name: 'get_current_weather',
    description: 'Get the current weather',
    input_schema: { type: 'object', properties: { location: { type: 'string' } }, required: ['location'] },
  },
];

const FILES = { 't.json': JSON.stringify(TOOLS, null, 2) };

const workflow = (tools: string, model = 'test/counting', keys = ''): string =>
  `steps: { answer: { model: ${model}, output: 10, prompt: [{ tools: ${tools} }, { user: { tokens: 100 } }]${keys} } }`;

const FILE = '{ file: t.json }';

const linkOf = async (tools: string, model?: string, given: Case = { files: FILES }): Promise<ModelLink> =>
  modelOf(await planOf(workflow(tools, model), given), 'answer');

const definitionsOf = ({ parts }: ModelLink): PlanPart => {
  const found = parts.find(({ label }) => label.startsWith('tools:'));
  if (found === undefined) throw new Error('no tools');
  return found;
};

const tokensOf = (link: ModelLink): number => definitionsOf(link).amount.constant;

/** What the provider adds, in the order in which a plan has it. */
const addedTo = ({ parts, overhead }: ModelLink): readonly (readonly [string, number, string | null])[] => [
  ...parts.filter(({ label }) => !label.includes(':')).map(({ label, amount, how }) => [label, amount.constant, how] as const),
  ...overhead.lines.map(({ name, tokens, how }) => [name, tokens, how] as const),
];

const namesOf = (link: ModelLink): readonly string[] => addedTo(link).map(([name]) => name);

const warningsOf = async (tools: string, given: Case = { files: FILES }): Promise<readonly Diagnostic[]> =>
  (await open(workflow(tools), given)).problems.filter(({ severity }) => severity === 'warning');

describe('a file of tools', () => {
  // "# Tools ⏎⏎ ## functions ⏎⏎ namespace functions { … } // namespace functions" is 34 tokens of o200k_base.
  it('counts as the provider of the model writes it', async () => {
    const openai = await linkOf(FILE);
    expect(tokensOf(openai)).toBe(34);
    expect(definitionsOf(openai)).toMatchObject({
      origin: 'estimated',
      how: /^1 tool as TypeScript \(o200k_base ±10 %, as of 2026-11-26\): OpenAI/,
    });
    // {"description": …} in tags is 50 tokens of o200k_base, × 1.18.
    const claude = await linkOf(FILE, 'test/claude');
    expect(tokensOf(claude)).toBeCloseTo(50 * 1.18, 9);
    expect(definitionsOf(claude).how).toContain('1 tool as JSON in tags (claude-1 ±15 %, as of');
  });

  it('is one thing in whatever shape it was written', async () => {
    const [tool] = TOOLS;
    const { input_schema: parameters, ...named } = tool as (typeof TOOLS)[number];
    const shapes = [
      [{ type: 'function', function: { ...named, parameters } }],
      { tools: [{ ...named, inputSchema: parameters }] },
      [{ functionDeclarations: [{ ...named, parameters }] }],
    ];
    for (const shape of shapes)
      expect(tokensOf(await linkOf(FILE, 'test/claude', { files: { 't.json': JSON.stringify(shape) } }))).toBeCloseTo(50 * 1.18, 9);
  });

  it('has all that is added to it told apart, each with its day', async () => {
    expect(addedTo(await linkOf(FILE, 'test/full'))).toEqual([
      ['tool-use system prompt', 346, null],
      ['tool framing', 5, 'as of 2026-11-26'],
      ['message framing', 4, '1 message × 4, fitted by ai-tokenizer 1.0.6 for gpt-5, as of 2026-10-04'],
      ['reply priming', 5, 'fitted by ai-tokenizer 1.0.6 for gpt-5, as of 2026-10-04'],
    ]);
    const prices = PRICES.replace('provider: test', 'provider: test\noverheads_read: 2026-10-09');
    expect(addedTo(await linkOf(FILE, 'test/full', { files: FILES, prices }))[0]?.[2]).toBe('as of 2026-10-09');
  });

  it('is listed among the assumptions with its form, how far it may be off, and its day', async () => {
    const { assumptions } = await planOf(workflow(FILE), { files: FILES });
    const listed = assumptions.map(({ what, value, origin }) => [what, value, origin]);
    expect(listed).toContainEqual([
      'answer.prompt tools: t.json',
      '34 tokens: 1 tool as TypeScript (o200k_base ±10 %, as of 2026-11-26)',
      'estimated',
    ]);
    expect(listed).toContainEqual(['answer tool framing', '5 tokens (o200k_base ±10 %, as of 2026-11-26)', 'estimated']);
    expect(listed).toContainEqual([
      'answer message overhead',
      '9 tokens: 1 message × 4, reply priming 5 (o200k_base, as of 2026-10-04)',
      'estimated',
    ]);
  });

  it('counts for a fallback in the way of its own family', async () => {
    const plan = await planOf(workflow(FILE, 'test/counting', ', fallback: [{ model: test/claude }]'), { files: FILES });
    const links = stepNamed(plan, 'answer').links.flatMap((link) => (link.kind === 'model' ? [tokensOf(link)] : []));
    expect(links).toEqual([34, expect.closeTo(50 * 1.18, 9)]);
  });

  it('cannot be counted for a model without a tokenizer', async () => {
    expect(await problemsOf(workflow(FILE, 'test/plain'), { files: FILES })).toContain('state the tokens: { tokens: 1200 }');
  });

  it('that holds something else is counted as the JSON that it is, and says so', async () => {
    const files = { 't.json': '{ "get_weather": { "description": "x" } }' };
    const [warning] = await warningsOf(FILE, { files });
    expect(warning?.message).toBe('"t.json" holds something that is no tool definition, so that it is counted as plain JSON');
    const link = await linkOf(FILE, 'test/counting', { files });
    expect(definitionsOf(link)).toMatchObject({ origin: 'measured', how: null });
    expect(namesOf(link)).toEqual(['message framing', 'reply priming']);
    expect(await warningsOf(FILE)).toEqual([]);
  });

  it('defines at least one tool, and nests like a file that somebody wrote', async () => {
    expect(await problemsOf(workflow(FILE), { files: { 't.json': '[]' } })).toContain('"t.json" defines no tool');
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    expect(await problemsOf(workflow(FILE), { files: { 't.json': deep } })).toContain('"t.json" nests deeper than 100 levels');
  });
});

describe('tools in the workflow itself', () => {
  it('are read where they are JSON, and a text like any other where they are not', async () => {
    expect(tokensOf(await linkOf(`'${JSON.stringify(TOOLS)}'`))).toBe(34);
    expect(tokensOf(await linkOf('"hello world"'))).toBe(2);
    expect(tokensOf(await linkOf('"[hello] world"'))).toBeGreaterThan(2);
  });

  it('count as stated where somebody states them', async () => {
    const link = await linkOf('{ tokens: 900 }', 'test/full');
    expect(tokensOf(link)).toBe(900);
    expect(namesOf(link)).toEqual(['tool-use system prompt', 'message framing', 'reply priming']);
  });
});

describe('the prefix that tools begin', () => {
  const long = { ...TOOLS[0], description: 'weather '.repeat(1500) };
  const two = (second: string): string =>
    `steps:
  a: { model: test/automatic, output: 10, prompt: [{ tools: { file: t.json } }, { user: { tokens: 100 } }] }
  b: { model: test/automatic, output: 10, prompt: [{ tools: { file: ${second} } }, { user: { tokens: 100 } }] }`;
  const readBy = async (second: string, files: Readonly<Record<string, string>>): Promise<number> =>
    stepOf(await projectionOf(two(second), { files }), 'b').links[0]?.cacheRead ?? 0;

  it('is known by what it defines: another step that sends the same tools finds it, also from a file that is indented otherwise', async () => {
    const files = {
      't.json': JSON.stringify([long]),
      'u.json': JSON.stringify([long], null, 4),
      'v.json': JSON.stringify([{ ...long, name: 'x' }]),
    };
    expect(await readBy('u.json', files)).toBeGreaterThan(1500);
    expect(await readBy('v.json', files)).toBe(0);
  });

  it('holds what the provider adds to tools: with it a prefix of 1,000 tokens passes 1,024', async () => {
    const twice = (tokens: number): string =>
      `steps:
  a: { model: test/full, output: 10, prompt: [{ tools: { tokens: ${tokens} } }, { user: { tokens: 100 } }] }
  b: { model: test/full, output: 10, prompt: [{ tools: { tokens: ${tokens} } }, { user: { tokens: 100 } }], repeat: { times: 2 } }`;
    const read = async (tokens: number): Promise<number> => stepOf(await projectionOf(twice(tokens)), 'b').links[0]?.cacheRead ?? 0;
    expect(await read(1024 - 346 - 1)).toBe(0);
    expect(await read(1000)).toBeGreaterThan(1024);
  });

  it('is as long as what is written: below the least prefix nothing is cached', async () => {
    expect(await readBy('t.json', FILES)).toBe(0);
  });
});
