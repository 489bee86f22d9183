import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Ended, runOutlay } from '../nasty/run.ts';

const root = join(import.meta.dirname, '..', '..');
const golden = join(root, 'test', 'golden', 'outputs');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'outlay-prices-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const prices = (args: readonly string[], cwd = folder): Promise<Ended> =>
  runOutlay(['prices', ...args, '--as-of', '2026-11-20'], { cwd, env: { COLUMNS: '100' } });

/** A table of the provider acme in the folder; `low` is a price that one source gives. */
const writeAcme = (name: string, input: number, low = 1): void =>
  writeFileSync(
    join(folder, name),
    `provider: acme
source: https://acme.example/prices
models:
  swift:
    prices:
      - { from: 2026-10-01, read: 2026-11-01, confidence: high, input: ${input}, output: 4 }
  heron:
    prices:
      - { from: 2026-10-01, read: 2026-11-01, confidence: low, input: ${low}, output: 3 }
`,
  );

const writeJson = (name: string, value: unknown): void => writeFileSync(join(folder, name), JSON.stringify(value));

describe('outputs', () => {
  it.each([
    ['prices-help.txt', ['--help']],
    ['prices-list.txt', ['list']],
    ['prices-list-anthropic-xai.txt', ['list', 'anthropic', 'xai']],
    ['prices-show-gemini-4-argon.txt', ['show', 'google/gemini-4-argon']],
    ['prices-show-claude-sonnet-5.txt', ['show', 'anthropic/claude-sonnet-5']],
    ['prices-show-deepseek-flash.json', ['show', 'deepseek/deepseek-flash', '--format', 'json']],
    ['prices-list-deepseek.json', ['list', 'deepseek', '--format', 'json']],
  ])('%s', async (name, args) => {
    const { stdout, stderr, code } = await prices(args, root);
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    await expect(stdout).toMatchFileSnapshot(join(golden, name));
  });
});

