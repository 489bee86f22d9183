import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { check } from '../../src/cli/check.ts';
import type { CheckOptions } from '../../src/cli/check-options.ts';
import type { FindingsFormat } from '../../src/cli/choices.ts';
import type { Outcome } from '../../src/cli/process.ts';
import { inside } from '../baseline/in-process.ts';
import { changed, DESK } from '../baseline/project.ts';
import { makeRepository, type TestRepository } from '../support/repository.ts';

const BUDGET = `${DESK['desk/workflow.yaml']}budgets: { monthly_spend: $12k }\n`;

const CONFIG = `workflows: ["*/workflow.yaml"]
regression: { cost: 5%, latency: off, floor: $50 }
rules: { no-fallback: error, no-timeout: off, no-loop-ceiling: off, model-retires: off }
ignore: [{ rule: no-fallback, workflow: desk, reason: a help desk that waits }]
`;

let repository: TestRepository;
beforeAll(() => {
  repository = makeRepository();
  repository.commit({ ...DESK, 'desk/workflow.yaml': BUDGET, 'outlay.yaml': CONFIG });
});
afterEach(() => {
  repository.git('checkout', '--quiet', '--force', 'main');
  repository.git('clean', '--quiet', '--force', '-d');
});
afterAll(() => repository.remove());

type Report = {
  ok: boolean;
  gates: string;
  loosened: { what: string; before: string; after: string }[];
  findings: { rule: string; level: string; message: string; place: { file: string; line: number } | null }[];
  accepted: { rule: string }[];
  workflows: { name: string; status: string; budgets: { name: string; verdict: string; limit: number }[] }[];
};

const run = (paths: readonly string[], options: CheckOptions, environment: Readonly<Record<string, string>> = {}): Promise<Outcome> =>
  inside(repository, () => check(paths, { runs: '200', ...options }), environment);

const checked = async (options: CheckOptions, environment: Readonly<Record<string, string>> = {}, paths: readonly string[] = []) => {
  const { stdout, stderr, code } = await run(paths, { format: 'json', ...options }, environment);
  return { code, stderr, report: (code < 2 ? JSON.parse(stdout) : null) as Report };
};

const rules = ({ findings }: Report): readonly string[] => findings.filter(({ level }) => level === 'error').map(({ rule }) => rule);

/** Answers eight times as long: a seventh more a month. */
const dearer = (text: string): string => text.replace('output: 500\n    max_output: 500', 'output: 4k\n    max_output: 4k');

