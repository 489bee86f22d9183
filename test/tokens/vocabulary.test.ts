import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageFolder } from '../../src/io/shipped.ts';
import { hashOf } from '../../src/tokens/hash.ts';
import { packVocabulary } from '../../src/tokens/pack-vocabulary.ts';
import { Tokenizer } from '../../src/tokens/tokenizer.ts';
import { Vocabulary } from '../../src/tokens/vocabulary.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const singles = Array.from({ length: 256 }, (_, byte) => Uint8Array.of(byte));
const small = packVocabulary({
  ...{ name: 'small', split: 'cl100k', composed: false, source: 'a test', lefts: [] },
  tokens: [...singles, bytes('he'), bytes('ll'), bytes('hell'), bytes('hello')],
});

describe('a compact vocabulary', () => {
  it('finds each of its tokens, and no other string', () => {
    const vocabulary = Vocabulary.read(small, false);
    const find = (text: string): number | undefined => vocabulary?.find(hashOf(bytes(text), 0, text.length), bytes(text), 0, text.length);
    expect([find('he'), find('ll'), find('hell'), find('hello'), find('lo'), find('hello ')]).toEqual([256, 257, 258, 259, -1, -1]);
  });

  it('counts a token that merging does not make as one where it is a whole piece alone', () => {
    const odd = packVocabulary({
      ...{ name: 'odd', split: 'cl100k', composed: false, source: 'a test', lefts: [] },
      tokens: [...singles, bytes('漢字'), bytes('字漢字')],
    });
    const counter = new Tokenizer(Vocabulary.read(odd, false) as Vocabulary);
    expect([counter.count('漢字'), counter.count('字漢字'), counter.count('漢漢字')]).toEqual([1, 1, 9]);
  });

  it('is refused where its tables lead out of it or round in circles, in a file that did not come with the package', () => {
    const whole = Uint8Array.from(small);
    const begin = whole.indexOf(10) + 1;
    const damaged = (at: number, length: number, value: number): Vocabulary | undefined =>
      Vocabulary.read(Uint8Array.from(whole).fill(value, begin + at, begin + at + length), false);
    expect(Vocabulary.read(whole, false)).toBeDefined();
    // 4 × 1,024 bytes of slots: none free, and tokens that are not there.
    expect(damaged(0, 4096, 0x01)).toBeUndefined();
    expect(damaged(0, 4, 0xff)).toBeUndefined();
    expect(Vocabulary.read(whole.subarray(0, -1), false)).toBeUndefined();
    expect(Vocabulary.read(bytes('not one\n'), false)).toBeUndefined();
    expect(Vocabulary.read(bytes(''), false)).toBeUndefined();
  });

  it('that is shipped is as sound as others have to be', () => {
    for (const name of ['o200k_base', 'qwen-3', 'tekken', 'deepseek'])
      expect(Vocabulary.read(readFileSync(join(packageFolder(), 'dist', 'vocabularies', `${name}.vocab`)), false)).toBeDefined();
  });
});
