import { describe, expect, it } from 'vitest';
import { Problems } from '../../src/diagnostics/diagnostic.ts';
import { type Forecast, forecast } from '../../src/projection/forecast.ts';
import { scenariosOf } from '../support/projection.ts';

const forecastOf = async (workflow: string): Promise<Forecast> => {
  const [scenario] = await scenariosOf(workflow);
  const found = scenario && forecast(scenario, { seed: 1, runs: 5000 }, new Problems());
  if (!found) throw new Error('no forecast');
  return found;
};

/** A cent on average with a standard deviation of one and a half: 9 of 13 requests cost nothing. */
const UNEVEN = 'steps: { answer: { tool: x, latency: 1s, cost: { values: [0, 0.0325], weights: [9, 4] } } }';
const MONTH = 730 / 24;
const Z90 = 1.2815515655;

describe('a forecast', () => {
  // E12
  it('adds the noise of requests by their variance: CV 1.5 over 300,000 is $2,989.5 to $3,010.5', async () => {
    const { uncertainty } = await forecastOf(`${UNEVEN}\ntraffic: { base: { requests: ${300_000 / MONTH} per day, day_to_day: 0 } }`);
    expect(uncertainty?.bands.months[0]?.p10).toBeCloseTo(2989.5, 0);
    expect(uncertainty?.bands.months[0]?.p90).toBeCloseTo(3010.5, 0);
  });

  it('adds no more of it where futures differ, too', async () => {
    const uneven = `assumptions: { size: 0.9 to 1.1 }
steps: { answer: { tool: x, latency: 1s, cost: { values: [0, 0.0325], weights: [9, 4], scale: size } } }`;
    const { uncertainty } = await forecastOf(`${uneven}\ntraffic: { base: { requests: 10000 per month, day_to_day: 0 } }`);
    const sigma = Math.log(1.1 / 0.9) / (2 * 1.6448536269);
    const both = Math.sqrt(sigma ** 2 + 2.25 / 10_000);
    const { p10 = 0, p90 = 0 } = uncertainty?.bands.months[0] ?? {};
    expect(Math.log(p90 / p10) / (2 * Z90)).toBeCloseTo(both, 2);
  });

  it('of sessions takes their noise from whole sessions, whose turns are alike', async () => {
    const { uncertainty } = await forecastOf(`session: { turns: { values: [1, 9] }, gap: 1min }
steps: { answer: { tool: x, latency: 1s, cost: $0.01 } }
traffic: { base: { sessions: 100 per month, day_to_day: 0 } }`);
    const { p10 = 0, p90 = 0 } = uncertainty?.bands.months[0] ?? {};
    expect(Math.log(p90 / p10) / (2 * Z90)).toBeCloseTo(0.8 / 10, 2);
  });

  it('has nothing uncertain to tell without traffic, and still percentiles', async () => {
    const { uncertainty, capacity, simulation } = await forecastOf(UNEVEN);
    expect([uncertainty, capacity]).toEqual([null, []]);
    expect(simulation.perRequest.costUsd.p95.value).toBe(0.0325);
  });

  it('works out few requests in closed form for its bands', async () => {
    const { uncertainty } = await forecastOf(`assumptions: { size: 0.5 to 2, chance: 20% to 40%, rush: 0.5 to 3 }
steps: { a: { tool: x, cost: { uniform: [0.01, 0.02], scale: size } }, b: { when: { assumption: chance }, tool: y, cost: $0.01 } }
traffic: { base: { requests: 100 to 300 per day, scale: rush, growth: 1% to 9%, months: 6 } }`);
    expect(uncertainty?.worked).toBe(1);
    expect(uncertainty?.miss).toBeLessThan(1e-9);
    expect(uncertainty?.sensitivity.map(({ name }) => name)).toEqual(['rush', 'size', 'requests', 'growth', 'chance']);
  });
});
