import { describe, expect, it } from 'vitest';
import { codesOf, problemsOf, projectionsOf } from '../support/plan.ts';

const STEPS = 'inputs: { question: 100 }\nsteps: { a: { model: test/plain, output: 0, prompt: [{ user: { input: question } }] } }\n';

const problems = (traffic: string): Promise<string> => problemsOf(STEPS, { traffic });
const codes = (traffic: string): Promise<readonly string[]> => codesOf(STEPS, { traffic });

describe('scenarios', () => {
  it('stand in the order of the file; the first is the base', async () => {
    const projections = await projectionsOf(STEPS, { traffic: 'launch: { requests: 10 per day }\nbig: { requests: 1k per day }\n' });
    expect(projections.map(({ plan, requestsPerDay }) => [plan.scenario, requestsPerDay])).toEqual([
      ['launch', 10],
      ['big', 1000],
    ]);
  });

  it('extend each other key by key, over several steps', async () => {
    const [, viral, slow] = await projectionsOf(STEPS, {
      traffic: `
launch: { requests: 10 per day, growth: 10% per month, months: 3, start: 2027-01-01, inputs: { question: 200 } }
viral: { extends: launch, requests: 120 per day }
slow: { extends: viral, months: 2 }
`,
    });
    expect([viral?.requestsPerDay, viral?.months.length, viral?.tokens.uncachedInput]).toEqual([120, 3, 200]);
    expect([slow?.requestsPerDay, slow?.months.map(({ month }) => month.label)]).toEqual([120, ['2027-01', '2027-02']]);
  });

  it('replace inputs one by one', async () => {
    const [base, messy] = await projectionsOf(
      'inputs: { a: 100, b: 20 }\nsteps: { s: { model: test/plain, output: 0, prompt: [{ user: { input: a } }, { user: { input: b } }] } }\n',
      {
        traffic:
          'base: { requests: 10 per day, inputs: { b: 30 } }\nmessy: { extends: base, inputs: { a: { mix: [{ share: 95%, tokens: 100 }, { share: 5%, tokens: 40k }] } } }\n',
      },
    );
    expect(base?.tokens.uncachedInput).toBe(130);
    expect(messy?.tokens.uncachedInput).toBeCloseTo(95 + 2000 + 30, 9);
  });

  it('that replace an input that the workflow does not have are refused', async () => {
    expect(await problems('base: { requests: 10 per day, inputs: { qestion: 5 } }\n')).toContain(
      'the workflow has no input "qestion" to replace',
    );
  });

  it('that extend one another are an error that shows the way around', async () => {
    const text = await problems(
      'a: { extends: b, requests: 1 per day }\nb: { extends: c, requests: 1 per day }\nc: { extends: a, requests: 1 per day }\n',
    );
    expect(text).toContain('scenarios extend each other: a → b → c → a');
  });

  it('that extend themselves are an error', async () => {
    expect(await problems('a: { extends: a, requests: 1 per day }\n')).toContain('scenarios extend each other: a → a');
  });

  it('that extend nothing suggest the nearest', async () => {
    const text = await problems('launch: { requests: 1 per day }\nviral: { extends: lanuch, requests: 5 per day }\n');
    expect(text).toContain('no scenario is called "lanuch"');
    expect(text).toContain('did you mean "launch"?');
    expect(text).toContain('traffic.yaml:2:19');
  });

  it('say how much traffic there is', async () => {
    expect(await problems('base: { months: 3 }\n')).toContain('scenario "base" does not say how much traffic there is');
    expect(await problemsOf(`${STEPS}traffic: {}\n`)).toContain('no scenario is given');
  });

  it('stand in one place', async () => {
    expect(await problemsOf(`${STEPS}traffic: 10 per day\n`, { traffic: 'base: { requests: 10 per day }\n' })).toContain(
      'traffic stands here and in "traffic.yaml"',
    );
  });
});

describe('a rate', () => {
  it('says per what', async () => {
    const text = await problems('base: { requests: 10k }\n');
    expect(text).toContain('"10k" does not say per what');
    expect(text).toContain('write 10k per day');
    expect(text).toContain('it may be per day, second, minute, hour, week, month, user per month');
  });

  it('is per something known', async () => {
    expect(await codes('base: { requests: 10k per fortnight }\n')).toEqual(['bad-quantity']);
    expect(await codes('base: { requests: 10k per years }\n')).toEqual(['bad-quantity']);
  });

  it('in the workflow itself says per what, too', async () => {
    expect(await problemsOf(`${STEPS}traffic: 10k\n`)).toContain('does not say per what');
  });

  it('per user needs users, and users need a rate per user', async () => {
    expect(await problems('base: { requests: 5 per user per month }\n')).toContain('add users: 2000');
    expect(await problems('base: { requests: 5 per day, users: 100 }\n')).toContain('with `users`, requests are per user');
  });

  it('is not negative', async () => {
    expect(await codes('base: { requests: -5 per day }\n')).toEqual(['bad-quantity']);
  });
});

describe('dates and months', () => {
  it('are days that exist, as YYYY-MM-DD', async () => {
    for (const start of ['2027-02-29', '2027-13-01', '01.02.2027', '2027-1-1', 'tomorrow', '"2027-01-01T00:00"']) {
      expect(await codes(`base: { requests: 1 per day, start: ${start} }\n`)).toEqual(['bad-date']);
    }
    expect(await projectionsOf(STEPS, { traffic: 'base: { requests: 1 per day, start: 2028-02-29 }\n' })).toHaveLength(1);
  });

  it('are whole months, 1 to 120', async () => {
    for (const months of ['0', '121', '1.5', '-3'])
      expect(await codes(`base: { requests: 1 per day, months: ${months} }\n`)).toEqual(['bad-value']);
    const [projection] = await projectionsOf(STEPS, { traffic: 'base: { requests: 1 per day, months: 120, start: 2027-01-15 }\n' });
    expect(projection?.months.at(-1)?.month.label).toBe('2036-12');
  });

  it('know leap years', async () => {
    const [projection] = await projectionsOf(STEPS, { traffic: 'base: { requests: 1 per day, months: 3, start: 2028-01-31 }\n' });
    expect(projection?.months.map(({ month }) => month.days)).toEqual([1, 29, 31]);
  });
});