describe('a check', () => {
  it('ends with 0 where nothing changed, and computes what is its own', async () => {
    const { code, report } = await checked({ base: 'main' });
    expect(code).toBe(0);
    expect(report.workflows.map(({ name, status, budgets }) => [name, status, budgets.map(({ verdict }) => verdict)])).toEqual([
      ['desk', 'unchanged', ['kept', 'kept']],
    ]);
    expect(report.accepted.map(({ rule }) => rule)).toContain('no-fallback');
  });

  it('ends with 1 on a rise beyond the limit, at the line that causes it', async () => {
    repository.write({ 'desk/workflow.yaml': dearer(BUDGET) });
    const { code, report } = await checked({ base: 'main' });
    expect(code).toBe(1);
    expect(rules(report)).toContain('regression');
    const found = report.findings.find(({ rule }) => rule === 'regression');
    expect(found?.message).toMatch(/^cost_per_request\.mean of "launch" rises by/);
    expect(found?.place).toMatchObject({ file: 'desk/workflow.yaml', line: 17 });
  });

  it('lets pass what stays below the floor, and what the command line allows', async () => {
    repository.write({ 'desk/workflow.yaml': dearer(BUDGET) });
    expect((await checked({ base: 'main', regression: ['floor=$2000'] })).code).toBe(0);
    expect((await checked({ base: 'main' }, { OUTLAY_REGRESSION: 'cost=90%' })).code).toBe(0);
    // The command line stands before the environment.
    expect((await checked({ base: 'main', regression: ['cost=1%'] }, { OUTLAY_REGRESSION: 'cost=90%' })).code).toBe(1);
    expect((await checked({ base: 'main', rule: ['regression=warn'] })).code).toBe(0);
  });

  it('ends with 1 on a budget that is crossed, without any base', async () => {
    repository.write({ 'desk/workflow.yaml': BUDGET.replace('$12k', '$1k') });
    const { code, report } = await checked({});
    expect(code).toBe(1);
    expect(rules(report)).toEqual(['budget']);
    expect(report.workflows[0]?.status).toBe('added');
  });

  it('ends with 1 on a rule that is an error, once nobody accepts it', async () => {
    repository.write({ 'outlay.yaml': CONFIG.replace(/^ignore.*\n/m, '') });
    const { code, report } = await checked({});
    expect(code).toBe(1);
    expect(new Set(rules(report))).toEqual(new Set(['no-fallback']));
  });

  it('warns where a limit on latency cannot be held: a model of which no latency is known', async () => {
    repository.write({
      'desk/workflow.yaml': BUDGET.replace('model: house/large', 'model: attic/quiet'),
      'outlay.yaml': CONFIG.replace('latency: off', 'latency: 10%'),
      'pricing/attic.yaml': DESK['pricing/house.yaml']
        .replace('provider: house', 'provider: attic')
        .replace('  large:', '  quiet:')
        .replaceAll(/ {4}latency: .*\n/g, ''),
    });
    const { report } = await checked({ base: 'main', regression: ['latency=10%'] });
    const found = report.findings.filter(({ message }) => message.startsWith('latency.p95'));
    expect(found.map(({ rule, level, message }) => [rule, level, message])).toEqual([
      ['regression', 'warn', 'latency.p95 of "launch" cannot be compared: no latency is known of attic/quiet'],
      ['regression', 'warn', 'latency.p95 of "quiet" cannot be compared: no latency is known of attic/quiet'],
    ]);
  });

  it('ends with 1 on a workflow that cannot be priced: it is not free', async () => {
    repository.write({ 'desk/workflow.yaml': BUDGET.replace('model: house/large', 'model: house/larger') });
    const { code, report, stderr } = await checked({ base: 'main' });
    expect(code).toBe(1);
    expect(report.findings.map(({ rule, place }) => [rule, place?.file, place?.line])).toEqual([['unpriced', 'desk/workflow.yaml', 15]]);
    expect(report.workflows[0]?.status).toBe('unpriced');
    expect(stderr).toContain('error[unknown-model]');
  });

  it.each<[string, Readonly<Record<string, string>>, CheckOptions]>([
    ['settings that are none', { 'outlay.yaml': 'regresion: {}\n' }, {}],
    ['a rule of the settings that is not there', { 'outlay.yaml': 'rules: { no-fallbak: off }\n' }, {}],
    ['a rule that is not there', {}, { rule: ['no-fallbak=off'] }],
    ['a limit that is none', {}, { regression: ['cost=much'] }],
    ['no workflow at all', { 'outlay.yaml': 'workflows: ["flows/*.yaml"]\n' }, {}],
  ])('ends with 2 on %s', async (_name, files, options) => {
    repository.write(files);
    const { code, stderr } = await checked(options);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error\[/);
  });

  it.each<[string, string]>([
    ['a revision that is not there', 'nowhere'],
    ['a saved plan that is none', 'broken.json'],
  ])('ends with 3 on %s', async (_name, base) => {
    repository.write({ 'broken.json': '{"schema":"something"}' });
    const { code, stderr } = await checked({ base });
    expect(code).toBe(3);
    expect(stderr).toMatch(/^error\[options\]/);
  });

  it('ends with its code as a process too, its output written before', () => {
    const codes = [[], ['--base', 'nowhere'], ['--rule', 'x=off'], ['--rule', 'no-timeout=error']].map((args) => {
      const { code, stdout, stderr } = repository.outlay(['check', '--runs', '200', ...args]);
      return [code, stdout.length > 0, stderr.length > 0];
    });
    expect(codes).toEqual([
      [0, true, false],
      [3, false, true],
      [2, false, true],
      [1, true, false],
    ]);
  });

  it.each([[{}], [{ base: 'main' }]])('ends with 2 on a path that names no workflow, though another one does: %o', async (options) => {
    const { code, stderr } = await checked(options, {}, ['desk', 'dekc']);
    expect(code).toBe(2);
    expect(stderr).toContain('no workflow is found at "dekc"');
    expect(stderr).not.toContain('"desk"');
  });

  it('takes a saved plan for its base', async () => {
    repository.write({ 'base.json': repository.outlay(['plan', 'desk', '--format', 'json', '--runs', '200']).stdout });
    expect((await checked({ base: 'base.json' })).code).toBe(0);
    repository.write({ 'desk/workflow.yaml': dearer(BUDGET) });
    const { code, report } = await checked({ base: 'base.json' });
    expect(code).toBe(1);
    expect(rules(report)).toContain('regression');
  });

  it('looks at what is named, by folder or pattern, in place of what outlay.yaml lists', async () => {
    const other = 'workflow: other\nsteps: { a: { model: house/large, prompt: 1k, output: 100, max_output: 100 } }\n';
    repository.write({ 'flows/a/workflow.yaml': other, 'flows/b.yaml': other.replace('other', 'second') });
    const names = async (paths: readonly string[]): Promise<readonly string[]> =>
      (await checked({ rule: ['no-fallback=off'] }, {}, paths)).report.workflows.map(({ name }) => name);
    expect(await names([])).toEqual(['desk']);
    expect(await names(['flows'])).toEqual(['other']);
    expect(await names(['flows/*.yaml', 'desk'])).toEqual(['desk', 'second']);
  });
});

