import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CODES } from '../src/diagnostics/diagnostic.ts';
import { command } from './support/command.ts';

const root = join(import.meta.dirname, '..');
const golden = join(import.meta.dirname, 'golden');

/** Few runs: percentiles of a thousand requests are rough, but the same on every machine. */
const dated = ['--as-of', '2026-11-20', '--runs', '1000'];

/** What `compare` and `optimize` choose from. */
const answers = ['--model', 'answer=anthropic/claude-haiku-4-5,openai/gpt-5.4'];

/** What its pilot has used, beside what was planned for it. */
const pilot = ['--scenario', 'pilot', '--from', 'scenarios/support-agent/usage/pilot.csv', '--backtest', '--dry-run'];

/** Every output that people and programs read, whole. `npx vitest run test/golden.test.ts -u` writes them anew. */
const OUTPUTS: readonly {
  readonly name: string;
  readonly args: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}[] = [
  { name: 'help.txt', args: ['--help'] },
  { name: 'help-plan.txt', args: ['plan', '--help'] },
  { name: 'schema-config.json', args: ['schema', 'config'] },
  { name: 'support-agent.txt', args: ['plan', 'scenarios/support-agent', ...dated] },
  { name: 'support-agent-60-columns.txt', args: ['plan', 'scenarios/support-agent', ...dated], environment: { COLUMNS: '60' } },
  { name: 'support-agent-200-columns.txt', args: ['plan', 'scenarios/support-agent', ...dated], environment: { COLUMNS: '200' } },
  {
    name: 'support-agent-colour.txt',
    args: ['plan', 'scenarios/support-agent', '--scenario', 'pilot', ...dated],
    environment: { FORCE_COLOR: '1' },
  },
  { name: 'support-agent.json', args: ['plan', 'scenarios/support-agent', '--format', 'json', ...dated] },
  { name: 'support-agent.md', args: ['plan', 'scenarios/support-agent', '--format', 'markdown', ...dated] },
  { name: 'support-agent.csv', args: ['plan', 'scenarios/support-agent', '--format', 'csv', '--scenario', 'pilot', ...dated] },
  { name: 'support-agent-explain.txt', args: ['explain', 'scenarios/support-agent', ...dated] },
  { name: 'support-agent-explain-answer.txt', args: ['explain', 'scenarios/support-agent', 'answer', '--scenario', 'messy', ...dated] },
  { name: 'help-compare.txt', args: ['compare', '--help'] },
  { name: 'support-agent-stress.json', args: ['stress', 'scenarios/support-agent', '--format', 'json', ...dated] },
  { name: 'support-agent-compare.txt', args: ['compare', 'scenarios/support-agent', ...answers, ...dated] },
  ...['compare', 'optimize'].map((command) => ({
    name: `support-agent-${command}.json`,
    args: [command, 'scenarios/support-agent', ...answers, '--format', 'json', ...dated],
  })),
  { name: 'help-calibrate.txt', args: ['calibrate', '--help'] },
  ...[
    ['support-agent-calibrate.txt', 'text'],
    ['support-agent-calibrate.md', 'markdown'],
    ['support-agent-calibrate.json', 'json'],
  ].map(([name = '', format = '']) => ({ name, args: ['calibrate', 'scenarios/support-agent', ...pilot, '--format', format, ...dated] })),
  { name: 'smallest.txt', args: ['plan', 'test/golden/workflows/smallest.yaml', ...dated] },
  { name: 'everything.txt', args: ['plan', 'test/golden/workflows/everything.yaml', ...dated] },
  { name: 'everything.json', args: ['plan', 'test/golden/workflows/everything.yaml', '--format', 'json', ...dated] },
  { name: 'everything-explain.txt', args: ['explain', 'test/golden/workflows/everything.yaml', ...dated] },
  {
    name: 'smallest-set.txt',
    args: [
      'plan',
      'test/golden/workflows/smallest.yaml',
      '--set',
      'steps.answer.model=openai/gpt-4o',
      '--set',
      'traffic=2k per day',
      ...dated,
    ],
  },
  { name: 'no-traffic.txt', args: ['plan', 'test/golden/workflows/no-traffic.yaml', ...dated] },
  ...[
    ['coding-agent', 'two-teams'],
    ['document-review', 'steady'],
    ['multilingual-chat', 'season'],
    ['nightly-labels', 'every-night'],
  ].flatMap(([name = '', scenario = '']) => {
    const args = ['plan', `scenarios/${name}`, '--scenario', scenario, '--quiet', ...dated];
    return [
      { name: `${name}.txt`, args },
      { name: `${name}.json`, args: [...args, '--format', 'json'] },
      { name: `${name}.md`, args: [...args, '--format', 'markdown'] },
      { name: `${name}.csv`, args: [...args, '--format', 'csv'] },
    ];
  }),
];