describe('prices', () => {
  it('without an action lists the models', async () => {
    const [bare, listed] = await Promise.all([prices([]), prices(['list'])]);
    expect(bare).toEqual(listed);
    expect(bare.stdout).toContain('83 models on 2026-11-20');
  });

  it('lists what a project adds, under its own provider', async () => {
    writeAcme('acme.yaml', 2);
    expect((await prices(['list', 'acme', '--pricing', 'acme.yaml'])).stdout).toMatch(/^acme\/swift +\$2 +– +\$4 /m);
  });

  it.each([
    [['shwo'], 'prices has no action "shwo"', 'did you mean "show"?'],
    [['show', 'openai/gpt6-luna'], 'no price table lists "openai/gpt6-luna"', 'openai/gpt-6-luna'],
    [['show'], 'show needs a model', 'outlay prices show openai/gpt-6-luna'],
    [['list', 'opnai'], 'no price table is of a provider "opnai"', 'did you mean "openai"?'],
    [['diff', 'one.yaml'], 'diff needs two tables', 'outlay prices diff'],
    [['diff', 'one.yaml', 'two.yaml'], '"one.yaml" names no price table', 'name a .yaml file'],
    [['lint', 'none.yaml'], '"none.yaml" names no price table', 'name a .yaml file'],
    [['import'], 'import needs the file of one catalogue', 'outlay prices import api.json'],
    [['import', 'none.json'], '"none.json" cannot be read', 'there is no such file'],
  ])('%j is refused, with what to do instead', async (args, problem, remedy) => {
    const { code, stdout, stderr } = await prices(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(problem);
    expect(stderr).toContain(remedy);
  });
});

describe('prices lint', () => {
  it('says what is doubtful with its place, and is no failure', async () => {
    writeAcme('acme.yaml', 2);
    const { code, stdout, stderr } = await prices(['lint', 'acme.yaml']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '2 models: 1 doubt\n' });
    expect(stderr).toContain('warning[price-doubtful]: the price of acme/heron has low confidence');
    expect(stderr).toContain('--> acme.yaml:9:9');
  });

  it('refuses a table that cannot be used', async () => {
    writeFileSync(join(folder, 'bad.yaml'), 'provider: acme\nsource: x\nmodels: { m: { prices: [{ from: soon }] } }\n');
    const { code, stderr } = await prices(['lint', 'bad.yaml']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error\[/);
  });

  it('finds nothing worse than age and low confidence in the shipped tables', async () => {
    const { code, stderr } = await prices(['lint'], root);
    expect(code).toBe(0);
    expect(stderr).not.toMatch(/costs (?:more|less)|no price from|two prices|is not known/);
  });
});

describe('prices diff', () => {
  it('shows each figure that differs, of files or of folders', async () => {
    writeAcme('old.yaml', 2);
    writeAcme('new.yaml', 3);
    const { code, stdout } = await prices(['diff', 'old.yaml', 'new.yaml']);
    expect(code).toBe(0);
    expect(stdout).toBe(
      'model       figure                   before  after\nacme/swift  prices 2026-10-01 input  2       3\n\n1 model differs\n',
    );
    expect((await prices(['diff', root.concat('/pricing'), root.concat('/pricing')])).stdout).toBe('no difference\n');
  });
});

describe('prices import', () => {
  const catalogue = { acme: { models: { swift: { cost: { input: 9, output: 4 } }, heron: { cost: { input: 1.5, output: 3 } } } } };

  it('prints what it would change and writes nothing', async () => {
    writeAcme('acme.yaml', 2);
    writeJson('api.json', catalogue);
    const before = readdirSync(folder);
    const { code, stdout } = await prices(['import', 'api.json', '--pricing', 'acme.yaml']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^acme\/heron +input +\$1 +\$1.5 +changed$/m);
    expect(stdout).toMatch(/^acme\/swift +input +\$2 +\$9 +kept: high confidence$/m);
    expect(readdirSync(folder)).toEqual(before);
  });

  it('writes tables that price as it said, without a figure of higher confidence changed', async () => {
    writeAcme('acme.yaml', 2);
    writeJson('api.json', catalogue);
    expect((await prices(['import', 'api.json', '--pricing', 'acme.yaml', '-o', 'out'])).stdout).toContain('written: out/acme.yaml');
    expect(readdirSync(join(folder, 'out'))).toEqual(['acme.yaml']);
    const text = readFileSync(join(folder, 'out', 'acme.yaml'), 'utf8');
    expect(text).toContain('same_as: acme/heron');
    expect(text).not.toContain('swift');
  });

  it('overwrites it with --force', async () => {
    writeAcme('acme.yaml', 2);
    writeJson('api.json', catalogue);
    await prices(['import', 'api.json', '--pricing', 'acme.yaml', '-o', '.', '--force']);
    const { stdout } = await prices(['list', 'acme', '--pricing', 'acme.yaml']);
    expect(stdout).toMatch(/^acme\/swift +\$9 .* low/m);
  });

  it('writes all of its files or none', async () => {
    writeJson('api.json', { ...catalogue, zeta: { models: { m: { cost: { input: 1 } } } } });
    writeFileSync(join(folder, 'out'), 'a file where a folder should be');
    const { code, stdout, stderr } = await prices(['import', 'api.json', '-o', 'out/below']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/cannot be written: a part of the path is a file/);
    expect(readdirSync(folder).sort()).toEqual(['api.json', 'out']);
  });

  it('leaves a table that it cannot read as it is', async () => {
    writeFileSync(join(folder, 'acme.yaml'), 'provider: acme\nbroken: [\n');
    writeJson('api.json', catalogue);
    const { code } = await prices(['import', 'api.json', '-o', '.']);
    expect(code).toBe(2);
    expect(readFileSync(join(folder, 'acme.yaml'), 'utf8')).toBe('provider: acme\nbroken: [\n');
  });

  it.each([
    ['not JSON', '{"a": NaN}', '"file.json" is not JSON'],
    ['empty', '', '"file.json" is not JSON'],
    ['nested a hundred thousand deep', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'the file is like no catalogue that is known'],
    ['nothing', 'null', 'the file is like no catalogue that is known'],
    ['binary', '\0\u0001\u0002', 'looks binary'],
  ])('refuses a file that is %s', async (_what, text, problem) => {
    writeFileSync(join(folder, 'file.json'), text);
    const { code, stdout, stderr } = await prices(['import', 'file.json', '-o', 'out']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(problem);
    expect(stderr).not.toMatch(/^\s+at |has a bug/m);
    expect(existsSync(join(folder, 'out'))).toBe(false);
  });

  it('leaves out prices that are none and names that no table can hold', async () => {
    writeFileSync(
      join(folder, 'file.json'),
      '{"acme":{"models":{"__proto__":{"cost":{"input":1}},"bad\\u001b[31m":{"cost":{"input":1}},"minus":{"cost":{"input":-1}},"fine":{"cost":{"input":1}}}},"../up":{"models":{"m":{"cost":{"input":1}}}}}',
    );
    const { code, stderr } = await prices(['import', 'file.json', '-o', 'out']);
    expect(code).toBe(0);
    expect(stderr).toContain('3 of 4 models have names that no table can hold');
    expect(readdirSync(join(folder, 'out'))).toEqual(['acme.yaml']);
    expect(readFileSync(join(folder, 'out', 'acme.yaml'), 'utf8')).toMatch(/^models:\n {2}fine:\n/m);
  });

  it('says that a named format does not fit', async () => {
    writeJson('api.json', catalogue);
    expect((await prices(['import', 'api.json', '--from', 'litellm'])).stderr).toContain('the file is no catalogue of litellm');
    expect((await prices(['import', 'api.json', '--from', 'litelm'])).stderr).toContain('did you mean "litellm"?');
  });
});

describe('a plan', () => {
  it('prices a model of the project that is the same as a shipped one, and reads the table of that one', async () => {
    writeFileSync(join(folder, 'package.json'), '{}');
    writeFileSync(
      join(folder, 'workflow.yaml'),
      'steps:\n  ask:\n    model: house/fast\n    prompt: 100k\n    output: 0\n    cache: off\n',
    );
    mkdirSync(join(folder, 'pricing'));
    writeFileSync(
      join(folder, 'pricing', 'house.yaml'),
      'provider: house\nsource: x\nmodels:\n  fast: { same_as: anthropic/claude-haiku-5-5, context_window: 2M, max_input: 2M }\n',
    );
    const { code, stdout, stderr } = await runOutlay(['plan', 'workflow.yaml', '--as-of', '2026-11-20', '--format', 'json'], {
      cwd: folder,
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('pricing/anthropic.yaml');
  });
});
