import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { diff } from '../../src/cli/diff.ts';
import { inside } from '../baseline/in-process.ts';
import { changed, DESK } from '../baseline/project.ts';
import { makeRepository, type TestRepository } from '../support/repository.ts';

let repository: TestRepository;
beforeAll(() => {
  repository = makeRepository();
  repository.commit(DESK);
  repository.git('checkout', '--quiet', '-b', 'feature');
  repository.commit({ 'desk/workflow.yaml': changed('desk/workflow.yaml', ['work: 6min', 'work: 9min']) });
  repository.commit({ 'desk/workflow.yaml': changed('desk/workflow.yaml', ['work: 6min', 'work: 12min']) });
});
afterEach(() => {
  repository.git('checkout', '--quiet', '--force', 'feature');
  repository.git('clean', '--quiet', '--force', '-d');
});
afterAll(() => repository.remove());

type Report = {
  base: { name: string; commit: string | null };
  head: { name: string; commit: string | null };
  workflows: {
    name: string;
    path: string;
    status: string;
    base_problem: string | null;
    scenarios: { name: string; spend_usd: { change: number }; causes: { kinds: string[]; usd: number }[] }[];
  }[];
};

const compared = async (names: readonly string[], paths: readonly string[] = [], options: object = {}) => {
  const run = { format: 'json', runs: '100', times: false, ...options } as const;
  const { stdout, stderr, code } = await inside(repository, () => diff(names, paths, run));
  return { code, stderr, report: (stdout === '' ? null : JSON.parse(stdout)) as Report };
};

/** What three minutes more of a person's work come to in a month of a thousand questions a day. */
const THREE_MINUTES = 0.1 * 0.99 * 1.5 * 1000 * (730 / 24);

const changeOf = ({ report }: { readonly report: Report }): number => report.workflows[0]?.scenarios[0]?.spend_usd.change ?? Number.NaN;

describe('what outlay diff compares', () => {
  it('is two revisions: from where they parted, or as they are', async () => {
    expect(changeOf(await compared(['main...feature']))).toBeCloseTo(2 * THREE_MINUTES, 6);
    expect(changeOf(await compared(['feature..main']))).toBeCloseTo(-2 * THREE_MINUTES, 6);
    expect(changeOf(await compared(['HEAD~1', 'HEAD']))).toBeCloseTo(THREE_MINUTES, 6);
    const { report } = await compared(['main...']);
    expect([report.base.name, report.head.name, report.base.commit]).toEqual(['main', 'HEAD', repository.git('rev-parse', 'main')]);
  });

  it('is one revision and the working tree', async () => {
    repository.write({ 'desk/workflow.yaml': changed('desk/workflow.yaml', ['work: 6min', 'work: 15min']) });
    const found = await compared(['HEAD']);
    expect(changeOf(found)).toBeCloseTo(THREE_MINUTES, 6);
    expect(found.report.head).toEqual({ name: 'working tree', commit: null });
  });

  it('is two folders, or two files', async () => {
    repository.write({ 'other/workflow.yaml': DESK['desk/workflow.yaml'], 'other/traffic.yaml': DESK['desk/traffic.yaml'] });
    repository.write({ 'other/prompts/triage.md': DESK['desk/prompts/triage.md'] });
    expect(changeOf(await compared(['other', 'desk']))).toBeCloseTo(2 * THREE_MINUTES, 6);
    expect(changeOf(await compared(['desk/workflow.yaml', 'other/workflow.yaml']))).toBeCloseTo(-2 * THREE_MINUTES, 6);
  });

  it('is a saved plan and what came after it, without causes', async () => {
    const plan = repository.outlay(['plan', 'desk', '--format', 'json', '--runs', '100']).stdout;
    repository.write({ 'before.json': plan, 'desk/workflow.yaml': changed('desk/workflow.yaml', ['work: 6min', 'work: 15min']) });
    const found = await compared(['before.json', 'desk']);
    expect(changeOf(found)).toBeCloseTo(THREE_MINUTES, 4);
    expect(found.report.workflows[0]?.scenarios[0]?.causes).toEqual([]);
    expect(changeOf(await compared(['before.json', 'before.json']))).toBe(0);
  });

  it('is narrowed to paths, behind -- or before it, and to a scenario', async () => {
    const small = 'steps: { a: { model: house/large, prompt: 1k, output: 100 } }\n';
    repository.write({ 'other/workflow.yaml': small });
    const paths = async (names: readonly string[], behind: readonly string[] = []): Promise<readonly string[]> =>
      (await compared(names, behind)).report.workflows.map(({ path }) => path);
    expect(await paths(['main'])).toEqual(['desk/workflow.yaml', 'other/workflow.yaml']);
    expect(await paths(['main', 'desk'])).toEqual(['desk/workflow.yaml']);
    expect(await paths(['main'], ['other'])).toEqual(['other/workflow.yaml']);
    const { report } = await compared(['main'], ['desk'], { scenario: ['quiet'] });
    expect(report.workflows[0]?.scenarios.map(({ name }) => name)).toEqual(['quiet']);
  });

  it('prices both sides by a table that the user names, committed or not', async () => {
    repository.write({
      'desk/workflow.yaml': changed('desk/workflow.yaml', ['output: 500\n    max_output: 500', 'output: 600\n    max_output: 600']),
    });
    repository.git('stash', '--quiet');
    repository.git('checkout', '--quiet', '--detach', 'main');
    repository.git('stash', 'pop', '--quiet');
    repository.write({ 'mine/house.yaml': changed('pricing/house.yaml', ['input: 3, output: 15', 'input: 3, output: 30']) });
    const [dear, usual] = [await compared(['HEAD'], [], { pricing: 'mine' }), await compared(['HEAD'])];
    expect(changeOf(dear)).toBeCloseTo(2 * changeOf(usual), 6);
  });

  it('has revisions before -- on the command line, and paths behind it', () => {
    const { stdout, code } = repository.outlay(['diff', 'main...HEAD', '--format', 'json', '--no-times', '--runs', '100', '--', 'desk']);
    expect(code).toBe(0);
    expect((JSON.parse(stdout) as Report).workflows.map(({ path }) => path)).toEqual(['desk/workflow.yaml']);
  });
});

describe('outlay diff', () => {
  it('ends with 3 where a revision cannot be had, and with 2 where a workflow cannot be computed', async () => {
    expect((await compared(['nowhere...HEAD'])).code).toBe(3);
    repository.write({ 'desk/workflow.yaml': 'steps: {}\n' });
    const { code, stderr, report } = await compared(['main']);
    expect([code, report.workflows[0]?.status]).toEqual([2, 'unpriced']);
    expect(stderr).toContain('error[missing-key]');
  });

  it('says why there is nothing to compare with where the base is broken', async () => {
    repository.git('checkout', '--quiet', '-b', 'broken', 'main');
    repository.commit({ 'desk/workflow.yaml': 'steps: {}\n' });
    repository.write({ 'desk/workflow.yaml': DESK['desk/workflow.yaml'] });
    const { code, report } = await compared(['HEAD']);
    expect(code).toBe(0);
    expect(report.workflows[0]).toMatchObject({ status: 'added', base_problem: 'a workflow has at least one step' });
  });
});
