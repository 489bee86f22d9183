import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tokensShape } from '../../src/report/tokens/shape.ts';
import { makeProject, type Project } from '../io/project.ts';
import { type Ended, runOutlay } from '../nasty/run.ts';

const golden = (name: string): string => join(import.meta.dirname, '..', 'golden', 'tokens', name);

/** A price table of the project's own, so that shipped prices may change. */
const PRICES = `provider: test
source: https://example.com/prices
models:
  exact:
    tokenizer: o200k_base
    context_window: 400
    max_output: 100
    prices: [{ from: 2026-01-01, read: 2026-11-01, confidence: high, input: 2, output: 10 }]
  estimated:
    tokenizer: claude-2
    context_window: 200k
    max_output: 32k
    tool_system: 354
    prices: [{ from: 2026-01-01, read: 2026-11-01, confidence: high, input: 3, output: 15, long_context: [{ over: 300, input: 6, output: 30 }] }]
`;

const TOOLS = [
  {
    name: 'get_current_weather',
    description: 'Get the current weather',
    input_schema: {
      type: 'object',
      properties: { location: { type: 'string', description: 'The city and state, e.g. San Francisco, CA' } },
      required: ['location'],
    },
  },
];

const QUESTIONS = [
  'Where is my order? It should have come on Monday.',
  'Ich möchte mein Passwort zurücksetzen, aber der Link ist abgelaufen.',
  '退款什么时候到账?订单号是 20261125。',
  'Где мой заказ? Я жду уже неделю.',
  '{"error":{"code":403,"message":"forbidden","trace":["a.ts:12","b.ts:90"]}}',
  '',
  'The same again and again. '.repeat(80),
];

let project: Project;
beforeAll(() => {
  project = makeProject();
  project.write({
    'package.json': '{}',
    'pricing/test.yaml': PRICES,
    'q.jsonl': `${QUESTIONS.map((text, id) => JSON.stringify({ id, body: { text } })).join('\n')}\n`,
    'q.csv': 'id,text\n1,hello world\n2,"two lines,\nand a comma"\n',
    'notes/a.txt': 'hello world\n',
    'notes/b.md': '# Title\n\nA second file.\n',
    'show.txt': 'Hello wörld, 你好 👍🏽!\n\n\tx = [1, 23];\u202e\n',
    'bad.jsonl': '{"text":"a"}\n{"txet":"b"}\nnot json\n',
    'broken.csv': 'id,text\n1,a\n2,b,c\n',
    'latin1.txt': Uint8Array.of(0x61, 0xe9, 0x62),
    'empty.txt': '',
    'tools.json': JSON.stringify(TOOLS),
    'no-tools.json': '{ "get_weather": "the weather" }',
    'cut-off.json': '[{',
    'evil\u001b[31m.txt': 'hello',
  });
});
afterAll(() => project.remove());

const outlay = (args: readonly string[], env: Readonly<Record<string, string>> = {}, input?: string): Promise<Ended> =>
  runOutlay(['tokens', ...args], {
    cwd: project.root,
    env: { COLUMNS: '100', XDG_CACHE_HOME: join(project.base, 'cache'), ...env },
    ...(input === undefined ? {} : { input }),
  });

const MODELS = ['--model', 'test/exact', '--model', 'test/estimated', '--as-of', '2026-11-20'];
const RECORDS = ['q.jsonl', '--field', 'body.text', ...MODELS];

