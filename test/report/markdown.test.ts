import { describe, expect, it } from 'vitest';
import { code, prose, table } from '../../src/report/markdown/cell.ts';
import { runOutlay } from '../nasty/run.ts';

/** A line of Markdown with its code spans taken out: what is left is read as markup. */
const markup = (text: string): string => text.replaceAll(/`[^`\n]*`/g, '');

const NASTY: readonly string[] = [
  '@everyone look',
  '<script>alert(1)</script>',
  '<!-- outlay:report -->',
  '[here](https://evil.example)',
  '![x](https://evil.example/p.png)',
  'https://evil.example www.evil.example a@evil.example',
  'a | b || c',
  'ends in \\',
  '\\| escaped',
  '`code` ``two`` ```three',
  '# heading',
  'line\nbreak\r\nand more',
  '\u001b[31mred\u001b[0m',
  'right\u202eleft \u200binvisible \u{e0041}tag',
  '#123 GH-1 0123456789abcdef0123456789abcdef01234567 :tada:',
  '</details>',
  '$$x$$',
];

describe('text from files', () => {
  it.each(NASTY)('stands in one code span, whatever it is: %j', (text) => {
    const cell = code(text);
    expect(cell).toMatch(/^`[^`|\n\r]+`$/);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may be left
    expect(cell).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]|[\u{e0000}-\u{e0fff}]/u);
  });

  it('is cut where it is long', () => {
    expect(code('x'.repeat(5000)).length).toBeLessThan(130);
  });

  it('that is nothing shows as a dash', () => {
    expect(code('')).toBe('–');
    expect(code('  ')).toBe('–');
  });
});

describe("outlay's own words", () => {
  it('show < and > as they are, and leave code spans alone', () => {
    expect(prose('>99.9 % of `<b>`, <$0.01')).toBe('&gt;99.9 % of `<b>`, &lt;$0.01');
  });

  it('make a table with as many cells in each row', () => {
    const lines = table(['', code('a|b')], ['left', 'right'], [['<0.01', '1']]);
    expect(lines).toEqual(['|  | `a\\u{7c}b` |', '|---|---:|', '| &lt;0.01 | 1 |']);
  });
});

const HOSTILE = `workflow: "@team <img src=x> | \`x\` [a](http://b.example)"
description: "</details><script>alert(1)</script>\\n# Not a heading @here"
unit: "<b>|\`"
steps:
  answer:
    tool: "=cmd | @x"
    cost: $0.01
traffic: { launch: { requests: 10 per day, months: 2 } }
`;

describe('the Markdown of a plan', () => {
  it('has nothing from the files outside code spans', async () => {
    const { code: exit, stdout } = await runOutlay(['plan', '-', '--format', 'markdown', '--as-of', '2026-11-20'], { input: HOSTILE });
    expect(exit).toBe(0);
    const rest = markup(stdout);
    for (const word of ['@', 'script', 'img', 'http', '[a]', '<b>', '# Not']) expect(rest).not.toContain(word);
    expect(rest.match(/<[^>]*>/g)).toEqual([
      '<details>',
      '<summary>',
      '</summary>',
      '</details>',
      '<details>',
      '<summary>',
      '</summary>',
      '</details>',
    ]);
  });

  it('has tables whose rows are as wide as their heads', async () => {
    const { stdout } = await runOutlay(['plan', '-', '--format', 'markdown', '--as-of', '2026-11-20'], { input: HOSTILE });
    const tables = stdout.split('\n\n').map((block) => block.split('\n').filter((line) => line.startsWith('|')));
    const widths = tables.filter((lines) => lines.length > 0).map((lines) => new Set(lines.map((line) => line.split('|').length)));
    expect(widths.length).toBe(5);
    for (const width of widths) expect(width.size).toBe(1);
  });

  it('says what --set changed', async () => {
    const { stdout } = await runOutlay(['plan', '-', '--format', 'markdown', '--set', 'unit=letter'], { input: HOSTILE });
    expect(stdout).toContain('with `unit=letter`');
  });
});
