import { describe, expect, it } from 'vitest';
import { Problems } from '../../../src/diagnostics/diagnostic.ts';
import { costLinesOf } from '../../../src/projection/band/cost-lines.ts';
import { SpendModel } from '../../../src/projection/band/spend-model.ts';
import { ClosedForms } from '../../../src/projection/closed-forms.ts';
import { expect as project } from '../../../src/projection/expect.ts';
import { stratified } from '../../../src/stats/hypercube.ts';
import { mean } from '../../../src/stats/moments.ts';
import { samplerOf } from '../../../src/stats/sample.ts';
import { FAMILIES } from '../../../src/tokens/families.ts';
import { scenariosOf } from '../../support/projection.ts';

const COUNT = 40;

/** By how much of it the model's cost of a request is off in each of some futures that it has not seen. */
const misses = async (workflow: string): Promise<readonly number[]> => {
  const [scenario] = await scenariosOf(workflow);
  if (scenario === undefined) throw new Error('no scenario');
  const forms = new ClosedForms(scenario);
  const projection = project(scenario, new Problems(), null, forms);
  if (projection === undefined) throw new Error('no projection');
  const model = new SpendModel(forms, projection, FAMILIES);
  const points = model.coordinates.map(({ name, of }) => stratified(7, name, COUNT).map(samplerOf(of)));
  const { costUsd, volumes } = model.over({ count: COUNT, points, drawn: ({ of }) => new Float64Array(COUNT).fill(mean(of)) });
  return Array.from({ length: COUNT }, (_, future) => {
    const form = forms.at(points.map((column) => column[future] ?? 0));
    const exact = costLinesOf(form, volumes[0]?.[future] ?? 0, 1).reduce((sum, [usd = 0]) => sum + usd, 0);
    return Math.abs((costUsd[0]?.[future] ?? 0) / exact - 1);
  });
};

/** What a share of some values does not pass. */
const upTo = (share: number, values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.ceil(share * values.length) - 1] ?? Number.NaN;

const TRAFFIC = 'traffic: { base: { requests: 500 per day } }';

describe('what a request costs in a future', () => {
  it('is exact where numbers scale parts and chances of a bill', async () => {
    const off = await misses(`assumptions: { verbosity: 0.5 to 2, person: 5% to 14% }
steps:
  triage: { model: test/plain, prompt: 500, output: 20, outcomes: { person: { assumption: person }, no: rest } }
  answer: { when: triage.no, model: test/plain, prompt: 3000, output: { uniform: [100, 500], scale: verbosity } }
  review: { when: triage.person, human: x, work: 5min, wage: $40 per hour }
${TRAFFIC}`);
    expect(Math.max(...off)).toBeLessThan(1e-6);
  });

  it('is within half a hundredth where a ceiling, a cache and a chance bend it', async () => {
    const off = await misses(`assumptions: { verbosity: 0.5 to 2, complex: 20% to 60% }
steps:
  triage: { model: test/plain, prompt: 500, output: 20, outcomes: { complex: { assumption: complex }, no: rest } }
  answer:
    when: triage.complex
    model: test/cached
    prompt: [{ system: { tokens: 4000 } }, { user: { tokens: 500 } }]
    cache: 5m
    output: { p50: 300, p95: 900, scale: verbosity }
    max_output: 1000
${TRAFFIC}`);
    expect(upTo(0.95, off)).toBeLessThan(0.005);
    expect(upTo(1, off)).toBeLessThan(0.02);
  });

  it('hangs on the volume, where the volume keeps a prefix warm', async () => {
    const cached = (requests: string): string =>
      `assumptions: { rush: 0.2 to 5 }
steps: { answer: { model: test/cached, prompt: [{ system: { tokens: 4000 } }], cache: 5m, output: 10 } }
traffic: { base: { requests: ${requests}, scale: rush } }`;
    expect(Math.max(...(await misses(cached('300 per day'))))).toBeLessThan(0.01);
  });

  it('is near where whole rounds that carry and the length of answers bend it together', async () => {
    const off = await misses(`assumptions: { size: 0.5 to 2, rounds: 2 to 6 }
steps:
  loop:
    repeat: { times: { assumption: rounds } }
    carry: true
    steps: { draft: { model: test/plain, prompt: 1000, output: { uniform: [300, 500], scale: size } } }
${TRAFFIC}`);
    expect(upTo(0.5, off)).toBeLessThan(0.02);
    expect(upTo(1, off)).toBeLessThan(0.1);
  });
});
