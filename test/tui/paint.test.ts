import { describe, expect, it } from 'vitest';
import { barLine, block, sparkline } from '../../src/tui/paint/bars.ts';
import { type ChartColumn, columnChart } from '../../src/tui/paint/columns.ts';
import { density } from '../../src/tui/paint/density.ts';
import { beside, framed, listed, paragraph, rule, windowOf } from '../../src/tui/paint/frame.ts';
import { cellsIn, fitLine, padLine, said, span, spread } from '../../src/tui/paint/span.ts';
import { hiddenNote, table } from '../../src/tui/paint/table.ts';
import { textOf } from './screens.ts';

const lines = (count: number) => Array.from({ length: count }, (_, index) => said(`row ${index}`));
const texts = (list: readonly Parameters<typeof textOf>[0][]): readonly string[] => list.map(textOf);

describe('a stretch of text', () => {
  it('shows control and invisible characters as what they are', () => {
    expect(span('a\u001b[2J\u202eb').text).toBe('a\\u{1b}[2J\\u{202e}b');
  });

  it('takes two cells for a wide character and none for a mark on one', () => {
    expect(cellsIn(said('漢字'))).toBe(4);
    expect(cellsIn(said('e\u0301'))).toBe(1);
    expect(cellsIn(said('🎉'))).toBe(2);
    expect(cellsIn(said('━╸▁█⣿│…'))).toBe(7);
  });

  it('is cut where it is too long, and says so', () => {
    expect(textOf(fitLine([span('abc'), span('def')], 5))).toBe('abcd…');
    expect(textOf(fitLine([span('abc'), span('def')], 3))).toBe('ab…');
    expect(textOf(fitLine(said('漢字漢字'), 6))).toBe('漢字…');
    expect(textOf(fitLine(said('abc'), 0))).toBe('');
  });

  it('is not called cut where only blanks had to go', () => {
    expect(textOf(fitLine([span('abc'), span('      ')], 4))).toBe('abc');
  });

  it('is padded on the side that its alignment leaves', () => {
    expect(textOf(padLine(said('42'), 5, 'right'))).toBe('   42');
    expect(textOf(padLine(said('漢'), 4))).toBe('漢  ');
  });

  it('gives way at the end first where a line has two ends', () => {
    expect(textOf(spread(said('title'), said('note'), 14))).toBe('title     note');
    expect(textOf(spread(said('title'), said('a long note'), 12))).toBe('title  a lo…');
    expect(textOf(spread(said('title'), said('note'), 6))).toBe('title');
  });
});

describe('a frame', () => {
  it('has exactly the rows that it was asked for, and counts what finds no room', () => {
    expect(framed(lines(2), { columns: 20, rows: 4 })).toHaveLength(4);
    expect(texts(framed(lines(9), { columns: 20, rows: 3 }))).toEqual(['row 0', 'row 1', '↓ 7 more lines']);
  });

  it('heads a panel with its title, and with a note where there is room', () => {
    expect(textOf(rule('Spend', '12 months', 30))).toBe('─ Spend ────────── 12 months ─');
    expect(textOf(rule('Spend', '12 months', 12))).toBe('─ Spend ────');
  });

  it('sets blocks side by side, as high as the highest', () => {
    const both = beside([
      { lines: lines(1), columns: 6 },
      { lines: lines(2), columns: 6 },
    ]);
    expect(texts(both)).toEqual(['row 0    row 0 ', '         row 1 ']);
  });

  it('wraps words', () => {
    expect(texts(paragraph('one two three', 8))).toEqual(['one two', 'three']);
  });
});

describe('a long list', () => {
  it('keeps the chosen row in sight and counts what lies beyond', () => {
    expect(texts(listed(lines(10), 0, 0, 4))).toEqual(['row 0', 'row 1', 'row 2', '  ↓ 7 more']);
    expect(texts(listed(lines(10), 5, 0, 4))).toEqual(['  ↑ 4 more', 'row 4', 'row 5', '  ↓ 4 more']);
    expect(texts(listed(lines(10), 9, 0, 4))).toEqual(['  ↑ 7 more', 'row 7', 'row 8', 'row 9']);
    expect(texts(listed(lines(10), 4, 0, 2))).toEqual(['row 4', '  ↓ 9 more']);
  });

  it('shows the chosen row at every place of every window', () => {
    for (let rows = 1; rows <= 8; rows++)
      for (let chosen = 0; chosen < 12; chosen++)
        for (let scroll = -2; scroll < 14; scroll++) {
          const { from, to, above, below } = windowOf(12, chosen, scroll, rows);
          expect(chosen).toBeGreaterThanOrEqual(from);
          expect(chosen).toBeLessThan(to);
          expect(to - from + (above > 0 ? 1 : 0) + (below > 0 ? 1 : 0)).toBeLessThanOrEqual(rows);
        }
  });
});

