import { describe, expect, it } from 'vitest';
import { type Detail, type Diagnostic, Problems } from '../../src/diagnostics/diagnostic.ts';
import { columnsOf, renderDiagnostics } from '../../src/diagnostics/render.ts';
import { type SourceFile, type Span, sourceFile } from '../../src/diagnostics/source.ts';

const spanOf = (file: SourceFile, text: string): Span => {
  const start = file.text.indexOf(text);
  return { file, start, end: start + text.length };
};

const problem = (span: Span | null, message = 'wrong', detail: Detail = {}): Diagnostic => ({
  severity: 'error',
  code: 'bad-value',
  message,
  span,
  label: detail.label ?? '',
  help: detail.help ?? [],
});

const render = (span: Span | null, detail: Detail = {}): readonly string[] =>
  renderDiagnostics([problem(span, 'wrong', detail)]).split('\n');

/** The stretch of the shown line that stands above the carets; for text of single-width characters. */
const marked = (lines: readonly string[]): string => {
  const [line = '', carets = ''] = lines.slice(-2);
  return line.slice(carets.indexOf('^'), carets.lastIndexOf('^') + 1);
};

describe('one problem as text', () => {
  it('says what, where and how to mend it, with the line and a caret', () => {
    const file = sourceFile('scenarios/support-agent/workflow.yaml', `${'#\n'.repeat(30)}    retires: 3\n`);
    const problems = new Problems();
    problems.error('unknown-key', spanOf(file, 'retires'), 'unknown key "retires" in step "answer"', { label: 'did you mean "retry"?' });
    expect(renderDiagnostics(problems.list)).toBe(
      [
        'error[unknown-key]: unknown key "retires" in step "answer"',
        '  --> scenarios/support-agent/workflow.yaml:31:5',
        '   |',
        '31 |     retires: 3',
        '   |     ^^^^^^^ did you mean "retry"?',
      ].join('\n'),
    );
  });

  it('puts every further remedy on a line of its own', () => {
    const file = sourceFile('f', 'a: 1');
    expect(render(spanOf(file, 'a'), { help: ['one remedy', 'another'] }).slice(-2)).toEqual(['   = one remedy', '   = another']);
  });

  it('has no place where the problem is of the command line', () => {
    expect(render(null, { help: ['write YYYY-MM-DD'] })).toEqual(['error[bad-value]: wrong', '   = write YYYY-MM-DD']);
  });

  it('has no excerpt where the problem is the file as a whole', () => {
    const file = sourceFile('f.yaml', 'secret');
    expect(render({ file, start: 0, end: 0 }, { label: 'why' })).toEqual(['error[bad-value]: wrong', '  --> f.yaml', '   = why']);
  });

  it('widens the gutter with the line number', () => {
    const file = sourceFile('f', `${'\n'.repeat(1233)}here`);
    expect(render(spanOf(file, 'here')).slice(2)).toEqual(['     |', '1234 | here', '     | ^^^^']);
  });

  it('has no space after the carets where there is no label', () => {
    expect(render(spanOf(sourceFile('f', 'a: 1'), 'a')).at(-1)).toBe('  | ^');
  });
});

