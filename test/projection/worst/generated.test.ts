import fc from 'fast-check';
import { expect, it } from 'vitest';
import { simulate } from '../../../src/projection/simulate/simulate.ts';
import { worstCaseOf } from '../../../src/projection/worst/worst-case.ts';
import { meanPlan } from '../../../src/workflow/plan.ts';
import { scenariosOf } from '../../support/projection.ts';
import { type Allowed, genes, workflowOf } from '../../support/workflows.ts';

const EVERYTHING: Allowed = {
  window: true,
  goingOn: true,
  loopsThatGoOn: true,
  linkedOutputs: true,
  handing: true,
  loopOutputs: true,
  longContext: true,
  cuts: true,
  ceilings: true,
  carrying: true,
  compacting: true,
  cached: true,
  sessions: true,
};

type Node = Readonly<Record<string, unknown>>;

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A workflow in which everything has a ceiling: ranges end, loops stop, answers too. */
const bounded = (workflow: string): string =>
  JSON.stringify(
    JSON.parse(workflow, (key, value: unknown) => {
      if (typeof value === 'string' && value.includes(' to ') && ['items', 'times', 'cost', 'work'].includes(key))
        return { uniform: value.split(' to ') };
      if (key === 'repeat' && isNode(value) && 'continue' in value && !('max' in value)) return { ...value, max: 6 };
      return isNode(value) && 'prompt' in value && !('max_output' in value) ? { ...value, max_output: 2000 } : value;
    }),
  );

it('no request of a generated workflow costs more than the worst case, and most workflows have one', async () => {
  let held = 0;
  await fc.assert(
    fc.asyncProperty(genes, async (list) => {
      const [scenario] = await scenariosOf(bounded(workflowOf(list, EVERYTHING)));
      if (scenario === undefined) throw new Error('no scenario');
      const { requestUsd } = worstCaseOf(meanPlan(scenario));
      if (requestUsd === null) return;
      held++;
      const { perRequest } = simulate(scenario, { seed: 1, runs: 400 });
      expect(perRequest.costUsd.sorted.at(-1)).toBeLessThanOrEqual(requestUsd * (1 + 1e-9));
    }),
    { seed: 20_261_120, numRuns: 18, endOnFailure: true },
  );
  expect(held).toBeGreaterThan(9);
}, 60_000);
