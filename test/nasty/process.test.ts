import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ended, runOutlay } from './run.ts';

const SMALLEST = 'steps:\n  answer:\n    model: anthropic/claude-sonnet-5\n    prompt: 4k\n    output: 1k\ntraffic: 10k per day\n';
const ESCAPE = '\u001b';

let cwd: string;

beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'outlay-process-'));
  writeFileSync(join(cwd, 'flow.yaml'), SMALLEST);
  writeFileSync(join(cwd, 'bad.yaml'), 'steps:\n  answer: { modle: x }\n');
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const plan = (how: Parameters<typeof runOutlay>[1] = {}, ...options: readonly string[]): Promise<Ended> =>
  runOutlay(['plan', 'flow.yaml', '--as-of', '2026-11-20', ...options], { cwd, ...how });
const refuse = (env: Readonly<Record<string, string>>, ...options: readonly string[]): Promise<Ended> =>
  runOutlay(['plan', 'bad.yaml', ...options], { cwd, env });

describe('the reader of the output', () => {
  it('gets all of it, and nothing on stderr', async () => {
    const { code, stdout, stderr } = await plan({}, '--format', 'json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toHaveProperty('scenarios.0.name', 'base');
  });

  it.each(['text', 'json'])('may close the pipe early, as head does: the %s ends quietly', async (format) => {
    const { code, signal, stderr } = await plan({ closePipe: true }, '--format', format);
    expect({ code, signal, stderr }).toEqual({ code: 0, signal: null, stderr: '' });
  });

  it.runIf(process.platform === 'linux')('is told when the disk is full', async () => {
    const full = openSync('/dev/full', 'w');
    const { code, stderr } = await plan({ stdout: full });
    closeSync(full);
    expect(code).toBe(74);
    expect(stderr).toContain('no space left');
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});

describe('colour', () => {
  it('is off where nobody looks at a terminal', async () => {
    expect((await refuse({})).stderr).not.toContain(ESCAPE);
  });

  it('can be forced', async () => {
    expect((await refuse({ FORCE_COLOR: '1' })).stderr).toContain(ESCAPE);
  });

  it.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
    ['NO_COLOR', { FORCE_COLOR: '1', NO_COLOR: '1' }, []],
    ['--no-color', { FORCE_COLOR: '1' }, ['--no-color']],
    ['FORCE_COLOR=0', { FORCE_COLOR: '0' }, []],
    ['TERM=dumb', { TERM: 'dumb' }, []],
  ])('is off with %s', async (_how, env, options) => {
    const [refused, planned] = await Promise.all([refuse(env, ...options), plan({ env }, ...options)]);
    expect(refused.stderr).toContain('error[unknown-key]');
    expect(refused.stderr + planned.stdout + planned.stderr).not.toContain(ESCAPE);
  });

  it('never touches the JSON', async () => {
    const [plainly, forced] = await Promise.all([plan({}, '--format', 'json'), plan({ env: { FORCE_COLOR: '1' } }, '--format', 'json')]);
    expect(forced.stdout).toBe(plainly.stdout);
  });
});

describe('the environment', () => {
  it.each(['1', '20', '0', '-5', 'wide', '100000'])('COLUMNS=%s prints a plan all the same', async (columns) => {
    const { code, stdout, stderr } = await plan({ env: { COLUMNS: columns } });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).not.toBe('');
  });

  it.each([['text'], ['json']])('gives the same %s in every time zone and language', async (format) => {
    const variants = [
      ['UTC', 'C'],
      ['Pacific/Kiritimati', 'de_DE.UTF-8'],
      ['America/St_Johns', 'tr_TR.UTF-8'],
      ['Asia/Kathmandu', 'C'],
    ].map(([TZ = '', language = '']) => ({ TZ, LANG: language, LC_ALL: language }));
    const outputs: string[] = [];
    for (const env of variants) outputs.push((await plan({ env }, '--format', format)).stdout);
    expect(outputs[0]).not.toBe('');
    expect(new Set(outputs).size).toBe(1);
  });

  it('gives the same JSON in every width', async () => {
    const [narrow, wide] = await Promise.all(['20', '200'].map((columns) => plan({ env: { COLUMNS: columns } }, '--format', 'json')));
    expect(narrow?.stdout).toBe(wide?.stdout);
  });

  it('needs no home folder', async () => {
    expect((await plan({ env: { HOME: '/nonexistent', USERPROFILE: '/nonexistent' } })).code).toBe(0);
  });
});

describe('arguments', () => {
  it.each<[string, readonly string[], string]>([
    ['a file that is not there', ['plan', 'nope.yaml'], '"nope.yaml" cannot be read: there is no such file'],
    ['a folder without a workflow', ['plan', '.'], 'workflow.yaml" cannot be read: there is no such file'],
    ['a date that does not exist', ['plan', 'flow.yaml', '--as-of', '2026-02-30'], '"2026-02-30" is not a date'],
    ['a scenario that does not exist', ['plan', 'flow.yaml', '--scenario', 'bas'], 'did you mean "base"?'],
    ['an option that does not exist', ['plan', 'flow.yaml', '--as-on', '2026-01-01'], 'unknown option'],
    ['a format that does not exist', ['plan', 'flow.yaml', '--format', 'pdf'], 'pdf'],
    ['no path', ['plan'], "missing required argument 'path'"],
    ['an empty standard input', ['plan', '-'], 'is empty'],
  ])('%s: exit code 2, nothing on stdout', async (_what, args, said) => {
    const { code, stdout, stderr } = await runOutlay(args, { cwd });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(said);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it.each<[string, readonly string[]]>([
    ['the path', ['plan', 'a\u001b[31m\u009b.yaml']],
    ['the date', ['plan', 'flow.yaml', '--as-of', '\u001b[31m']],
    ['the scenario', ['plan', 'flow.yaml', '--scenario', '\u001b]0;x\u0007']],
    ['the format', ['plan', 'flow.yaml', '--format', '\u001b[31m']],
    ['the option', ['plan', 'flow.yaml', '--\u001b[31m']],
  ])('control characters in %s are shown escaped', async (_which, args) => {
    const { code, stderr } = await runOutlay(args, { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain('\\u{1b}');
    expect(stderr).not.toContain(ESCAPE);
  });
});
