import { describe, expect, it } from 'vitest';
import { segmentsOf } from '../../src/pricing/calendar.ts';
import { catalogueOf } from '../../src/pricing/catalogue.ts';
import { dayText } from '../../src/pricing/day.ts';
import { pricesOf } from '../../src/pricing/price.ts';
import type { PriceTable } from '../../src/pricing/table.ts';
import { FAMILIES } from '../../src/tokens/families.ts';
import { day, modelOf, shippedTables } from './tables.ts';

const outcomes = shippedTables();
const tables = outcomes.flatMap(({ table }) => (table === undefined ? [] : [table]));
const catalogue = catalogueOf(tables);
const models = tables.flatMap((table: PriceTable) => table.models);
const named = models.map((model) => [model.id, model] as const);

/** The first segment of one day: the row that prices it, and its notes. */
const on = (id: string, date: string): { input: number | null; output: number | null; notes: readonly string[] } => {
  const [segment] = segmentsOf(catalogue, modelOf(catalogue, id), day(date), day(date));
  return { input: segment?.row.prices.input ?? null, output: segment?.row.prices.output ?? null, notes: segment?.notes ?? [] };
};

describe('the shipped price tables', () => {
  it('read without problems', () => {
    expect(outcomes.flatMap(({ problems }) => problems)).toEqual([]);
  });

  it('are of twelve providers, with as many models as were collected', () => {
    expect(tables.map(({ provider, models: listed }) => [provider, listed.length])).toEqual([
      ['amazon-bedrock', 7],
      ['anthropic', 10],
      ['cohere', 7],
      ['deepseek', 2],
      ['fireworks', 2],
      ['google', 12],
      ['groq', 4],
      ['mistral', 7],
      ['openai', 19],
      ['together', 2],
      ['voyage', 7],
      ['xai', 4],
    ]);
  });

  it('name the page that they come from', () => {
    for (const { source } of tables) expect(source).toMatch(/^https:\/\/[a-z.-]+\/.+/);
  });

  it('list no name twice, aliases included', () => {
    for (const { models: listed } of tables) {
      const names = listed.flatMap(({ id, aliases }) => [id.slice(id.indexOf('/') + 1), ...aliases]);
      expect(new Set(names).size).toBe(names.length);
    }
  });
});

