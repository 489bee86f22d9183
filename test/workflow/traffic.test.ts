import { describe, expect, it } from 'vitest';
import { mean } from '../../src/stats/moments.ts';
import type { Plan } from '../../src/workflow/plan.ts';
import { mistakesIn, mistakesOf, planOf, plansOf, STEPS, scenarioPlansOf } from '../support/scenario.ts';

const perDay = (plan: Plan | undefined): number => (plan?.traffic?.perDay ?? []).reduce((product, of) => product * mean(of), 1);
const labels = (plan: Plan | undefined): readonly string[] | undefined => plan?.months.map(({ label }) => label);
const SESSIONS = `${STEPS}session: { turns: 3, gap: 1min }\n`;

describe('scenarios', () => {
  it('stand in the order of the file; the first is the base', () => {
    const plans = plansOf('launch: { requests: 10 per day }\nbig: { requests: 1k per day }\n');
    expect(plans.map((plan) => [plan.scenario, perDay(plan)])).toEqual([
      ['launch', 10],
      ['big', 1000],
    ]);
  });

  it('extend each other key by key, over several steps', () => {
    const [, viral, slow] = plansOf(`
launch: { requests: 10 per day, growth: 10% per month, months: 3, start: 2027-01-01, shape: business-hours }
viral: { extends: launch, requests: 120 per day, peak: 4 }
slow: { extends: viral, months: 2 }
`);
    expect([perDay(viral), labels(viral), viral?.traffic?.peak]).toEqual([120, ['2027-01', '2027-02', '2027-03'], 4]);
    expect([perDay(slow), labels(slow), slow?.traffic?.peak]).toEqual([120, ['2027-01', '2027-02'], 4]);
  });

  it('with a volume of their own leave the volume and the users of the other behind', () => {
    const [, viral, yearly] = plansOf(
      `
base: { users: 2k, requests: 12 per user per month, start: 2027-03-01, growth: 5% per month }
viral: { extends: base, requests: 120k per day }
yearly: { extends: base, requests: { 2027-01: 40k, 2027-02: 55k } }
`,
    );
    expect([perDay(viral), viral?.traffic?.users]).toEqual([120_000, null]);
    expect([labels(yearly), yearly?.traffic?.growth]).toEqual([['2027-01', '2027-02'], { kind: 'constant', value: 0 }]);
  });

  it('replace inputs entry by entry, and other maps whole', () => {
    const [, both] = plansOf(
      `
base: { requests: 1 per day, inputs: { a: 1 }, fixed: { database: $70 per month, cache: $5 per month } }
other: { extends: base, inputs: { b: 2 }, fixed: { queue: $9 per month } }
`,
      'inputs: { a: 10, b: 20, c: 30 }\nsteps: { s: { model: openai/luna, output: 1, prompt: 5 } }\n',
    );
    expect(both?.money.fixedUsdPerMonth.map(({ name }) => name)).toEqual(['queue']);
  });

  it('that replace what the workflow does not have are refused', () => {
    const text = mistakesIn('inputs: { qestion: 5 }, assumptions: { verbosity: 1.2 }');
    expect(text).toContain('the workflow has no input "qestion" to replace');
    expect(text).toContain('did you mean "question"?');
    expect(text).toContain('the workflow has no assumption "verbosity" to replace');
  });

  it('that extend one another are an error that shows the way around', () => {
    const text = mistakesOf('a: { extends: b, requests: 1 per day }\nb: { extends: c }\nc: { extends: a }\n');
    expect(text).toContain('scenarios extend each other: a → b → c → a');
    expect(mistakesOf('a: { extends: a, requests: 1 per day }\n')).toContain('scenarios extend each other: a → a');
  });

  it('that extend nothing suggest the nearest, at its place', () => {
    const text = mistakesOf('launch: { requests: 1 per day }\nviral: { extends: lanuch, requests: 5 per day }\n');
    expect(text).toContain('no scenario is called "lanuch"');
    expect(text).toContain('did you mean "launch"?');
    expect(text).toContain('traffic.yaml:2:19');
  });

  it('say how much traffic there is', () => {
    expect(mistakesOf('base: { months: 3 }\n')).toContain('scenario "base" does not say how much traffic there is');
  });
});