describe('outlay tokens', () => {
  it.each([
    ['records.txt', RECORDS],
    ['records.json', [...RECORDS, '--format', 'json']],
    ['records.csv', [...RECORDS, '--format', 'csv']],
    ['records.md', [...RECORDS, '--format', 'markdown']],
    ['tools.txt', [...RECORDS, '--tools', 'tools.json']],
    ['tools.md', [...RECORDS, '--tools', 'tools.json', '--format', 'markdown']],
    ['tools.json', [...RECORDS, '--tools', 'tools.json', '--format', 'json']],
    ['sample.txt', [...RECORDS, '--sample', '3']],
    ['files.txt', ['notes/*', ...MODELS]],
    ['column.txt', ['q.csv', '--field', 'text', ...MODELS]],
    ['tokenizers.txt', ['notes/a.txt', '--model', 'claude-1', '--model', 'gemini', '--model', 'p50k_base']],
    ['show.txt', ['show.txt', '--show', '--model', 'o200k_base']],
  ])('prints %s', async (name, args) => {
    const { stdout, stderr, code } = await outlay(args);
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    await expect(stdout).toMatchFileSnapshot(golden(name));
  });

  it('shows tokens in turning colours on a terminal that has them', async () => {
    const { stdout } = await outlay(['show.txt', '--show', '--model', 'o200k_base'], { FORCE_COLOR: '1' });
    await expect(stdout).toMatchFileSnapshot(golden('show-colour.txt'));
  });

  it.each([
    ['a-field-that-is-not-there', ['bad.jsonl', '--field', 'text', '--model', 'o200k_base']],
    ['records-without-a-field', ['q.jsonl', '--model', 'o200k_base']],
    ['a-ragged-row', ['broken.csv', '--field', 'text', '--model', 'o200k_base']],
    ['a-column-that-is-not-there', ['q.csv', '--field', 'txt', '--model', 'o200k_base']],
    ['not-utf-8', ['latin1.txt', '--model', 'o200k_base']],
    ['no-file', ['nothing.txt', '--model', 'o200k_base']],
    ['no-match', ['*.nothing', '--model', 'o200k_base']],
    ['a-folder', ['notes', '--model', 'o200k_base']],
    ['no-argument', []],
    ['an-unknown-model', ['notes/a.txt', '--model', 'test/exakt']],
    ['a-sample-of-none', ['notes/a.txt', '--sample', '0']],
    ['tools-that-are-none', ['notes/a.txt', '--tools', 'no-tools.json', '--model', 'o200k_base']],
    ['tools-cut-off', ['notes/a.txt', '--tools', 'cut-off.json', '--model', 'o200k_base']],
    ['tools-that-are-not-there', ['notes/a.txt', '--tools', 'tolls.json', '--model', 'o200k_base']],
    ['a-vocabulary-of-nothing', ['--make-vocabulary', 'q.jsonl', '--model', 'llama-3']],
    ['a-vocabulary-for-nobody', ['--make-vocabulary', 'q.jsonl', '--model', 'lama-3']],
    ['pairs-that-are-none', ['--calibrate', 'q.jsonl', '--model', 'claude-2']],
    ['an-exact-family', ['--calibrate', 'pairs-of-one.jsonl', '--model', 'o200k_base']],
  ])('tells %s with its remedy, and exit 2', async (name, args) => {
    project.write({ 'pairs-of-one.jsonl': '{"text":"hello","tokens":9}\n' });
    const { stdout, stderr, code } = await outlay(args);
    expect({ stdout, code }).toEqual({ stdout: '', code: 2 });
    await expect(stderr).toMatchFileSnapshot(golden(join('messages', `${name}.txt`)));
  });

  it('reads standard input: a text, or records where a field is named', async () => {
    const counted = async (args: readonly string[], input: string): Promise<unknown> => {
      const { stdout } = await outlay(['-', '--model', 'o200k_base', '--format', 'json', ...args], {}, input);
      return (JSON.parse(stdout) as { models: { tokens: { value: number } }[] }).models[0]?.tokens.value;
    };
    expect(await counted([], 'hello world')).toBe(2);
    expect(await counted(['--field', 't'], '{"t":"hello world"}\n{"t":"hello"}\n')).toBe(3);
  });

  it('counts an empty file as a text of no tokens', async () => {
    const { stdout, code } = await outlay(['empty.txt', '--model', 'o200k_base', '--format', 'json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      texts: { counted: 1, empty: 1, words: 0 },
      models: [{ tokens_per_word: null, tokens: { value: 0 } }],
    });
  });

  it('never shows a control character of a name or a text', async () => {
    const { stdout } = await outlay(['evil\u001b[31m.txt', 'show.txt', '--model', 'o200k_base']);
    const shown = await outlay(['show.txt', '--show', '--model', 'o200k_base']);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that must not appear
    for (const text of [stdout, shown.stdout]) expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(stdout).toContain('evil\\u{1b}[31m.txt');
  });

  it('needs no price tables where only tokenizers are named', async () => {
    project.write({ 'other/package.json': '{}', 'other/pricing/test.yaml': 'not: [a, table' });
    const { code } = await runOutlay(['tokens', '../notes/a.txt', '--model', 'o200k_base'], { cwd: join(project.root, 'other') });
    expect(code).toBe(0);
  });
});

