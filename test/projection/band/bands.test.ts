import { describe, expect, it } from 'vitest';
import { Problems } from '../../../src/diagnostics/diagnostic.ts';
import { type BandOptions, type Bands, bandsOf } from '../../../src/projection/band/bands.ts';
import { noiseOf } from '../../../src/projection/band/noise.ts';
import { SpendModel } from '../../../src/projection/band/spend-model.ts';
import { ClosedForms } from '../../../src/projection/closed-forms.ts';
import { expect as project } from '../../../src/projection/expect.ts';
import type { Projection } from '../../../src/projection/projection.ts';
import { FAMILIES } from '../../../src/tokens/families.ts';
import { scenariosOf } from '../../support/projection.ts';

const Z95 = 1.6448536269514722;

/** A 90 % interval about a median, by its standard deviation in the logarithm. */
const range = (median: number, sigma: number): string => `${median * Math.exp(-Z95 * sigma)} to ${median * Math.exp(Z95 * sigma)}`;

const both = async (
  workflow: string,
  options: BandOptions = { seed: 1 },
  files: Readonly<Record<string, string>> = {},
): Promise<{ readonly bands: Bands; readonly projection: Projection }> => {
  const [scenario] = await scenariosOf(workflow, { files });
  const forms = scenario && new ClosedForms(scenario);
  const projection = scenario && project(scenario, new Problems(), null, forms);
  const bands = forms && projection && bandsOf(new SpendModel(forms, projection, FAMILIES), projection, options);
  if (!bands) throw new Error('no bands');
  return { bands, projection };
};

const CENT = 'steps: { answer: { tool: x, cost: $0.01, latency: 1s } }';

/** 300,000 requests a month in the middle. */
const perDay = (sigma: number): string => range(300_000 / (730 / 24), sigma);

const MANY = `
assumptions: { verbosity: 0.8 to 1.5, escalation: 5% to 14%, again: 50% to 80% }
steps:
  triage: { model: test/cached, prompt: [{ system: { tokens: 4000 } }], cache: 5m, output: 20, outcomes: { person: { assumption: escalation }, no: rest } }
  loop:
    repeat: { continue: { assumption: again }, max: 9 }
    when: triage.no
    steps: { draft: { model: test/plain, prompt: 1000, output: { p50: 200, p95: 600, scale: verbosity } } }
traffic: { base: { requests: 20 to 90 per day, growth: 2% to 12% per month, months: 4, fixed: { database: $50 to $90 per month }, one_off: { index: $40 } } }
`;

