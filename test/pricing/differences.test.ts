import { describe, expect, it } from 'vitest';
import { catalogueOf } from '../../src/pricing/catalogue.ts';
import { differencesOf, type ModelDifference } from '../../src/pricing/differences.ts';
import { acme, readTable } from './tables.ts';

const between = (before: string, after: string): readonly ModelDifference[] =>
  differencesOf(catalogueOf([acme(before)]), catalogueOf([acme(after)]));

const model = (rows: string, more = ''): string => `  m:\n${more}    prices: [${rows}]\n`;
const ROW = '{ from: 2026-01-01, read: 2026-01-01, confidence: high, input: 1, output: 2 }';

describe('what changed between two tables', () => {
  it('is nothing where they say the same in other words', () => {
    const other = '{ output: 2, confidence: high, input: $1, read: 2026-01-01, from: 2026-01-01 }';
    expect(between(model(ROW), `# a comment\n${model(other)}`)).toEqual([]);
    expect(between(model(`${ROW.slice(0, -1)}, tiers: { batch: 50% } }`), model(`${ROW.slice(0, -1)}, tiers: { batch: 0.5 } }`))).toEqual(
      [],
    );
  });

  it('is a model that came or went', () => {
    const both = `${model(ROW)}  n:\n    prices: [${ROW}]\n`;
    expect(between(model(ROW), both)).toEqual([{ kind: 'added', id: 'acme/n' }]);
    expect(between(both, model(ROW))).toEqual([{ kind: 'removed', id: 'acme/n' }]);
  });

  it('is a figure of a row, named by its first day', () => {
    expect(between(model(ROW), model(ROW.replace('output: 2', 'output: 3')))).toEqual([
      { kind: 'changed', id: 'acme/m', figures: [{ figure: 'prices 2026-01-01 output', before: '2', after: '3' }] },
    ]);
  });

  it('is a new row, held against the one that priced its first day before', () => {
    const [difference] = between(
      model(ROW),
      model(`{ until: 2026-05-31, ${ROW.slice(1)}, { from: 2026-06-01, read: 2026-01-01, confidence: high, input: 1, output: 4 }`),
    );
    expect(difference).toEqual({
      kind: 'changed',
      id: 'acme/m',
      figures: [
        { figure: 'prices 2026-01-01 until', before: null, after: '2026-05-31' },
        { figure: 'prices 2026-06-01 output', before: '2', after: '4' },
      ],
    });
  });

  it('is what a model says beside its prices, its limits among it', () => {
    expect(between(model(ROW, '    context_window: 8k\n'), model(ROW, '    context_window: 16k\n    aliases: [n]\n'))).toEqual([
      {
        kind: 'changed',
        id: 'acme/m',
        figures: [
          { figure: 'context_window', before: '8000', after: '16000' },
          { figure: 'aliases', before: null, after: 'n' },
        ],
      },
    ]);
    const limited = (rpm: number): ReturnType<typeof catalogueOf> => {
      const { table } = readTable(`provider: acme\nsource: x\nlimits: [{ models: [m], build: { rpm: ${rpm} } }]\nmodels:\n${model(ROW)}`);
      return catalogueOf(table === undefined ? [] : [table]);
    };
    expect(differencesOf(limited(10), limited(20))).toEqual([
      { kind: 'changed', id: 'acme/m', figures: [{ figure: 'limits build rpm', before: '10', after: '20' }] },
    ]);
  });
});
