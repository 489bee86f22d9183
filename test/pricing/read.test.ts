import { describe, expect, it } from 'vitest';
import { acme, day, type Outcome, onlyRow, readTable } from './tables.ts';

const ROW = 'from: 2026-01-01, read: 2026-01-02, confidence: high';

/** A table with one model of one row; its row stands on line 5 and begins at column 9. */
const withRow = (row: string): string => `provider: acme\nsource: https://acme.example\nmodels:\n  swift:\n    prices: [{ ${row} }]\n`;

/** A table whose model has one more key, on line 5. */
const withKey = (key: string): string =>
  `provider: acme\nsource: https://acme.example\nmodels:\n  swift:\n    ${key}\n    prices: [{ ${ROW}, input: 1 }]\n`;

describe('a price table', () => {
  const text = `
provider: acme
source: https://acme.example/prices
x-owner: platform team
models:
  swift-2:
    aliases: [swift-latest]
    tokenizer: o200k_base
    context_window: 1M
    max_input: 900k
    max_output: 128k
    caching: { mode: explicit, min_tokens: 512, ttl: [5m, 1h] }
    retires: { on: 2027-06-30, replaced_by: swift-3, billed_at: replacement }
    prices:
      - { from: 2026-07-01, read: 2026-10-10, confidence: medium, input: $3, output: 12 }
      - from: 2026-01-01
        until: 2026-06-30
        status: promotional
        read: 2026-10-10
        confidence: high
        input: 2
        cache_read: 0.2
        cache_write: { 5m: 2.5, 1h: 4 }
        output: 10
        long_context:
          - { at_least: 500k, input: 6 }
          - { over: 200k, input: 4, cache_write: { 5m: 5 } }
        tiers: { batch: 50%, fast: { input: 4, output: 20 }, priority: 1.8 }
  swift-3:
    retires: { on: 2028-01-01, replaced_by: other/model }
    prices: [{ from: 2026-01-01, read: 2026-10-10, confidence: low, input: 0.02 }]
`;
  const { table, problems } = readTable(text);
  const [first, second] = table?.models ?? [];

  it('reads without problems, keys that begin with x- are its author’s', () => {
    expect(problems).toEqual([]);
    expect(table).toMatchObject({ provider: 'acme', source: 'https://acme.example/prices', file: 'pricing/acme.yaml', sha256: 'a hash' });
  });

  it('names models by provider and name, and keeps what is said of them', () => {
    expect(first).toMatchObject({
      id: 'acme/swift-2',
      aliases: ['swift-latest'],
      tokenizer: 'o200k_base',
      contextWindow: 1_000_000,
      maxInput: 900_000,
      maxOutput: 128_000,
      caching: { mode: 'explicit', minTokens: 512, ttl: ['5m', '1h'] },
    });
  });

  it('has defaults for what is not said: no caching, own prices at retirement, list prices', () => {
    expect(second).toMatchObject({
      aliases: [],
      tokenizer: null,
      contextWindow: null,
      maxInput: null,
      maxOutput: null,
      caching: { mode: 'none', ttl: [] },
      retires: { on: day('2028-01-01'), billedAt: 'own' },
    });
    expect(second?.rows[0]).toMatchObject({ status: 'list', until: null, confidence: 'low' });
  });

  it('takes the window for the greatest input where none is given', () => {
    expect(acme(`  m:\n    context_window: 200k\n    prices: [{ ${ROW}, input: 1 }]\n`).models[0]).toMatchObject({
      contextWindow: 200_000,
      maxInput: 200_000,
    });
  });

  it('takes a replacement for one of the same provider unless it names another', () => {
    expect(first?.retires).toEqual({ on: day('2027-06-30'), replacedBy: 'acme/swift-3', billedAt: 'replacement' });
    expect(second?.retires?.replacedBy).toBe('other/model');
  });

  it('has its rows oldest first', () => {
    expect(first?.rows.map(({ from, until }) => [from, until])).toEqual([
      [day('2026-01-01'), day('2026-06-30')],
      [day('2026-07-01'), null],
    ]);
  });

  it('has dollars per million tokens for each class, and null where there is no price', () => {
    expect(first?.rows[0]?.prices).toEqual({
      input: 2,
      cacheRead: 0.2,
      cacheWrite: new Map([
        ['5m', 2.5],
        ['1h', 4],
      ]),
      output: 10,
    });
    expect(first?.rows[1]?.prices).toEqual({ input: 3, cacheRead: null, cacheWrite: new Map(), output: 12 });
    expect(second?.rows[0]?.prices).toEqual({ input: 0.02, cacheRead: null, cacheWrite: new Map(), output: null });
  });

  it('has its long-context prices by rising threshold, each naming only what it changes', () => {
    expect(first?.rows[0]?.longContext.map(({ tokens, inclusive }) => [tokens, inclusive])).toEqual([
      [200_000, false],
      [500_000, true],
    ]);
    expect(first?.rows[0]?.longContext[1]?.prices).toEqual({ input: 6 });
  });

  it('has its tiers as factors or as prices of their own', () => {
    expect(first?.rows[0]?.tiers).toEqual(
      new Map<string, unknown>([
        ['batch', 0.5],
        ['fast', { input: 4, output: 20 }],
        ['priority', 1.8],
      ]),
    );
  });

  it('knows the place of each model and row', () => {
    expect(text.slice(first?.place.start, first?.place.end)).toBe('swift-2');
    expect(text.slice(first?.rows[0]?.place.start).startsWith('from: 2026-01-01')).toBe(true);
  });

  it('may list a model without a price for input or output', () => {
    expect(onlyRow(acme(`  rerank:\n    prices: [{ ${ROW}, fees: { search: { per_1k: 2 } } }]\n`)).prices.output).toBeNull();
  });
});

