import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');

const fences = [...readme.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map((match) => ({ language: match[1], text: match[2] ?? '' }));

const blocks = (language: string): readonly string[] => fences.filter((fence) => fence.language === language).map(({ text }) => text);

const commands = blocks('sh').flatMap((block) => block.trim().split('\n'));

/** A copy of the shipped examples under version control, in which the commands of the README run one after the other. */
let folder = '';

const run = (program: string, args: readonly string[]) =>
  spawnSync(program, args, {
    cwd: folder,
    env: { PATH: process.env['PATH'], SystemRoot: process.env['SystemRoot'], COLUMNS: '100', HOME: folder, XDG_CACHE_HOME: folder },
    encoding: 'utf8',
  });

const outlay = (args: readonly string[]) => run(process.execPath, [join(root, 'dist', 'cli', 'main.js'), ...args]);

/** The change that the README supposes before its first diff. */
const EDITS = [
  ['model: anthropic/claude-sonnet-5\n', 'model: anthropic/claude-haiku-5-5\n'],
  ['work: 3 to 9min', 'work: 4 to 10min'],
] as const;

const edit = (): void => {
  const file = join(folder, 'scenarios', 'support-agent', 'workflow.yaml');
  writeFileSync(
    file,
    EDITS.reduce((text, [from, to]) => text.replace(from, to), readFileSync(file, 'utf8')),
  );
};

/** What commands have printed so far, by command. */
const printed = new Map<string, string>();

describe('the README', () => {
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'outlay-'));
    cpSync(join(root, 'scenarios'), join(folder, 'scenarios'), { recursive: true });
    for (const args of [
      ['init', '--quiet'],
      ['add', '.'],
      ['-c', 'user.name=r', '-c', 'user.email=r@example.com', 'commit', '--quiet', '-m', 'as shipped'],
    ])
      run('git', args);
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('sets everything up with two commands, which .ci/run calls', () => {
    const setUp = commands.filter((command) => command.startsWith('npm '));
    expect(setUp).toEqual(['npm ci && npm start', 'npm ci && npm test']);
    const ci = readFileSync(join(root, '.ci', 'run'), 'utf8');
    for (const command of setUp) expect(ci).toContain(command);
  });

  it.each(commands.filter((command) => command.startsWith('npx outlay ')))('runs: %s', (command) => {
    const [line = '', file] = command.split(' > ');
    const args = line.split(' ').slice(2);
    if (args[0] === 'diff') edit();
    const { stdout, stderr, status } = outlay(args);
    // The supposed change fails its check: that is what it shows.
    expect({ stderr, status }).toEqual({ stderr: '', status: args[0] === 'check' ? 1 : 0 });
    if (file !== undefined) writeFileSync(join(folder, file), stdout);
    printed.set(command, stdout);
  });

  it('names no other command', () => {
    expect(commands.filter((command) => !/^(?:npm|npx outlay) /.test(command))).toEqual([]);
  });

  it('shows what those commands print', () => {
    const all = [...printed.values()].join('\n');
    const shown = blocks('').flatMap((block) => block.split('\n').filter((line) => line.trim() !== ''));
    expect(shown.length).toBeGreaterThan(40);
    for (const line of shown) expect(all).toContain(line);
  });

  it('has a smallest workflow that runs', () => {
    const smallest = blocks('yaml').find((block) => block.startsWith('steps:')) ?? '';
    writeFileSync(join(folder, 'smallest.yaml'), smallest);
    expect(outlay(['plan', 'smallest.yaml', '--as-of', '2026-11-20']).stdout).toContain('$180.16');
  });

  it('links to files that are there', () => {
    const links = [...readme.matchAll(/\]\(((?!https?:|#)[^)]+)\)/g)].map((match) => match[1] ?? '');
    expect(links.length).toBeGreaterThan(0);
    for (const link of links) expect(existsSync(join(root, link)), link).toBe(true);
  });
});