describe('a table', () => {
  const columns = [
    { title: 'step', align: 'left', drop: 0 },
    { title: 'cost', align: 'right', drop: 0 },
    { title: '', align: 'left', drop: 1, stretch: { least: 4, most: 10 } },
    { title: 'note', align: 'left', drop: 2 },
  ] as const;
  const rows = [
    [said('answer'), said('$0.02'), (cells: number) => barLine(1, cells), said('dear')],
    [said('check'), said('$1.5'), (cells: number) => barLine(0.5, cells), said('')],
  ];

  it('aligns figures, marks the chosen row, and gives bars what is left', () => {
    const { head, rows: drawn } = table(columns, rows, { columns: 40, chosen: 1 });
    expect(texts([head, ...drawn])).toEqual(
      ['  step     cost              note', '  answer  $0.02  ━━━━━━━━━━  dear', '› check    $1.5  ━━━━━       '].map((line) =>
        line.padEnd(33),
      ),
    );
  });

  it('names the columns that find no room', () => {
    expect(hiddenNote(table(columns, rows, { columns: 22, chosen: null }))).toBe('wider: note');
  });
});

describe('a chart of columns', () => {
  const column = (label: string, parts: readonly number[], more: Partial<ChartColumn> = {}): ChartColumn => ({
    ...{ label, parts, band: null, against: null, value: '', mark: '' },
    ...more,
  });
  const draw = (columns: readonly ChartColumn[], limit: number | null = null): readonly string[] =>
    texts(columnChart({ columns, limit: limit === null ? null : { value: limit, name: 'budget' }, axis: String }, 6, 40, 0)).map((line) =>
      line.trimEnd(),
    );

  it('stands to an eighth of a cell on an axis up to a round number', () => {
    expect(draw([column('a', [8]), column('b', [5])])).toEqual([
      '     8 ┤███████████',
      '       │███████████ ▄▄▄▄▄▄▄▄▄▄▄',
      '     4 ┤███████████ ███████████',
      '       │███████████ ███████████',
      '        a           b',
      '        ▲',
    ]);
  });

  it('tells parts and bands apart without colour', () => {
    expect(draw([column('a', [4, 4])]).join('')).toMatch(/▓.*█/);
    expect(draw([column('a', [5], { band: { low: 2.5, high: 7.5 } })]).join('')).toMatch(/░.*▓.*█/);
  });

  it('marks a limit, and what a column is held against', () => {
    expect(draw([column('a', [2])], 6).join('\n')).toMatch(/┄┄┄budget/);
    expect(draw([column('a', [2], { against: 8 })]).join('\n')).toContain('╌╌');
  });
});

describe('bars', () => {
  it('show something wherever there is something', () => {
    expect(block(0)).toBe(' ');
    expect(block(0.001)).toBe('▁');
    expect(block(1)).toBe('█');
    expect(textOf(barLine(0.0001, 10)).trimEnd()).toBe('╸');
  });

  it('draw a series as rising blocks, neighbours together where there are many', () => {
    expect(sparkline([1, 2, 4, 8], 10).text).toBe('▁▂▄▇');
    expect(sparkline([0, 0, 8, 8], 2).text).toBe('▁▇');
  });
});

describe('a density', () => {
  it('shows how values are spread, with names at their places', () => {
    const sorted = Array.from({ length: 400 }, (_, index) => Math.sqrt(index));
    const drawn = texts(density(sorted, [{ name: 'p50', value: 14.1 }], 6, 20));
    expect(drawn).toHaveLength(6);
    expect(drawn.at(-2)?.indexOf('▲')).toBe(14);
    expect(drawn[3]?.trim().at(-1)).toBe('█');
  });

  it('cuts a lone spike rather than flatten all else', () => {
    const sorted = [...new Array<number>(500).fill(0), ...Array.from({ length: 500 }, (_, index) => 1 + index / 50)];
    expect(texts(density(sorted, [], 5, 20))[0]).toMatch(/^↑/);
  });
});