describe('a replacement', () => {
  const replacedBy = (name: string): Outcome => readTable(withKey(`retires: { on: 2027-01-01, replaced_by: ${name} }`));

  it.each(['swift-2', 'acme/swift-2'])('that the file should list and does not is a warning: %s', (name) => {
    const { table, problems } = replacedBy(name);
    expect(table?.models[0]?.retires?.replacedBy).toBe('acme/swift-2');
    expect(problems).toEqual(['unknown-name at pricing/acme.yaml:5:45: the file lists no model "swift-2" (did you mean "swift"?)']);
  });

  it.each(['swift', 'other/swift-2'])('that is listed, or of another provider, is none: %s', (name) => {
    expect(replacedBy(name).problems).toEqual([]);
  });

  it('may be named by its alias', () => {
    const models = `  b: { aliases: [new], prices: [{ ${ROW}, input: 1 }] }\n`;
    const { problems } = readTable(`${withKey('retires: { on: 2027-01-01, replaced_by: new }')}${models}`);
    expect(problems).toEqual([]);
  });
});

describe('a price table that is refused', () => {
  it.each([
    [
      'a negative price',
      `${ROW}, input: -1`,
      'bad-quantity at pricing/acme.yaml:5:77: -1: an amount of money cannot be negative (write dollars as $0.002 or 0.002)',
    ],
    [
      'a comma',
      `${ROW}, input: "1,200"`,
      'bad-quantity at pricing/acme.yaml:5:77: "1,200" holds a comma (write 1200 or 1.2k for thousands, 1.5 for decimals)',
    ],
    ['5m for five million', `${ROW}, input: 5m`, 'bad-quantity at pricing/acme.yaml:5:77: "5m": millions are a capital M (write 5M)'],
    ['a price beyond all sense', `${ROW}, input: 1e309`, /^bad-(quantity|value) at pricing\/acme.yaml:5:77: /],
    ['a price that is not a number', `${ROW}, input: .nan`, /^bad-value at pricing\/acme.yaml:5:77: /],
    [
      'a price that is true',
      `${ROW}, input: true`,
      /^bad-value at pricing\/acme.yaml:5:77: "input" must be a number or a text, not true or false/,
    ],
    ['a price left empty', `${ROW}, input: `, /^null-value at pricing\/acme.yaml:5:70: "input" has no value/],
    [
      'a bad cache write',
      `${ROW}, cache_write: { 5m: x }, input: 1`,
      /^bad-quantity at pricing\/acme.yaml:5:89: "x" is not an amount of money/,
    ],
    ['a bad factor', `${ROW}, tiers: { batch: half }, input: 1`, /^bad-quantity at pricing\/acme.yaml:5:86: "half" is not a factor/],
    [
      'a bad price of a tier',
      `${ROW}, tiers: { fast: { input: -4 } }, input: 1`,
      /^bad-quantity at pricing\/acme.yaml:5:94: -4: an amount of money cannot be negative/,
    ],
    [
      'a misspelt price of a tier',
      `${ROW}, tiers: { fast: { ouput: 20 } }`,
      /^unknown-key at pricing\/acme.yaml:5:87: unknown key "ouput" .*did you mean "output"\?/,
    ],
    [
      'a threshold in capitals',
      `${ROW}, long_context: [{ over: 200K, input: 4 }], input: 1`,
      /^bad-quantity at pricing\/acme.yaml:5:93: "200K": thousands are a small k/,
    ],
    [
      'two thresholds',
      `${ROW}, long_context: [{ over: 200k, at_least: 200k }], input: 1`,
      /^missing-key at pricing\/acme.yaml:5:85: .*one of `over` and `at_least`/,
    ],
    [
      'no threshold',
      `${ROW}, long_context: [{ input: 4 }], input: 1`,
      /^missing-key at pricing\/acme.yaml:5:85: .*one of `over` and `at_least`/,
    ],
    ['a misspelt price', `${ROW}, imput: 3`, /^unknown-key at pricing\/acme.yaml:5:70: unknown key "imput" .*did you mean "input"\?/],
    [
      'a stretch of the day that is none',
      `${ROW}, input: 1, hours: [{ utc: "25:00-26:00", factor: 2 }]`,
      'bad-value at pricing/acme.yaml:5:95: "25:00-26:00" is no stretch of the day (write "01:00-04:00"; 24:00 is the end of the day)',
    ],
    [
      'a day of the week that is none',
      `${ROW}, input: 1, hours: [{ utc: "01:00-02:00", days: mon-xyz, factor: 2 }]`,
      /^bad-value at pricing\/acme.yaml:5:116: "mon-xyz" is no list of days/,
    ],
    [
      'two prices in the same hour',
      `${ROW}, input: 1, hours: [{ utc: "22:00-02:00", days: fri, factor: 2 }, { utc: "01:30-03:00", days: sat, factor: 3 }]`,
      /^bad-value at pricing\/acme.yaml:5:141: two time-of-day prices overlap/,
    ],
    ['a fee of no amount', `${ROW}, fees: { search: { free: 5 per month } }`, /^missing-key .*a fee has one of `per_1k` and `each`/],
    ['a fee of two amounts', `${ROW}, fees: { search: { per_1k: 5, each: 1 } }`, /^ambiguous .*a fee has one of `per_1k` and `each`/],
    ['free uses without their month', `${ROW}, fees: { search: { each: 1, free: "5" } }`, /^bad-value .*"5" is not a free allowance/],
    [
      'a day that does not exist',
      'from: 2026-02-30, read: 2026-01-02, confidence: high, input: 1',
      'bad-date at pricing/acme.yaml:5:22: "2026-02-30" is not a date (write YYYY-MM-DD, a day that exists)',
    ],
    [
      'a row that ends before it begins',
      'from: 2026-01-01, until: 2025-12-31, read: 2026-01-02, confidence: high, input: 1',
      /^bad-date at pricing\/acme.yaml:5:41: the row ends before it begins/,
    ],
    [
      'a confidence that is none',
      'from: 2026-01-01, read: 2026-01-02, confidence: sure',
      /^bad-value at pricing\/acme.yaml:5:64: .*high, medium, low/,
    ],
    ['no price', ROW, 'missing-key at pricing/acme.yaml:5:14: the row has no price (add one of input, output, fees)'],
    ['only the price of a cache read', `${ROW}, cache_read: 0.1`, /^missing-key at pricing\/acme.yaml:5:14: the row has no price/],
    [
      'a fee that is a text',
      `${ROW}, fees: { search: { per_1k: much } }`,
      /^bad-quantity at pricing\/acme.yaml:5:96: "much" is not an amount of money/,
    ],
    ['a negative fee', `${ROW}, fees: { box: { each: -1 } }`, /^bad-quantity at pricing\/acme.yaml:5:91: -1: .* cannot be negative/],
    [
      'a price of storage in capitals',
      `${ROW}, input: 1, cache_storage: 1K`,
      /^bad-quantity at pricing\/acme.yaml:5:95: "1K": thousands are a small k/,
    ],
    [
      'a factor that lacks its per cent',
      `${ROW}, input: 1, tiers: { batch: 50 }`,
      'bad-quantity at pricing/acme.yaml:5:96: 50 is more than 20 times the price (did you mean 50%?)',
    ],
    [
      'a factor beyond all sense',
      `${ROW}, input: 1, tiers: { batch: 5000% }`,
      'bad-quantity at pricing/acme.yaml:5:96: 5000% is more than 20 times the price (write a factor as 1.5 or 150%)',
    ],
    [
      'a cache write for ever',
      `${ROW}, input: 1, cache_write: { forever: 2 }`,
      'bad-value at pricing/acme.yaml:5:95: "forever" is not a time to live (write 30s, 5m, 1h or 12h)',
    ],
    [
      'a cache write of a tier for no time',
      `${ROW}, input: 1, tiers: { fast: { cache_write: { 0m: 2 } } }`,
      /^bad-value at pricing\/acme.yaml:5:112: "0m" is not a time to live/,
    ],
    ['no confidence', 'from: 2026-01-01, read: 2026-01-02', /^missing-key at pricing\/acme.yaml:5:14: "confidence" is missing/],
    ['no first day', 'read: 2026-01-02, confidence: high', /^missing-key at pricing\/acme.yaml:5:14: "from" is missing/],
    ['no day of reading', 'from: 2026-01-01, confidence: high', /^missing-key at pricing\/acme.yaml:5:14: "read" is missing/],
  ])('for %s', (_what, row, wanted) => {
    const { table, problems } = readTable(withRow(row));
    expect(table).toBeUndefined();
    expect(problems).toEqual([typeof wanted === 'string' ? wanted : expect.stringMatching(wanted)]);
  });

  it.each([
    ['a retirement on no day', 'retires: { on: 2026-02-31 }', /^bad-date at pricing\/acme.yaml:5:20: "2026-02-31" is not a date/],
    ['a way of caching that is none', 'caching: { mode: maybe }', /^bad-value at pricing\/acme.yaml:5:22: .*explicit, automatic, none/],
    ['a window in capitals', 'context_window: 1K', /^bad-quantity at pricing\/acme.yaml:5:21: "1K": thousands are a small k/],
    ['a region dearer than twenty times', 'regions: { us: 110 }', /^bad-quantity at pricing\/acme.yaml:5:20: 110 is more than 20 times/],
    [
      'a latency from a workflow',
      'latency: { ttft: { assumption: delay }, speed: 50, source: x }',
      /^bad-quantity .*a price table holds no references to workflows/,
    ],
    ['an image rule without its figures', 'image: { rule: openai_tiles, base: 85 }', /^missing-key .*openai_tiles needs `per_tile`/],
    ['an image rule with the figures of another', 'image: { rule: flat, tokens: 85, base: 2 }', /^unknown-key .*flat has no `base`/],
    ['a step of caching that is no count', 'caching: { mode: automatic, step: some }', /^bad-quantity at pricing\/acme.yaml:5:39: "some"/],
    ['a time to live without a unit', 'caching: { mode: explicit, ttl: [5m, "60"] }', /^bad-value at pricing\/acme.yaml:5:42: "60" is not/],
    ['an alias twice', 'aliases: [fast, fast]', /^duplicate-name at pricing\/acme.yaml:5:21: "fast" already names the model "swift"/],
    ['its own id as an alias', 'aliases: [swift]', /^duplicate-name at pricing\/acme.yaml:5:15: "swift" already names the model "swift"/],
    ['an alias that is no list', 'aliases: swift', /^bad-value at pricing\/acme.yaml:5:14: "aliases" must be a list, not a text/],
  ])('for %s', (_what, key, wanted) => {
    expect(readTable(withKey(key)).problems).toEqual([expect.stringMatching(wanted)]);
  });

  it.each([
    ['no provider', 'source: x\nmodels: {}\n', /^missing-key .*"provider" is missing/],
    ['a provider with blanks', 'provider: Acme Inc\nsource: x\nmodels: {}\n', /^bad-value at pricing\/acme.yaml:1:11: .*small letters/],
    ['no models', 'provider: acme\nsource: x\n', /^missing-key .*"models" is missing/],
    [
      'a model without rows',
      'provider: acme\nsource: x\nmodels: { m: { prices: [] } }\n',
      /^bad-value at pricing\/acme.yaml:3:24: .*at least one row/,
    ],
    [
      'rate limits of a model that it does not list',
      'provider: acme\nsource: x\nlimits: [{ models: [swift] }]\nmodels: {}\n',
      /^unknown-name at pricing\/acme.yaml:3:21: the file lists no model "swift"/,
    ],
    [
      'a rate limit that is none',
      'provider: acme\nsource: x\nlimits: [{ models: [swift], build: { rmp: 5 } }]\nmodels: {}\n',
      /^unknown-key at pricing\/acme.yaml:3:38: unknown key "rmp" .*did you mean "rpm"/,
    ],
    ['an empty file', '', /^empty-file at pricing\/acme.yaml: /],
    ['a list', '- provider: acme\n', /^bad-value at pricing\/acme.yaml:1:1: a mapping of keys is expected/],
    [
      'a model called __proto__',
      'provider: acme\nsource: x\nmodels: { __proto__: { prices: [] } }\n',
      /^unknown-key at pricing\/acme.yaml:3:11: unknown key "__proto__"/,
    ],
  ])('for %s', (_what, text, wanted) => {
    const { table, problems } = readTable(text);
    expect(table).toBeUndefined();
    expect(problems).toEqual([expect.stringMatching(wanted)]);
  });

  it('for two models with one name: an alias of the first is an alias, and the id, of others', () => {
    const price = `prices: [{ ${ROW}, input: 1 }]`;
    const models = `  a: { aliases: [new, c], ${price} }\n  b: { aliases: [new], ${price} }\n  c: { ${price} }\n`;
    const { table, problems } = readTable(`provider: acme\nsource: x\nmodels:\n${models}`);
    expect(table).toBeUndefined();
    expect(problems).toEqual([
      'duplicate-name at pricing/acme.yaml:4:23: "c" already names the model "c" (remove it, or give it to one model only)',
      'duplicate-name at pricing/acme.yaml:5:18: "new" already names the model "a" (remove it, or give it to one model only)',
    ]);
  });

  it('for two rows that begin on one day', () => {
    const { table, problems } = readTable(withRow(`${ROW}, input: 1 }, { ${ROW}, input: 2`));
    expect(table).toBeUndefined();
    expect(problems).toEqual(['bad-date at pricing/acme.yaml:5:90: two rows begin on 2026-01-01 (remove one, or give it another day)']);
  });

  it('reports all its problems at once, each at its own place', () => {
    const { problems } = readTable(
      `provider: acme\nsource: x\nmodels:\n  a:\n    context_window: 1K\n    prices:\n      - { ${ROW}, input: -1, output: 2m }\n  b:\n    prices: [{ from: 2026-02-29, read: x, confidence: low, input: 1 }]\n`,
    );
    expect(problems.map((problem) => problem.split(' (')[0]).sort()).toEqual([
      'bad-date at pricing/acme.yaml:9:22: "2026-02-29" is not a date',
      'bad-date at pricing/acme.yaml:9:40: "x" is not a date',
      'bad-quantity at pricing/acme.yaml:5:21: "1K": thousands are a small k',
      'bad-quantity at pricing/acme.yaml:7:72: -1: an amount of money cannot be negative',
      'bad-quantity at pricing/acme.yaml:7:84: "2m": millions are a capital M',
    ]);
  });
});
