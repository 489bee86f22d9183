import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ended, runOutlay } from '../nasty/run.ts';
import { type Folder, folderOf } from './project.ts';

const STEPS = `# Sorts letters.
steps:
  answer:
    model: openai/gpt-4o             # the first one that we tried
    prompt:
      - system: { file: prompts/answer.md }
      - user: { tokens: 300 }
    cache: off
    output: 100
`;
const TRAFFIC = 'launch: { requests: 10 per day }\nlater:\n  extends: launch\n  requests: 20 per day\n';

let folder: Folder;
beforeAll(() => {
  folder = folderOf({
    'inside/workflow.yaml': `${STEPS}traffic: { launch: { requests: 10 per day } }\n`,
    'beside/workflow.yaml': STEPS,
    'beside/traffic.yaml': TRAFFIC,
    'none/workflow.yaml': STEPS,
    'other.yaml': 'fair: { requests: 70 per day }\n',
    ...Object.fromEntries(['inside', 'beside', 'none'].map((name) => [`${name}/prompts/answer.md`, 'Answer the letter.\n'])),
  });
});
afterAll(() => folder.remove());

const plan = (path: string, ...args: readonly string[]): Promise<Ended> =>
  runOutlay(['plan', path, '--format', 'json', '--as-of', '2026-11-20', ...args], { cwd: folder.path });

type Shown = {
  settings: unknown;
  scenarios: { name: string; daily: { requests: number }; steps: { model: string }[] }[];
  assumptions: { what: string; where: string; value: string }[];
};

const reportOf = async (path: string, ...args: readonly string[]): Promise<Shown> => {
  const { stdout, stderr } = await plan(path, ...args);
  expect(stderr).toBe('');
  return JSON.parse(stdout) as Shown;
};

describe('--set', () => {
  it('changes a value, and the report says so', async () => {
    const report = await reportOf('inside', '--set', 'steps.answer.model=openai/gpt-4o-mini', '--set', 'steps.answer.output=200 to 400');
    expect(report.scenarios[0]?.steps[0]?.model).toBe('openai/gpt-4o-mini');
    expect(report.settings).toMatchObject({ set: ['steps.answer.model=openai/gpt-4o-mini', 'steps.answer.output=200 to 400'] });
    expect(report.assumptions.find(({ what }) => what === 'answer.output')).toEqual({
      what: 'answer.output',
      where: '--set steps.answer.output:1:21',
      value: '200 to 400',
      origin: 'stated',
    });
  });

  it('leaves the places of everything else alone', async () => {
    const places = ({ assumptions }: Shown): readonly string[] => assumptions.map(({ what, where }) => `${what} ${where}`);
    const before = places(await reportOf('inside'));
    const after = places(await reportOf('inside', '--set', 'steps.answer.prompt.1.user={ tokens: 7 }'));
    expect(after.filter((line) => !before.includes(line))).toEqual(['answer.prompt[1] --set steps.answer.prompt.1.user:1:38']);
  });

  it.each(['inside', 'beside'])('reaches scenarios wherever they stand: %s', async (path) => {
    const { scenarios } = await reportOf(path, '--set', 'traffic.launch.requests=24 per day');
    expect(scenarios[0]).toMatchObject({ name: 'launch', daily: { requests: 24 } });
  });

  it('adds a scenario, which does not become the base', async () => {
    const { scenarios } = await reportOf('beside', '--set', 'traffic.peak={ extends: launch, requests: 90 per day }');
    expect(scenarios.map(({ name }) => name)).toEqual(['launch', 'later', 'peak']);
  });

  it.each(['inside', 'beside', 'none'])('replaces all traffic at once: %s', async (path) => {
    const { scenarios } = await reportOf(path, '--set', 'traffic=5 per day');
    expect(scenarios).toMatchObject([{ name: 'base', daily: { requests: 5 } }]);
  });

  it('takes the last of two for one place', async () => {
    const { scenarios } = await reportOf(
      'inside',
      '--set',
      'steps.answer.model=openai/gpt-4o-mini',
      '--set',
      'steps.answer.model=openai/gpt-4o',
    );
    expect(scenarios[0]?.steps[0]?.model).toBe('openai/gpt-4o');
  });

  it('takes keys with dots in quotes', async () => {
    const { stderr } = await plan('inside', '--set', 'tags={}', '--set', 'tags."cost.center"=4711x');
    expect(stderr).toBe('');
  });

  it('reports what is wrong with a value where it was written', async () => {
    const { code, stderr } = await plan('inside', '--set', 'steps.answer.modle=x', '--set', 'steps.answer.output={ p50: 9, p95: y }');
    expect(code).toBe(2);
    expect(stderr).toContain(
      '--> --set steps.answer.modle:1:14\n  |\n1 | steps.answer.modle=x\n  |              ^^^^^ did you mean "model"?',
    );
    expect(stderr).toContain('--> --set steps.answer.output:1:36\n');
  });

  it('reads a file that a set value names relative to the workflow', async () => {
    const { stderr } = await plan('inside', '--set', 'steps.answer.prompt.0.system={ file: prompts/none.md }');
    expect(stderr).toContain('"prompts/none.md" cannot be read: there is no such file');
    expect((await plan('inside', '--set', 'steps.answer.prompt.1.user={ file: prompts/answer.md }')).code).toBe(0);
  });

  it('still shows the errors of a file that is no YAML', async () => {
    const { stderr } = await runOutlay(['plan', '-', '--set', 'a=1'], { input: 'a: [1\n' });
    expect(stderr).toMatch(/^error\[bad-yaml\]/);
  });
});

describe('--traffic', () => {
  it.each(['inside', 'beside', 'none'])('replaces the scenarios of a workflow: %s', async (path) => {
    const { scenarios } = await reportOf(path, '--traffic', 'other.yaml');
    expect(scenarios).toMatchObject([{ name: 'fair', daily: { requests: 70 } }]);
  });

  it('comes before --set', async () => {
    const { scenarios } = await reportOf('beside', '--traffic', 'other.yaml', '--set', 'traffic.fair.requests=7 per day');
    expect(scenarios).toMatchObject([{ name: 'fair', daily: { requests: 7 } }]);
  });

  it('that is not there is an error', async () => {
    const { code, stderr } = await plan('inside', '--traffic', join('no', 'such.yaml'));
    expect(code).toBe(2);
    expect(stderr).toContain('no/such.yaml" cannot be read: there is no such file');
  });
});

describe('--seed and --runs', () => {
  it('are stated in the report', async () => {
    expect((await reportOf('inside', '--seed', '7', '--runs', '5000')).settings).toMatchObject({ seed: 7, runs: 5000 });
    expect((await reportOf('inside')).settings).toMatchObject({ seed: 1, runs: 20_000 });
  });

  it.each([
    ['--runs', '99'],
    ['--runs', '10000001'],
    ['--runs', '1e3'],
    ['--seed', '-1'],
    ['--seed', '1.5'],
    ['--seed', 'x'],
  ])('%s %s is refused with the range', async (option, value) => {
    const { code, stderr } = await plan('inside', option, value);
    expect(code).toBe(2);
    expect(stderr).toContain(`${option} "${value}" is not a whole number from `);
  });
});
