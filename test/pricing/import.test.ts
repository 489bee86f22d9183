import { describe, expect, it } from 'vitest';
import { sourceFile } from '../../src/diagnostics/source.ts';
import { type Catalogue, catalogueOf } from '../../src/pricing/catalogue.ts';
import { compareListings, type Import } from '../../src/pricing/import/compare.ts';
import { FORMATS } from '../../src/pricing/import/formats.ts';
import { usdPerMtok } from '../../src/pricing/import/json.ts';
import type { Format, Listing } from '../../src/pricing/import/listing.ts';
import { tableText } from '../../src/pricing/import/write.ts';
import { acme, day, onlyRow, readTable } from './tables.ts';

const DAY = day('2026-11-20');

const formatNamed = (name: string): Format => {
  const format = FORMATS.find((one) => one.name === name);
  if (format === undefined) throw new Error(`no format ${name}`);
  return format;
};

/** One model in each catalogue's own words: $3 in, $0.3 cached, $3.75 written, $15 out; $6 and $22.5 above 200,000 tokens. */
const FILES: Readonly<Record<string, unknown>> = {
  litellm: {
    sample_spec: { litellm_provider: 'one of …', mode: 'chat', input_cost_per_token: 0 },
    'claude-x': {
      litellm_provider: 'anthropic',
      mode: 'chat',
      max_input_tokens: 200_000,
      max_output_tokens: 64_000,
      input_cost_per_token: 3e-6,
      cache_read_input_token_cost: 3e-7,
      cache_creation_input_token_cost: 3.75e-6,
      cache_creation_input_token_cost_above_1hr: 6e-6,
      output_cost_per_token: 1.5e-5,
      input_cost_per_token_above_200k_tokens: 6e-6,
      output_cost_per_token_above_200k_tokens: 2.25e-5,
    },
    'an-image-model': { litellm_provider: 'anthropic', mode: 'image_generation', input_cost_per_token: 1e-6 },
  },
  'models.dev': {
    anthropic: {
      id: 'anthropic',
      models: {
        'claude-x': {
          cost: { input: 3, cache_read: 0.3, cache_write: 3.75, output: 15, context_over_200k: { input: 6, output: 22.5 } },
          limit: { context: 200_000, output: 64_000 },
        },
      },
    },
  },
  'genai-prices': [
    {
      id: 'anthropic',
      models: [
        {
          id: 'claude-x',
          context_window: 200_000,
          prices: [
            { prices: { input_mtok: 99, output_mtok: 99 } },
            {
              constraint: { start_date: '2026-01-01' },
              prices: {
                input_mtok: { base: 3, tiers: [{ start: 200_000, price: 6 }] },
                cache_read_mtok: 0.3,
                cache_write_mtok: 3.75,
                output_mtok: { base: 15, tiers: [{ start: 200_000, price: 22.5 }] },
              },
            },
            { constraint: { start_date: '2027-01-01' }, prices: { input_mtok: 50, output_mtok: 50 } },
            { constraint: { start_time: '01:00:00Z', end_time: '04:00:00Z' }, prices: { input_mtok: 70, output_mtok: 70 } },
          ],
        },
      ],
    },
  ],
  openrouter: {
    data: [
      {
        id: 'anthropic/claude-x',
        context_length: 200_000,
        top_provider: { max_completion_tokens: 64_000 },
        pricing: { prompt: '0.000003', completion: '0.000015', input_cache_read: '0.0000003', input_cache_write: '0.00000375' },
      },
      { id: 'anthropic/varies', pricing: { prompt: '-1', completion: '-1' } },
    ],
  },
};

