import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runOutlay } from '../nasty/run.ts';
import { type Folder, folderOf } from './project.ts';

const scenarios = join(import.meta.dirname, '..', '..', 'scenarios');
const SHIPPED = readdirSync(scenarios).filter((name) => existsSync(join(scenarios, name, 'workflow.yaml')));

let folder: Folder;
beforeEach(() => {
  folder = folderOf();
});
afterEach(() => folder.remove());

const init = (...args: readonly string[]): ReturnType<typeof runOutlay> => runOutlay(['init', ...args], { cwd: folder.path });

/** The files below a folder with their texts. */
const filesOf = (path: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(path, { recursive: true, encoding: 'utf8' })
      .filter((name) => statSync(join(path, name)).isFile())
      .map((name) => [name.replaceAll('\\', '/'), readFileSync(join(path, name), 'utf8')])
      .sort(([a = ''], [b = '']) => (a < b ? -1 : 1)),
  );

describe('a new workflow', () => {
  it('is the smallest one in the folder that is named, and the command that comes next runs', async () => {
    const { code, stdout, stderr } = await init('sizing');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(Object.keys(filesOf(folder.path))).toEqual(['sizing/workflow.yaml']);
    const next = stdout.split('\n').flatMap((line) => /^ {2}outlay (.*)$/.exec(line)?.[1]?.split(' ') ?? []);
    expect(next.slice(0, 2)).toEqual(['plan', 'sizing']);
    const plan = await runOutlay([...next.slice(0, 2), '--as-of', '2026-11-20'], { cwd: folder.path });
    expect({ code: plan.code, stderr: plan.stderr }).toEqual({ code: 0, stderr: '' });
    expect(plan.stdout).toContain('One request costs');
  });

  it('goes into the current folder where none is named, beside what is there', async () => {
    writeFileSync(join(folder.path, 'notes.txt'), 'mine');
    expect((await init()).code).toBe(0);
    expect(Object.keys(filesOf(folder.path))).toEqual(['notes.txt', 'workflow.yaml']);
  });

  it.each(SHIPPED)('from the template %s has its files to the byte', async (name) => {
    const { code } = await init('deep/er', '--template', name);
    expect(code).toBe(0);
    expect(filesOf(join(folder.path, 'deep', 'er'))).toEqual(filesOf(join(scenarios, name)));
  });
});

describe('the templates', () => {
  it('are listed with what they are', async () => {
    const { stdout } = await init('--list');
    const names = stdout
      .trim()
      .split('\n')
      .map((line) => line.split(' ')[0]);
    expect(names).toEqual(['smallest', ...[...SHIPPED].sort()]);
    expect(stdout).toContain("Answers a customer's question");
  });

  it.each(['../../etc', 'support', '.', '/tmp', 'support-agent/prompts'])('are only those: %s is refused', async (name) => {
    const { code, stderr } = await init('x', '--template', name);
    expect(code).toBe(2);
    expect(stderr).toContain(`no template is called "${name}"`);
    expect(stderr).toContain('templates: smallest, ');
    expect(readdirSync(folder.path)).toEqual([]);
  });
});

describe('nothing is overwritten', () => {
  it('where a workflow stands already', async () => {
    writeFileSync(join(folder.path, 'workflow.yaml'), 'mine');
    const { code, stdout, stderr } = await init('.', '--template', 'support-agent');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe(
      'error[options]: "." has "workflow.yaml" already: nothing was written\n   = name another folder\n   = its plan: outlay plan .\n',
    );
    expect(filesOf(folder.path)).toEqual({ 'workflow.yaml': 'mine' });
  });

  it('where anything else of the template stands already', async () => {
    mkdirSync(join(folder.path, 'prompts'));
    const { code, stderr } = await init('.', '--template', 'support-agent');
    expect(code).toBe(2);
    expect(stderr).toContain('"." has "prompts" already: nothing was written');
    expect(readdirSync(folder.path)).toEqual(['prompts']);
  });

  it.each(['notes.txt', 'notes.txt/inside'])('where a file stands in the way: %s', async (path) => {
    writeFileSync(join(folder.path, 'notes.txt'), 'mine');
    const { code, stderr } = await init(path);
    expect(code).toBe(2);
    expect(stderr).toBe(`error[options]: "${path}" cannot be written: a part of its path is a file\n   = name a folder\n`);
    expect(filesOf(folder.path)).toEqual({ 'notes.txt': 'mine' });
  });
});
