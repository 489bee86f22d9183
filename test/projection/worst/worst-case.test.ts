import { describe, expect, it } from 'vitest';
import { worstCaseOf } from '../../../src/projection/worst/worst-case.ts';
import { planOf } from '../../support/plan.ts';

const worst = async (workflow: string) => worstCaseOf(await planOf(workflow));

describe('the worst case of a request', () => {
  it('bills every attempt of every round at its ceilings: 6 × 2 × (4,000 × $2.50 + 800 × $10) a million are $0.216', async () => {
    const { requestUsd, unbounded } = await worst(
      'steps: { a: { model: test/plain, prompt: 1000, output: 100, max_input: 4000, max_output: 800, repeat: { continue: 50%, max: 6 }, retry: { attempts: 2, invalid: 3% } } }',
    );
    expect(requestUsd).toBeCloseTo(0.216, 12);
    expect(unbounded).toEqual([]);
  });

  it('takes one of two exclusive branches, the dearer one', async () => {
    const { requestUsd, steps } = await worst(
      'steps: { t: { tool: x, outcomes: { a: 50%, b: rest } }, l: { tool: x, cost: $1, when: t.a }, r: { tool: x, cost: $3, needs: [t], when: t.b } }',
    );
    expect(requestUsd).toBe(3);
    expect(steps).toEqual([0, 0, 3]);
  });

  it('of a loop until an outcome lets all rounds but the last go on', async () => {
    const { requestUsd } = await worst(
      'steps: { g: { repeat: { until: j.pass, max: 4 }, steps: { j: { tool: x, cost: $1, outcomes: { pass: 50%, fail: rest } }, fix: { tool: x, cost: $2, when: j.fail }, done: { tool: x, cost: $9, when: j.pass } } } }',
    );
    expect(requestUsd).toBe(3 * 3 + 10);
  });

  it('is unknown where a loop has no ceiling, which is named', async () => {
    const { requestUsd, steps, unbounded } = await worst('steps: { a: { tool: x, cost: $1, repeat: { continue: 50% } } }');
    expect([requestUsd, steps]).toEqual([null, [null]]);
    expect(unbounded.map(({ step, missing }) => `${step}: ${missing}`)).toEqual(['a: repeat.max']);
  });
});
