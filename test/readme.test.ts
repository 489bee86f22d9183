import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');

const fences = [...readme.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map((match) => ({ language: match[1], text: match[2] ?? '' }));

const blocks = (language: string): readonly string[] => fences.filter((fence) => fence.language === language).map(({ text }) => text);

const commands = blocks('sh').flatMap((block) => block.trim().split('\n'));

const outlay = (args: readonly string[], cwd = root): string => {
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(root, 'dist', 'cli', 'main.js'), ...args], {
    cwd,
    env: { PATH: process.env['PATH'], SystemRoot: process.env['SystemRoot'], COLUMNS: '100' },
    encoding: 'utf8',
  });
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  return stdout;
};

describe('the README', () => {
  it('sets everything up with two commands, which .ci/run calls', () => {
    const setUp = commands.filter((command) => command.startsWith('npm '));
    expect(setUp).toEqual(['npm ci && npm start', 'npm ci && npm test']);
    const ci = readFileSync(join(root, '.ci', 'run'), 'utf8');
    for (const command of setUp) expect(ci).toContain(command);
  });

  it.each(commands.filter((command) => command.startsWith('npx outlay ')))('runs: %s', (command) => {
    // A shell takes the redirection for itself; what writes files does so in a folder of its own.
    const args = command
      .replace(/ > \S+$/, '')
      .split(' ')
      .slice(2);
    const folder = mkdtempSync(join(tmpdir(), 'outlay-'));
    try {
      expect(outlay(args, args[0] === 'init' ? folder : root).length).toBeGreaterThan(90);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('names no other command', () => {
    expect(commands.filter((command) => !/^(?:npm|npx outlay) /.test(command))).toEqual([]);
  });

  it('shows the support agent as it prints', () => {
    const plan = outlay(['plan', 'scenarios/support-agent', '--as-of', '2026-11-20']);
    const explained = outlay(['explain', 'scenarios/support-agent', 'answer', '--as-of', '2026-11-20']);
    const shown = blocks('').flatMap((block) => block.split('\n').filter((line) => line.trim() !== ''));
    expect(shown.length).toBeGreaterThan(10);
    for (const line of shown) expect(plan + explained).toContain(line);
  });

  it('has a smallest workflow that runs', () => {
    const folder = mkdtempSync(join(tmpdir(), 'outlay-'));
    try {
      writeFileSync(join(folder, 'workflow.yaml'), blocks('yaml')[0] ?? '');
      expect(outlay(['plan', folder, '--as-of', '2026-11-20'])).toContain('$180.16');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
