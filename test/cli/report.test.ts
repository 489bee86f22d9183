import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { resolvedShape } from '../../src/report/plan-file/resolved.ts';
import { runOutlay } from '../nasty/run.ts';
import { type Folder, folderOf } from './project.ts';

const WORKFLOW = `
steps:
  answer:
    model: anthropic/claude-sonnet-5
    prompt: [{ system: { file: prompt.md } }]
    output: 300
traffic: 1000 per day
`;

let folder: Folder;
beforeEach(() => {
  folder = folderOf({
    'bot/workflow.yaml': WORKFLOW,
    'bot/prompt.md': 'Answer in one sentence.\n',
    'still/workflow.yaml': 'steps: { answer: { model: anthropic/claude-sonnet-5, prompt: 100, output: 10 } }\n',
  });
});
afterEach(() => folder.remove());

const run = (...args: readonly string[]): ReturnType<typeof runOutlay> => runOutlay(['report', ...args], { cwd: folder.path });

const file = (name: string): string => readFileSync(join(folder.path, name), 'utf8');

const DATED = ['--as-of', '2026-11-20', '--runs', '100', '--quiet'];

describe('report', () => {
  it('says what it has written, and nothing stands beside it', async () => {
    const { code, stdout, stderr } = await run('bot', '-o', 'out/plan.md', ...DATED);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: 'out/plan.md written\n', stderr: '' });
    expect(readdirSync(join(folder.path, 'out'))).toEqual(['plan.md']);
    expect(file('out/plan.md')).toContain('## Plan of `bot`');
  });

  it('writes a page that stands alone, in other currencies too', async () => {
    const { code, stdout } = await run('bot', '-o', 'plan.html', '--currency', 'EUR=0.92@2026-11-20', ...DATED);
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'plan.html written\n' });
    const page = file('plan.html');
    expect(page).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(page).toContain('at 0.92 EUR a dollar on 2026-11-20');
    expect(page).not.toContain('Answer in one sentence');
  });

  it.each([
    [['bot'], 'no file is named to write to'],
    [['-o', 'plan.xlsx'], 'no workflow is named'],
    [['bot', '-o', 'plan.pdf'], '"plan.pdf" has no ending that a report can be written in'],
    [['bot', '-o', 'plan'], '"plan" has no ending that a report can be written in'],
    [['bot', '-o', 'plan.md', '--focus'], '--focus is a form of .csv'],
    [['bot', '-o', 'plan.xlsx', '--currency', 'EUR'], '--currency "EUR" is no rate with its day'],
    [['bot', '-o', 'plan.xlsx', '--currency', 'EUR=0@2026-11-20'], 'is no rate with its day'],
    [['still', '-o', 'plan.csv', '--focus'], '--focus needs traffic'],
  ])('refuses %j', async (args, message) => {
    const { code, stdout, stderr } = await run(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(readdirSync(folder.path)).toEqual(['bot', 'still']);
  });

  it('tells a file that cannot be written from one that cannot be read', async () => {
    const { code, stderr } = await run('bot', '-o', 'bot/prompt.md/plan.md', ...DATED);
    expect(code).toBe(74);
    expect(stderr).toContain('cannot be written');
  });
});

describe('a plan on file', () => {
  it('carries how it was asked for, its token counts and what it was made of', async () => {
    await run('bot', '-o', 'plan.json', '--set', 'steps.answer.output=400', ...DATED);
    const plan = JSON.parse(file('plan.json'));
    expect(resolvedShape.parse(plan.resolved)).toEqual(plan.resolved);
    expect(plan.resolved.request).toEqual({ path: 'bot', scenarios: [], traffic: null, pricing: null });
    const [line] = plan.resolved.scenarios[0].lines;
    expect(line).toMatchObject({ step: 'answer', model: 'anthropic/claude-sonnet-5', tier: 'standard' });
    expect(line.tokens_per_request.visible_output).toBe(400);
    expect(plan.inputs.map((one: { readonly file: string }) => one.file)).toEqual(['bot/workflow.yaml', 'bot/prompt.md']);
    expect(plan.settings).toMatchObject({ seed: 1, runs: 100, as_of: '2026-11-20', set: ['steps.answer.output=400'] });
  });

  it('is verified where nothing has changed, from its own settings', async () => {
    await run('bot', '-o', 'plan.json', '--set', 'steps.answer.output=400', '--seed', '7', ...DATED);
    const { code, stdout } = await run('--verify', 'plan.json', '--quiet');
    expect(stdout).toMatch(/^plan\.json: The same inputs still give the same \d+ figures\.\n$/);
    expect(code).toBe(0);
  });

  it('names the file that has changed and the figures that moved, and exits with 1', async () => {
    await run('bot', '-o', 'plan.json', ...DATED);
    writeFileSync(join(folder.path, 'bot/prompt.md'), 'Answer in two sentences, and say where you have it from.\n');
    const { code, stdout } = await run('--verify', 'plan.json', '--quiet');
    expect(code).toBe(1);
    expect(stdout).toContain('file bot/prompt.md has other content');
    expect(stdout).toMatch(/base\.per_request\.cost_usd\.mean +0\.\d+ → 0\.\d+ {2}\(\+[\d.]+ %\)/);
  });

  it('is still good where a file has changed that moves no figure', async () => {
    await run('bot', '-o', 'plan.json', ...DATED);
    writeFileSync(join(folder.path, 'bot/workflow.yaml'), `# a comment\n${WORKFLOW}`);
    const { code, stdout } = await run('--verify', 'plan.json', '--quiet');
    expect(code).toBe(0);
    expect(stdout).toContain('file bot/workflow.yaml has other content');
  });

  it('says that outlay computes otherwise where nothing that went in has changed', async () => {
    await run('bot', '-o', 'plan.json', ...DATED);
    const plan = JSON.parse(file('plan.json'));
    plan.scenarios[0].per_request.cost_usd.mean *= 2;
    writeFileSync(join(folder.path, 'plan.json'), JSON.stringify(plan));
    const { code, stdout } = await run('--verify', 'plan.json', '--quiet');
    expect(code).toBe(1);
    expect(stdout).toContain('1 of ');
    expect(stdout).toContain('this outlay computes otherwise');
  });

  it('of a stranger leads to no file outside the folder', async () => {
    await run('bot', '-o', 'plan.json', ...DATED);
    for (const path of ['../bot', '/etc/bot', 'C:\\bot', '-']) {
      const plan = JSON.parse(file('plan.json'));
      plan.resolved.request.path = path;
      writeFileSync(join(folder.path, 'other.json'), JSON.stringify(plan));
      const { code, stderr } = await run('--verify', 'other.json');
      expect(code).toBe(2);
      expect(stderr).toContain('the plan names files outside this folder');
    }
  });

  it.each([
    ['no JSON', '{'],
    ['another schema', '{"schema":"outlay.diff/1"}'],
    ['a list nested a hundred thousand times', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
  ])('is refused where it is %s', async (_, text) => {
    writeFileSync(join(folder.path, 'plan.json'), text);
    const { code, stderr } = await run('--verify', 'plan.json');
    expect(code).toBe(2);
    expect(stderr).toContain('"plan.json" is no plan of outlay');
  });

  it('says itself how it was made: nothing else may', async () => {
    const { code, stderr } = await run('--verify', 'plan.json', '--seed', '2');
    expect(code).toBe(2);
    expect(stderr).toContain('--seed cannot stand beside --verify');
  });
});