describe('carets stand below what they mark', () => {
  it('after East Asian wide characters', () => {
    const file = sourceFile('f', '名前: x');
    expect(render(spanOf(file, 'x')).slice(3)).toEqual(['1 | 名前: x', '  |       ^']);
  });

  it('two columns for each wide character that is marked', () => {
    expect(render(spanOf(sourceFile('f', '"名前": 1'), '名前')).at(-1)).toBe('  |  ^^^^');
  });

  it('after an emoji, two columns wide', () => {
    expect(render(spanOf(sourceFile('f', '😀 x'), 'x')).at(-1)).toBe('  |    ^');
  });

  it('after a combining mark, which takes no column', () => {
    expect(render(spanOf(sourceFile('f', 'e\u0301 x'), 'x')).at(-1)).toBe('  |   ^');
  });

  it('after a character that is shown escaped', () => {
    expect(render(spanOf(sourceFile('f', 'a\u001bb x'), 'x')).slice(3)).toEqual(['1 | a\\u{1b}b x', '  |          ^']);
  });

  it('under the whole of an escaped character', () => {
    expect(marked(render(spanOf(sourceFile('f', 'a\u009bb'), '\u009b')))).toBe('\\u{9b}');
  });

  it('in a file with CRLF line ends, the carriage return not shown', () => {
    const file = sourceFile('f', 'a: 1\r\nbb: 2\r\n');
    expect(render(spanOf(file, 'bb'))).toEqual(['error[bad-value]: wrong', '  --> f:2:1', '  |', '2 | bb: 2', '  | ^^']);
  });

  it('to the end of the first line where the place goes on below', () => {
    const file = sourceFile('f', 'steps:\n  a: 1\n');
    expect(render({ file, start: 0, end: file.text.length }).at(-1)).toBe('  | ^^^^^^');
  });

  it('one past the end of the line where something is missing there', () => {
    const file = sourceFile('f', 'a: [1\nb');
    expect(render({ file, start: 5, end: 5 }).slice(3)).toEqual(['1 | a: [1', '  |      ^']);
  });

  it('as one caret on an empty line', () => {
    const file = sourceFile('f', 'a\n\nb');
    expect(render({ file, start: 2, end: 2 }).slice(3)).toEqual(['2 | ', '  | ^']);
  });
});

describe('columns of a terminal', () => {
  it.each([
    ['abc', 3],
    ['名前', 4],
    ['한국', 4],
    ['ｆ', 2],
    ['😀', 2],
    ['e\u0301', 1],
    ['имя', 3],
    ['𠮷', 2],
    ['', 0],
  ])('%j takes %i', (text, columns) => {
    expect(columnsOf(text)).toBe(columns);
  });
});

describe('a long line is cut around the caret', () => {
  const long = (before: number, after: number): SourceFile => sourceFile('f', `${'x'.repeat(before)}HERE${'y'.repeat(after)}`);

  it.each([
    ['at its head', 0, 5000],
    ['near its head', 30, 5000],
    ['in its middle', 3000, 3000],
    ['at its end', 5000, 0],
  ])('%s', (_where, before, after) => {
    const lines = render(spanOf(long(before, after), 'HERE'));
    expect(marked(lines)).toBe('HERE');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(120);
  });

  it('with an ellipsis on each side that was cut', () => {
    const shown = (before: number, after: number): string => render(spanOf(long(before, after), 'HERE'))[3] ?? '';
    expect(shown(3000, 3000)).toMatch(/^1 \| …x+HEREy+…$/);
    expect(shown(0, 3000)).toMatch(/^1 \| HEREy+…$/);
    expect(shown(3000, 0)).toMatch(/^1 \| …x+HERE$/);
    expect(shown(20, 20)).toMatch(/^1 \| x+HEREy+$/);
  });

  it('and so is what it marks: a text of 64 KiB prints as one row', () => {
    const file = sourceFile('f', 'A'.repeat(65_536));
    expect(renderDiagnostics([problem({ file, start: 0, end: file.text.length })]).length).toBeLessThan(300);
  });

  it('without halving a character of two code units', () => {
    const file = sourceFile('f', `${'😀'.repeat(500)}HERE${'😀'.repeat(500)}`);
    expect(render(spanOf(file, 'HERE')).join('')).not.toContain('\ufffd');
  });
});

