import { describe, expect, it } from 'vitest';
import { Problems } from '../../src/diagnostics/diagnostic.ts';
import { type Catalogue, catalogueOf, providersNamed } from '../../src/pricing/catalogue.ts';
import type { PriceTable } from '../../src/pricing/table.ts';
import { acme, readTable } from './tables.ts';

const prices = (input: number): string => `    prices: [{ from: 2026-01-01, read: 2026-01-01, confidence: high, input: ${input} }]\n`;
const first = acme(
  `  swift-2:\n    aliases: [swift-latest, swift-2-2026-01-01]\n${prices(1)}  swift-2-mini:\n${prices(2)}  heron:\n${prices(3)}`,
);
const catalogue = catalogueOf([first]);

describe('a model is found', () => {
  it('by its exact id', () => {
    expect(catalogue.find('acme/swift-2')?.rows[0]?.prices.input).toBe(1);
    expect(catalogue.find('acme/swift-2-mini')?.rows[0]?.prices.input).toBe(2);
  });

  it('by a listed alias, and is then known by its id', () => {
    expect(catalogue.find('acme/swift-latest')?.id).toBe('acme/swift-2');
    expect(catalogue.find('acme/swift-2-2026-01-01')?.id).toBe('acme/swift-2');
  });

  it.each([
    'acme/swift',
    'acme/swift-2-mi',
    'acme/swift-2-mini-2026-05-05',
    'acme/Swift-2',
    'acme/swift-2 ',
    'swift-2',
    'swift-latest',
    'other/swift-2',
    'acme/',
    '',
    '__proto__',
    'acme/constructor',
  ])('never by likeness: %j is not', (id) => {
    expect(catalogue.find(id)).toBeUndefined();
  });

  it('under its own provider only', () => {
    const { table } = readTable(`provider: other\nsource: x\nmodels:\n  swift-2:\n${prices(9)}`);
    const both = catalogueOf([first, ...(table === undefined ? [] : [table])]);
    expect(both.find('acme/swift-2')?.rows[0]?.prices.input).toBe(1);
    expect(both.find('other/swift-2')?.rows[0]?.prices.input).toBe(9);
    expect(both.find('other/swift-latest')).toBeUndefined();
  });

  it('in the later of two tables that list it: a project overrides what is shipped', () => {
    const own = acme(`  swift-2:\n${prices(7)}`);
    const both = catalogueOf([first, own]);
    expect(both.find('acme/swift-2')?.rows[0]?.prices.input).toBe(7);
    expect(both.find('acme/heron')?.rows[0]?.prices.input).toBe(3);
    expect(both.tables).toEqual([first, own]);
  });
});

describe('suggestions for a model that is not listed', () => {
  it.each([
    ['acme/swfit-2', 'acme/swift-2'],
    ['acme/swift-2-mni', 'acme/swift-2-mini'],
    ['acme/SWIFT-2', 'acme/swift-2'],
    ['heron', 'acme/heron'],
    ['acme/swift-lates', 'acme/swift-latest'],
  ])('%s: the first is %s', (typed, wanted) => {
    expect(catalogue.suggest(typed)[0]).toBe(wanted);
  });

  it('are three at most, and none where nothing is near', () => {
    expect(catalogue.suggest('acme/swift').length).toBeLessThanOrEqual(3);
    expect(catalogue.suggest('acme/swift').length).toBeGreaterThan(1);
    expect(catalogue.suggest('example/quite-another-model-entirely')).toEqual([]);
  });
});

describe('a model that is the same as another', () => {
  const house = (models: string): PriceTable => {
    const { table, problems } = readTable(`provider: house\nsource: x\nmodels:\n${models}`, 'pricing/house.yaml');
    if (table === undefined) throw new Error(problems.join('\n'));
    return table;
  };
  const withHouse = (models: string): { catalogue: Catalogue; problems: readonly string[] } => {
    const problems = new Problems();
    const joined = catalogueOf([first, house(models)], problems);
    return { catalogue: joined, problems: problems.list.map(({ code, message, label }) => `${code}: ${message} (${label})`) };
  };

  it('has its prices under its own name, and none of its aliases', () => {
    const { catalogue: joined, problems } = withHouse('  fast: { same_as: acme/swift-2, aliases: [quick] }\n');
    expect(problems).toEqual([]);
    expect(joined.find('house/fast')?.rows).toMatchObject([{ model: 'house/fast', prices: { input: 1 } }]);
    expect(joined.find('house/quick')?.id).toBe('house/fast');
    expect(joined.find('house/swift-latest')).toBeUndefined();
    expect(joined.find('acme/swift-2')?.rows[0]?.model).toBe('acme/swift-2');
  });

  it('differs in what it says itself', () => {
    const { catalogue: joined } = withHouse(`  fast:\n    same_as: acme/swift-latest\n    context_window: 8k\n${prices(5)}`);
    expect(joined.find('house/fast')).toMatchObject({ contextWindow: 8000, maxInput: 8000, rows: [{ prices: { input: 5 } }] });
  });

  it('may copy one that is a copy itself, in any order', () => {
    const { catalogue: joined, problems } = withHouse(
      '  a: { same_as: b, max_output: 7 }\n  b: { same_as: acme/heron, context_window: 9k }\n',
    );
    expect(problems).toEqual([]);
    expect(joined.find('house/a')).toMatchObject({ maxOutput: 7, contextWindow: 9000, rows: [{ model: 'house/a', prices: { input: 3 } }] });
  });

  it('may change an entry of an earlier table', () => {
    const own = acme('  heron: { same_as: heron, max_output: 5 }\n');
    expect(catalogueOf([first, own]).find('acme/heron')).toMatchObject({ maxOutput: 5, rows: [{ prices: { input: 3 } }] });
  });

  it('of one that no table lists is an error that suggests the nearest', () => {
    const { catalogue: joined, problems } = withHouse('  fast: { same_as: acme/swfit-2 }\n');
    expect(problems).toEqual(['unknown-model: no price table lists "acme/swfit-2" (did you mean acme/swift-2?)']);
    expect(joined.find('house/fast')).toBeUndefined();
  });

  it('in a circle is an error that shows the circle', () => {
    const { problems } = withHouse('  a: { same_as: b }\n  b: { same_as: c }\n  c: { same_as: b }\n');
    expect(problems).toEqual(['cycle: models copy each other in a circle: house/b → house/c → house/b (give one of them prices)']);
  });

  it('makes its table refer to another provider, whose table is then needed', () => {
    expect(providersNamed(house('  a: { same_as: acme/heron }\n  b: { same_as: a }\n'))).toEqual(['acme']);
    expect(providersNamed(first)).toEqual([]);
  });
});

describe('rate limits', () => {
  it('are found by any of the models that share them', () => {
    const { table } = readTable(
      `provider: acme\nsource: x\nlimits: [{ models: [a, b], build: { rpm: 4k, input_tpm: 2M, cache_reads_count: false } }]\nmodels:\n  a:\n${prices(1)}  b:\n${prices(1)}  c:\n${prices(1)}`,
    );
    const limited = catalogueOf(table === undefined ? [] : [table]);
    expect(limited.limitsOf('acme/b')).toBe(limited.limitsOf('acme/a'));
    expect(limited.limitsOf('acme/a')?.tiers.get('build')).toEqual({
      rpm: 4000,
      inputTpm: 2_000_000,
      outputTpm: null,
      tpm: null,
      cacheReadsCount: false,
    });
    expect(limited.limitsOf('acme/c')).toBeUndefined();
  });
});