describe.each(named)('%s', (_id, model) => {
  it('has rows in order that do not overlap', () => {
    for (const [index, next] of model.rows.entries()) {
      const before = model.rows[index - 1];
      if (before === undefined) continue;
      expect(next.from).toBeGreaterThan(before.from);
      expect(next.from).toBeGreaterThan(before.until ?? before.from);
    }
  });

  it('has an end only where another row or a promotion needs one', () => {
    for (const { until, status } of model.rows.slice(-1)) expect(until === null || status === 'promotional').toBe(true);
    for (const { until } of model.rows.slice(0, -1)) expect(until).not.toBeNull();
  });

  it('was read on a day of 2026 that is not before its price began, unless it was announced', () => {
    for (const { read, from } of model.rows) {
      expect(dayText(read)).toMatch(/^2026-/);
      if (from <= day('2026-11-20')) expect(read).toBeGreaterThanOrEqual(from);
    }
  });

  it('has a price for input or for a search; reading from the cache is cheaper, writing not, output never cheaper than input', () => {
    for (const { prices, fees } of model.rows) {
      const input = prices.input ?? 0;
      expect(input + (fees.get('search')?.usdPerUnit ?? 0)).toBeGreaterThan(0);
      if (prices.cacheRead !== null) expect(prices.cacheRead).toBeLessThan(input);
      for (const write of prices.cacheWrite.values()) expect(write).toBeGreaterThanOrEqual(input);
      if (prices.output !== null) expect(prices.output).toBeGreaterThanOrEqual(input);
    }
  });

  it('costs more, not less, beyond each threshold of its context, and the threshold lies in the window', () => {
    for (const row of model.rows) {
      for (const { tokens } of row.longContext) {
        expect(tokens).toBeLessThan(model.contextWindow ?? 0);
        const [low, high] = [pricesOf(row, 'standard', tokens - 1), pricesOf(row, 'standard', tokens + 1)];
        expect(high.input ?? 0).toBeGreaterThan(low.input ?? 0);
        expect(high.output ?? 0).toBeGreaterThanOrEqual(low.output ?? 0);
      }
    }
  });

  it('offers tiers as factors: batch is half, at xAI four fifths, fast and priority cost more', () => {
    for (const { tiers } of model.rows) {
      for (const [tier, factor] of tiers) {
        if (tier === 'batch' || tier === 'flex') expect(factor).toBe(model.id.startsWith('xai/') ? 0.8 : 0.5);
        else expect(factor).toBeGreaterThan(1);
        if (typeof factor === 'number') expect(factor).toBeLessThanOrEqual(6);
      }
    }
  });

  it('writes its cache at times to live that it lists', () => {
    for (const { prices } of model.rows) {
      for (const ttl of prices.cacheWrite.keys()) expect(model.caching.ttl).toContain(ttl);
    }
    if (model.caching.mode === 'none') expect(model.caching.ttl).toEqual([]);
    else expect(model.caching.ttl.length).toBeGreaterThan(0);
  });

  it('has a known tokenizer and limits that fit its window', () => {
    const pricesTokens = model.rows.some(({ prices }) => prices.input !== null);
    if (pricesTokens) expect([...FAMILIES.keys()]).toContain(model.tokenizer);
    else expect(model.tokenizer).toBeNull();
    expect(model.contextWindow ?? Infinity).toBeGreaterThan(1000);
    expect(model.maxInput ?? 0).toBeLessThanOrEqual(model.contextWindow ?? 0);
    expect(model.maxOutput ?? 0).toBeLessThan(model.contextWindow ?? 1);
  });

  it('is replaced by a model that is listed', () => {
    const replacement = model.retires?.replacedBy;
    if (replacement) expect(catalogue.find(replacement)?.id).toBe(replacement);
  });
});

describe('figures of 2026-11-20', () => {
  it.each([
    ['openai/gpt-6-luna', 0.1, 0.5],
    ['openai/gpt-6-astra', 10, 50],
    ['openai/gpt-6.1-sol', 2, 10],
    ['openai/gpt-6.1-terra', 1, 5],
    ['openai/gpt-5-mini', 0.25, 2],
    ['openai/gpt-4o', 2.5, 10],
    ['openai/text-embedding-3-small', 0.02, null],
    ['anthropic/claude-sonnet-5', 2, 10],
    ['anthropic/claude-opus-5-5', 4, 20],
    ['anthropic/claude-haiku-4-5', 1, 5],
    ['google/gemini-3.5-flash', 1.5, 9],
    ['google/gemini-2.5-pro', 1.25, 10],
    ['google/gemini-embedding-001', 0.15, null],
  ])('%s costs $%d in and $%s out', (id, input, output) => {
    expect(on(id, '2026-11-20')).toEqual({ input, output, notes: [] });
  });

  it('claude-sonnet-5: reads $0.20, writes $2.50 for 5 minutes and $4 for an hour, batch half', () => {
    const { rows } = modelOf(catalogue, 'anthropic/claude-sonnet-5');
    const [row] = rows;
    if (row === undefined) throw new Error('no row');
    expect(pricesOf(row, 'standard', 1000)).toEqual({
      input: 2,
      cacheRead: 0.2,
      cacheWrite: new Map([
        ['5m', 2.5],
        ['1h', 4],
      ]),
      output: 10,
    });
    expect(pricesOf(row, 'batch', 1000)).toMatchObject({ input: 1, output: 5 });
  });

  it('claude-haiku-5-5: five times the price above 100,000 tokens, of which the last still has the lower one', () => {
    const [row] = modelOf(catalogue, 'anthropic/claude-haiku-5-5').rows;
    if (row === undefined) throw new Error('no row');
    expect(pricesOf(row, 'standard', 100_000)).toMatchObject({ input: 0.1, cacheRead: 0.01, output: 0.5 });
    expect(pricesOf(row, 'standard', 100_001)).toEqual({
      input: 0.5,
      cacheRead: 0.05,
      cacheWrite: new Map([
        ['5m', 0.625],
        ['1h', 1],
      ]),
      output: 2.5,
    });
    expect(pricesOf(row, 'batch', 100_001)).toMatchObject({ input: 0.25, output: 1.25 });
  });

  it('gpt-6-luna: twice the input and half as much again for output above 272,000 tokens', () => {
    const [row] = modelOf(catalogue, 'openai/gpt-6-luna').rows;
    if (row === undefined) throw new Error('no row');
    expect(pricesOf(row, 'standard', 272_000)).toMatchObject({ input: 0.1, output: 0.5 });
    expect(pricesOf(row, 'standard', 272_001)).toMatchObject({ input: 0.2, output: 0.75 });
  });

  it('gpt-6.1-terra: a 12-hour cache write costs $2.50 above 272,000 tokens too', () => {
    const [row] = modelOf(catalogue, 'openai/gpt-6.1-terra').rows;
    if (row === undefined) throw new Error('no row');
    expect(pricesOf(row, 'standard', 272_000).cacheWrite.get('12h')).toBe(2.5);
    expect(pricesOf(row, 'standard', 272_001).cacheWrite.get('12h')).toBe(2.5);
  });
});