describe('outputs', () => {
  it.each(OUTPUTS)('$name', async ({ name, args, environment: extra }) => {
    const { stdout, stderr, code } = await command(args, root, extra);
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    await expect(stdout).toMatchFileSnapshot(join(golden, 'outputs', name));
  });
});

const mistakes = join(golden, 'mistakes');
const cases = readdirSync(mistakes, { withFileTypes: true }).filter((entry) => entry.isDirectory());

describe('mistakes', () => {
  const seen = new Set<string>();

  it.each(cases.map(({ name }) => name))('%s is told with its place, its reason and its remedy', async (name) => {
    const { stdout, stderr, code } = await command(['plan', name, ...dated], mistakes);
    for (const [, found] of stderr.matchAll(/^(?:error|warning)\[([a-z-]+)\]/gm)) seen.add(found ?? '');
    expect(code).toBe(/^error/m.test(stderr) ? 2 : 0);
    if (code === 2) expect(stdout).toBe('');
    expect(stderr).not.toMatch(/\n\s+at /);
    await expect(`${stderr}exit ${code}\n`).toMatchFileSnapshot(join(golden, 'messages', `${name}.txt`));
  });

  it.each([
    ['a comparison of nothing', ['compare', 'scenarios/support-agent', ...dated]],
    ['a model that is not there', ['compare', 'scenarios/support-agent', '--model', 'answer=openai/gpt6-luna', ...dated]],
    ['a model for a step that is not there', ['compare', 'scenarios/support-agent', '--model', 'anser=openai/gpt-6-luna', ...dated]],
    ['models that are none', ['compare', 'scenarios/support-agent', '--model', 'answer', ...dated]],
    ['a scenario that is not there', ['plan', 'scenarios/support-agent', '--scenario', 'lunch']],
    ['a date that is none', ['plan', 'scenarios/support-agent', '--as-of', '2026-02-30']],
    ['a workflow that is not there', ['plan', 'scenarios/nothing']],
    ['a step that is not there', ['explain', 'scenarios/support-agent', 'anser', ...dated]],
    ['a mistyped command', ['plna', 'scenarios/support-agent']],
    ['a mistyped option', ['plan', 'scenarios/support-agent', '--formt', 'json']],
    ['a setting of a step that is not there', ['plan', 'scenarios/support-agent', '--set', 'steps.anser.model=openai/gpt-4o', ...dated]],
    ['a setting with a model that is not there', ['plan', 'scenarios/support-agent', '--set', 'steps.answer.model=openai/gpt4o', ...dated]],
    ['a setting that is none', ['plan', 'scenarios/support-agent', '--set', 'steps.answer.model', ...dated]],
    ['a number of runs that is too small', ['plan', 'scenarios/support-agent', ...dated, '--runs', '5']],
    ['a template that is not there', ['init', 'x', '--template', 'suport-agent']],
    ['a folder with a workflow', ['init', 'scenarios/support-agent']],
    ['price tables that are not there', ['plan', 'scenarios/support-agent', '--pricing', 'nowhere', ...dated]],
  ])('%s ends in a message and exit 2', async (name, args) => {
    const { stdout, stderr, code } = await command(args, root);
    for (const [, found] of stderr.matchAll(/^(?:error|warning)\[([a-z-]+)\]/gm)) seen.add(found ?? '');
    expect({ stdout, code }).toEqual({ stdout: '', code: 2 });
    await expect(stderr).toMatchFileSnapshot(join(golden, 'messages', 'options', `${name.replaceAll(' ', '-')}.txt`));
  });

  it('of every kind are shown', () => {
    expect([...seen].sort()).toEqual([...CODES].sort());
  });
});
