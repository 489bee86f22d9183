import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { delta } from '../../src/analysis/diff/workflow-diff.ts';
import { figuresOf } from '../../src/baseline/compare-workflow.ts';
import { diffPaths } from '../../src/baseline/diff-states.ts';
import { openerOf, type Settings } from '../../src/baseline/open-side.ts';
import { workingTree } from '../../src/baseline/state.ts';
import { PRICES } from '../support/plan.ts';
import { type Allowed, genes, workflowOf } from '../support/workflows.ts';

let root: string;
beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'outlay-generated-')));
  for (const folder of ['.git', 'pricing', 'base', 'head']) mkdirSync(join(root, folder));
  writeFileSync(join(root, 'pricing', 'test.yaml'), PRICES);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** What is told apart case by case takes longest, and splits like all else. */
const ALLOWED: Allowed = {
  ...{ window: false, goingOn: true, loopsThatGoOn: true, linkedOutputs: false, longContext: false, handing: true, loopOutputs: false },
  ...{ cuts: false, ceilings: false, carrying: false, compacting: false, cached: true, sessions: false },
};

const few = genes.map((list) => list.slice(0, 2));

const run = { seed: 1, runs: 100 };
const settings: Settings = { pricing: null, scenarios: [], traffic: null, settings: [], asOf: 20_777, today: 20_777, run };

/** Equal to the twelve digits that reports show. */
const near = (a: number, b: number, size: number): boolean => Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(size));

describe('the diff of any two workflows', () => {
  it('begins and ends where their plans do, and its parts sum to the whole by cause and by step', () => {
    fc.assert(
      fc.property(few, few, fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 5000 }), (before, after, less, more) => {
        writeFileSync(join(root, 'base', 'workflow.yaml'), workflowOf(before, ALLOWED, less));
        writeFileSync(join(root, 'head', 'workflow.yaml'), workflowOf(after, ALLOWED, more));
        const state = workingTree(root);
        const { status, problems, scenarios } = diffPaths('base', 'head', state, settings, {
          ...{ run, times: false, isNotable: () => false, tables: 'head' },
        });
        expect({ status, problems: problems.filter(({ severity }) => severity === 'error') }).toEqual({ status: 'changed', problems: [] });
        const open = openerOf(state, settings, null, '');
        const [was, is] = ['base', 'head'].map((path) => figuresOf(open(path, false), { run, times: false })[0]?.spendUsd ?? Number.NaN);
        for (const change of scenarios) {
          if (change.kind !== 'changed') continue;
          const { diff } = change;
          const { base, head } = diff.spendUsd;
          const causes = diff.causes.reduce((sum, { usd }) => sum + usd, 0);
          const steps = diff.steps.reduce((sum, step) => sum + delta(step), 0);
          const inner = diff.causes.every(({ usd, steps: own }) =>
            near(
              own.reduce((sum, step) => sum + step.usd, 0),
              usd,
              base + head,
            ),
          );
          expect([near(base, was ?? 0, base), near(head, is ?? 0, head)]).toEqual([true, true]);
          expect([near(causes, head - base, base + head), near(steps, head - base, base + head), inner]).toEqual([true, true, true]);
        }
      }),
      { numRuns: 5, seed: 7 },
    );
  });
});