describe('a volume', () => {
  it('is a rate: all of them use months of 730 hours', () => {
    const volumes = ['1 per second', '2 per minute', '3 per hour', '4 per day', '7 per week', '730 per month'].map((rate) =>
      perDay(plansOf(`base: { requests: ${rate} }\n`)[0]),
    );
    for (const [index, wanted] of [86_400, 2880, 72, 4, 1, 24].entries()) expect(volumes[index]).toBeCloseTo(wanted, 9);
  });

  it('may be a range, which is uncertainty: 8k to 15k has its mean at about 11,147', () => {
    const sigma = Math.log(15 / 8) / (2 * 1.6448536269514722);
    const [plan] = plansOf('base: { requests: 8k to 15k per day }\n');
    expect(perDay(plan)).toBeCloseTo(Math.sqrt(8000 * 15_000) * Math.exp(sigma ** 2 / 2), 6);
    expect(plan?.traffic?.perDay[0]?.kind).toBe('lognormal');
  });

  it('per user is users × rate ÷ 30.42 a day; the users are one of its factors', () => {
    const [plan] = plansOf('base: { users: 1460, requests: 5 per user per month }\n');
    expect(perDay(plan)).toBeCloseTo((1460 * 5 * 24) / 730, 9);
    expect(plan?.traffic?.perDay).toContain(plan?.traffic?.users);
  });

  it('is multiplied by scale: a number, or several', () => {
    expect(perDay(planOf('scale: 1.5'))).toBe(150);
    expect(perDay(planOf('scale: [50%, 3]'))).toBe(150);
  });

  it('is multiplied by an assumption, which is one number in each future', () => {
    const workflow = `${STEPS}assumptions: { adoption: { uniform: [0.5, 1.5] } }\n`;
    const traffic = `
base: { requests: 100 per day, scale: adoption }
dear: { extends: base, assumptions: { adoption: { uniform: [2, 4] } } }
monthly: { requests: { 2027-01: 40k }, scale: adoption }
`;
    const [base, dear, monthly] = scenarioPlansOf(traffic, workflow);
    expect(base?.unknowns).toEqual([{ name: 'adoption', of: { kind: 'uniform', low: 0.5, high: 1.5 } }]);
    expect([perDay(base?.planAt([1])), perDay(base?.planAt([1.2]))]).toEqual([100, 120]);
    expect(dear?.unknowns).toEqual([{ name: 'adoption', of: { kind: 'uniform', low: 2, high: 4 } }]);
    expect(monthly?.planAt([0.5]).months[0]?.total).toEqual({ kind: 'constant', value: 20_000 });
  });

  it('may have users that are an assumption', () => {
    const [base] = scenarioPlansOf(
      'base: { users: { assumption: customers }, requests: 73 per user per month }\n',
      `${STEPS}assumptions: { customers: 1k to 5k }\n`,
    );
    const { traffic } = base?.planAt([2000]) ?? {};
    expect(traffic?.users).toEqual({ kind: 'constant', value: 2000 });
    expect(perDay(base?.planAt([2000]))).toBeCloseTo(2000 * 73 * (24 / 730), 9);
  });

  it('is not multiplied by an assumption that is not there', () => {
    expect(mistakesIn('scale: adoptoin', `${STEPS}assumptions: { adoption: 0.5 to 1.5 }\n`)).toContain('did you mean "adoption"?');
  });

  it('may count sessions, where the workflow says what a session is', () => {
    const [plan] = plansOf('base: { sessions: 10 per day }\n', SESSIONS);
    expect([plan?.traffic?.per, perDay(plan)]).toEqual(['session', 10]);
    expect(plansOf('base: { requests: 30 per day }\n', SESSIONS)[0]?.traffic?.per).toBe('request');
    expect(mistakesOf('base: { sessions: 10 per day }\n')).toContain('the workflow does not say what a session is');
    expect(mistakesOf('base: { sessions: 10 per day, requests: 30 per day }\n', SESSIONS)).toContain(
      'scenario "base" has requests and sessions',
    );
  });

  it('by month is the total of that month, in calendar months of its own', () => {
    const [plan] = plansOf('base: { requests: { 2027-01: 40k, 2027-02: 50k to 60k, 2027-03: 0 }, scale: 2 }\n');
    expect(plan?.months.map(({ label, days, from }) => [label, days, new Date(from * 86_400_000).toISOString().slice(0, 10)])).toEqual([
      ['2027-01', 31, '2027-01-01'],
      ['2027-02', 28, '2027-02-01'],
      ['2027-03', 31, '2027-03-01'],
    ]);
    expect(plan?.months[0]?.total).toEqual({ kind: 'constant', value: 80_000 });
    expect(plan?.months[1]?.total?.kind).toBe('lognormal');
    expect(plan?.traffic?.perDay).toEqual([]);
  });

  it('by month has months in a row, and nothing beside it that says the same again', () => {
    expect(mistakesOf('base: { requests: { 2027-01: 40k, 2027-03: 55k } }\n')).toContain('2027-03 does not follow 2027-01');
    expect(mistakesOf('base: { requests: { 2027-02: 40k, 2027-01: 55k } }\n')).toContain('2027-01 does not follow 2027-02');
    expect(mistakesOf('base: { requests: { 2027-13: 40k } }\n')).toContain('"2027-13" is not a month');
    expect(mistakesOf('base: { requests: { p50: 40k, p95: 80k } }\n')).toContain('a rate is a text: 8k to 15k per day');
    const beside = mistakesOf('base: { requests: { 2027-01: 40k }, growth: 5%, start: 2027-01-01, months: 1 }\n');
    for (const key of ['growth', 'start', 'months']) expect(beside).toContain(`"${key}" does not go with requests by month`);
  });

  it('says per what', () => {
    const text = mistakesOf('base: { requests: 10k }\n');
    expect(text).toContain('"10k" does not say per what');
    expect(text).toContain('write 10k per day');
    expect(text).toContain('it may be per day, second, minute, hour, week, month, user per month');
    expect(mistakesOf('base: { requests: 10k per fortnight }\n')).toContain('it cannot be per fortnight');
  });

  it('per user needs users, and users need a rate per user', () => {
    expect(mistakesOf('base: { requests: 5 per user per month }\n')).toContain('add users: 2000');
    expect(mistakesIn('users: 100')).toContain('with `users`, requests are per user');
  });
});

