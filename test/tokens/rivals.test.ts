import fc from 'fast-check';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { get_encoding } from 'tiktoken';
import { describe, expect, it } from 'vitest';
import { loadCounters } from '../../src/io/vocabularies.ts';
import { drawnTexts } from './drawn.ts';
import { LANGUAGES, TEXTS } from './texts.ts';

// tiktoken is the reference itself, compiled to WebAssembly. It takes time that grows with the square of a run without a break.

/** Pieces that the merging of short strings, the cutting between characters of three bytes, and the caches by length treat apart. */
const parts = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom('the', ' quick', 'Ünder', ' naïve', 'ſ', "'s", "'LL", '://', '\r\n', '   ', '\t', ' {', '"}', '12', '٣'),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      '漢',
      '字',
      'の',
      'です',
      '한국',
      'ไทย',
      'हिन्दी',
      '。',
      ' 中',
      '々',
      'ー',
      '\u3000',
      '🎉',
      '👨‍👩‍👧',
      '\ufe0f',
    ),
  },
  { weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
  { weight: 1, arbitrary: fc.nat(60).map((times) => '-'.repeat(times)) },
  { weight: 1, arbitrary: fc.stringMatching(/^[A-Za-z0-9+/]{1,40}$/) },
);
const texts = fc.array(parts, { maxLength: 40 }).map((found) => found.join('').toWellFormed());

describe.each(['o200k_base', 'cl100k_base', 'p50k_base', 'r50k_base'] as const)('a count in %s', (name) => {
  const counter = loadCounters([name]).get(name);
  const reference = get_encoding(name);

  it('is that of tiktoken on texts made of what tokenizers treat apart', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(counter?.count(text)).toBe(reference.encode_ordinary(text).length);
      }),
      { seed: 20_261_126, numRuns: 1500 },
    );
  });

  it('has the borders of tiktoken', () => {
    const decoder = new TextDecoder('utf-8', { fatal: false, ignoreBOM: true });
    for (const text of [...Object.values({ ...LANGUAGES, ...TEXTS }), ...drawnTexts(200, 9)].map((one) => one.toWellFormed())) {
      const bytes = new TextEncoder().encode(text);
      const ends = counter?.ends(bytes) ?? [];
      const own = ends.map((end, index) => decoder.decode(bytes.subarray(ends[index - 1] ?? 0, end)));
      const theirs = Array.from(reference.encode_ordinary(text), (token) => decoder.decode(reference.decode_single_token_bytes(token)));
      expect(own).toEqual(theirs);
    }
  });
});

describe('gpt-tokenizer', () => {
  it('agrees on texts without a byte-order mark, about which it is wrong', () => {
    const counter = loadCounters(['o200k_base']).get('o200k_base');
    for (const text of Object.values(LANGUAGES)) expect(counter?.count(text)).toBe(encode(text).length);
  });
});