describe.each(Object.keys(FILES))('a file of %s', (name) => {
  it('is told from those of the others', () => {
    expect(FORMATS.filter(({ fits }) => fits(FILES[name])).map((format) => format.name)).toEqual([name]);
  });

  it('has its prices in dollars per million tokens, models without a price of tokens left out', () => {
    const [listing, ...more] = formatNamed(name).read(FILES[name], DAY);
    expect(more).toEqual([]);
    expect(listing).toMatchObject({
      provider: 'anthropic',
      model: 'claude-x',
      contextWindow: 200_000,
      prices: { input: 3, cacheRead: 0.3, cacheWrite: 3.75, output: 15 },
    });
  });
});

describe('prices above a threshold', () => {
  it.each(['litellm', 'models.dev', 'genai-prices'])('are read from a file of %s', (name) => {
    const [listing] = formatNamed(name).read(FILES[name], DAY);
    expect(listing?.above).toMatchObject({ tokens: 200_000, prices: { input: 6, output: 22.5, cacheRead: null } });
  });
});

describe('catalogues name providers their own way', () => {
  it.each([
    ['litellm', { 'gemini/gemini-x': { litellm_provider: 'gemini', mode: 'chat', input_cost_per_token: 1e-6 } }, 'google/gemini-x'],
    ['litellm', { 'xai/grok-x': { litellm_provider: 'xai', mode: 'chat', input_cost_per_token: 1e-6 } }, 'xai/grok-x'],
    ['models.dev', { togetherai: { models: { 'openai/gpt-oss': { cost: { input: 1 } } } } }, 'together/openai/gpt-oss'],
    ['openrouter', { data: [{ id: 'x-ai/grok-x', pricing: { prompt: '0.000001' } }] }, 'xai/grok-x'],
  ])('%s: %j is %s', (name, file, id) => {
    expect(
      formatNamed(name)
        .read(file, DAY)
        .map(({ provider, model }) => `${provider}/${model}`),
    ).toEqual([id]);
  });
});

describe('a price', () => {
  it.each([
    [3e-7, 1, 0.3],
    ['0.000003', 1, 3],
    ['1e-6', 1, 1],
    [0.15, 1e6, 0.15],
    [0, 1, 0],
  ])('%j for each %d tokens is $%d a million', (value, per, usd) => {
    expect(usdPerMtok(value, per)).toBe(usd);
  });

  it.each([-1, '-1', Number.NaN, Infinity, 1e300, '', ' 1', '0x10', 'NaN', true, null, {}, [1]])('is none where it reads %j', (value) => {
    expect(usdPerMtok(value, 1)).toBeNull();
  });
});

describe('files that are no catalogue, or a hostile one', () => {
  it.each([
    [null],
    [5],
    ['text'],
    [[]],
    [{}],
    [{ data: 3 }],
    [{ openai: { models: [] } }],
    [[null, { models: null }]],
  ])('%j fits no format', (json) => {
    for (const { fits, read } of FORMATS) {
      expect(fits(json)).toBe(false);
      expect(read(json, DAY)).toEqual([]);
    }
  });

  it('a key that every object inherits is no price', () => {
    const file: unknown = JSON.parse('{"openai":{"models":{"constructor":{"cost":{"toString":1}},"m":{"cost":{"input":2}}}}}');
    expect(
      formatNamed('models.dev')
        .read(file, DAY)
        .map(({ model }) => model),
    ).toEqual(['m']);
  });
});

const row = (confidence: string, prices: string): string =>
  `    prices: [{ from: 2026-01-01, read: 2026-01-01, confidence: ${confidence}, ${prices} }]\n`;

const TABLE = `  sure:\n${row('high', 'input: 1, output: 2')}  unsure:\n${row('low', 'input: 1, cache_read: 0.1, output: 2, tiers: { batch: 50% }')}`;

const listing = (model: string, input: number | null, output: number | null, more: Partial<Listing['prices']> = {}): Listing => ({
  provider: 'acme',
  model,
  prices: { input, cacheRead: null, cacheWrite: null, cacheWriteHour: null, output, ...more },
  above: null,
  contextWindow: 8000,
  maxOutput: null,
});

