import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withModelSteps } from '../../src/analysis/edit.ts';
import { Problems } from '../../src/diagnostics/diagnostic.ts';
import { beginVariant } from '../../src/planning/variants.ts';
import { readyFor } from '../support/variants.ts';

const WORKFLOW = `
steps:
  sort: { model: sun/small, prompt: 200 to 900, output: 5 to 20 }
  answer: { model: sun/large, prompt: 2k to 9k, output: 100 to 700 }
traffic: 10k per day
`;

describe('a project that was read', () => {
  it('is planned again without its files', () => {
    const { project, base } = readyFor(WORKFLOW);
    const before = beginVariant(project, base)?.();
    rmSync(join(project.place.root, 'workflow.yaml'));
    expect(beginVariant(project, base)?.().projection.costUsd).toBe(before?.projection.costUsd);
  });

  it('keeps the draws of the steps that an edit leaves alone', () => {
    const { project, base } = readyFor(WORKFLOW);
    const other = {
      ...base,
      spec: withModelSteps(base.spec, new Set(['answer']), (step) => ({ ...step, body: { ...step.body, model: 'moon/large' } })),
    };
    const [before, after] = [base, other].map((variant) => beginVariant(project, variant)?.().simulation.steps);
    expect(after?.[0]?.costUsd).toEqual(before?.[0]?.costUsd);
    expect(after?.[0]?.latencyMs).toEqual(before?.[0]?.latencyMs);
    expect(after?.[1]?.costUsd.mean).toBeLessThan(before?.[1]?.costUsd.mean ?? 0);
  });

  it('reports what an edit makes wrong apart from its own problems', () => {
    const { project, base } = readyFor(WORKFLOW);
    const problems = new Problems();
    const wrong = {
      ...base,
      spec: withModelSteps(base.spec, new Set(['answer']), (step) => ({ ...step, body: { ...step.body, model: 'sun/lage' } })),
    };
    expect(beginVariant(project, wrong, problems)).toBeUndefined();
    expect(problems.list.map(({ code, label }) => [code, label])).toEqual([['unknown-model', 'did you mean sun/large?']]);
    expect(project.problems.failed).toBe(false);
    expect(beginVariant(project, base)).toBeDefined();
  });

  it('plays as many requests as were asked for, or fewer', () => {
    const { project, base } = readyFor(WORKFLOW);
    const played = [base, { ...base, runs: 150 }, { ...base, runs: 5000 }].map(
      (variant) => beginVariant(project, variant)?.().simulation.perRequest.count,
    );
    expect(played).toEqual([200, 150, 200]);
  });
});
