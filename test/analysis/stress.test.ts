import { describe, expect, it } from 'vitest';
import { runStresses, type Stressed, type StressResult } from '../../src/analysis/stress/run.ts';
import { readyFor } from '../support/variants.ts';

const known = new Map<string, StressResult>();

/** The same workflow is put under stress once, whichever test asks for it. */
const under = (workflow: string): StressResult => {
  const result = known.get(workflow) ?? stressed(workflow);
  known.set(workflow, result);
  return result;
};

const stressed = (workflow: string): StressResult => {
  const { base, catalogue, planner } = readyFor(workflow);
  const result = runStresses(base, catalogue, planner);
  if (result === undefined) throw new Error('the workflow cannot be planned');
  return result;
};

const named = ({ stresses }: StressResult, name: string): Stressed => {
  const found = stresses.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no stress ${name} among ${stresses.map((one) => one.name).join(', ')}`);
  return found;
};

const wouldHelp = ({ remedies }: Stressed) => remedies.filter(({ kind }) => kind === 'would_help');

const step = (more = ''): string => `
inputs: { question: 1k }
steps:
  answer:
    model: sun/large
    prompt: [{ system: { tokens: 4k } }, { user: { input: question } }]
    output: 200 to 400
    ${more}
traffic: 10k per day
`;

describe('an outage', () => {
  it('without a fallback fails every request, and says what one would do', () => {
    const { figures, remedies } = named(under(step('candidates: [moon/large]')), 'outage-sun');
    expect(figures).toMatchObject({ successRate: 0, costUsd: 0, latencyP95Ms: null });
    const [remedy] = remedies;
    expect(remedy?.text).toBe('a fallback (moon/large on answer)');
    expect(remedy?.figures).toMatchObject({ successRate: 1 });
    expect(remedy?.figures?.costUsd).toBeGreaterThan(0.025);
  });

  it('is held by a fallback at another provider, and shown without it beside', () => {
    const result = under(step('fallback: [{ model: moon/large }]'));
    expect(named(result, 'outage-sun').figures.successRate).toBe(1);
    expect(named(result, 'outage-sun').remedies[0]).toMatchObject({ kind: 'holds', text: 'the fallback of answer answers instead' });
    expect(named(result, 'outage-sun-no-fallback').figures.successRate).toBe(0);
  });

  it('is not held by a fallback at the same provider', () => {
    expect(named(under(step('fallback: [{ model: sun/small }]')), 'outage-sun').figures.successRate).toBe(0);
  });

  it('names no fallback where no model of another provider is known', () => {
    expect(named(under(step()), 'outage-sun').remedies).toEqual([
      { kind: 'nothing', text: 'no fallback on answer, and no model of another provider that is named could be one', figures: null },
    ]);
  });

  it('lets requests go on where the step may fail', () => {
    const { figures, remedies } = named(under(step('on_failure: continue')), 'outage-sun');
    expect(figures.successRate).toBe(1);
    expect(remedies[0]?.text).toBe('requests go on without answer (on_failure: continue)');
  });
});

describe('a burst of errors', () => {
  it('fails one request in five of a step with one attempt; three attempts leave one in 125', () => {
    const burst = named(under(step()), 'errors');
    expect(burst.figures.successRate).toBeCloseTo(0.8, 12);
    expect(wouldHelp(burst)[0]?.text).toBe('retry: { attempts: 3 } on answer');
    expect(wouldHelp(burst)[0]?.figures?.successRate).toBeCloseTo(1 - 0.2 ** 3, 12);
  });
});

describe('a slow provider', () => {
  it('takes three times as long, with the very same draws', () => {
    const result = under(step());
    expect(named(result, 'slow').figures.latencyP95Ms).toBeCloseTo(3 * (result.calm.latencyP95Ms ?? 0), 6);
    expect(named(result, 'slow').figures.costUsd).toBe(result.calm.costUsd);
  });

  it('is cut by a timeout where a fallback elsewhere can answer', () => {
    const slow = named(under(step('fallback: [{ model: moon/large }]')), 'slow');
    const [remedy] = wouldHelp(slow);
    expect(remedy?.text).toMatch(/^retry: \{ attempts: 1, timeout: \d+(\.5)?s \} on answer, so that its fallback answers$/);
    expect(remedy?.figures?.successRate).toBeGreaterThan(0.99);
  });

  it('is not run where no model has latency figures, and says so', () => {
    const { notRun, stresses } = under(step().replace('sun/large', 'sun/untimed'));
    expect(stresses.map(({ name }) => name)).not.toContain('slow');
    expect(notRun).toContainEqual({ name: 'slow', title: 'slow provider', why: 'no model of the workflow has latency figures' });
  });
});

describe('longer answers', () => {
  it('cost half as much again for what is written', () => {
    const result = under(step().replace('200 to 400', '300'));
    expect(named(result, 'longer').figures.costUsd - result.calm.costUsd).toBeCloseTo((150 * 40) / 1e6, 12);
  });

  it('would be cut by a ceiling that 95 % of the answers stay below', () => {
    const longer = named(under(step()), 'longer');
    expect(wouldHelp(longer)[0]?.text).toBe("max_output: 400 on answer, what 95 % of today's answers stay below");
    expect(wouldHelp(longer)[0]?.figures?.costUsd).toBeLessThan(longer.figures.costUsd);
  });
});

describe('pasted inputs', () => {
  it('bring 40,000 tokens in one request in twenty', () => {
    const result = under(step());
    expect(named(result, 'pastes-question').figures.costUsd - result.calm.costUsd).toBeCloseTo((0.05 * 39_000 * 10) / 1e6, 12);
  });

  it('would be cut by max_input, and are where it is stated', () => {
    const open = named(under(step()), 'pastes-question');
    expect(wouldHelp(open)[0]?.text).toBe("max_input: 10000 on answer, twice today's mean prompt");
    const cut = under(step('max_input: 5k'));
    expect(named(cut, 'pastes-question').figures.costUsd).toBeCloseTo(cut.calm.costUsd, 12);
    expect(named(cut, 'pastes-question').remedies).toEqual([
      { kind: 'holds', text: 'max_input on answer (5000) cuts them', figures: null },
    ]);
  });
});

describe('runaway loops', () => {
  it('run to their ceiling in one request in twenty', () => {
    const result = under(step('repeat: { continue: 0%, max: 11 }'));
    expect(named(result, 'runaway').figures.costUsd).toBeCloseTo(result.calm.costUsd * (0.95 + 0.05 * 11), 12);
    expect(wouldHelp(named(result, 'runaway'))[0]?.figures?.costUsd).toBeCloseTo(result.calm.costUsd, 12);
  });

  it('are not run where loops always take the same number of rounds', () => {
    const { notRun } = under(step('repeat: { times: 3 }'));
    expect(notRun.find(({ name }) => name === 'runaway')?.why).toBe('every loop runs a fixed number of rounds');
  });

  it('are not run where nothing would end them: that is the finding', () => {
    const { notRun } = under(step('repeat: { continue: 10% }'));
    expect(notRun.find(({ name }) => name === 'runaway')?.why).toContain('nothing would end answer: give it a max');
  });
});

describe('invalid answers', () => {
  it('are billed and tried again', () => {
    const result = under(step('retry: { attempts: 2, invalid: 0% }'));
    const { figures } = named(result, 'invalid');
    expect(figures.costUsd).toBeCloseTo(result.calm.costUsd * 1.2, 12);
    expect(figures.successRate).toBeCloseTo(1 - 0.2 ** 2, 12);
  });
});

describe('a cold cache', () => {
  it('bills every prompt as written anew', () => {
    const result = under(step('cache: { hit: 100% }'));
    expect(result.calm.costUsd).toBeLessThan(named(result, 'cold-cache').figures.costUsd);
    expect(named(result, 'cold-cache').remedies[0]?.kind).toBe('nothing');
  });
});

describe('a rate limit', () => {
  it('is passed by a quarter at the peak; what is thrown back is tried again', () => {
    const result = under(step('retry: { attempts: 2 }'));
    expect(result.assumed).toEqual([{ provider: 'sun', tier: 'first' }]);
    const { figures, what } = named(result, 'rate-limit');
    expect(figures.peaks[0]?.use).toBeGreaterThanOrEqual(1.24);
    expect(figures.peaks[0]?.use).toBeLessThan(1.6);
    expect(what).toContain('of the requests a minute that sun allows');
    expect(figures.successRate).toBeLessThan(1);
    expect(figures.successRate).toBeGreaterThan(0.9);
  });

  it('would be held by the first higher account tier that is enough', () => {
    const [remedy] = wouldHelp(named(under(step()), 'rate-limit'));
    expect(remedy?.text).toMatch(/^the account tier "second" of sun: 1\d % of its limit$/);
    expect(remedy?.figures?.successRate).toBeCloseTo(1, 6);
  });

  it('needs traffic', () => {
    const { notRun } = under(step().replace('traffic: 10k per day', ''));
    expect(notRun.find(({ name }) => name === 'rate-limit')?.why).toBe('no traffic is given');
  });
});

describe('a price rise', () => {
  it('is a fifth on all that is paid to the dearest provider', () => {
    const result = under(step());
    expect(named(result, 'price').figures.costUsd).toBeCloseTo(result.calm.costUsd * 1.2, 12);
  });

  it('names the cheapest candidate of another provider, if it is cheaper', () => {
    const rise = named(under(step('candidates: [sun/small, moon/large]')), 'price');
    expect(rise.remedies.map(({ text }) => text)).toEqual(['moon/large on answer, one of its candidates']);
  });
});

describe('a retirement', () => {
  it('that is announced fails the step from that day on, and names the successor', () => {
    const retired = named(under(step().replace('sun/large', 'sun/old')), 'retirement-old');
    expect(retired.what).toBe('from 2027-03-01 on every call of answer to it errs');
    expect(retired.figures.successRate).toBe(0);
    expect(wouldHelp(retired)[0]?.text).toBe('model: sun/small on answer, which the provider names');
    expect(wouldHelp(retired)[0]?.figures?.successRate).toBe(1);
  });
});

describe('all stresses', () => {
  it('are either run or named with the reason why not', () => {
    const { stresses, notRun } = under(step());
    expect(stresses.map(({ name }) => name)).toEqual([
      'outage-sun',
      'errors',
      'slow',
      'longer',
      'pastes-question',
      'rate-limit',
      'price',
      'retirement-large',
    ]);
    expect(notRun.map(({ name }) => name)).toEqual(['runaway', 'invalid', 'cold-cache']);
  });

  it('of a workflow without models are none', () => {
    const { stresses, notRun } = under('steps: { look: { tool: search, cost: $0.01 } }\ntraffic: 10 per day\n');
    expect(stresses).toEqual([]);
    expect(notRun.length).toBe(11);
  });
});