describe('changes that are announced', () => {
  it('gemini-4-argon doubles on 2026-12-01, when its launch price ends', () => {
    expect(on('google/gemini-4-argon', '2026-11-30')).toEqual({ input: 2, output: 10, notes: [] });
    expect(on('google/gemini-4-argon', '2026-12-01')).toEqual({ input: 4, output: 20, notes: [] });
  });

  it('gemini-3.8-flash doubles on 2027-01-01', () => {
    expect(on('google/gemini-3.8-flash', '2026-12-31').input).toBe(0.75);
    expect(on('google/gemini-3.8-flash', '2027-01-01').input).toBe(1.5);
  });

  it('the promotion of gpt-5.6-sol is stated until 2026-11-21; later it is used on, with a note', () => {
    expect(on('openai/gpt-5.6-sol', '2026-11-21')).toEqual({ input: 4, output: 20, notes: [] });
    expect(on('openai/gpt-5.6-sol', '2026-11-22')).toMatchObject({ input: 4, output: 20, notes: [expect.stringContaining('2026-11-21')] });
    expect(on('openai/gpt-5.6-sol', '2026-08-20').input).toBe(5);
  });

  it('gemini-2.5-pro is billed at the prices of gemini-3.8-flash from 2026-12-01 on', () => {
    expect(on('google/gemini-2.5-pro', '2026-11-30').input).toBe(1.25);
    expect(on('google/gemini-2.5-pro', '2026-12-01')).toMatchObject({ input: 0.75, output: 3.75 });
    expect(on('google/gemini-2.5-pro', '2027-01-01')).toMatchObject({ input: 1.5, output: 7.5 });
  });

  it('gpt-5-mini retires on 2026-12-11 and is priced as before, with a note', () => {
    expect(on('openai/gpt-5-mini', '2026-12-10')).toEqual({ input: 0.25, output: 2, notes: [] });
    expect(on('openai/gpt-5-mini', '2026-12-11')).toMatchObject({
      input: 0.25,
      output: 2,
      notes: [expect.stringContaining('openai/gpt-5.6-terra')],
    });
  });
});

it('aliases lead to their models', () => {
  expect(catalogue.find('anthropic/claude-haiku-4-5-20251001')?.id).toBe('anthropic/claude-haiku-4-5');
  expect(catalogue.find('openai/gpt-4o-2024-11-20')?.id).toBe('openai/gpt-4o');
  expect(catalogue.find('openai/gpt-4o-2024-05-13')).toBeUndefined();
});