describe('months', () => {
  it('are 730 hours each without a start, one of them without growth, else twelve', () => {
    expect(planOf('peak: 2').months).toHaveLength(1);
    const { months, traffic } = planOf('growth: 8% per month');
    expect(months.map(({ days }) => days)).toEqual(Array.from({ length: 12 }, () => 730 / 24));
    expect(traffic?.growth).toEqual({ kind: 'constant', value: 0.08 });
  });

  it('are calendar months with a start; one inside a month ends month 0 with that month', () => {
    const { months } = planOf('start: 2027-01-20, months: 3, growth: 20%');
    expect(months.map(({ label, days, growthPower }) => [label, days, growthPower])).toEqual([
      ['2027-01', 12, 0],
      ['2027-02', 28, 1],
      ['2027-03', 31, 2],
    ]);
  });

  it('of 500 a day that grow by 20 % have 15,500, 16,800 and 22,320 requests', () => {
    const [plan] = plansOf('base: { requests: 500 per day, growth: 20% per month, months: 3, start: 2027-01-01 }\n');
    const requests = plan?.months.map(({ days, growthPower }) => Math.round(perDay(plan) * days * 1.2 ** growthPower));
    expect(requests).toEqual([15_500, 16_800, 22_320]);
  });

  it('know leap years and the days that exist', () => {
    expect(planOf('months: 3, start: 2028-01-31').months.map(({ days }) => days)).toEqual([1, 29, 31]);
    for (const start of ['2027-02-29', '2027-13-01', '01.02.2027', '2027-1-1'])
      expect(mistakesIn(`start: ${start}`)).toContain('is not a date');
    for (const months of ['0', '121', '1.5']) expect(mistakesIn(`months: ${months}`)).toContain('"months"');
  });

  it('have the clock of their time zone: Berlin is an hour ahead of UTC in January and two in July', () => {
    const { months } = planOf('timezone: Europe/Berlin, start: 2027-01-01, months: 7');
    expect(months.map(({ utcOffsetMinutes }) => utcOffsetMinutes)).toEqual([60, 60, 60, 120, 120, 120, 120]);
    expect(planOf('timezone: Asia/Kolkata, start: 2027-01-01').months[0]?.utcOffsetMinutes).toBe(330);
    expect(planOf('timezone: America/New_York, start: 2027-01-01').months[0]?.utcOffsetMinutes).toBe(-300);
    expect(planOf('start: 2027-01-01').months[0]?.utcOffsetMinutes).toBe(0);
  });

  it('of a time zone that is not there suggest one', () => {
    expect(mistakesIn('timezone: Europe/Berln')).toContain('did you mean "Europe/Berlin"?');
    expect(mistakesIn('timezone: "+02:00"')).toContain('write an IANA name such as Europe/Berlin');
  });

  it('do not shrink below nothing, nor grow ninefold for want of a sign', () => {
    expect(mistakesIn('growth: -150% per month')).toContain('traffic cannot shrink by more than 100 %');
    expect(mistakesIn('growth: 8 per month')).toContain('did you mean 8% per month?');
    expect(mistakesIn('growth: 5 to 10 per month')).toContain('write percentages: 5% to 10% per month');
  });
});

describe('assumptions', () => {
  const said = (plan: Plan): readonly string[] => plan.assumptions.map(({ what, value, origin }) => `${what} ${value} ${origin}`);

  it('list what nobody said of the traffic', () => {
    expect(said(planOf('peak: 3'))).toEqual(
      expect.arrayContaining([
        'base: shape flat default',
        'base: burst 20 % default',
        'base: day_to_day 15 % default',
        'base: peak 3 stated',
      ]),
    );
    expect(said(planOf('burst: 10%, day_to_day: 0'))).toEqual(
      expect.arrayContaining(['base: burst 10% stated', 'base: day_to_day 0 stated']),
    );
  });

  it('list what a scenario changes', () => {
    const prices = '{ anthropic: +20%, openai/luna: { input: 1, cache_write: { 5m: 2.5 } } }';
    const limits = '{ anthropic: build, openai/luna: { rpm: 500 } }';
    const rest = 'cache: cold, region: us, discount: { openai: 12% }, faults: [{ slow: 3 }]';
    const lines = said(planOf(`prices: ${prices}, limits: ${limits}, ${rest}`));
    expect(lines).toEqual(
      expect.arrayContaining([
        'base: cache cold stated',
        'base: region us stated',
        'base: discount openai 12% stated',
        'base: prices anthropic +20% stated',
        'base: prices openai/gpt-6-luna input 1, cache_write 5m 2.5 stated',
        'base: limits anthropic build stated',
        'base: limits openai/gpt-6-luna rpm 500 stated',
        'base: fault slow 3 stated',
      ]),
    );
  });
});
