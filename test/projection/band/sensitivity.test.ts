import { describe, expect, it } from 'vitest';
import { Problems } from '../../../src/diagnostics/diagnostic.ts';
import { type Sensitivity, sensitivityOf } from '../../../src/projection/band/sensitivity.ts';
import { SpendModel } from '../../../src/projection/band/spend-model.ts';
import { ClosedForms } from '../../../src/projection/closed-forms.ts';
import { expect as project } from '../../../src/projection/expect.ts';
import { FAMILIES } from '../../../src/tokens/families.ts';
import { scenariosOf } from '../../support/projection.ts';

const MONTH = 730 / 24;
const Z90 = 1.2815515655;

const modelOf = async (workflow: string, files: Readonly<Record<string, string>> = {}): Promise<SpendModel> => {
  const [scenario] = await scenariosOf(workflow, { files });
  if (scenario === undefined) throw new Error('no scenario');
  const forms = new ClosedForms(scenario);
  const projection = project(scenario, new Problems(), null, forms);
  if (projection === undefined) throw new Error('no projection');
  return new SpendModel(forms, projection, FAMILIES);
};

const leversOf = async (workflow: string, files: Readonly<Record<string, string>> = {}): Promise<readonly Sensitivity[]> =>
  sensitivityOf(await modelOf(workflow, files));

const range = (median: number, sigma: number): string =>
  `${median * Math.exp(-1.6448536269 * sigma)} to ${median * Math.exp(1.6448536269 * sigma)}`;

const CENT = 'steps: { answer: { tool: x, cost: $0.01, latency: 1s } }';

