import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { report } from '../../src/cli/report.ts';
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
  it('says what it has written, in one go, and nothing stands beside it', async () => {
    const { code, stdout, stderr } = await run('bot', '-o', 'out/plan.md', '-o', 'out/plan.xlsx', ...DATED);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: 'out/plan.md written\nout/plan.xlsx written\n', stderr: '' });
    expect(readdirSync(join(folder.path, 'out'))).toEqual(['plan.md', 'plan.xlsx']);
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

  it('shows failures on the page where they are asked for', async () => {
    const { code } = await run('bot', '-o', 'plan.html', '--stress', ...DATED);
    expect(code).toBe(0);
    expect(file('plan.html')).toContain('<h3>When things fail</h3>');
  });

  it.each([
    ['no file', 'bot', {}, 'no file is named to write to'],
    ['no workflow', undefined, { output: ['plan.xlsx'] }, 'no workflow is named'],
    ['another ending', 'bot', { output: ['plan.xlsx', 'plan.pdf'] }, '"plan.pdf" has no ending that a report can be written in'],
    ['no ending', 'bot', { output: ['plan'] }, '"plan" has no ending that a report can be written in'],
    ['FOCUS as text', 'bot', { output: ['plan.md'], focus: true }, '--focus is a form of .csv'],
    ['failures as text', 'bot', { output: ['plan.md'], stress: true }, '--stress is a part of .html'],
    ['a rate without its day', 'bot', { output: ['plan.xlsx'], currency: ['EUR=0.92'] }, '--currency "EUR=0.92" is no rate with its day'],
    ['a rate of nothing', 'bot', { output: ['plan.xlsx'], currency: ['EUR=0@2026-11-20'] }, 'is no rate with its day'],
    ['a day that is none', 'bot', { output: ['plan.xlsx'], currency: ['EUR=1@2026-02-30'] }, 'is no rate with its day'],
    ['a plan with a seed', undefined, { verify: 'plan.json', seed: '2' }, '--seed cannot stand beside --verify'],
  ] as const)('refuses %s', async (_, path, options, message) => {
    const { code, stdout, stderr } = await report(path, options);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });

  it('refuses FOCUS where there is no traffic, and writes nothing', async () => {
    const { code, stderr } = await run('still', '-o', 'plan.csv', '--focus', ...DATED);
    expect(code).toBe(2);
    expect(stderr).toContain('--focus needs traffic');
    expect(readdirSync(folder.path)).toEqual(['bot', 'still']);
  });

  it('tells a file that cannot be written from one that cannot be read', async () => {
    const { code, stderr } = await run('bot', '-o', 'bot/prompt.md/plan.md', ...DATED);
    expect(code).toBe(74);
    expect(stderr).toContain('cannot be written');
  });
});

/** The least that is a plan on file. */
const EMPTY = {
  schema: 'outlay.plan/1',
  tool: { name: 'outlay', version: '0.1.0' },
  settings: { seed: 1, runs: 100, as_of: '2026-11-20', set: [] },
  inputs: [],
  pricing: [],
  scenarios: [],
};

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

  it.each(['../bot', '/etc/bot', 'C:\\bot', '-'])('of a stranger does not lead out of the folder, to %s', async (path) => {
    const plan = { ...EMPTY, resolved: { request: { path, scenarios: [], traffic: null, pricing: null } } };
    writeFileSync(join(folder.path, 'other.json'), JSON.stringify(plan));
    const { code, stderr } = await report(undefined, { verify: join(folder.path, 'other.json') });
    expect(code).toBe(2);
    expect(stderr).toContain('the plan names files outside this folder');
  });

  it.each([
    ['no JSON', '{'],
    ['another schema', '{"schema":"outlay.diff/1"}'],
    ['a list nested a hundred thousand times', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
  ])('is refused where it is %s', async (_, text) => {
    writeFileSync(join(folder.path, 'plan.json'), text);
    const { code, stderr } = await report(undefined, { verify: join(folder.path, 'plan.json') });
    expect(code).toBe(2);
    expect(stderr).toContain('plan.json" is no plan of outlay');
  });
});
