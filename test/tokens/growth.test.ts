import { describe, expect, it } from 'vitest';
import { loadVocabulary } from '../../src/io/vocabularies.ts';
import { Merger } from '../../src/tokens/merger.ts';
import { Scanner, SPLITS } from '../../src/tokens/scanner.ts';
import { kindTable } from '../../src/tokens/unicode.ts';

/** Counts how often the bytes of a text are read: work, without a clock. */
const watched = (text: string): { readonly bytes: Uint8Array; readonly reads: () => number; readonly length: number } => {
  const bytes = new TextEncoder().encode(text);
  let reads = 0;
  const get = (target: Uint8Array, key: string | symbol): unknown => {
    reads++;
    return Reflect.get(target, key, target);
  };
  return { bytes: new Proxy(bytes, { get }), reads: () => reads, length: bytes.length };
};

const UNITS = ['a', ' ', '\n', '-', '漢', '一A', 'aA', '\u0301', '😀', '\u200b', ' \n', 'abcdefghij', '"\'s', '1', '一\u0301'] as const;

describe.each(['o200k', 'cl100k', 'gpt2'] as const)('splitting by %s', (name) => {
  const readsOf = (text: string): number => {
    const { bytes, reads, length } = watched(text);
    const scanner = new Scanner(SPLITS[name], kindTable());
    for (let at = 0; at < length; ) at = scanner.next(bytes, at, length);
    return reads();
  };

  it.each(UNITS)('looks at ten times the text at most eleven times as often: %j', (unit) => {
    expect(readsOf(unit.repeat(10_000))).toBeLessThanOrEqual(11 * readsOf(unit.repeat(1000)));
  });
});

describe('merging one long piece', () => {
  const merger = new Merger(loadVocabulary('o200k_base'));
  const readsOf = (text: string): number => {
    const { bytes, reads, length } = watched(text);
    merger.merge(bytes, 0, length);
    return reads();
  };

  it.each(UNITS)('reads each byte at most sixty times, however long the piece is: %j', (unit) => {
    for (const times of [500, 5000, 50_000]) {
      const text = unit.repeat(times).slice(0, 50_000);
      expect(readsOf(text), `${text.length} characters`).toBeLessThanOrEqual(60 * new TextEncoder().encode(text).length + 300_000);
    }
  });
});
