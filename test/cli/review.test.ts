import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Outcome } from '../../src/cli/process.ts';
import { review as command } from '../../src/cli/review.ts';
import { type Ended, runOutlay } from '../nasty/run.ts';
import { type Folder, folderOf } from './project.ts';

const steps = (answer: string): string =>
  `workflow: desk\nsteps: { answer: { model: openai/gpt-4o, prompt: 300, output: 100${answer} } }\n`;

const DESK = steps('');

let folder: Folder;
beforeAll(() => {
  vi.stubEnv('GITHUB_STEP_SUMMARY', '');
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
afterAll(() => {
  vi.unstubAllEnvs();
  folder.remove();
});

/** The command itself, without a process around it. */
const review = (path: string | undefined, options: Parameters<typeof command>[1] = {}): Outcome =>
  command(path === undefined ? undefined : join(folder.path, path), { asOf: '2026-11-20', runs: '100', color: false, ...options });

type Shown = { findings: { rule: string; level: string }[]; accepted: { rule: string; reason: string; until: string }[]; rules: string[] };

const json = (path: string): Shown => JSON.parse(review(path, { format: 'json' }).stdout) as Shown;

describe('a review', () => {
  it('ends with 0 where it has nothing but warnings', () => {
    const { code, stdout } = review('warned');
    expect(code).toBe(0);
    expect(stdout).toContain('warning[no-output-ceiling]: step "answer" has no `max_output`');
  });

  it('ends with 1 where a rule that the project takes for an error finds something', () => {
    const { code, stdout } = review('strict');
    expect(code).toBe(1);
    expect(stdout).toContain('error[no-output-ceiling]');
    expect(stdout).toMatch(/\ndesk: 1 error, 1 warning\n$/);
    const { findings, rules } = json('strict');
    expect(findings.map(({ rule, level }) => [rule, level])).toEqual([
      ['no-output-ceiling', 'error'],
      ['old-prices', 'warn'],
    ]);
    expect(rules).not.toContain('no-fallback');
  });

  it('leaves out what the project accepts, up to the last day on which it does', () => {
    expect(json('accepting').accepted).toMatchObject([{ rule: 'no-output-ceiling', reason: 'short by its prompt', until: '2026-11-20' }]);
    expect(review('accepting').code).toBe(0);
    expect(review('accepting', { asOf: '2026-11-21' }).code).toBe(1);
  });

  it.each([
    ['a misspelt rule in outlay.yaml', 'misspelt', {}, 'did you mean "no-fallback"?'],
    ['an unknown model', 'unknown', {}, 'did you mean openai/gpt-4o?'],
    ['a path that is not there', 'nowhere', {}, 'cannot be read'],
    ['no path', undefined, {}, 'review needs a workflow'],
    ['an unknown rule to explain', undefined, { explain: 'no-timeuot' }, 'did you mean "no-timeout"?'],
  ])('ends with 2 on %s', (_what, path, options, said) => {
    const { code, stdout, stderr } = review(path, options);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(said);
  });

  it('explains a rule without a workflow', () => {
    const { code, stdout } = review(undefined, { explain: 'uncached-prefix' });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^uncached-prefix: .*\n\n(?:.+\n)+\nFor example:\n {2}answer: .*\n\n(?:.+\n)+\nIn outlay\.yaml:\n/);
  });
});

/** As a user or a CI service runs it. */
const run = (path: string, env: Readonly<Record<string, string>> = {}, cwd = folder.path): Promise<Ended> =>
  runOutlay(['review', path, '--as-of', '2026-11-20', '--runs', '100', '--format', 'github'], { cwd, env });

describe('in CI', () => {
  it('files are named from the top of the repository, whatever folder outlay runs in', async () => {
    const { stdout } = await run('flows', {}, join(folder.path, 'repository', 'team'));
    expect(stdout).toContain('::warning file=team/flows/workflow.yaml,line=2,');
  });

  it('the summary of the step gets the findings in Markdown', async () => {
    const file = join(folder.path, 'summary.md');
    expect((await run('warned', { GITHUB_STEP_SUMMARY: file })).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toMatch(/^<!-- outlay:review -->\n### outlay review: \d warnings\n/);
  });

  it('a summary that cannot be written is told, and changes nothing else', async () => {
    const { code, stdout, stderr } = await run('warned', { GITHUB_STEP_SUMMARY: folder.path });
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'warning: the summary of this step cannot be written: EISDIR\n' });
    expect(stdout).toContain('::warning');
  });
});
