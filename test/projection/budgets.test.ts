import { describe, expect, it } from 'vitest';
import { Problems } from '../../src/diagnostics/diagnostic.ts';
import { bandsOf } from '../../src/projection/band/bands.ts';
import { breakAt, sensitivityOf } from '../../src/projection/band/sensitivity.ts';
import { type BudgetVerdict, judge } from '../../src/projection/budgets.ts';
import { expect as project } from '../../src/projection/expect.ts';
import { scenariosOf } from '../support/projection.ts';

const judged = async (workflow: string): Promise<readonly BudgetVerdict[]> => {
  const [scenario] = await scenariosOf(workflow);
  const projection = scenario && project(scenario, new Problems());
  if (!projection) throw new Error('no projection');
  const bands = bandsOf(scenario, projection, { seed: 1 });
  return projection.plan.budgets.map((budget) =>
    judge(budget, { projection, bands, simulation: null, rateLimitUse: 0.5, worstCaseUsd: null }),
  );
};

const CENT = 'steps: { answer: { tool: x, cost: $0.01, latency: 1s } }';

describe('budgets', () => {
  it('names the first month that crosses, with the chance that any does', async () => {
    const traffic =
      'base: { requests: 1000 per day, growth: 10% per month, months: 4, day_to_day: 0, budgets: { monthly_spend: { mean: $350 } } }';
    const [verdict] = await judged(`${CENT}\ntraffic: { ${traffic} }`);
    expect(verdict).toMatchObject({ name: 'monthly_spend.mean', ok: false, month: 'month 3', chanceOver: 1 });
    expect(verdict?.actual).toBeCloseTo(1.21 * 10 * (730 / 24), 6);
  });

  it('does not decide where the limit lies inside the interval of a drawn percentile', async () => {
    const of = (limit: string) =>
      judged(`${CENT}\ntraffic: { base: { requests: 500 to 2000 per day, day_to_day: 0, budgets: { total_spend: { p50: ${limit} } } } }`);
    expect((await of('$304.17'))[0]?.ok).toBe('uncertain');
    expect((await of('$200'))[0]?.ok).toBe(false);
    expect((await of('$500'))[0]?.ok).toBe(true);
  });
});

describe('sensitivity', () => {
  it('puts the strongest number first: a volume with σ 0.2 explains 80 % beside tokens with σ 0.1', async () => {
    const range = (median: number, sigma: number): string =>
      `${median * Math.exp(-1.6448536 * sigma)} to ${median * Math.exp(1.6448536 * sigma)}`;
    const [scenario] = await scenariosOf(`assumptions: { tokens: "${range(1, 0.1)}" }
steps: { answer: { tool: x, latency: 1s, cost: { uniform: [0.01, 0.01], scale: tokens } } }
traffic: { base: { requests: "${range(1000, 0.2)} per day" } }`);
    const projection = scenario && project(scenario, new Problems());
    const list = projection ? sensitivityOf(scenario, projection) : [];
    expect(list.map(({ name }) => name)).toEqual(['requests', 'tokens']);
    expect(list[0]?.share).toBeCloseTo(0.8, 4);
    expect(list[0]?.lowUsdPerMonth).toBeCloseTo(10 * (730 / 24) * Math.exp(-0.2 * 1.2815515655), 2);
  });

  it('finds the value at which a limit is met: $400 a month are 1,315 requests a day at a cent', async () => {
    const [scenario] = await scenariosOf(`${CENT}\ntraffic: { base: { requests: 500 to 2000 per day } }`);
    const projection = scenario && project(scenario, new Problems());
    const [strongest] = projection ? sensitivityOf(scenario, projection) : [];
    if (!projection || strongest === undefined) throw new Error('nothing is uncertain');
    expect(breakAt(scenario, projection, strongest, 400)).toBeCloseTo(400 / 0.01 / (730 / 24), 3);
    expect(breakAt(scenario, projection, strongest, 1e6)).toBeNull();
  });
});
