import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnsOf } from '../../src/diagnostics/render.ts';
import { bar, type Column, cutTo, pad, tableLines, wrapped } from '../../src/report/table.ts';

const plain = (text: string): string => text;

const COLUMNS: readonly Column[] = [
  { title: 'step', align: 'left', drop: 0, shrinkTo: 6 },
  { title: 'model', align: 'left', drop: 2, shrinkTo: 8 },
  { title: 'cost', align: 'right', drop: 0 },
  { title: 'share', align: 'right', drop: 1 },
];

const ROWS = [
  ['triage', 'openai/gpt-6-luna', '$0.000145', '<0.1 %'],
  ['answer', 'anthropic/claude-sonnet-5', '$0.019235', '4.9 %'],
].map((row) => row.map((text) => ({ text })));

describe('a table', () => {
  it('lines its columns up where there is room', () => {
    expect(tableLines(COLUMNS, ROWS, 80, plain)).toEqual([
      'step    model                           cost   share',
      'triage  openai/gpt-6-luna          $0.000145  <0.1 %',
      'answer  anthropic/claude-sonnet-5  $0.019235   4.9 %',
    ]);
  });

  it('shrinks what may shrink before anything goes, and marks the cut', () => {
    expect(tableLines(COLUMNS, ROWS, 40, plain)[2]).toBe('answer  anthropic/cl…  $0.019235   4.9 %');
  });

  it('leaves columns out, the least needed first, and names them', () => {
    const lines = tableLines(COLUMNS, ROWS, 28, plain);
    expect(lines[0]).toBe('step         cost   share');
    expect(lines.at(-1)).toBe('(too narrow for: model)');
  });

  it('is never wider than asked for once its fixed columns fit', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 40 });
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 5 }), fc.integer({ min: 24, max: 90 }), (rows, width) => {
        const cells = rows.map(([a, b]) => [a, b, '$1.00', '5 %'].map((value) => ({ text: value })));
        for (const line of tableLines(COLUMNS, cells, width, plain)) expect(columnsOf(line)).toBeLessThanOrEqual(width);
      }),
      { seed: 1 },
    );
  });
});

describe('text in a width', () => {
  it('is cut with a mark, wide characters counted as two columns', () => {
    expect(cutTo('請求書が届かない', 7)).toBe('請求書…');
    expect(cutTo('short', 7)).toBe('short');
    expect(pad('請求', 6, 'right')).toBe('  請求');
  });

  it('wraps at words and keeps its indentation', () => {
    expect(wrapped('  price of openai/gpt-6-luna', 20)).toEqual(['  price of', '  openai/gpt-6-luna']);
  });
});

describe('a bar', () => {
  it.each([
    [0, ''],
    [0.001, '╸'],
    [0.5, '━━'],
    [0.6, '━━╸'],
    [1, '━━━━'],
    [7, '━━━━'],
  ])('of %d shows %s', (share, text) => {
    expect(bar(share, 4)).toBe(text);
  });
});
