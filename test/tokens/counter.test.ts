import fc from 'fast-check';
import { Tiktoken } from 'js-tiktoken/lite';
import cl100k from 'js-tiktoken/ranks/cl100k_base';
import o200k from 'js-tiktoken/ranks/o200k_base';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Counter, counterOf } from '../../src/tokens/bpe.ts';
import { LANGUAGES, TEXTS } from './texts.ts';

const ENCODINGS = [
  ['o200k_base', o200k],
  ['cl100k_base', cl100k],
] as const;

/** Pieces of text that meet at the places where splitting and merging are decided. */
const FRAGMENTS = [
  ...[
    'a',
    'Z',
    'é',
    'ß',
    'ǅ',
    'ʰ',
    'ж',
    '字',
    'に',
    'क',
    'ी',
    '한',
    'م',
    '\u0301',
    '0',
    '12',
    '٣',
    '½',
    '_',
    '-',
    '/',
    '.',
    '<|',
    '|>',
    '"',
  ],
  ...["'", "'s", "'LL", "'re", '’', ' ', '  ', '\t', '\n', '\r\n', '\u00a0', '\u2028', '\u200b', '\u3000', '😀', '\u200d', '\ufe0f', '🇩'],
  ...['\ud800', '\udc00', '\u0000', 'the', ' token', 'ing', 'HTTP', 'function', 'endoftext'],
];

describe.each(ENCODINGS)('a count in %s', (name, table) => {
  let count: Counter;
  let oracle: Tiktoken;
  beforeAll(() => {
    count = counterOf(table);
    oracle = new Tiktoken(table);
  });
  const exact = (text: string): unknown => ({ tokens: oracle.encode(text, [], []).length, approximate: false });

  it.each(Object.entries(LANGUAGES))('equals the reference in %s', (_language, text) => {
    expect(count(text)).toEqual(exact(text));
  });

  it.each(Object.entries(TEXTS))('equals the reference for %s', (_what, text) => {
    expect(count(text)).toEqual(exact(text));
  });

  it('equals the reference for all of them in one text', () => {
    const text = [...Object.values(LANGUAGES), ...Object.values(TEXTS)].join('\n');
    expect(count(text)).toEqual(exact(text));
  });

  it('of nothing is 0', () => {
    expect(count('')).toEqual({ tokens: 0, approximate: false });
  });

  it('takes special-token text as ordinary text: <|endoftext|> is 7 tokens and not 1', () => {
    expect(count('<|endoftext|>').tokens).toBe(7);
    expect(oracle.encode('<|endoftext|>', 'all')).toHaveLength(1);
  });

  it('takes a lone surrogate for U+FFFD, as it is sent', () => {
    expect(count('a\ud800b')).toEqual(count('a\ufffdb'));
  });

  it('takes names of object properties for ordinary text', () => {
    expect(count('__proto__').tokens).toBe(3);
    expect(count('__proto__ constructor')).toEqual(exact('__proto__ constructor'));
  });

  // tiktoken 1.0.22 (the reference in WebAssembly). js-tiktoken is no oracle here: \s of JavaScript has U+FEFF and lacks U+0085.
  it.each([
    ['before a word', '\ufeffhello', 2],
    ['before JSON', '\ufeff{"a": 1}', 7],
    ['after a letter', 'x\ufeff', 2],
    ['before line ends', '\ufeff\n\n', 1],
  ])('counts a byte-order mark %s', (_where, text, tokens) => {
    expect(count(text).tokens).toBe(tokens);
  });

  // tiktoken 1.0.22 too: o200k_base, then cl100k_base.
  it.each([
    ['U+FEFF is none', ' \ufeffword', [2, 2]],
    ['U+0085 is one', ' \u0085word', [4, 4]],
    ['a run of U+0085', '\u0085\u0085word', [5, 5]],
    ['both, and a tab', 'one\u0085\ufeff\ttwo', [6, 6]],
    ['both, at the end', '\ufeff\ufeff \u0085', [3, 4]],
  ])('takes for blanks what the reference takes for them: %s', (_what, text, wanted) => {
    expect(count(text).tokens).toBe(wanted[name === 'o200k_base' ? 0 : 1]);
  });

  it('is the same each time, whatever was counted before', () => {
    const texts = [...Object.values(LANGUAGES), ...Object.values(TEXTS)];
    const first = texts.map(count);
    expect([...texts].reverse().map(count).reverse()).toEqual(first);
    expect(texts.map(counterOf(table))).toEqual(first);
  });

  // U+FEFF and U+0085 are left out: see above.
  const ours = (text: string): boolean => !/[\ufeff\u0085]/.test(text) && text.length < 300;

  it('equals the reference on fragments in any order', () => {
    const texts = fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 40 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(texts.filter(ours), (text) => {
        expect(count(text)).toEqual(exact(text));
      }),
      { seed: 20_261_120, numRuns: 800 },
    );
  });

  it.each(['grapheme', 'binary', 'binary-ascii'] as const)('equals the reference on any text: %s', (unit) => {
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 120 }).filter(ours), (text) => {
        expect(count(text)).toEqual(exact(text));
      }),
      { seed: 20_261_121, numRuns: 150 },
    );
  });

  it(`never falls below one token for each 128 bytes: no token of ${name} is longer`, () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        const bytes = new TextEncoder().encode(text).length;
        expect(count(text).tokens).toBeGreaterThanOrEqual(bytes / 128);
        expect(count(text).tokens).toBeLessThanOrEqual(bytes);
      }),
      { seed: 20_261_122 },
    );
  });
});
