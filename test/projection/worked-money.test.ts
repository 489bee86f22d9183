import { describe, expect, it } from 'vitest';
import { Problems } from '../../src/diagnostics/diagnostic.ts';
import { forecast } from '../../src/projection/forecast.ts';
import { close } from '../support/close.ts';
import { projectionOf, scenariosOf, stepOf } from '../support/projection.ts';

/** 730 hours: what every rate calls a month. */
const DAYS = 730 / 24;
const MTOK = 1e-6;

const ROW = 'from: 2020-01-01, read: 2026-11-01, confidence: high, input: 2, output: 8';

/** A table of one model with such rows. */
const table = (rest: string, model = ''): string => `
provider: test
source: https://example.com/prices
models:
  priced:
    context_window: 400k
    max_output: 32k
${model}    prices: [{ ${ROW}, ${rest} }]
`;

/** A call of 1,000 tokens in and 500 out: $0.006. */
const CALL = 'model: test/priced, prompt: 1000, output: 500';
const PAID = 0.006;

describe('prices', () => {
  const SEARCH = table('fees: { search: { per_1k: 8, free: 1000 per month } }', '    regions: { eu: 1.1 }\n');
  const searching = (traffic: string, rest = ''): string =>
    `{ steps: { a: { ${CALL}, fees: { search: 3 }${rest} } }, traffic: { base: { ${traffic} } } }`;

  it('leave the first uses of a month free: of 9,000 searches 8,000 are paid, at $8 a thousand', async () => {
    const projection = await projectionOf(searching('requests: 3000 per month'), { prices: SEARCH });
    close(projection.months[0]?.spendUsd ?? 0, 3000 * PAID + 64);
    close(projection.costUsd, PAID + 64 / 3000);
  });

  it('charge nothing for a month that stays within what is free', async () => {
    const projection = await projectionOf(searching('requests: 300 per month'), { prices: SEARCH });
    close(projection.costUsd, PAID);
  });

  it('fall by a discount, fees too', async () => {
    const projection = await projectionOf(searching('requests: 3000 per month, discount: { test: 20% }'), { prices: SEARCH });
    close(projection.months[0]?.spendUsd ?? 0, 0.8 * (3000 * PAID + 64));
  });

  it('rise by a region, fees too', async () => {
    const projection = await projectionOf(searching('requests: 3000 per month', ', region: eu'), { prices: SEARCH });
    close(projection.months[0]?.spendUsd ?? 0, 1.1 * (3000 * PAID + 64));
  });

  it('of a scenario change one price and leave the other', async () => {
    const projection = await projectionOf(
      `{ steps: { a: { ${CALL} } }, traffic: { base: { requests: 10 per day, prices: { test/priced: { input: 1 } } } } }`,
      { prices: table('cache_read: 0.2') },
    );
    close(projection.costUsd, (1000 * 1 + 500 * 8) * MTOK);
  });

  const HOURS = table('hours: [{ utc: "06:00-12:00", factor: 3 }]');

  it('by the hour are weighted by requests: six hours of 24 at three times the price are half more', async () => {
    const projection = await projectionOf(`{ steps: { a: { ${CALL} } }, traffic: 10 per day }`, { prices: HOURS });
    close(projection.costUsd, PAID * (0.75 + 0.25 * 3));
  });

  /** All requests of a day in one hour of Berlin's winter, which is one ahead of UTC. */
  const inHour = (hour: number): string => `{ steps: { a: { ${CALL} } }, traffic: { base: { requests: 10 per day, start: 2027-01-01,
    timezone: Europe/Berlin, shape: { hours: [${Array.from({ length: 24 }, (_, at) => (at === hour ? 1 : 0))}], weekdays: [1, 1, 1, 1, 1, 1, 1] } } } }`;

  it('by the hour meet the shape in its own time zone: 7:30 in Berlin is 6:30 in UTC', async () => {
    close((await projectionOf(inHour(6), { prices: HOURS })).costUsd, PAID);
    close((await projectionOf(inHour(7), { prices: HOURS })).costUsd, 3 * PAID);
    close((await projectionOf(inHour(12), { prices: HOURS })).costUsd, 3 * PAID);
    close((await projectionOf(inHour(13), { prices: HOURS })).costUsd, PAID);
  });
});