const compared = (listings: readonly Listing[], force = false, tables: Catalogue = catalogueOf([acme(TABLE)])): readonly Import[] =>
  compareListings(
    {
      catalogue: tables,
      format: formatNamed('litellm'),
      asOf: DAY,
      force,
      place: { file: sourceFile('litellm', ''), start: 0, end: 0 },
    },
    listings,
  );

describe('what an import would change', () => {
  it('a row of low confidence ends the day before, the catalogue’s begins, with what else the row said', () => {
    const [made] = compared([listing('unsure', 1.5, 2)]);
    expect(made).toMatchObject({ outcome: 'changed', moved: [{ figure: 'input', now: 1, listed: 1.5 }] });
    expect(made?.rows).toMatchObject([
      { from: day('2026-01-01'), until: day('2026-11-19'), prices: { input: 1 } },
      { from: DAY, until: null, read: DAY, confidence: 'low', prices: { input: 1.5, cacheRead: 0.1, output: 2 } },
    ]);
    expect(made?.rows[1]?.tiers.get('batch')).toBe(0.5);
  });

  it('a row of higher confidence is kept, unless forced', () => {
    expect(compared([listing('sure', 9, 9)])).toMatchObject([{ outcome: 'kept', rows: [{ prices: { input: 1 } }] }]);
    expect(compared([listing('sure', 9, 9)], true)).toMatchObject([{ outcome: 'changed', rows: [{}, { prices: { input: 9 } }] }]);
  });

  it('two sources that agree make medium confidence; a sure row stays as it is', () => {
    expect(compared([listing('unsure', 1, 2)])).toMatchObject([{ outcome: 'confirmed', rows: [{ confidence: 'medium', read: DAY }] }]);
    expect(compared([listing('sure', 1, 2)])).toMatchObject([{ outcome: 'same' }]);
  });

  it('a catalogue does not confirm what was imported from it', () => {
    const own = acme(`  unsure:\n    notes: [Imported from litellm on 2026-11-01.]\n${row('low', 'input: 1, output: 2')}`);
    expect(compared([listing('unsure', 1, 2)], false, catalogueOf([own]))).toMatchObject([{ outcome: 'same' }]);
  });

  it('a figure that the catalogue rounds is the same, one that it lacks is no difference', () => {
    const table = acme(`  m:\n${row('high', 'input: 1, cache_read: 0.00875, cache_write: { 5m: 1.25 }')}`);
    expect(compared([listing('m', 1, 0, { cacheRead: 0.00872, cacheWrite: 0 })], false, catalogueOf([table]))).toMatchObject([
      { outcome: 'same' },
    ]);
  });

  it('a model that no table lists is new, of low confidence', () => {
    expect(compared([listing('other', 3, 4)])).toMatchObject([
      { id: 'acme/other', outcome: 'new', model: null, rows: [{ confidence: 'low' }] },
    ]);
  });

  it('an announced row stands after the imported one', () => {
    const announced = acme(
      '  m:\n    prices:\n      - { from: 2026-01-01, until: 2026-12-31, read: 2026-01-01, confidence: low, input: 1 }\n      - { from: 2027-01-01, read: 2026-01-01, confidence: low, input: 2 }\n',
    );
    const [made] = compared([listing('m', 1.2, null)], false, catalogueOf([announced]));
    expect(made?.rows.map(({ until, prices }) => [until, prices.input])).toEqual([
      [day('2026-11-19'), 1],
      [day('2026-12-31'), 1.2],
      [null, 2],
    ]);
  });

  it('prices above a threshold change with the row that has it', () => {
    const table = acme(`  m:\n${row('low', 'input: 1, output: 2, long_context: [{ at_least: 200k, input: 2, output: 3 }]')}`);
    const above = { tokens: 200_000, prices: { ...listing('m', 2, 4).prices } };
    const [made] = compared([{ ...listing('m', 1, 2), above }], false, catalogueOf([table]));
    expect(made?.moved).toEqual([{ figure: 'output over 200k', now: 3, listed: 4 }]);
    expect(made?.rows[1]?.longContext).toMatchObject([{ tokens: 200_000, inclusive: true, prices: { input: 2, output: 4 } }]);
  });
});

