import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkReportShape } from '../../src/check/formats/report.ts';
import { check } from '../../src/cli/check.ts';
import { diff } from '../../src/cli/diff.ts';
import { diffReportShape } from '../../src/report/diff/report.ts';
import { makeRepository, type TestRepository } from '../support/repository.ts';
import { inside } from './in-process.ts';
import { changed, DESK } from './project.ts';

const outputs = join(import.meta.dirname, '..', 'golden', 'outputs');

const SMALL = 'steps: { a: { model: house/large, prompt: 1k, output: 100, max_output: 100 } }\ntraffic: 100 per day\n';

const CONFIG = `workflows: ["*/workflow.yaml"]
regression: { cost: 5%, latency: 10%, floor: $50 }
rules: { no-timeout: off, no-fallback: error }
ignore: [{ rule: no-fallback, workflow: desk, reason: a help desk that waits, until: 2027-03-01 }]
`;

let repository: TestRepository;
beforeAll(() => {
  repository = makeRepository();
  repository.commit({
    ...DESK,
    'desk/workflow.yaml': `${DESK['desk/workflow.yaml']}budgets: { monthly_spend: $10k, latency: { p95: 15s } }\n`,
    'desk/traffic.yaml': 'launch: { requests: 1000 per day }\n',
    'outlay.yaml': CONFIG,
    'gone/workflow.yaml': SMALL,
    'same/workflow.yaml': SMALL.replaceAll('house/large', 'house/small'),
  });
  repository.write({
    'desk/workflow.yaml': `${changed(
      'desk/workflow.yaml',
      ['output: 500\n    max_output: 500', 'output: { p50: 600, p95: 1500 }\n    max_output: 2k'],
      ['attempts: 2', 'attempts: 4'],
      ['cost: $0.01', 'cost: $0.02'],
    )}budgets: { monthly_spend: $20k, latency: { p95: 15s } }\n`,
    'desk/traffic.yaml': 'launch: { requests: 800 to 1800 per day }\n',
    'desk/prompts/triage.md': 'Sort the question.\nAnswer with one word, in small letters.\n',
    'pricing/house.yaml': changed('pricing/house.yaml', ['input: 3, output: 15', 'input: 3, output: 14']),
    'gone/workflow.yaml': null,
    'fresh/workflow.yaml': SMALL.replace('output: 100', 'output: 90'),
    'broken/workflow.yaml': SMALL.replace('large', 'lage'),
  });
});
afterAll(() => repository.remove());

/** Few runs: rough percentiles, the same on every machine. */
const RUNS = { runs: '200' };

describe('a change as people and programs read it', () => {
  it.each([
    ['diff.txt', 'text'],
    ['diff.md', 'markdown'],
    ['diff.json', 'json'],
  ] as const)('%s', async (name, format) => {
    const { stdout, code } = await inside(repository, () => diff(['main'], [], { ...RUNS, format }));
    // One of its workflows cannot be computed.
    expect(code).toBe(2);
    await expect(stdout).toMatchFileSnapshot(join(outputs, name));
  });

  it.each([
    ['check.txt', 'text'],
    ['check.md', 'markdown'],
    ['check.json', 'json'],
    ['check.github.txt', 'github'],
  ] as const)('%s', async (name, format) => {
    const { stdout, code } = await inside(repository, () => check([], { ...RUNS, base: 'main', format }));
    expect(code).toBe(1);
    await expect(stdout).toMatchFileSnapshot(join(outputs, name));
  });

  it('is JSON of the shape that is published', async () => {
    const found = await inside(repository, () => check([], { ...RUNS, base: 'main', format: 'json' }));
    expect(checkReportShape.strict().safeParse(JSON.parse(found.stdout)).error).toBeUndefined();
    const compared = await inside(repository, () => diff(['main'], [], { ...RUNS, format: 'json', times: false }));
    expect(diffReportShape.strict().safeParse(JSON.parse(compared.stdout)).error).toBeUndefined();
  });
});
