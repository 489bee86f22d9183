import { describe, expect, it } from 'vitest';
import { sourceFile } from '../../../src/diagnostics/source.ts';
import type { Model, PriceRow } from '../../../src/pricing/table.ts';
import { scenarioFactor, scenarioRow } from '../../../src/workflow/traffic/prices.ts';
import type { ScenarioSpec } from '../../../src/workflow/traffic/spec.ts';
import { mistakesIn, planOf, scenariosOf } from '../../support/scenario.ts';

const place = { file: sourceFile('pricing/x.yaml', ''), start: 0, end: 0 };

const row: PriceRow = {
  model: 'openai/gpt-6-luna',
  from: 0,
  until: null,
  status: 'list',
  read: 0,
  confidence: 'high',
  prices: { input: 2, cacheRead: 0.2, cacheWrite: new Map([['5m', 2.5]]), output: 10 },
  longContext: [],
  tiers: new Map(),
  fees: new Map(),
  cacheStorageUsdPerMtokHour: 0,
  hours: [],
  place,
};

const model = (id: string): Model => ({
  id,
  aliases: [],
  tokenizer: null,
  contextWindow: null,
  maxInput: null,
  maxOutput: null,
  caching: { mode: 'none', minTokens: 0, step: 1, ttl: [] },
  retires: null,
  regions: new Map(),
  latency: null,
  image: null,
  pdfPageTokens: null,
  toolSystemTokens: 0,
  overheadsRead: null,
  notes: [],
  rows: [row],
  place,
});

const luna = model('openai/gpt-6-luna');
const sonnet = model('anthropic/claude-sonnet-5');

const scenario = (keys: string): ScenarioSpec => {
  const [found] = scenariosOf(`base: { requests: 1 per day, ${keys} }\n`);
  if (found === undefined) throw new Error('no scenario');
  return found;
};

describe('prices of a scenario', () => {
  it('rise and fall by provider, less the discount: +20 % less 12 % is 1.2 × 0.88', () => {
    const changed = scenario('prices: { openai: +20%, anthropic: -5% }, discount: { openai: 12% }');
    expect(scenarioFactor(changed, luna)).toBeCloseTo(1.2 * 0.88, 12);
    expect(scenarioFactor(changed, sonnet)).toBeCloseTo(0.95, 12);
    expect(scenarioFactor(scenario('months: 1'), luna)).toBe(1);
  });

  it('of a model win over those of its provider', () => {
    const changed = scenario('prices: { openai: +20%, openai/gpt-6-luna: -50% }');
    expect(scenarioFactor(changed, luna)).toBe(0.5);
  });

  it('may be stated class by class; what is not named keeps the table’s price, and the row is made once', () => {
    const changed = scenario('prices: { openai/gpt-6-luna: { input: 1, cache_write: { 1h: 3 } } }');
    const own = scenarioRow(changed, luna, row);
    expect(own.prices).toEqual({
      input: 1,
      cacheRead: 0.2,
      cacheWrite: new Map([
        ['5m', 2.5],
        ['1h', 3],
      ]),
      output: 10,
    });
    expect(scenarioRow(changed, luna, row)).toBe(own);
    expect(scenarioRow(changed, sonnet, row)).toBe(row);
    expect(scenarioFactor(changed, luna)).toBe(1);
  });

  it.each([
    ['prices: { antropic: +20% }', 'did you mean "anthropic"?'],
    ['prices: { openai/gpt-6-lunar: { input: 1 } }', 'did you mean "openai/gpt-6-luna"?'],
    ['prices: { openai: 20% }', 'write +20% or -10%'],
    ['prices: { openai: 1.2 }', 'write +20% or -10%'],
    ['prices: { openai: -120% }', 'a price cannot fall by more than 100 %'],
    ['prices: { openai: { input: 1 } }', '"openai" is no model'],
    ['prices: { openai/luna: {} }', 'no price is given'],
    ['discount: { openai: 120% }', '120% is more than 100 %'],
    ['discount: { opnai: 12% }', 'did you mean "openai"?'],
    ['discount: { openai/luna: 12% }', 'a discount is that of a provider'],
  ])('%s is told', (keys, message) => {
    expect(mistakesIn(keys)).toContain(message);
  });
});

describe('rate limits', () => {
  it('of an account tier are those of the buckets that hold a model of the workflow', () => {
    expect(planOf('limits: { anthropic: build }').limits).toEqual([
      {
        name: 'anthropic: claude-sonnet-5, claude-sonnet-5-5',
        models: ['anthropic/claude-sonnet-5', 'anthropic/claude-sonnet-5-5'],
        rpm: 4000,
        inputTpm: 2e6,
        outputTpm: 4e5,
        tpm: null,
        cacheReadsCount: false,
      },
    ]);
  });

  it('of one model may be stated, by its alias too; it leaves its bucket, and cache reads count as its provider counts', () => {
    const { limits } = planOf(
      'limits: { openai/luna: { rpm: 500, tpm: 200k }, anthropic: scale, anthropic/claude-sonnet-5-5: { rpm: 9 } }',
    );
    expect(limits.map(({ name, rpm, tpm, cacheReadsCount }) => [name, rpm, tpm, cacheReadsCount])).toEqual([
      ['openai: gpt-6-luna', 500, 200_000, true],
      ['anthropic: claude-sonnet-5', 8000, null, false],
      ['anthropic: claude-sonnet-5-5', 9, null, false],
    ]);
  });

  it.each([
    ['limits: { anthropic: bild }', 'did you mean "build"?'],
    ['limits: { openai: tier-1 }', 'the price table of openai lists no rate limits'],
    ['limits: { openai: { rpm: 500 } }', '"openai" is no model'],
    ['limits: { openai/luna: build }', '"openai/luna" is no provider'],
    ['limits: { openai/luna: {} }', 'add rpm, input_tpm, output_tpm or tpm'],
    ['limits: { openai/luna: { rpm: 0 } }', 'lets no call through'],
    ['limits: { opnai: build }', 'did you mean "openai"?'],
  ])('%s is told', (keys, message) => {
    expect(mistakesIn(keys)).toContain(message);
  });
});