describe('the table that an import writes', () => {
  const HAND = `# Ours, by hand.
provider: acme
source: https://acme.example/prices
models:
  sure:
    prices: # one row
      - { from: 2026-01-01, read: 2026-01-01, confidence: high, input: 1, output: 2 }

  unsure:
    aliases: [maybe]   # kept
    prices:
      - from: 2026-01-01
        read: 2026-01-01
        confidence: low
        input: 1
        output: 2
`;
  const tables = catalogueOf([readTable(HAND).table ?? acme(TABLE)]);

  it('changes the rows of an entry in its text and leaves all else as it stands', () => {
    const imports = compared([listing('unsure', 1.5, 2), listing('other', 3, 4)], false, tables);
    expect(tableText(HAND, 'acme', 'x', imports)).toBe(`# Ours, by hand.
provider: acme
source: https://acme.example/prices
models:
  sure:
    prices: # one row
      - { from: 2026-01-01, read: 2026-01-01, confidence: high, input: 1, output: 2 }

  unsure:
    aliases: [maybe]   # kept
    notes:
      - Imported from litellm on 2026-11-20.
    prices:
      - from: 2026-01-01
        until: 2026-11-19
        status: list
        read: 2026-01-01
        confidence: low
        input: 1
        output: 2
      - from: 2026-11-20
        status: list
        read: 2026-11-20
        confidence: low
        input: 1.5
        output: 2

  other:
    context_window: 8000
    notes:
      - Imported from litellm on 2026-11-20.
    prices:
      - from: 2026-11-20
        status: list
        read: 2026-11-20
        confidence: low
        input: 3
        output: 4
`);
  });

  it('copies the entry of another table, so that all that is not imported stays known', () => {
    const text = tableText(null, 'acme', 'https://acme.example/prices', compared([listing('unsure', 1.5, 2)], false, tables));
    const { table, problems } = readTable(text);
    expect(problems).toEqual([]);
    expect(table?.copies).toMatchObject([{ id: 'acme/unsure', of: 'acme/unsure' }]);
    const both = catalogueOf([...tables.tables, ...(table === undefined ? [] : [table])]);
    expect(both.find('acme/unsure')).toMatchObject({ rows: [{ prices: { input: 1 } }, { prices: { input: 1.5 } }] });
  });

  it('can be read again, whatever a row holds', () => {
    const rich = row(
      'low',
      'input: 1, cache_read: 0.1, cache_write: { 5m: 1.25, 1h: 2 }, cache_storage: 1, output: 2, long_context: [{ over: 100k, input: 2 }], tiers: { batch: 50%, fast: { input: 3 } }, hours: [{ utc: "22:00-02:00", days: "mon-wed, sat", factor: 2 }], fees: { search: { per_1k: 10, free: 5 per month } }',
    );
    const before = acme(`  m:\n${rich}`);
    const [made] = compared([listing('m', 1.5, 2)], false, catalogueOf([before]));
    const text = tableText(null, 'acme', 'x', made === undefined ? [] : [made]);
    const { table, problems } = readTable(text);
    expect(problems).toEqual([]);
    const [old, now] = table?.copies[0]?.own.rows ?? [];
    const first = onlyRow(before);
    expect(old).toMatchObject({
      prices: first.prices,
      longContext: first.longContext,
      tiers: first.tiers,
      hours: first.hours,
      fees: first.fees,
    });
    expect(now).toMatchObject({ prices: { input: 1.5, cacheRead: 0.1 }, tiers: first.tiers, hours: first.hours, fees: first.fees });
  });
});
