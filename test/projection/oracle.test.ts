import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { projectionOf } from '../support/projection.ts';
import { type Allowed, genes, workflowOf } from '../support/workflows.ts';
import { differences } from './differences.ts';
import { play } from './oracle.ts';

/** Nothing that makes a cost bend: every figure is a sum over steps, however tangled their graph is. */
const STRAIGHT: Allowed = {
  window: false,
  goingOn: true,
  loopsThatGoOn: false,
  linkedOutputs: true,
  handing: true,
  loopOutputs: true,
  longContext: false,
  cuts: false,
  ceilings: false,
};

const agrees = (name: string, allowed: Allowed, numRuns: number): void =>
  it(name, async () => {
    const property = fc.asyncProperty(genes, async (list) => {
      const projection = await projectionOf(workflowOf(list, allowed));
      expect(differences(projection, play(projection.plan, 7, { most: 20_000, least: 2000, budget: 100_000 }))).toEqual([]);
    });
    await fc.assert(property, { seed: 20_261_120, numRuns, endOnFailure: true });
  }, 120_000);

describe('the closed form agrees with a naive play of the requests, on generated workflows', () => {
  agrees('of branches, failures, fallbacks, groups, loops, items and background steps that hand outputs on', STRAIGHT, 40);
  agrees(
    'whose prompts are cut, or cross the sizes at which prices jump',
    { ...STRAIGHT, handing: false, longContext: true, cuts: true },
    20,
  );
  agrees('whose answers and reasoning meet a ceiling', { ...STRAIGHT, handing: false, ceilings: true }, 20);
});

describe('the naive play can tell', () => {
  it('a figure that is off by two percent', async () => {
    const projection = await projectionOf(
      '{ steps: { a: { model: test/plain, prompt: { uniform: [500, 1500] }, output: 100, retry: { attempts: 3, errors: 20% } } } }',
    );
    const played = play(projection.plan, 7);
    expect(differences(projection, played)).toEqual([]);
    expect(differences({ ...projection, costUsd: projection.costUsd * 1.02 }, played)).toHaveLength(1);
    expect(differences({ ...projection, successRate: 1 }, played)).toHaveLength(1);
    expect(differences({ ...projection, calls: projection.calls * 0.98 }, played)).toHaveLength(1);
  });
});
