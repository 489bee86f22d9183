import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { check } from '../../src/cli/check.ts';
import { compare } from '../../src/cli/compare.ts';
import { diff } from '../../src/cli/diff.ts';
import { plan } from '../../src/cli/plan.ts';
import { stress } from '../../src/cli/stress.ts';
import { inside } from '../baseline/in-process.ts';
import { makeRepository, type TestRepository } from '../support/repository.ts';

/** A thousand requests in a mean month of 730 hours, at a dollar each: $1,000 of the tool; the model's answer costs next to nothing. */
const WORKFLOW = `
steps:
  search: { tool: search, cost: $1 }
  answer:
    model: house/small
    candidates: [house/large]
    prompt: 1
    output: 1
    max_output: 1
traffic: { launch: { requests: 1000 per month, growth: 100% per month, months: 2 } }
`;

const PRICES = `
provider: house
source: https://example.com/prices
models:
  small: { context_window: 1k, prices: [{ from: 2020-01-01, read: 2026-11-01, confidence: high, input: 0, output: 0 }] }
  large: { context_window: 1k, prices: [{ from: 2020-01-01, read: 2026-11-01, confidence: high, input: 0, output: 1000000 }] }
`;

let repository: TestRepository;
beforeAll(() => {
  repository = makeRepository();
  const currency = 'currency: { EUR: 0.92, JPY: 151, on: 2026-11-20 }\n';
  repository.commit({ 'shop/workflow.yaml': WORKFLOW, 'pricing/house.yaml': PRICES, 'outlay.yaml': currency });
  repository.write({ 'shop/workflow.yaml': WORKFLOW.replace('$1 ', '$1.50 ') });
});
afterAll(() => repository.remove());

const RUNS = { runs: '100', quiet: true } as const;

const COMMANDS = {
  plan: (format: 'text' | 'markdown' | 'json') => plan('shop', { ...RUNS, format }),
  compare: (format: 'text' | 'markdown' | 'json') => Promise.resolve(compare('shop', { ...RUNS, format })),
  stress: (format: 'text' | 'markdown' | 'json') => Promise.resolve(stress('shop', { ...RUNS, format })),
  diff: (format: 'text' | 'markdown' | 'json') => diff(['HEAD'], ['shop'], { ...RUNS, format }),
  check: (format: 'text' | 'markdown' | 'json') => check(['shop'], { ...RUNS, base: 'HEAD', format }),
} as const;

const NAMES = Object.keys(COMMANDS) as readonly (keyof typeof COMMANDS)[];

const printed = async (name: keyof typeof COMMANDS, format: 'text' | 'markdown' | 'json'): Promise<string> =>
  (await inside(repository, () => COMMANDS[name](format))).stdout;

describe.each(['text', 'markdown'] as const)('other currencies in %s', (format) => {
  it('stand behind the head figures of a plan', async () => {
    const text = (await printed('plan', format)).replace(/\s+/g, ' ');
    expect(text).toContain('$1,500 in the first month and $4,500 over 2 months.');
    expect(text).toContain(
      'In EUR that is 1,380 and 4,140, at 0.92 of 2026-11-20. In JPY that is 226,500 and 679,500, at 151 of 2026-11-20.',
    );
  });

  it('have columns of their own beside the month of variants', async () => {
    const line = format === 'text' ? /month +in EUR +in JPY/ : /month \| in EUR \| in JPY/;
    expect(await printed('compare', format)).toMatch(line);
    expect(await printed('stress', format)).toMatch(format === 'text' ? /month of it +in EUR/ : /month of it \| in EUR/);
    expect(await printed('compare', format)).toMatch(format === 'text' ? /\$1,500 +1,380 +226,500/ : /\$1,500 \| 1,380 \| 226,500/);
  });

  it('stand behind the change of the month, of each workflow and of all', async () => {
    const change = format === 'text' ? '+$500.00 (+50.0 %), EUR +460.00, JPY +75,500' : '**+$500.00**, EUR +460.00, JPY +75,500';
    expect(await printed('diff', format)).toContain(change);
    const checked = await printed('check', format);
    expect(checked).toContain(change);
    expect(checked).toContain('1 of 1 workflow changed: +$500.00 a month, EUR +460.00, JPY +75,500');
  });

  it('are named with rate and day once', async () => {
    for (const name of NAMES) expect((await printed(name, format)).match(/at 0\.92 of 2026-11-20/g), name).toHaveLength(1);
  });
});

describe('other currencies in JSON', () => {
  it('are named, and every figure stays in dollars', async () => {
    for (const name of NAMES) {
      const { currencies } = JSON.parse(await printed(name, 'json'));
      expect(currencies, name).toEqual([
        { code: 'EUR', rate: 0.92, on: '2026-11-20' },
        { code: 'JPY', rate: 151, on: '2026-11-20' },
      ]);
    }
    const [scenario] = JSON.parse(await printed('plan', 'json')).scenarios;
    expect(scenario.monthly.spend_usd.mean).toBeCloseTo(1500, 6);
  });
});

describe('a project that names no currency', () => {
  it('hears of none', async () => {
    repository.write({ 'outlay.yaml': null });
    for (const name of NAMES) {
      expect(JSON.parse(await printed(name, 'json')), name).not.toHaveProperty('currencies');
      expect(await printed(name, 'text'), name).not.toContain('EUR');
    }
  });
});
