import { describe, expect, it } from 'vitest';
import { mean } from '../../../src/stats/moments.ts';
import { mistakesIn, mistakesOf, planOf, plansOf, STEPS, warningsIn } from '../../support/scenario.ts';

const JUDGE = { '../judge/workflow.yaml': 'steps: {}' };

describe('costs beside the requests', () => {
  it('come every month, or once', () => {
    const { money } = planOf('fixed: { vector database: $70 per month, support: $1.2k per year }, one_off: { first index: $400 }');
    expect(money.fixedUsdPerMonth.map(({ name, usd }) => [name, mean(usd)])).toEqual([
      ['vector database', 70],
      ['support', 100],
    ]);
    expect(money.oneOffUsd).toEqual([{ name: 'first index', usd: { kind: 'constant', value: 400 } }]);
  });

  it('may be uncertain', () => {
    const { money } = planOf('fixed: { database: $50 to $90 per month }, one_off: { index: { uniform: [100, 300] } }');
    expect(money.fixedUsdPerMonth[0]?.usd.kind).toBe('lognormal');
    expect(money.oneOffUsd[0]?.usd).toEqual({ kind: 'uniform', low: 100, high: 300 });
  });

  it('say how often they come', () => {
    expect(mistakesIn('fixed: { database: $70 }')).toContain('write $70 per month');
    expect(mistakesIn('one_off: { index: $400 per month }')).toContain('what comes every month stands under `fixed`');
  });
});

describe('evaluation', () => {
  it('runs this workflow unless another is named', () => {
    const { evaluation } = planOf('evaluation: { cases: 300, runs: 60 per month }').money;
    expect(evaluation && [mean(evaluation.cases), mean(evaluation.runsPerMonth), evaluation.workflow]).toEqual([300, 60, null]);
    const other = planOf('evaluation: { cases: 100 to 300, runs: 2 per day, workflow: ../judge }', STEPS, JUDGE).money.evaluation;
    expect([other?.workflow?.path, other && mean(other.runsPerMonth)]).toEqual(['../judge', (2 * 730) / 24]);
  });

  it('needs a workflow that is there, and says how often it runs', () => {
    expect(mistakesIn('evaluation: { cases: 300, runs: 60 per month, workflow: ../jduge }', STEPS, JUDGE)).toContain(
      '"../jduge/workflow.yaml" cannot be read',
    );
    expect(mistakesIn('evaluation: { cases: 300, runs: 60 }')).toContain('write 60 per month');
    expect(mistakesIn('evaluation: { cases: 300 }')).toContain('"runs" is missing');
  });
});

describe('revenue', () => {
  it('comes per request, or per user where users are known', () => {
    const { revenue, replacesUsd } = planOf('revenue: $0.10 per request, replaces: $4.20 per request').money;
    expect([revenue?.per, revenue && mean(revenue.usd), replacesUsd && mean(replacesUsd)]).toEqual(['request', 0.1, 4.2]);
    const [paid] = plansOf('base: { users: 100, requests: 5 per user per month, revenue: $20 per user per month }\n');
    expect(paid?.money.revenue).toEqual({ per: 'user', usd: { kind: 'constant', value: 20 } });
  });

  it('per user needs users', () => {
    expect(mistakesIn('revenue: $20 per user per month')).toContain('revenue per user needs the number of users');
    expect(mistakesIn('revenue: $20')).toContain('it may be per request, user per month');
    expect(mistakesIn('replaces: $4.20 per day')).toContain('it may be per request');
  });
});

describe('budgets', () => {
  const limits = (traffic: string, workflow = STEPS): readonly (readonly [string, number])[] =>
    (plansOf(traffic, workflow).at(-1)?.budgets ?? []).map(({ figure, statistic, limit }) => [
      statistic === null ? figure : `${figure}.${statistic}`,
      limit,
    ]);

  it('limit statistics in dollars, milliseconds and shares', () => {
    const text =
      '{ cost_per_request: { mean: $0.02, p95: $0.05 }, monthly_spend: { p90: $25k }, latency: { p99: 6s }, success_rate: 99.5% }';
    expect(limits(`base: { requests: 1 per day, budgets: ${text} }\n`)).toEqual([
      ['cost_per_request.mean', 0.02],
      ['cost_per_request.p95', 0.05],
      ['monthly_spend.p90', 25_000],
      ['latency.p99', 6000],
      ['success_rate', 0.995],
    ]);
  });

  it('as bare numbers limit the mean of money and the 95th percentile of time', () => {
    const text =
      '{ cost_per_request: 0.02, total_spend: $1M, first_token: 2s, worst_case_cost_per_request: $3, context_use: 80%, rate_limit_use: 70% }';
    expect(limits(`base: { requests: 1 per day, budgets: ${text} }\n`)).toEqual([
      ['cost_per_request.mean', 0.02],
      ['worst_case_cost_per_request', 3],
      ['total_spend.mean', 1e6],
      ['first_token.p95', 2000],
      ['context_use', 0.8],
      ['rate_limit_use', 0.7],
    ]);
  });

  it('of the workflow hold for every scenario; its own replace them figure by figure, off frees it', () => {
    const workflow = `${STEPS}budgets: { cost_per_request: { mean: $1, p95: $2 }, latency: 6s }\n`;
    expect(limits('base: { requests: 1 per day }\n', workflow)).toHaveLength(3);
    expect(limits('base: { requests: 1 per day, budgets: { cost_per_request: { p99: $9 } } }\n', workflow)).toEqual([
      ['cost_per_request.p99', 9],
      ['latency.p95', 6000],
    ]);
    expect(limits('base: { requests: 1 per day, budgets: off }\n', workflow)).toEqual([]);
  });

  it.each([
    ['{ cost_per_reqest: $1 }', 'did you mean "cost_per_request"?'],
    ['{ monthly_spend: { p95: $1 } }', 'it has mean, p50, p90'],
    ['{ latency: { mean: 1s } }', 'it has p50, p95, p99'],
    ['{ success_rate: { p95: 99% } }', 'it is one number: success_rate: 99%'],
    ['{ latency: 6 }', 'a duration needs its unit'],
    ['{ cost_per_request: {} }', 'no limit is given'],
    ['{ cost_per_session: $1 }', 'the workflow does not say what a session is'],
    ['on', 'or off'],
  ])('%s is told', (budgets, message) => {
    expect(mistakesIn(`budgets: ${budgets}`)).toContain(message);
  });
});

describe('a budget that nothing is held against', () => {
  it('is warned of', () => {
    expect(warningsIn('budgets: { rate_limit_use: 70% }')).toContain('"rate_limit_use" cannot be judged: scenario "base" has no limits');
    expect(warningsIn('budgets: { rate_limit_use: 70% }, limits: { anthropic: build }')).toBe('');
  });
});

describe('a comma in a number in braces', () => {
  it('is an error of its own: YAML reads $1,200 there as $1 and an empty key', () => {
    expect(mistakesOf('base: { requests: 1 per day, one_off: { index: $1,200 } }\n')).toContain('null-value');
  });
});
