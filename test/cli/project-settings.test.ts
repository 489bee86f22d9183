import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runOutlay } from '../nasty/run.ts';
import { type Folder, folderOf } from './project.ts';

const STEPS = 'steps: { answer: { model: openai/gpt-4o, prompt: 300, output: 100 } }\n';

let folder: Folder;
beforeAll(() => {
  folder = folderOf({
    'settled/outlay.yaml': 'as_of: 2026-03-01\nx-team: [finance]\n',
    'settled/flows/workflow.yaml': STEPS,
    'wrong/outlay.yaml': 'as_of: 2026-02-30\ngate: base\n',
    'wrong/workflow.yaml': STEPS,
    // One of Google's prices doubles on 2027-01-01.
    'spring/outlay.yaml': 'as_of: 2027-01-15\n',
    'silent/outlay.yaml': 'gates: head\n',
    'silent/workflow.yaml': STEPS,
  });
});
afterAll(() => folder.remove());

type Shown = { settings: { as_of: string }; inputs: { file: string }[] };

const planned = async (path: string, args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Promise<Shown> => {
  const { stdout, stderr } = await runOutlay(['plan', path, '--format', 'json', '--quiet', ...args], { cwd: folder.path, env });
  expect(stderr).toBe('');
  return JSON.parse(stdout) as Shown;
};

describe('the day whose prices hold', () => {
  it('is that of outlay.yaml, which counts as an input', async () => {
    const { settings, inputs } = await planned('settled/flows');
    expect(settings.as_of).toBe('2026-03-01');
    expect(inputs.map(({ file }) => file)).toContain('settled/outlay.yaml');
  });

  it('is rather that of OUTLAY_AS_OF', async () => {
    expect((await planned('settled/flows', [], { OUTLAY_AS_OF: '2026-04-01' })).settings.as_of).toBe('2026-04-01');
  });

  it('is before all that of --as-of', async () => {
    const { settings } = await planned('settled/flows', ['--as-of', '2026-05-01'], { OUTLAY_AS_OF: '2026-04-01' });
    expect(settings.as_of).toBe('2026-05-01');
  });

  it('is today where nobody says', async () => {
    expect((await planned('silent', [], { OUTLAY_AS_OF: '' })).settings.as_of).toMatch(/^\d{4}-\d\d-\d\d$/);
  });

  it('in the environment has to be one', async () => {
    const { code, stderr } = await runOutlay(['plan', 'silent'], { cwd: folder.path, env: { OUTLAY_AS_OF: 'soon' } });
    expect(code).toBe(2);
    expect(stderr).toContain('OUTLAY_AS_OF "soon" is not a date');
  });
});

describe('the prices command', () => {
  const priceOn = async (env: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<string> =>
    (await runOutlay(['prices', 'list', 'google', ...args], { cwd: `${folder.path}/spring`, env })).stdout;

  it('takes the day from the same places in the same order', async () => {
    const before = await priceOn({}, '--as-of', '2026-12-31');
    expect(await priceOn({})).not.toBe(before);
    expect(await priceOn({})).toBe(await priceOn({}, '--as-of', '2027-01-15'));
    expect(await priceOn({ OUTLAY_AS_OF: '2026-12-31' })).toBe(before);
  });
});

describe('mistakes in outlay.yaml', () => {
  it('stop a plan even where the command line says the day', async () => {
    const { code, stderr } = await runOutlay(['plan', 'wrong', '--as-of', '2026-11-20'], { cwd: folder.path });
    expect(code).toBe(2);
    expect(stderr).toContain('error[bad-date]: "2026-02-30" is not a date\n  --> wrong/outlay.yaml:1:8');
    expect(stderr).toContain('unknown key "gate"');
  });
});