describe('sensitivity', () => {
  // E12
  it('puts the strongest number first: a volume with σ 0.2 explains 80 % beside tokens with σ 0.1', async () => {
    const list = await leversOf(`assumptions: { tokens: "${range(1, 0.1)}" }
steps: { answer: { tool: x, latency: 1s, cost: { uniform: [0.01, 0.01], scale: tokens } } }
traffic: { base: { requests: "${range(1000, 0.2)} per day" } }`);
    expect(list.map(({ name, kind }) => [name, kind])).toEqual([
      ['requests', 'traffic'],
      ['tokens', 'assumption'],
    ]);
    const [first, second] = list;
    expect(first?.share).toBeCloseTo(0.8, 4);
    expect(first?.lowUsdPerMonth).toBeCloseTo(10 * MONTH * Math.exp(-0.2 * Z90), 4);
    expect(first?.middleUsdPerMonth).toBeCloseTo(10 * MONTH, 4);
    expect(second?.highUsdPerMonth).toBeCloseTo(10 * MONTH * Math.exp(0.1 * Z90), 4);
    expect(first?.elasticity).toBeCloseTo(1, 6);
  });

  it('of one part of a bill has that part as its elasticity: 3 of 4 cents scale', async () => {
    const [only] = await leversOf(`assumptions: { size: 0.5 to 2 }
steps: { a: { tool: x, cost: { uniform: [0.03, 0.03], scale: size } }, b: { tool: y, cost: $0.01 } }
traffic: { base: { requests: 1000 per day } }`);
    expect(only?.elasticity).toBeCloseTo(0.75, 3);
  });

  it('tells growth by the mean month of the horizon', async () => {
    const [growth] = await leversOf(`${CENT}\ntraffic: { base: { requests: 1000 per day, growth: { uniform: [0%, 20%] }, months: 3 } }`);
    const mean = (rate: number): number => (10 * MONTH * (1 + (1 + rate) + (1 + rate) ** 2)) / 3;
    expect(growth).toMatchObject({ name: 'growth', kind: 'traffic' });
    expect(growth?.lowUsdPerMonth).toBeCloseTo(mean(0.02), 6);
    expect(growth?.highUsdPerMonth).toBeCloseTo(mean(0.18), 6);
  });

  it('finds the value at which a limit is met: $400 a month are 1,315 requests a day at a cent', async () => {
    const limited = (limit: string) =>
      leversOf(`${CENT}\ntraffic: { base: { requests: 500 to 2000 per day, budgets: { monthly_spend: { mean: ${limit} } } } }`);
    const [met] = await limited('$400');
    expect(met?.breaks).toMatchObject([{ budget: 'monthly_spend.mean' }]);
    expect((met?.breaks[0]?.value ?? 0) / (400 / 0.01 / MONTH)).toBeCloseTo(1, 4);
    expect((await limited('$1000000'))[0]?.breaks).toEqual([]);
  });

  it('names estimated tokenizers and small samples, as factors of what was counted', async () => {
    const files = {
      'help.md': 'word '.repeat(500),
      'asked.jsonl': ['a', 'b c', 'd e f g'].map((text) => JSON.stringify({ text })).join('\n'),
    };
    const list = await leversOf(
      `inputs: { asked: { samples: asked.jsonl, field: text } }
steps: { answer: { model: test/claude, prompt: [{ system: { file: help.md } }, { user: { input: asked } }], output: 0 } }
traffic: { base: { requests: 1000 per day } }`,
      files,
    );
    expect(list.map(({ kind }) => kind)).toEqual(['tokenizer', 'samples']);
    expect(list[0]?.low).toBeLessThan(1);
    expect(list[0]?.elasticity).toBeGreaterThan(0.9);
    expect(list[1]?.high).toBeGreaterThan(1);
  });

  it('names tool definitions, which are an estimate by an exact tokenizer too: 1 % more of half a bill is 0.5 % more spend', async () => {
    const files = { 't.json': JSON.stringify([{ name: 'search', description: 'word '.repeat(1000) }]) };
    const toolsOf = async (model: string, user: string): Promise<readonly Sensitivity[]> =>
      leversOf(
        `steps: { answer: { model: ${model}, prompt: [{ tools: { file: t.json } }, { user: { tokens: ${user} } }], output: 0 } }
traffic: { base: { requests: 1000 per day } }`,
        files,
      );
    const [lever, ...others] = await toolsOf('test/counting', '1000');
    expect(lever).toMatchObject({ kind: 'tokenizer', name: 'tool definitions (o200k_base)' });
    expect(others).toEqual([]);
    // ±10 % are P5 to P95 of a lognormal: P10 and P90 lie 7.5 % off.
    expect([lever?.low, lever?.high]).toEqual([expect.closeTo(0.923, 3), expect.closeTo(1.079, 3)]);
    expect(lever?.elasticity).toBeCloseTo(0.5, 1);
    expect((await toolsOf('test/claude', '1000')).map(({ name }) => name)).toEqual(['claude-1']);
  });

  it('asks for no closed form that the mean has not asked for, where effects are straight', async () => {
    const [scenario] = await scenariosOf(`assumptions: { size: 0.5 to 2, chance: 20% to 40% }
steps: { a: { model: test/plain, prompt: 1000, output: { uniform: [90, 110], scale: size } }, b: { when: { assumption: chance }, tool: y, cost: $0.01 } }
traffic: { base: { requests: 1000 per day } }`);
    if (scenario === undefined) throw new Error('no scenario');
    const forms = new ClosedForms(scenario);
    const projection = project(scenario, new Problems(), null, forms);
    const before = forms.worked;
    expect(projection && new SpendModel(forms, projection, FAMILIES).missAt()).toBeLessThan(1e-9);
    expect(forms.worked - before).toBe(1);
  });

  it('measures how far off it is where two numbers bend one line together', async () => {
    const model = await modelOf(`assumptions: { size: 0.5 to 2, rounds: 2 to 9 }
steps:
  loop:
    repeat: { times: { assumption: rounds } }
    carry: true
    steps: { draft: { model: test/plain, prompt: 1000, output: { uniform: [900, 1100], scale: size } } }
traffic: { base: { requests: 1000 per day } }`);
    expect(model.missAt()).toBeGreaterThan(0.001);
    expect(model.missAt()).toBeLessThan(0.1);
  });
});
