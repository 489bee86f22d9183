import { describe, expect, it } from 'vitest';
import { linkFaults } from '../../../src/workflow/traffic/faults.ts';
import type { ScenarioSpec } from '../../../src/workflow/traffic/spec.ts';
import { mistakesIn, planOf, scenariosOf, warningsIn } from '../../support/scenario.ts';

const scenario = (keys: string): ScenarioSpec => {
  const [found] = scenariosOf(`base: { requests: 1 per day, ${keys} }\n`);
  if (found === undefined) throw new Error('no scenario');
  return found;
};

const NONE = { errors: 0, invalid: 0, slow: 1, output: 1, input: 1, price: 1, cold: false };
const answer = ['answer', 'anthropic', 'anthropic/claude-sonnet-5'] as const;
const search = ['search', null, null] as const;

describe('faults of calls', () => {
  it('leave a scenario without faults alone', () => {
    expect(linkFaults(scenario('months: 1'), ...answer)).toEqual(NONE);
  });

  it('of one kind meet: 5 % and 10 % of errors are 1 − 0.95 × 0.9, slow 3 and slow 2 are six times', () => {
    const found = linkFaults(scenario('faults: [{ errors: 5% }, { errors: 10% }, { slow: 3 }, { slow: 2 }]'), ...answer);
    expect(found.errors).toBeCloseTo(0.145, 12);
    expect(found.slow).toBe(6);
  });

  it('are read in every kind', () => {
    const faults = '[{ invalid: 10% }, { output: 130% }, { input: 1.2 }, { price: +20% }, { cache: cold }]';
    expect(linkFaults(scenario(`faults: ${faults}`), ...answer)).toEqual({
      ...NONE,
      invalid: 0.1,
      output: 1.3,
      input: 1.2,
      price: 1.2,
      cold: true,
    });
  });

  it('hit a provider, a model or a step; a tool only where its step is named', () => {
    const slow = (target: string, link: readonly [string, string | null, string | null]): number =>
      linkFaults(scenario(`faults: [{ slow: 3, target: ${target} }]`), ...link).slow;
    expect(['anthropic', 'anthropic/claude-sonnet-5', 'answer'].map((target) => slow(target, answer))).toEqual([3, 3, 3]);
    expect(['openai', 'openai/gpt-6-luna', 'search'].map((target) => slow(target, answer))).toEqual([1, 1, 1]);
    expect(slow('search', search)).toBe(3);
    expect(linkFaults(scenario('faults: [{ slow: 3 }]'), ...search).slow).toBe(1);
  });

  it('include a cache that is cold for the whole scenario', () => {
    expect(linkFaults(scenario('cache: cold'), ...answer).cold).toBe(true);
  });
});

describe('faults of requests', () => {
  it('are outages: four hours a month are a share of 4 ÷ 730', () => {
    expect(planOf('faults: [{ outage: anthropic, hours: 4 per month }]').requestFaults).toEqual([
      { kind: 'outage', share: 4 / 730, provider: 'anthropic' },
    ]);
  });

  it('are loops that run away: all of them, or those of a step, a model or a provider', () => {
    const work = [{ kind: 'runaway', share: 0.005, steps: [2] }];
    expect(planOf('faults: [{ runaway: 0.5% }]').requestFaults).toEqual(work);
    for (const target of ['work', 'answer', 'anthropic', 'anthropic/claude-sonnet-5'])
      expect(planOf(`faults: [{ runaway: 0.5%, target: ${target} }]`).requestFaults).toEqual(work);
    expect(mistakesIn('faults: [{ runaway: 0.5%, target: search }]')).toContain('no loop of "search"');
  });
});

describe('a fault that cannot be meant', () => {
  it.each([
    ['{ erors: 5% }', 'did you mean "errors"?'],
    ['{ target: answer }', 'this fault does not say what fails'],
    ['{ errors: 5%, slow: 3 }', 'write two faults'],
    ['{ errors: 120% }', '120% is more than 100 %'],
    ['{ outage: anthropic }', 'add hours: 4 per month'],
    ['{ outage: anthropic, hours: 4 }', 'write 4 per month'],
    ['{ outage: anthropic, hours: 800 per month }', 'a month has 730 hours'],
    ['{ outage: anthropic, hours: 4 per month, target: answer }', 'an outage names its provider already'],
    ['{ outage: antropic, hours: 4 per month }', 'did you mean "anthropic"?'],
    ['{ errors: 5%, hours: 4 per month }', 'only an outage lasts so many hours'],
    ['{ price: 20% }', 'does not say whether prices rise or fall'],
    ['{ slow: 3, target: anser }', 'did you mean "answer"?'],
    ['{ slow: 3, target: openai/gpt-6-lunar }', 'did you mean "openai/gpt-6-luna"?'],
    ['{ cache: warm }', 'must be one of cold'],
  ])('%s is told', (fault, message) => {
    expect(mistakesIn(`faults: [${fault}]`)).toContain(message);
  });
});

describe('a fault of what no step calls', () => {
  it('is warned of: the scenario would come out calm', () => {
    const text = warningsIn('faults: [{ slow: 3, target: anthropic/claude-haiku-5-5 }]');
    expect(text).toContain('no step calls "anthropic/claude-haiku-5-5": this fault changes nothing');
    expect(warningsIn('faults: [{ outage: openai, hours: 4 per month }, { slow: 3, target: openai/luna }]')).toBe('');
  });
});
