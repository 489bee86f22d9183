import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ended, runOutlay } from '../nasty/run.ts';
import { type Folder, folderOf } from './project.ts';

const steps = (answer: string): string =>
  `workflow: desk\nsteps: { answer: { model: openai/gpt-4o, prompt: 300, output: 100${answer} } }\n`;

const DESK = steps('');

let folder: Folder;
beforeAll(() => {
  folder = folderOf({
    'warned/workflow.yaml': DESK,
    'strict/outlay.yaml': 'rules: { no-output-ceiling: error, no-fallback: off, no-timeout: off, slow-answer: off, model-retires: off }\n',
    'strict/workflow.yaml': DESK,
    'accepting/outlay.yaml':
      'rules: { no-output-ceiling: error }\nignore: [{ rule: no-output-ceiling, workflow: desk, reason: short by its prompt, until: 2026-11-20 }]\n',
    'accepting/workflow.yaml': DESK,
    'misspelt/outlay.yaml': 'rules: { no-fallbak: off }\n',
    'misspelt/workflow.yaml': DESK,
    'unknown/workflow.yaml': DESK.replace('gpt-4o', 'gpt-4oo'),
    'repository/team/flows/workflow.yaml': DESK,
  });
  mkdirSync(join(folder.path, 'repository', '.git'));
});
afterAll(() => folder.remove());

const review = (
  path: string,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
  cwd = folder.path,
): Promise<Ended> => runOutlay(['review', path, '--as-of', '2026-11-20', '--runs', '100', ...args], { cwd, env });

type Shown = { findings: { rule: string; level: string }[]; accepted: { rule: string; reason: string; until: string }[]; rules: string[] };

const json = async (path: string, args: readonly string[] = []): Promise<Shown> =>
  JSON.parse((await review(path, ['--format', 'json', ...args])).stdout) as Shown;

describe('a review', () => {
  it('ends with 0 where it has nothing but warnings', async () => {
    const { code, stdout } = await review('warned');
    expect(code).toBe(0);
    expect(stdout).toContain('warning[no-output-ceiling]: step "answer" has no `max_output`');
  });

  it('ends with 1 where a rule that the project takes for an error finds something', async () => {
    const { code, stdout } = await review('strict');
    expect(code).toBe(1);
    expect(stdout).toContain('error[no-output-ceiling]');
    expect(stdout).toMatch(/\ndesk: 1 error, 1 warning\n$/);
    const { findings, rules } = await json('strict');
    expect(findings.map(({ rule, level }) => [rule, level])).toEqual([
      ['no-output-ceiling', 'error'],
      ['old-prices', 'warn'],
    ]);
    expect(rules).not.toContain('no-fallback');
  });

  it('leaves out what the project accepts, up to the last day on which it does', async () => {
    const until = await json('accepting');
    expect(until.accepted).toMatchObject([{ rule: 'no-output-ceiling', reason: 'short by its prompt', until: '2026-11-20' }]);
    expect((await review('accepting')).code).toBe(0);
    expect((await review('accepting', ['--as-of', '2026-11-21'])).code).toBe(1);
  });

  it('ends with 2 on a misspelt rule, an unknown model, a missing path or rule', async () => {
    for (const [path, said] of [
      ['misspelt', 'did you mean "no-fallback"?'],
      ['unknown', 'did you mean openai/gpt-4o?'],
      ['nowhere', 'cannot be read'],
    ] as const) {
      const { code, stdout, stderr } = await review(path);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toContain(said);
    }
    expect((await runOutlay(['review'], { cwd: folder.path })).stderr).toContain('review needs a workflow');
    expect((await runOutlay(['review', '--explain', 'no-timeuot'])).stderr).toContain('did you mean "no-timeout"?');
  });

  it('explains a rule without a workflow', async () => {
    const { code, stdout } = await runOutlay(['review', '--explain', 'uncached-prefix']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^uncached-prefix: .*\n\n(?:.+\n)+\nFor example:\n {2}answer: .*\n\n(?:.+\n)+\nIn outlay\.yaml:\n/);
  });
});

describe('in CI', () => {
  it('files are named from the top of the repository, whatever folder outlay runs in', async () => {
    const { stdout } = await review('flows', ['--format', 'github'], {}, join(folder.path, 'repository', 'team'));
    expect(stdout).toContain('::warning file=team/flows/workflow.yaml,line=2,');
    const text = await review('flows', [], {}, join(folder.path, 'repository', 'team'));
    expect(text.stdout).toContain('--> flows/workflow.yaml:2:');
  });

  it('the summary of the step gets the findings in Markdown', async () => {
    const file = join(folder.path, 'summary.md');
    const { code } = await review('warned', ['--format', 'github'], { GITHUB_STEP_SUMMARY: file });
    expect(code).toBe(0);
    expect(readFileSync(file, 'utf8')).toMatch(/^<!-- outlay:review -->\n### outlay review: \d warnings\n/);
  });

  it('a summary that cannot be written is told, and changes nothing else', async () => {
    const { code, stdout, stderr } = await review('warned', ['--format', 'github'], { GITHUB_STEP_SUMMARY: folder.path });
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'warning: the summary of this step cannot be written: EISDIR\n' });
    expect(stdout).toContain('::warning');
  });
});