describe('nothing raw reaches the reader', () => {
  const nasty = 'a\u001b[31m\u0007\u009b31m\u202e\u200b\ufeffz';
  const shown = 'a\\u{1b}[31m\\u{7}\\u{9b}31m\\u{202e}\\u{200b}\\u{feff}z';

  it.each<[string, Diagnostic]>([
    ['the message', problem(null, nasty)],
    ['the label', problem({ file: sourceFile('f', 'a'), start: 0, end: 1 }, '', { label: nasty })],
    ['a remedy', problem(null, '', { help: [nasty] })],
    ['the line', problem({ file: sourceFile('f', nasty), start: 0, end: 1 })],
    ['the name of the file', problem({ file: sourceFile(nasty, ''), start: 0, end: 0 })],
  ])('from %s', (_where, diagnostic) => {
    expect(renderDiagnostics([diagnostic])).toContain(shown);
    expect(renderDiagnostics([diagnostic])).not.toContain('\u001b');
  });

  it('and no line end in a message starts a line that looks like one of ours', () => {
    expect(renderDiagnostics([problem(null, 'x\n::error::forged')]).split('\n')).toHaveLength(1);
  });
});

describe('several problems', () => {
  const first = sourceFile('first', 'a: 1\nb: 2\nc: 3\n');
  const second = sourceFile('second', 'a: 1\nb: 2\nc: 3\n');
  const heads = (list: readonly Diagnostic[]): readonly string[] =>
    renderDiagnostics(list)
      .split('\n')
      .filter((line) => /^(error|warning)/.test(line))
      .map((line) => line.replace(/^.*: /, ''));
  const warning = (span: Span | null, message: string): Diagnostic => ({ ...problem(span, message), severity: 'warning' });

  it('are parted by an empty line', () => {
    expect(renderDiagnostics([problem(null, 'one'), problem(null, 'two')])).toBe('error[bad-value]: one\n\nerror[bad-value]: two');
  });

  it('are an empty text where there are none', () => {
    expect(renderDiagnostics([])).toBe('');
  });

  it('come errors first, then warnings', () => {
    expect(heads([warning(spanOf(first, 'a'), 'w'), problem(spanOf(first, 'b'), 'e')])).toEqual(['e', 'w']);
  });

  it('come by their place in the file, not by when they were found', () => {
    expect(heads([problem(spanOf(first, 'c'), 'c'), problem(spanOf(first, 'a'), 'a'), problem(spanOf(first, 'b'), 'b')])).toEqual([
      'a',
      'b',
      'c',
    ]);
  });

  it('come by their place in each file, also where problems of another file were found in between', () => {
    const order = heads([problem(spanOf(first, 'c'), 'c'), problem(spanOf(second, 'b'), 'other'), problem(spanOf(first, 'a'), 'a')]);
    expect(order.indexOf('a')).toBeLessThan(order.indexOf('c'));
  });

  it('are all shown up to twenty', () => {
    const text = renderDiagnostics(Array.from({ length: 20 }, (_, index) => problem(null, `number ${index}`)));
    expect(text.match(/^error/gm)).toHaveLength(20);
    expect(text).not.toContain('more');
  });

  it('are counted beyond twenty', () => {
    const text = renderDiagnostics(Array.from({ length: 3000 }, (_, index) => problem(null, `number ${index}`)));
    expect(text.match(/^error/gm)).toHaveLength(20);
    expect(text.split('\n').at(-1)).toBe('… and 2980 more');
  });

  it('let no flood of warnings hide an error', () => {
    const flood = Array.from({ length: 100 }, (_, index) => warning(spanOf(first, 'a'), `number ${index}`));
    expect(heads([...flood, problem(spanOf(first, 'c'), 'the error')])[0]).toBe('the error');
  });
});

describe('colour', () => {
  it('is painted on the code, the place, the gutter and the carets, never on the text of the file', () => {
    const file = sourceFile('f', 'a: 1');
    const text = renderDiagnostics([problem(spanOf(file, 'a'))], (style, inner) => `<${style}>${inner}</${style}>`);
    expect(text).toBe(
      [
        '<error>error[bad-value]</error>: wrong',
        '<dim>  --> f:1:1</dim>',
        '<dim>  |</dim>',
        '<dim>1 |</dim> a: 1',
        '<dim>  |</dim> <error>^</error>',
      ].join('\n'),
    );
  });
});
