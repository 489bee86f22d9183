import { describe, expect, it } from 'vitest';
import { catalogueOf } from '../../src/pricing/catalogue.ts';
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