describe('months', () => {
  it('may each have their own total, whatever their days', async () => {
    const projection = await projectionOf(
      '{ steps: { a: { tool: x, cost: $0.01 } }, traffic: { base: { requests: { 2027-01: 40k, 2027-02: 55k } } } }',
    );
    expect(projection.months.map(({ month, requests }) => [month.label, requests])).toEqual([
      ['2027-01', 40_000],
      ['2027-02', 55_000],
    ]);
    close(projection.months[1]?.spendUsd ?? 0, 550);
  });

  it('pay fixed costs and evaluation again and again, what is paid once in the first; no person works on an evaluation', async () => {
    const projection = await projectionOf(`{ steps: { a: { tool: x, cost: $0.01 }, b: { human: clerk, work: 6min, wage: $10 per hour } },
      traffic: { base: { requests: 1000 per month, months: 2, fixed: { database: $70 per month }, one_off: { first index: $400 },
        evaluation: { cases: 300, runs: 60 per month } } } }`);
    expect(projection.months.map(({ components }) => components.oneOff)).toEqual([400, 0]);
    for (const { components } of projection.months) {
      close(components.tools, 10);
      close(components.people, 1000);
      close(components.evaluation, 300 * 60 * 0.01);
      expect(components.fixed).toBe(70);
    }
    close(projection.months[0]?.spendUsd ?? 0, 10 + 1000 + 180 + 70 + 400);
    close(projection.months[1]?.spendUsd ?? 0, 10 + 1000 + 180 + 70);
  });
});

describe('unit economics', () => {
  const economics = async (traffic: string) => {
    const projection = await projectionOf(
      `{ steps: { a: { tool: x, cost: $0.02, retry: { errors: 20% }, on_failure: stop } }, traffic: { base: { ${traffic} } } }`,
    );
    if (projection.economics === null) throw new Error('no economics');
    return projection.economics;
  };

  /** 10,000 requests at $0.016 are $160, and $420 stand. */
  const STANDING = 'requests: 10k per month, fixed: { database: $420 per month }, one_off: { first index: $999 }';

  it('of $0.10 a request: $1,000 earned, $580 spent, 42 % left; 5,000 requests pay for what stands', async () => {
    const { revenueUsd, margin, breakEvenRequests, perSuccessUsd, savingUsd, perUserUsd } = await economics(
      `${STANDING}, revenue: $0.10 per request`,
    );
    close(revenueUsd ?? 0, 1000);
    close(margin ?? 0, 0.42);
    close(breakEvenRequests ?? 0, 420 / (0.1 - 0.016));
    close(perSuccessUsd, 580 / 8000);
    expect([savingUsd, perUserUsd]).toEqual([null, null]);
  });

  it('of what the work costs today, $0.50 a request: $4,420 saved', async () => {
    const { revenueUsd, margin, savingUsd, breakEvenRequests } = await economics(`${STANDING}, replaces: $0.50 per request`);
    expect([revenueUsd, margin]).toEqual([null, null]);
    close(savingUsd ?? 0, 5000 - 580);
    close(breakEvenRequests ?? 0, 420 / (0.5 - 0.016));
  });

  it('of $2 a user: 500 users bring $1,000 and cost $0.32 each', async () => {
    const { revenueUsd, margin, perUserUsd } = await economics(
      'users: 500, requests: 20 per user per month, revenue: $2 per user per month',
    );
    close(revenueUsd ?? 0, 1000);
    close(perUserUsd ?? 0, 0.32);
    close(margin ?? 0, 0.84);
  });

  it('of a thousand users more: what they use, not what stands, against what they pay or what their work costs today', async () => {
    const stated = 'users: 500, requests: 20 per user per month, fixed: { database: $420 per month }, one_off: { first index: $999 }';
    const { nextThousandUsers: next } = await economics(`${stated}, revenue: $2 per user per month, replaces: $0.05 per request`);
    close(next?.costUsd ?? 0, 1000 * 20 * 0.016);
    close(next?.revenueUsd ?? 0, 2000);
    close(next?.savingUsd ?? 0, 1000 * 20 * (0.05 - 0.016));
    expect((await economics(STANDING)).nextThousandUsers).toBeNull();
    expect((await economics(stated)).nextThousandUsers).toMatchObject({ revenueUsd: null, savingUsd: null });
  });

  it('have no break-even where a request costs more than it brings', async () => {
    expect((await economics(`${STANDING}, revenue: $0.01 per request`)).breakEvenRequests).toBeNull();
  });
});

