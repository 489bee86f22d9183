import { describe, expect, it } from 'vitest';
import type { Combination } from '../../src/analysis/compare/choice.ts';
import type { Comparison } from '../../src/analysis/compare/run.ts';
import { optionAxes } from '../../src/analysis/optimize/axes.ts';
import { runOptimization } from '../../src/analysis/optimize/run.ts';
import { readyFor } from '../support/variants.ts';

const WORKFLOW = `
steps:
  answer:
    model: sun/large
    candidates: [moon/large]
    prompt: [{ system: { tokens: 2k } }, { user: { tokens: 3k } }]
    output: 200
  log:
    model: sun/large
    prompt: 1k
    output: 100
    background: true
traffic: 100k per day
`;

const textOf = (combination: Combination): string =>
  combination.map(({ step, model, says }) => `${step}: ${[model, ...says].join(', ')}`).join('; ');

const optimized = (workflow: string): Comparison => {
  const { base, catalogue, planner } = readyFor(workflow);
  const found = runOptimization(base, optionAxes(catalogue, base.spec), planner);
  if (found === undefined) throw new Error('the workflow cannot be planned');
  return found;
};

describe('what a step may be', () => {
  const choicesOf = (workflow: string): Readonly<Record<string, readonly string[]>> => {
    const { base, catalogue } = readyFor(workflow);
    return Object.fromEntries(
      optionAxes(catalogue, base.spec).map(({ step, choices }) => [step, choices.map(({ model, says }) => [model, ...says].join(', '))]),
    );
  };

  it('is each candidate with each time to live; on cheap tiers only where nobody waits', () => {
    const { answer, log } = choicesOf(WORKFLOW);
    expect(answer).toEqual(['sun/large', 'sun/large, cache 5m', 'sun/large, cache 1h', 'sun/large, cache off', 'moon/large']);
    expect(log).toContain('sun/large, tier batch');
    expect(log).toContain('sun/large, cache 1h, tier flex');
  });

  it('keeps a hit rate that was measured', () => {
    expect(choicesOf(WORKFLOW.replace('output: 200', 'output: 200\n    cache: { hit: 80% }'))['answer']).toEqual([
      'sun/large',
      'moon/large',
    ]);
  });
});

describe('the combinations that no other beats on cost and latency', () => {
  it('are the cheap slow one and the fast dear one, each with the batch tier in the background', () => {
    const best = optimized(WORKFLOW).rows.filter(({ unbeaten }) => unbeaten);
    expect(best.map(({ combination }) => textOf(combination))).toEqual([
      'answer: moon/large; log: sun/large, tier batch',
      'answer: sun/large, cache 5m; log: sun/large, tier batch',
    ]);
  });

  it('stand with the workflow as written, which they beat', () => {
    const { rows } = optimized(WORKFLOW);
    expect(rows.filter(({ unbeaten }) => !unbeaten).map(({ combination }) => textOf(combination))).toEqual([
      'answer: sun/large; log: sun/large',
    ]);
    expect(rows.at(-1)?.figures.costUsd).toBeCloseTo((5000 * 10 + 200 * 40 + 1000 * 10 + 100 * 40) / 1e6, 12);
  });

  it('are never bought with failed requests: what does not fit the window costs nothing', () => {
    const { rows } = optimized(WORKFLOW.replace('candidates: [moon/large]', 'candidates: [sun/narrow]'));
    expect(rows.flatMap(({ combination }) => combination.map(({ model }) => model))).not.toContain('sun/narrow');
  });
});
