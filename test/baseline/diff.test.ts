import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { delta } from '../../src/analysis/diff/workflow-diff.ts';
import { makeRepository, type TestRepository } from '../support/repository.ts';
import { causesIn, changed, DESK, diffsBetween, launchOf } from './project.ts';

/** A month of 730 hours has so many days. */
const DAYS = 730 / 24;
const MONTHLY = 1000 * DAYS;

let repository: TestRepository;
beforeAll(() => {
  repository = makeRepository();
  repository.commit(DESK);
});
afterAll(() => repository.remove());

/** Writes files into the working tree, looks at what changed against main, and takes them back. */
const against = (files: Readonly<Record<string, string | null>>, times = false) => {
  repository.write(files);
  const diffs = diffsBetween(repository, 'main', null, { times });
  repository.git('checkout', '--quiet', '--force', 'main');
  repository.git('clean', '--quiet', '--force', '-d');
  return diffs;
};

describe('what changed in a git repository', () => {
  it('is told cause by cause: a prompt, a model, a retry, a price, the traffic, people', () => {
    const diff = launchOf(
      against({
        'desk/workflow.yaml': changed(
          'desk/workflow.yaml',
          ['model: house/large', 'model: house/small'],
          ['attempts: 2', 'attempts: 5'],
          ['cost: $0.01', 'cost: $0.02'],
          ['work: 6min', 'work: 9min'],
        ),
        'desk/traffic.yaml': 'launch: { requests: 1500 per day }\nquiet: { extends: launch, requests: 100 per day }\n',
        'desk/prompts/triage.md': 'Sort the question.\nAnswer with one word, and with nothing else.\n',
      }),
    );
    expect(Object.keys(causesIn(diff)).sort()).toEqual([
      'model of answer',
      'people of person',
      'price of search',
      'prompt tokens of triage',
      'retries of triage, answer, search',
      'traffic of launch',
    ]);
    const sum = diff.causes.reduce((all, { usd }) => all + usd, 0);
    expect(sum).toBeCloseTo(delta(diff.spendUsd), 9);
  });

  it('has figures that a hand can check', () => {
    const price = launchOf(against({ 'desk/workflow.yaml': changed('desk/workflow.yaml', ['cost: $0.01', 'cost: $0.02']) }));
    // Two attempts of which each errs unbilled in 10 %: 99 % are answered.
    expect(causesIn(price)).toEqual({ 'price of search': expect.closeTo(0.99 * 0.01 * MONTHLY, 8) });
    const people = launchOf(against({ 'desk/workflow.yaml': changed('desk/workflow.yaml', ['work: 6min', 'work: 9min']) }));
    // A tenth of the triages that do not fail, three minutes more at $30 an hour.
    expect(causesIn(people)).toEqual({ 'people of person': expect.closeTo(0.1 * 0.99 * 1.5 * MONTHLY, 6) });
  });

  it('names the line in the workflow, in the traffic and in the prompt file', () => {
    const diff = launchOf(
      against({
        'desk/workflow.yaml': changed('desk/workflow.yaml', ['output: 500', 'output: 700'], ['attempts: 2', 'attempts: 3']),
        'desk/traffic.yaml': 'launch:\n  requests: 1500 per day\nquiet: { extends: launch, requests: 100 per day }\n',
        'desk/prompts/triage.md': 'Sort the question.\nAnswer with two words.\n',
      }),
    );
    const places = diff.causes.flatMap(({ edits }) => edits.map(({ key, place }) => `${key} ${place?.file}:${place?.line}`));
    expect(places).toEqual(
      expect.arrayContaining([
        'output desk/workflow.yaml:17',
        'retry desk/workflow.yaml:3',
        'requests desk/traffic.yaml:2',
        'prompt system: prompts/triage.md desk/prompts/triage.md:2',
      ]),
    );
  });

  it('names the defaults where a step has a part of the key itself, and a long text from where it differs', () => {
    const own = changed('desk/workflow.yaml', ['output: 20\n', 'output: 20\n    retry: { invalid: 1% }\n']);
    repository.commit({ 'desk/workflow.yaml': own });
    const withTimeout = (timeout: string): string =>
      own.replace(
        '{ attempts: 2, errors: 10%, backoff: 1s }',
        `{ attempts: 2, errors: 10%, invalid: 0.5%, backoff: { uniform: [1s, 2s], max: 90s }, timeout: ${timeout} }`,
      );
    repository.commit({ 'desk/workflow.yaml': withTimeout('60s') });
    const [cause] = launchOf(against({ 'desk/workflow.yaml': withTimeout('70s') })).causes;
    repository.git('reset', '--quiet', '--hard', 'HEAD~2');
    expect(cause?.edits.map(({ subject, place }) => [subject, place?.line])).toEqual([
      ['triage', 3],
      ['answer', 3],
      ['search', 3],
    ]);
    expect([cause?.edits[0]?.before, cause?.edits[0]?.after]).toEqual(['…], max: 90s }, timeout: 60s }', '…], max: 90s }, timeout: 70s }']);
  });

  it('says what was and what is, tokens of a prompt counted on both sides', () => {
    const diff = launchOf(
      against({
        'desk/workflow.yaml': changed('desk/workflow.yaml', ['output: 500', 'output: 200 to 900']),
        'desk/prompts/triage.md': 'Sort the question.\n',
      }),
    );
    const texts = Object.fromEntries(diff.causes.flatMap(({ edits }) => edits.map(({ key, before, after }) => [key, [before, after]])));
    expect(texts).toEqual({ output: ['500', '200 to 900'], 'prompt system: prompts/triage.md': ['9 tokens', '4 tokens'] });
  });

  it('splits the 95th percentile of latency too, and the parts sum to the whole', () => {
    const diff = launchOf(
      against(
        {
          'desk/workflow.yaml': changed(
            'desk/workflow.yaml',
            ['output: 500', 'output: 700'],
            ['max_output: 500', 'max_output: 700'],
            ['backoff: 1s', 'backoff: 2s'],
            ['cost: $0.01', 'cost: $0.02'],
          ),
        },
        true,
      ),
    );
    const ms = diff.causes.map(({ latencyMs }) => latencyMs ?? Number.NaN);
    const { base = 0, head = 0 } = diff.latencyP95Ms ?? {};
    expect(ms.reduce((sum, one) => sum + one, 0)).toBeCloseTo(head - base, 6);
    // Two hundred tokens more at 50 a second, unless the slowest requests have none of them.
    expect(head - base).toBeGreaterThan(1000);
    expect(diff.causes.find(({ kinds }) => kinds.includes('price'))?.latencyMs).toBe(0);
    expect(diff.latencyCertainty?.clear).toBe(true);
  });

  it('does not call faster what moves to a model of which no latency is known', () => {
    const quiet = changed('pricing/house.yaml', ['    latency: { ttft: 400ms, speed: 100, source: measured for this test }\n', '']);
    repository.commit({ 'pricing/house.yaml': quiet });
    const diff = launchOf(
      against({ 'desk/workflow.yaml': changed('desk/workflow.yaml', ['model: house/large', 'model: house/small']) }, true),
    );
    repository.git('reset', '--quiet', '--hard', 'HEAD~1');
    expect([diff.latencyP95Ms, diff.untimed]).toEqual([null, ['house/small']]);
    expect(diff.causes[0]?.latencyMs).toBeNull();
  });

  it('shows another state of the price tables apart from the change itself', () => {
    const [diff] = against({
      'desk/workflow.yaml': changed('desk/workflow.yaml', ['output: 500\n    max_output: 500', 'output: 600\n    max_output: 600']),
      'pricing/house.yaml': changed('pricing/house.yaml', ['input: 3, output: 15', 'input: 3, output: 30']),
    });
    const [launch] = diff?.scenarios ?? [];
    if (launch?.kind !== 'changed') throw new Error('launch has changed');
    expect(Object.keys(causesIn(launch.diff))).toEqual(['output tokens of answer']);
    // Both sides at the head's price: $30 a million for 100 tokens more; the tables move the base's 500 by $15 a million.
    const runs = 0.9 * 0.99 * 0.99 * MONTHLY;
    expect(delta(launch.diff.spendUsd)).toBeCloseTo((runs * 100 * 30) / 1e6, 6);
    expect(launch.tables.base).toBeCloseTo((runs * 500 * 15) / 1e6, 6);
    expect(launch.tables.head).toBe(0);
  });

  it('joins what makes no sense apart: a new step and the prompt that reads it', () => {
    const diff = launchOf(
      against({
        'desk/workflow.yaml': changed(
          'desk/workflow.yaml',
          ['  search:\n', '  find:\n    needs: []\n    tool: find\n    cost: $0.002\n    output: 400\n  search:\n'],
          ['when: triage.rest\n', 'needs: [triage, find]\n    when: triage.rest\n'],
          ['prompt: 2k', 'prompt: [{ context: { step: find } }, { user: { tokens: 2k } }]'],
        ),
      }),
    );
    expect(diff.causes).toHaveLength(1);
    expect(diff.causes[0]?.kinds).toContain('steps');
    expect(diff.causes[0]?.usd).toBeCloseTo(delta(diff.spendUsd), 9);
  });

  it('is nothing where only words changed: a comment, another way to write a number, a renamed prompt file', () => {
    const [diff] = against({
      'desk/workflow.yaml': changed(
        'desk/workflow.yaml',
        ['output: 500', 'output: 0.5k # as before'],
        ['prompts/triage.md', 'prompts/sort.md'],
      ),
      'desk/prompts/sort.md': DESK['desk/prompts/triage.md'],
    });
    expect([diff?.status, diff?.scenarios]).toEqual(['unchanged', []]);
  });

  it('sees other texts under the same pattern of samples', () => {
    const sampled = changed('desk/workflow.yaml', ['question: 100', 'question: { samples: samples/*.txt }']);
    repository.commit({ 'desk/workflow.yaml': sampled, 'desk/samples/a.txt': 'one two three four' });
    const diff = launchOf(against({ 'desk/samples/b.txt': 'one two three four five six seven eight nine ten' }));
    repository.git('reset', '--quiet', '--hard', 'HEAD~1');
    expect(Object.keys(causesIn(diff))).toEqual(['prompt tokens of question']);
  });
});