describe('the band of spend', () => {
  it('is the quantiles of a lognormal where only a lognormal volume is unknown', async () => {
    const { bands } = await both(`${CENT}\ntraffic: { base: { requests: "${range(10_000, 0.2)} per day", day_to_day: 0 } }`);
    const month = 100 * (730 / 24);
    const [first] = bands.months;
    expect(first?.p10).toBeCloseTo(month * Math.exp(-0.2 * 1.2815515655), -1);
    expect(first?.p50).toBeCloseTo(month, -1);
    expect(first?.p90).toBeCloseTo(month * Math.exp(0.2 * 1.2815515655), -1);
    expect(first?.mean).toBeCloseTo(month * Math.exp(0.02), 3);
  });

  // E12
  it('adds up the variances of factors that multiply: σ 0.2 and 0.1 make P10 2,252.5 and P90 3,995.5', async () => {
    const workflow = `assumptions: { tokens: "${range(1, 0.1)}" }
steps: { answer: { tool: x, latency: 1s, cost: { uniform: [0.01, 0.01], scale: tokens } } }
traffic: { base: { requests: "${perDay(0.2)} per day", day_to_day: 0 } }`;
    const { bands } = await both(workflow);
    const [first] = bands.months;
    expect(Math.abs((first?.p10 ?? 0) / 2252.51787691 - 1)).toBeLessThan(0.01);
    expect(Math.abs((first?.p90 ?? 0) / 3995.52877793 - 1)).toBeLessThan(0.01);
    expect(first?.mean).toBeCloseTo(3075.94536157, 2);
  });

  it('holds sampling noise of CV ÷ √requests and day noise of CV ÷ √days', async () => {
    expect(noiseOf(0, 30, 1.5, 300_000)).toBeCloseTo(0.0027386, 7);
    expect(noiseOf(0.24, 30, 0, 300_000)).toBeCloseTo(0.0438178, 7);
    const traffic = `traffic: { base: { requests: ${300_000 / (730 / 24)} per day, day_to_day: 0 } }`;
    const { bands } = await both(`${CENT}\n${traffic}`, { seed: 1, unitCv: 1.5 });
    expect(bands.months[0]?.p10).toBeCloseTo(2989.5, 0);
    expect(bands.months[0]?.p90).toBeCloseTo(3010.5, 0);
  });

  it('keeps the means of the closed form in the day, in each month and over the horizon', async () => {
    const { bands, projection } = await both(MANY);
    const meanOf = (draws: Float64Array): number => draws.reduce((sum, value) => sum + value, 0) / draws.length;
    for (const [at, { spendUsd }] of projection.months.entries()) {
      expect(meanOf(bands.months[at]?.draws ?? new Float64Array())).toBeCloseTo(spendUsd, 6);
      expect(bands.months[at]?.mean).toBe(spendUsd);
    }
    expect(meanOf(bands.horizon.draws)).toBeCloseTo(bands.horizon.mean, 6);
    expect(meanOf(bands.daily.draws)).toBeCloseTo(bands.daily.mean, 6);
    expect(bands.correction).toBeLessThan(0.005);
  });

  it('never adds up percentiles: months that differ by chance leave a narrower horizon', async () => {
    const { bands } = await both(`${CENT}\ntraffic: { base: { requests: 100 per day, day_to_day: 50%, months: 6, growth: 0% } }`);
    const sum = (pick: 'p10' | 'p90'): number => bands.months.reduce((total, band) => total + band[pick], 0);
    expect(bands.horizon.p90).toBeLessThan(sum('p90'));
    expect(bands.horizon.p10).toBeGreaterThan(sum('p10'));
  });

  it('widens with the range of what nobody knows', async () => {
    const widths = await Promise.all(
      [0.05, 0.1, 0.2, 0.4].map(async (sigma) => {
        const { bands } = await both(`${CENT}\ntraffic: { base: { requests: "${range(1000, sigma)} per day" } }`);
        return bands.horizon.p90 / bands.horizon.p10;
      }),
    );
    expect(widths).toEqual([...widths].sort((a, b) => a - b));
    expect(new Set(widths).size).toBe(4);
  });

  it('comes out the same for the same seed, and otherwise for another', async () => {
    const [one, again, other] = [await both(MANY), await both(MANY), await both(MANY, { seed: 2 })];
    expect(again.bands).toEqual(one.bands);
    expect(other.bands.horizon.draws).not.toEqual(one.bands.horizon.draws);
  });

  it('widens with an estimated tokenizer: ±15 % of all tokens is P5 to P95', async () => {
    const files = { 'help.md': 'word '.repeat(500) };
    const workflow = (model: string): string =>
      `steps: { answer: { model: test/${model}, prompt: [{ system: { file: help.md } }], output: 0 } }
traffic: { base: { requests: 1000 per day, day_to_day: 0 } }`;
    const exact = await both(workflow('counting'), { seed: 1 }, files);
    const estimated = await both(workflow('claude'), { seed: 1 }, files);
    expect(exact.bands.horizon.p90).toBeCloseTo(exact.bands.horizon.p10, 9);
    const ratio = estimated.bands.horizon.p90 / estimated.bands.horizon.p10;
    expect(ratio).toBeCloseTo((1.15 / 0.85) ** (1.2815515655 / Z95), 2);
  });
});