describe('the report as JSON', () => {
  it('has the shape that outlay schema tokens publishes, and the hash of each file', async () => {
    const { stdout } = await outlay(['notes/*', ...MODELS, '--format', 'json']);
    const report: unknown = JSON.parse(stdout);
    expect(tokensShape.parse(report)).toEqual(report);
    const withTools: unknown = JSON.parse((await outlay([...RECORDS, '--tools', 'tools.json', '--format', 'json'])).stdout);
    expect(tokensShape.parse(withTools)).toEqual(withTools);
    const sha256 = createHash('sha256').update('hello world\n').digest('hex');
    expect(report).toMatchObject({ inputs: [{ file: 'notes/a.txt', sha256, texts: 1 }, { file: 'notes/b.md' }] });
  });
});

describe('a project that knows its tokenizers better', () => {
  it('counts exactly by a vocabulary that it made', async () => {
    const vocab = Object.fromEntries(
      [...Array.from({ length: 94 }, (_, i) => String.fromCharCode(33 + i)), 'Ġ', 'Ċ', 'he', 'll', 'hell', 'hello', 'Ġhello'].map(
        (t, i) => [t, i],
      ),
    );
    const merges = ['h e', 'l l', 'he ll', 'hell o', 'Ġ hello'];
    const regex = String.raw`(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`;
    const tokenizer = {
      normalizer: { type: 'NFC' },
      pre_tokenizer: {
        type: 'Sequence',
        pretokenizers: [
          { type: 'Split', pattern: { Regex: regex } },
          { type: 'ByteLevel', use_regex: false },
        ],
      },
      model: { type: 'BPE', vocab, merges },
    };
    project.write({ 'tokenizer.json': JSON.stringify(tokenizer), 'hello.txt': 'hello hello 12' });
    const made = await outlay(['--make-vocabulary', 'tokenizer.json', '--model', 'llama-3']);
    expect(made).toMatchObject({
      code: 0,
      stdout: 'tokenizers/llama-3.vocab: 101 tokens, 0.1 MB. llama-3 counts exactly in this project.\n',
    });
    const { stdout } = await outlay(['hello.txt', '--model', 'llama-3', '--format', 'json']);
    // hello, " hello", " ", 1, 2: digits stand alone.
    expect(JSON.parse(stdout)).toMatchObject({ models: [{ tokens: { value: 5 }, band: 0, origin: 'measured' }] });
  });

  it('prints a calibration, and counts by it once it is written', async () => {
    const text = 'All human beings are born free and equal in dignity and rights.';
    project.write({ 'pairs.jsonl': Array.from({ length: 10 }, () => JSON.stringify({ text, tokens: 34 })).join('\n'), 'udhr.txt': text });
    const printed = await outlay(['--calibrate', 'pairs.jsonl', '--model', 'test/estimated']);
    expect(printed).toMatchObject({ code: 0, stdout: 'claude-2: × 1.312, ±3 %, by 10 pairs\n' });
    const band = async (): Promise<unknown> => {
      const { stdout } = await outlay(['udhr.txt', '--model', 'test/estimated', '--format', 'json']);
      const { models } = JSON.parse(stdout) as { models: { band: number; tokens: { value: number } }[] };
      return [models[0]?.band, Math.round(models[0]?.tokens.value ?? 0)];
    };
    expect(await band()).toEqual([0.15, 20]);
    const written = await outlay(['--calibrate', 'pairs.jsonl', '--model', 'test/estimated', '--write', '--as-of', '2026-11-20']);
    expect(written.stdout).toContain('written to tokenizers/claude-2.json');
    // 34 billed less 8 of framing.
    expect(await band()).toEqual([0.03, 26]);
  });
});
