import { describe, expect, it } from 'vitest';
import { visible, visibleWithin } from '../../src/diagnostics/escape.ts';

const range = (from: number, to: number): readonly number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe('text from files is made visible', () => {
  it.each([
    ['C0 controls, tab and line ends among them', range(0x00, 0x1f)],
    ['DEL and the C1 controls, which some terminals obey', range(0x7f, 0x9f)],
    ['the soft hyphen', [0xad]],
    ['bidirectional marks, overrides and isolates', [0x61c, 0x200e, 0x200f, ...range(0x202a, 0x202e), ...range(0x2066, 0x2069)]],
    ['zero-width characters and the byte-order mark', [0x200b, 0x200c, 0x200d, 0x2060, 0xfeff]],
    ['line and paragraph separators', [0x2028, 0x2029]],
    ['the tag block, which hides text from people but not from models', range(0xe0000, 0xe007f)],
    ['supplementary variation selectors, which can carry hidden bytes', range(0xe0100, 0xe01ef)],
  ])('%s', (_what, points) => {
    for (const point of points) expect(visible(`a${String.fromCodePoint(point)}b`)).toBe(`a\\u{${point.toString(16)}}b`);
  });

  it('leaves letters, wide characters and emoji alone', () => {
    const text = 'Zürich, имя, 名前, 😀, ~ and a space';
    expect(visible(text)).toBe(text);
  });

  it('shows a lone surrogate as the replacement character', () => {
    expect(visible('a\ud800b')).toBe('a\ufffdb');
  });

  it('cannot join the parts of an escape sequence anew, as stripping can', () => {
    expect(visible('\u001b\u001b[31m[31m')).toBe('\\u{1b}\\u{1b}[31m[31m');
  });
});

describe('text is cut to a width', () => {
  it('leaves a text of exactly that width whole', () => {
    expect(visibleWithin('abcde', 5)).toBe('abcde');
  });

  it('ends a longer one with an ellipsis, the ellipsis counted', () => {
    expect(visibleWithin('abcdef', 5)).toBe('abcd…');
  });

  it('counts characters, not code units', () => {
    expect(visibleWithin('😀😀😀', 3)).toBe('😀😀😀');
    expect(visibleWithin('😀😀😀😀', 3)).toBe('😀😀…');
  });

  it('escapes before it cuts, so that no control character is left over', () => {
    expect(visibleWithin('\u001b'.repeat(50), 8)).toBe('\\u{1b}\\…');
  });
});
