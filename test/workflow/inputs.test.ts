import { describe, expect, it } from 'vitest';
import type { Term } from '../../src/workflow/plan.ts';
import { codesOf, modelOf, planOf, problemsOf, stepNamed } from '../support/plan.ts';

const workflow = (inputs: string, prompt: string, model = 'test/plain'): string =>
  `inputs: { ${inputs} }\nsteps: { a: { model: ${model}, output: 1, prompt: [{ user: ${prompt} }] } }\n`;

const draw = async (inputs: string, prompt: string): Promise<Term | undefined> =>
  modelOf(await planOf(workflow(inputs, prompt)), 'a').parts[0]?.amount.terms[0];

describe('an input', () => {
  it('is one draw of the request, whoever sends it', async () => {
    expect(await draw('q: 3k to 12k', '{ input: q }')).toMatchObject({ source: 'input q', drawn: 'request', of: { kind: 'lognormal' } });
  });

  it('may be a whole number to refer to, rounded exactly', async () => {
    expect(await draw('pages: { count: { uniform: [0, 2] } }', '{ tokens: { of: pages, times: 900 } }')).toMatchObject({
      source: 'input pages',
      of: { kind: 'empirical', values: [0, 1, 2], weights: [0.25, 0.5, 0.25].map((chance) => expect.closeTo(chance, 12)) },
      times: 900,
    });
  });

  it('may be a picture, which each model counts in its own way', async () => {
    const plan = await planOf(workflow('photo: { image: 1024x768 }', '{ input: photo }', 'test/full'));
    expect(modelOf(plan, 'a').parts[0]?.amount.constant).toBe(258);
    expect(await problemsOf(workflow('photo: { image: 1024x768 }', '{ input: photo }'))).toContain('does not say what a picture costs');
  });

  it('may be linked to another: one draw, scaled, clamped and scaled again', async () => {
    const term = await draw(
      'd: 3k to 12k, half: { of: d, times: 0.5, max: 5k }, more: { of: half, times: 2, plus: 100 }',
      '{ input: more }',
    );
    expect(term).toMatchObject({ source: 'input d', times: 1, plus: 100, max: 10_100 });
  });

  it('linked in a ring is an error that shows the way round', async () => {
    expect(await problemsOf(workflow('a1: { of: b1 }, b1: { of: a1 }', '{ input: a1 }'))).toContain(
      'inputs are linked in a ring: b1 → a1 → b1',
    );
  });

  it('is known before any step has run', async () => {
    expect(await problemsOf(workflow('q: { of: a }', '{ input: q }'))).toContain('an input is known before any step has run');
  });

  it('is one thing', async () => {
    expect(await codesOf(workflow('q: { count: 3, image: 10x10 }', '{ input: q }'))).toEqual(['ambiguous']);
    expect(await problemsOf(workflow('q: { count: 3, max: 5 }', '{ input: q }'))).toContain('write { count: { …, max: 12 } }');
    expect(await codesOf(workflow('q: { count: { of: d }, }, d: 5', '{ input: q }'.replace(', }', ' }')))).toEqual(['bad-quantity']);
  });
});

describe('a linked quantity', () => {
  it('costs, takes and writes by the number that it is linked to', async () => {
    const plan = await planOf(`
inputs: { pages: { count: 1 to 12 } }
steps:
  ocr: { tool: reader, cost: { of: pages, times: $0.0015 }, latency: { of: pages, times: 300ms, plus: 1s }, output: { of: pages, times: 600 } }
  sum: { model: test/plain, prompt: [{ user: { step: ocr } }], output: { of: ocr, times: 10%, min: 50, max: 400 } }
`);
    expect(stepNamed(plan, 'ocr').links[0]).toMatchObject({
      costUsd: { terms: [{ source: 'input pages', times: 0.0015 }] },
      latencyMs: { terms: [{ source: 'input pages', times: 300, plus: 1000 }] },
    });
    expect(modelOf(plan, 'sum').output.handed).toEqual([{ what: 'output', step: 0, times: 0.1, plus: 0, min: 50, max: 400 }]);
  });

  it('has no place in a share or inside a mix', async () => {
    expect(await problemsOf('inputs: { q: 5 }\nsteps: { a: { tool: x, reuse: { of: q } } }\n')).toContain(
      'this number cannot be linked to that of an input or step',
    );
    expect(
      await codesOf(
        'inputs: { q: 5, r: { mix: [{ share: 1, tokens: { of: q } }] } }\nsteps: { a: { tool: x, cost: { of: r, times: $1 } } }\n',
      ),
    ).toEqual(['bad-quantity']);
  });
});