describe('budgets on means', () => {
  const budgets = async (list: string) => {
    const [scenario] = await scenariosOf(
      `{ steps: { a: { tool: x, cost: $0.02, retry: { errors: 10% } } }, budgets: { ${list} },
        traffic: { base: { requests: 100 per day, growth: 50% per month, months: 3 } } }`,
    );
    const found = scenario && forecast(scenario, { seed: 1, runs: 500 }, new Problems());
    return found?.budgets ?? [];
  };

  it('hold a figure to its limit: $0.018 a request keep $0.018 and cross $0.017', async () => {
    const [kept] = await budgets('cost_per_request: { mean: $0.0180001 }');
    close(kept?.actual ?? 0, 0.018);
    expect(kept?.verdict).toBe('kept');
    expect((await budgets('cost_per_request: { mean: $0.017 }'))[0]?.verdict).toBe('crossed');
  });

  it('of a month name the first that crosses: 1.8 × 30.42, then half more each month', async () => {
    const [crossed] = await budgets('monthly_spend: { mean: $60 }');
    expect([crossed?.verdict, crossed?.month]).toEqual(['crossed', 'month 2']);
    close(crossed?.actual ?? 0, 1.8 * 1.5 * DAYS);
    const [dearest] = await budgets('monthly_spend: { mean: $500 }');
    expect([dearest?.verdict, dearest?.month]).toEqual(['kept', 'month 3']);
  });

  it('of the horizon, of a day and of success', async () => {
    const all = await budgets('total_spend: { mean: $261 }, daily_spend: { mean: $1.81 }, success_rate: 95%');
    const found = (figure: string) => all.find(({ budget }) => budget.figure === figure);
    close(found('total_spend')?.actual ?? 0, 1.8 * DAYS * (1 + 1.5 + 2.25));
    close(found('daily_spend')?.actual ?? 0, 1.8);
    close(found('success_rate')?.actual ?? 0, 0.9);
    expect(['total_spend', 'daily_spend', 'success_rate'].map((figure) => found(figure)?.verdict)).toEqual(['kept', 'kept', 'crossed']);
  });
});

describe('a number that nobody knows', () => {
  it('is the same for a whole future: two attempts of 0 % or 20 % fail in 2 %, not in 1 %', async () => {
    const projection = await projectionOf(`{ assumptions: { flaky: { values: [0%, 20%] } },
      steps: { a: { tool: x, retry: { attempts: 2, errors: { assumption: flaky } } } } }`);
    close(projection.successRate, 0.98);
  });

  it('scales an answer, and with it what reads the answer: (0.5² + 1.5²) ÷ 2 of a product', async () => {
    const projection = await projectionOf(`{ assumptions: { size: { values: [0.5, 1.5] } }, steps: {
      a: { tool: x, output: { values: [100], scale: size } },
      b: { model: test/plain, for_each: { items: { values: [2, 2], scale: size } }, prompt: [{ context: { step: a } }], output: 0 } } }`);
    close(stepOf(projection, 'b').tokens.uncachedInput, (1 * 50 + 3 * 150) / 2);
  });

  it('spreads the volume, and the spend is the mean of requests × cost in each future', async () => {
    const projection = await projectionOf(`{ assumptions: { size: { values: [0.5, 1.5] } },
      steps: { a: { tool: x, cost: { values: [1], scale: size } } }, traffic: { base: { requests: 100 per month, scale: size } } }`);
    close(projection.costUsd, 1);
    close(projection.months[0]?.requests ?? 0, 100);
    close(projection.months[0]?.spendUsd ?? 0, (100 * (0.25 + 2.25)) / 2);
  });
});

describe('faults', () => {
  const faulty = (steps: string, fault: string): string =>
    `{ steps: { ${steps} }, traffic: { base: { requests: 10 per day, faults: [${fault}] } } }`;
  const ASK = 'a: { model: test/plain, prompt: 1000, output: 100, retry: { attempts: 3 }';

  it('an outage of 73 hours a month meets one request in ten, which tries three times for nothing', async () => {
    const projection = await projectionOf(faulty(`${ASK} }`, '{ outage: test, hours: 73 per month }'));
    close(projection.calls, 0.9 + 0.1 * 3);
    close(projection.successRate, 0.9);
    close(projection.costUsd, 0.9 * 0.0035);
  });

  it('an outage takes the fallbacks of the same provider too, and leaves a fixed reply', async () => {
    const projection = await projectionOf(
      faulty(`${ASK}, fallback: [{ model: test/dear }, { reply: fixed }] }`, '{ outage: test, hours: 73 per month }'),
    );
    close(projection.calls, 0.9 + 0.1 * (3 + 1));
    expect(projection.successRate).toBe(1);
  });

  it('a runaway of 20 % runs every loop to its max: 0.8 × 1.75 + 0.2 × 3 rounds', async () => {
    const projection = await projectionOf(faulty('a: { tool: x, cost: $1, repeat: { continue: 50%, max: 3 } }', '{ runaway: 20% }'));
    close(projection.costUsd, 0.8 * 1.75 + 0.2 * 3);
  });

  it('multiply: longer prompts, longer answers, dearer tokens', async () => {
    const projection = await projectionOf(faulty(`${ASK} }`, '{ input: 120% }, { output: 130% }, { price: +20% }'));
    close(projection.tokens.uncachedInput, 1200);
    close(projection.tokens.visibleOutput, 130);
    close(projection.costUsd, 1.2 * (1200 * 2.5 + 130 * 10) * MTOK);
  });

  it('of errors are added to a step’s own: 1 − 0.9 × 0.8', async () => {
    const projection = await projectionOf(
      faulty('a: { model: test/plain, prompt: 1000, output: 100, retry: { errors: 10% } }', '{ errors: 20% }'),
    );
    close(projection.successRate, 0.72);
  });
});
