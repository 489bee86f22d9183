import { describe, expect, it } from 'vitest';
import { beats, MEASURES, unbeaten } from '../../src/analysis/compare/beaten.ts';
import { candidateAxes, combinationsOf, countOf } from '../../src/analysis/compare/choice.ts';
import { type Comparison, runComparison, type Showing } from '../../src/analysis/compare/run.ts';
import type { Figures } from '../../src/analysis/variant.ts';
import { readyFor } from '../support/variants.ts';

const figures = (own: Partial<Figures>): Figures => ({
  costUsd: 1,
  machinesUsd: 1,
  costP95Usd: 1,
  monthlyUsd: null,
  latencyP50Ms: 1000,
  latencyP95Ms: 1000,
  firstTokenP95Ms: 1000,
  untimed: [],
  successRate: 1,
  contextUseP99: null,
  worstCaseUsd: null,
  peaks: [],
  ...own,
});

describe('a variant beats another', () => {
  it('that is no better in anything and worse in something', () => {
    expect(beats(figures({ costUsd: 0.9 }), figures({}), MEASURES)).toBe(true);
    expect(beats(figures({}), figures({ successRate: 0.99 }), MEASURES)).toBe(true);
  });

  it('never where that one is better in something, or just as good', () => {
    expect(beats(figures({ costUsd: 0.9 }), figures({ latencyP95Ms: 900 }), MEASURES)).toBe(false);
    expect(beats(figures({}), figures({}), MEASURES)).toBe(false);
  });

  it('never by a time that is not known', () => {
    const unknown = { latencyP95Ms: 0, firstTokenP95Ms: 0, untimed: [{ step: 'answer', model: 'x/y' }] };
    expect(beats(figures(unknown), figures({ costUsd: 2 }), MEASURES)).toBe(false);
    expect(beats(figures({}), figures({ ...unknown, costUsd: 2 }), MEASURES)).toBe(false);
    expect(beats(figures(unknown), figures({ ...unknown, costUsd: 2 }), MEASURES)).toBe(true);
  });

  it('so that what is left is what nothing beats', () => {
    const all = [
      { costUsd: 1, latencyP95Ms: 9 },
      { costUsd: 2, latencyP95Ms: 5 },
      { costUsd: 3, latencyP95Ms: 6 },
    ].map((own) => ({ figures: figures(own) }));
    expect(unbeaten(all, MEASURES)).toEqual(all.slice(0, 2));
  });
});

const TWO_STEPS = `
steps:
  sort:
    model: sun/small
    candidates: [sun/small, moon/large]
    prompt: 1k
    output: 10
  answer:
    model: sun/large
    candidates: [sun/small, { model: moon/large, output: 100 }, { model: sun/large, cache: 1h }]
    prompt: 4k
    output: 200
traffic: 10k per day
`;

const SHOWN: Showing = { sort: 'cost', most: 20, measures: MEASURES };

const compared = (workflow: string, showing = SHOWN): Comparison => {
  const { base, catalogue, planner } = readyFor(workflow);
  return runComparison(base, combinationsOf(candidateAxes(catalogue, base.spec)), planner, showing);
};

const modelsOf = ({ rows }: Comparison): readonly string[] =>
  rows.map(({ combination }) => combination.map(({ model }) => model).join(' + '));

describe('combinations', () => {
  it('are the product of what each step may be, as written first; the same model with nothing changed is no choice', () => {
    const { base, catalogue } = readyFor(TWO_STEPS);
    const axes = candidateAxes(catalogue, base.spec);
    expect(axes.map(({ step, choices }) => [step, choices.map(({ model, says }) => [model, ...says].join(' '))])).toEqual([
      ['sort', ['sun/small', 'moon/large']],
      ['answer', ['sun/large', 'sun/small', 'moon/large output 100', 'sun/large cache 1h']],
    ]);
    expect(countOf(axes)).toBe(8);
    expect(combinationsOf(axes)[0]?.every(({ asWritten }) => asWritten)).toBe(true);
  });

  it('stand side by side, the cheapest first, with what a candidate states in place of what the step says', () => {
    const result = compared(TWO_STEPS);
    expect(result.rows.map(({ figures: { costUsd } }) => costUsd)).toEqual(
      [...result.rows.map(({ figures: { costUsd } }) => costUsd)].sort((a, b) => a - b),
    );
    const moon = result.rows.find(({ combination: [sort, answer] }) => sort?.asWritten && answer?.model === 'moon/large');
    expect(moon?.figures.costUsd).toBeCloseTo((1000 * 1 + 10 * 4 + 4000 * 5 + 100 * 20) / 1e6, 12);
    expect(modelsOf(result)[0]).toBe('sun/small + sun/small');
  });

  it('are marked where no other is as good in everything: here the small model is cheaper and faster', () => {
    const best = compared(TWO_STEPS).rows.filter((row) => row.unbeaten);
    expect(best.map(({ combination }) => combination.map(({ model }) => model))).toEqual([['sun/small', 'sun/small']]);
  });

  it('are sorted by what is asked for', () => {
    const times = compared(TWO_STEPS, { ...SHOWN, sort: 'latency' }).rows.map((row) => row.figures.latencyP95Ms ?? 0);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  it('beyond what is shown are left out: as written stays, then what nothing beats', () => {
    const result = compared(TWO_STEPS, { ...SHOWN, most: 2 });
    expect(result.combinations).toBe(8);
    expect(modelsOf(result)).toEqual(['sun/small + sun/small', 'sun/small + sun/large']);
  });

  it('that cannot be planned are named: a model without the search that the step pays for', () => {
    const { impossible, rows } = compared(
      'steps: { answer: { model: sun/large, candidates: [moon/large], prompt: 4k, output: 10, fees: { search: 1 } } }',
    );
    expect(rows.map(({ combination }) => combination.map(({ model }) => model))).toEqual([['sun/large']]);
    expect(impossible.map((combination) => combination.map(({ model }) => model))).toEqual([['moon/large']]);
  });

  it('keep a tier and a time to live only where the candidate offers them', () => {
    const { rows, impossible } = compared(
      'steps: { answer: { model: sun/large, candidates: [moon/large], prompt: 4k, output: 10, tier: flex, cache: 1h } }',
    );
    expect(impossible).toEqual([]);
    const moon = rows.find(({ combination: [answer] }) => answer?.model === 'moon/large');
    expect(moon?.figures.costUsd).toBeCloseTo((4000 * 5 + 10 * 20) / 1e6, 12);
  });
});
