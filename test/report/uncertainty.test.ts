import { describe, expect, it } from 'vitest';
import { Problems } from '../../src/diagnostics/diagnostic.ts';
import { forecast } from '../../src/projection/forecast.ts';
import { scenarioReport } from '../../src/report/build/scenario.ts';
import { capacityFigures } from '../../src/report/capacity-figures.ts';
import { figuresOf } from '../../src/report/explain/explain.ts';
import { leverFigures } from '../../src/report/lever-figures.ts';
import type { Report, ScenarioReport } from '../../src/report/report.ts';
import { levers } from '../../src/report/text/levers.ts';
import { scenariosOf } from '../support/projection.ts';

const WORKFLOW = `assumptions: { size: 0.5 to 2 }
steps: { answer: { model: test/plain, prompt: 1000, output: { uniform: [200, 400], scale: size }, latency: 4s } }
traffic:
  base:
    requests: 800 to 1200 per day
    limits: { test/plain: { rpm: 5, output_tpm: 1M } }
    budgets: { monthly_spend: { mean: $180 }, worst_case_cost_per_request: $0.000001 }`;

const forecastOf = async () => {
  const [scenario] = await scenariosOf(WORKFLOW);
  const found = scenario && forecast(scenario, { seed: 1, runs: 500 }, new Problems());
  if (!found) throw new Error('no forecast');
  return found;
};

const reported = async (): Promise<ScenarioReport> => scenarioReport(await forecastOf());

const plain = { width: 100, paint: (_: string, text: string) => text, path: 'x' };

describe('what moves the spend', () => {
  it('is a tornado: bars on both sides of the middle, the strongest number first', async () => {
    const [head, first, second, met] = levers(await reported(), plain);
    expect(head).toMatch(/^number\s+p10\s+p90\s+a month\s+to\s+of the spread$/);
    expect(first).toMatch(/^size\s+0\.58\d\s+1\.7\d\s+\$\d+\.\d\d\s+━+╸?┃━+\s+\$\d+\.\d\d\s+\d\d\.\d %$/);
    expect(second).toMatch(/^requests\s+8\d\d\s+1,1\d\d/);
    expect(met).toMatch(/^monthly_spend\.mean is met at size 1\.\d\d, requests \d,\d{3}, each alone$/);
  });

  it('says how many numbers are too weak to be shown', async () => {
    const scenario = await reported();
    const weak = { ...scenario.sensitivity?.[0], name: 'weak', low_usd_per_month: 100, high_usd_per_month: 100.01 };
    const table = leverFigures({ ...scenario, sensitivity: [...(scenario.sensitivity ?? []), weak] } as ScenarioReport);
    expect([table.rows.length, table.others]).toEqual([2, 1]);
  });
});

describe('rate limits', () => {
  it('say what binds, what waits, what is under way and when growth gets there', async () => {
    const [row] = capacityFigures({ scenarios: [await reported()] } as unknown as Report);
    expect(row).toMatchObject({
      bucket: 'test: plain',
      peak: '3',
      inFlight: '0.20',
      binds: 'requests',
      use: '60.0 %',
      reached: 'never',
      over: false,
    });
  });
});

describe('explain', () => {
  it('tells how a band is made, how far off it may be, and what each budget is held against', async () => {
    const figures = figuresOf(await forecastOf(), null);
    const terms = (name: string): string => figures.find((figure) => figure.name === name)?.terms.join('\n') ?? '';
    expect(terms('band of the daily spend')).toMatch(
      /2000 futures.*\n.*closed forms beside those of the means.*\n.*\n.*at most\nsize: 0\.58/,
    );
    expect(figures.find(({ name }) => name === 'budget monthly_spend.mean')?.formula[0]).toMatch(/^= 1\d\d\.\d+ [≤>] 180$/);
    expect(figures.find(({ name }) => name === 'budget worst_case_cost_per_request')?.value).toBe('crossed');
    expect(terms('rate limit of test: plain')).toContain('calls at once');
  });
});
