import { describe, expect, it } from 'vitest';
import { Problems } from '../../src/diagnostics/diagnostic.ts';
import type { BudgetVerdict } from '../../src/projection/budgets.ts';
import { type Forecast, forecast } from '../../src/projection/forecast.ts';
import { scenariosOf } from '../support/projection.ts';

const forecastOf = async (workflow: string): Promise<Forecast> => {
  const [scenario] = await scenariosOf(workflow);
  const found = scenario && forecast(scenario, { seed: 1, runs: 2000 }, new Problems());
  if (!found) throw new Error('no forecast');
  return found;
};

const held = async (workflow: string): Promise<readonly BudgetVerdict[]> => (await forecastOf(workflow)).budgets;

const CENT = 'steps: { answer: { tool: x, cost: $0.01, latency: 1s } }';

const of = async (steps: string, budget: string, traffic = 'requests: 100 per day'): Promise<BudgetVerdict> => {
  const [verdict] = await held(`${steps}\ntraffic: { base: { ${traffic}, budgets: { ${budget} } } }`);
  if (verdict === undefined) throw new Error('no budget');
  return verdict;
};

describe('budgets', () => {
  it('names the first month that crosses, with the chance that any does', async () => {
    const verdict = await of(
      CENT,
      'monthly_spend: { mean: $350 }',
      'requests: 1000 per day, growth: 10% per month, months: 4, day_to_day: 0',
    );
    expect(verdict).toMatchObject({ name: 'monthly_spend.mean', verdict: 'crossed', month: 'month 3', chanceOver: 1 });
    expect(verdict.actual).toBeCloseTo(1.21 * 10 * (730 / 24), 6);
  });

  it('names the dearest month where none crosses', async () => {
    const verdict = await of(
      CENT,
      'monthly_spend: { mean: $400 }',
      'requests: 1000 per day, growth: 5% per month, months: 3, day_to_day: 0',
    );
    expect(verdict).toMatchObject({ verdict: 'kept', month: 'month 3', chanceOver: 0 });
  });

  it('does not decide where the limit lies inside the interval of a drawn percentile', async () => {
    const at = async (limit: string): Promise<string> =>
      (await of(CENT, `total_spend: { p50: ${limit} }`, 'requests: 500 to 2000 per day, day_to_day: 0')).verdict;
    expect(await at('$304.17')).toBe('near');
    expect(await at('$200')).toBe('crossed');
    expect(await at('$500')).toBe('kept');
  });

  it('on the mean cost of a request tells in which share of the futures it is more', async () => {
    const half = `assumptions: { size: 0.5 to 2 }
steps: { answer: { tool: x, latency: 1s, cost: { uniform: [0.01, 0.01], scale: size } } }`;
    const verdict = await of(half, 'cost_per_request: { mean: $0.01 }');
    expect(verdict.verdict).toBe('crossed');
    expect(verdict.chanceOver).toBeCloseTo(0.5, 1);
  });

  it('on a percentile of cost or time tells which share of the requests is beyond', async () => {
    const fifths = 'steps: { answer: { tool: x, cost: $0.01, latency: { values: [1s, 2s, 3s, 4s, 5s] } } }';
    const kept = await of(fifths, 'latency: { p50: 4s }');
    expect(kept).toMatchObject({ verdict: 'kept', actual: 3000 });
    expect(kept.chanceOver).toBeCloseTo(0.2, 1);
    expect((await of(fifths, 'latency: { p95: 3s }')).verdict).toBe('crossed');
    expect((await of(fifths, 'turnaround: { p95: 5s }')).verdict).toBe('kept');
    expect((await of(fifths, 'first_token: { p50: 1s }')).verdict).toBe('crossed');
    expect((await of(fifths, 'cost_per_request: { p95: $0.01 }')).verdict).toBe('kept');
  });

  it('of a session hold the cost of all its turns', async () => {
    const [verdict] = await held(`session: { turns: 3, gap: 1min }
${CENT}
traffic: { base: { sessions: 10 per day, budgets: { cost_per_session: { mean: $0.02 } } } }`);
    expect(verdict).toMatchObject({ name: 'cost_per_session.mean', verdict: 'crossed', chanceOver: 1 });
    expect(verdict?.actual).toBeCloseTo(0.03, 12);
  });

  it('on success want at least the limit', async () => {
    const failing = 'steps: { answer: { tool: x, cost: $0.01, retry: { errors: 10% } } }';
    expect(await of(failing, 'success_rate: 95%')).toMatchObject({ verdict: 'crossed', actual: 0.9, chanceOver: null });
    expect((await of(failing, 'success_rate: 90%')).verdict).toBe('kept');
  });

  it('on a worst case that nothing bounds are crossed, whatever the limit', async () => {
    const loop = 'steps: { answer: { tool: x, cost: $0.01, repeat: { times: 2 to 5 } } }';
    expect(await of(loop, 'worst_case_cost_per_request: $1000')).toMatchObject({ verdict: 'crossed', actual: null });
    expect(await of(CENT, 'worst_case_cost_per_request: $0.01')).toMatchObject({ verdict: 'kept', actual: 0.01 });
  });

  it('on the context hold the fullest window, on rate limits the fullest bucket', async () => {
    const call = 'steps: { answer: { model: test/small, prompt: 900, output: 50 } }';
    expect(await of(call, 'context_use: 80%')).toMatchObject({ verdict: 'crossed', actual: 0.9 });
    const busy = 'requests: 14400 per day, burst: 0%, limits: { test/small: { rpm: 10 } }';
    const verdict = await of(call, 'rate_limit_use: 100%', busy);
    expect(verdict).toMatchObject({ name: 'rate_limit_use', verdict: 'crossed' });
    expect(verdict.actual).toBeGreaterThan(1);
  });

  it('on a day hold a single day, which differs from others', async () => {
    const verdict = await of(CENT, 'daily_spend: { p90: $1.1 }', 'requests: 100 per day, day_to_day: 15%');
    expect(verdict.verdict).toBe('crossed');
    expect(verdict.actual).toBeCloseTo(Math.exp(Math.sqrt(Math.log(1.0225)) * 1.2815515655 - Math.log(1.0225) / 2), 2);
  });
});