describe('what a change loosens itself', () => {
  /** A dearer workflow whose author allows it. */
  const loosened = {
    'desk/workflow.yaml': dearer(BUDGET).replace('$12k', '$30k').replace('work: 6min', 'work: 12min'),
    'outlay.yaml': `${CONFIG.replace('cost: 5%', 'cost: 500%').replace('no-fallback: error', 'no-fallback: off')}`,
  };

  it('is listed first and does not count: the old budget and the old limits hold', async () => {
    repository.write(loosened);
    const { code, report } = await checked({ base: 'main' });
    expect(code).toBe(1);
    expect(report.gates).toBe('base');
    expect(report.loosened.map(({ what, before, after }) => [what, before, after])).toEqual([
      ['regression.cost', '5%', '500%'],
      ['rules.no-fallback', 'error', 'off'],
      ['budget monthly_spend.mean', '$12,000', '$30,000'],
      ['budget monthly_spend.mean', '$12,000', '$30,000'],
    ]);
    expect(report.workflows[0]?.budgets[0]).toMatchObject({ limit: 12000, verdict: 'crossed' });
    expect(new Set(rules(report))).toEqual(new Set(['budget', 'regression']));
  });

  it('counts with gates: head, which the change cannot choose for itself', async () => {
    repository.write(loosened);
    const { code, report } = await checked({ base: 'main', gates: 'head' });
    expect([code, report.loosened.length]).toEqual([0, 4]);
    repository.write({ 'outlay.yaml': `${loosened['outlay.yaml']}gates: head\n` });
    expect((await checked({ base: 'main' })).report.gates).toBe('base');
    expect((await checked({ base: 'main' }, { OUTLAY_GATES: 'head' })).code).toBe(0);
  });

  it('is a suppression too, and a budget that is gone', async () => {
    repository.write({
      'desk/workflow.yaml': DESK['desk/workflow.yaml'].replace('prompt: 2k', 'prompt: 2k\n    cache: off'),
      'outlay.yaml': CONFIG.replace('ignore: [', 'ignore: [{ rule: regression, reason: nobody looks }, '),
    });
    const { report } = await checked({ base: 'main' });
    expect(report.loosened.map(({ what, after }) => [what, after])).toEqual([
      ['ignore regression', 'without end'],
      ['budget monthly_spend.mean', 'none'],
      ['budget monthly_spend.mean', 'none'],
    ]);
    expect(report.workflows[0]?.budgets.map(({ limit }) => limit)).toEqual([12000, 12000]);
  });

  it('is a price table of its own: a change does not make itself cheap', async () => {
    repository.write({
      'desk/workflow.yaml': dearer(BUDGET).replaceAll('4k', '10k'),
      'pricing/house.yaml': changed('pricing/house.yaml', ['input: 3, output: 15', 'input: 0.01, output: 0.01']).replace(
        'input: 1, output: 4',
        'input: 0, output: 0',
      ),
    });
    const { code, report } = await checked({ base: 'main', regression: ['cost=off'] });
    expect(report.loosened.map(({ what }) => what)).toContain('price tables');
    expect([code, rules(report)]).toEqual([1, ['budget']]);
    expect((await checked({ base: 'main', gates: 'head', regression: ['cost=off'] })).code).toBe(0);
  });
});

describe('the formats of a check', () => {
  it('are written to the summary of the step too', async () => {
    repository.write({ 'desk/workflow.yaml': dearer(BUDGET) });
    const summary = join(repository.root, '..', 'summary.md');
    const { stdout, code } = await run([], { base: 'main', format: 'markdown' }, { GITHUB_STEP_SUMMARY: summary });
    expect(code).toBe(1);
    expect(readFileSync(summary, 'utf8')).toContain(stdout.trim());
  });

  it.each<[FindingsFormat, RegExp]>([
    ['github', /^::error file=desk\/workflow\.yaml,line=17,/m],
    ['sarif', /"ruleId": "regression"/],
    ['junit', /<failure [^>]*regression/],
    ['gitlab', /"check_name": "regression"/],
  ])('%s has the regression', async (format, pattern) => {
    repository.write({ 'desk/workflow.yaml': dearer(BUDGET) });
    const { stdout, code } = await run([], { base: 'main', format });
    expect(code).toBe(1);
    expect(stdout).toMatch(pattern);
  });
});