describe('workflows of two revisions', () => {
  it('are paired where a folder was renamed, and told where they were added or removed', () => {
    repository.git('checkout', '--quiet', '-b', 'feature');
    repository.git('mv', 'desk', 'help');
    repository.commit({
      'help/workflow.yaml': changed('desk/workflow.yaml', ['output: 500', 'output: 600']),
      'new/workflow.yaml': 'steps: { a: { model: house/large, prompt: 1k, output: 100 } }\ntraffic: 100 per day\n',
    });
    const diffs = diffsBetween(repository, 'main...feature');
    repository.commit({ 'new/workflow.yaml': null });
    const later = diffsBetween(repository, 'HEAD~1', 'feature');
    repository.git('checkout', '--quiet', 'main');
    expect(diffs.map(({ status, now, before }) => [status, now.path, before?.path ?? null])).toEqual([
      ['changed', 'help/workflow.yaml', 'desk/workflow.yaml'],
      ['added', 'new/workflow.yaml', null],
    ]);
    expect(later.map(({ status, now }) => [status, now.path])).toEqual([
      ['unchanged', 'help/workflow.yaml'],
      ['removed', 'new/workflow.yaml'],
    ]);
  });

  it('leave the working tree alone, and the index', () => {
    repository.write({ 'desk/prompts/triage.md': 'Not committed.\n', 'desk/notes.txt': 'Not even known.\n' });
    const before = repository.git('status', '--porcelain=v2', '--branch');
    diffsBetween(repository, 'main', null);
    expect(repository.git('status', '--porcelain=v2', '--branch')).toBe(before);
    repository.git('checkout', '--quiet', '--force', 'main');
    repository.git('clean', '--quiet', '--force', '-d');
  });

  it('are not computed where nothing that they read differs', () => {
    const diffs = against({ 'README.md': 'Nothing to do with it.\n', 'desk/notes.txt': 'Nor this.\n', 'outlay.yaml': 'rules: {}\n' });
    expect(diffs.map(({ status }) => status)).toEqual(['unchanged']);
  });

  it('cannot be computed where the head is broken, and say so', () => {
    const [diff] = against({ 'desk/workflow.yaml': changed('desk/workflow.yaml', ['house/large', 'house/lage']) });
    expect(diff?.status).toBe('unpriced');
    expect(diff?.problems.map(({ message }) => message)).toEqual(['no price table lists "house/lage"']);
  });
});
