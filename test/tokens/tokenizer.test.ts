import fc from 'fast-check';
import { Tiktoken } from 'js-tiktoken/lite';
import cl100k from 'js-tiktoken/ranks/cl100k_base';
import o200k from 'js-tiktoken/ranks/o200k_base';
import { describe, expect, it } from 'vitest';
import { loadCounters } from '../../src/io/vocabularies.ts';
import type { EncodingName } from '../../src/tokens/families.ts';
import type { Tokenizer } from '../../src/tokens/tokenizer.ts';
import { digestOf, drawnTexts } from './drawn.ts';
import { COUNTS, DRAWN_DIGESTS, EDGES, ENCODINGS, RUNS } from './reference.ts';
import { LANGUAGES, TEXTS } from './texts.ts';

const counters = loadCounters(ENCODINGS);

const counterOf = (name: EncodingName): Tokenizer => {
  const counter = counters.get(name);
  if (counter === undefined) throw new Error(`no ${name}`);
  return counter;
};

const ALL = { ...LANGUAGES, ...TEXTS };

describe.each(ENCODINGS.map((name, column) => ({ name, column })))('a count in $name', ({ name, column }) => {
  const counter = counterOf(name);

  it.each(Object.entries(COUNTS))('equals the reference for %s', (what, counts) => {
    expect(ALL[what]).toBeDefined();
    expect(counter.count(ALL[what] ?? '')).toBe(counts[column]);
  });

  it('has a reference for every text', () => {
    expect(Object.keys(COUNTS).sort()).toEqual(Object.keys(ALL).sort());
  });

  it.each(RUNS)('equals the reference for a long run of %s', (_what, unit, times, counts) => {
    expect(counter.count(unit.repeat(times))).toBe(counts[column]);
  });

  it.each(EDGES)('equals the reference for %s', (_what, text, counts) => {
    expect(counter.count(text)).toBe(counts[column]);
  });

  it('equals the reference for 4,000 texts drawn from pieces that meet where splitting is decided', () => {
    const counts = drawnTexts(4000, 20_261_125).map((text) => counter.count(text));
    expect(digestOf(counts)).toBe(DRAWN_DIGESTS[column]);
  });

  it('is the same each time, whatever was counted before', () => {
    const texts = Object.values(ALL);
    const first = texts.map((text) => counter.count(text));
    expect([...texts].reverse().map((text) => counter.count(text))).toEqual([...first].reverse());
  });

  it('is that of the bytes', () => {
    for (const text of Object.values(ALL)) expect(counter.count(new TextEncoder().encode(text))).toBe(counter.count(text));
  });

  it('takes bytes that are no UTF-8 for U+FFFD, as a decoder does', () => {
    expect(counter.count(Uint8Array.of(0x61, 0xff, 0x62))).toBe(counter.count('a\ufffdb'));
  });

  it('is that of the borders of its tokens, which end with the text', () => {
    for (const text of Object.values(ALL)) {
      const bytes = new TextEncoder().encode(text);
      const ends = counter.ends(bytes);
      expect(ends).toHaveLength(counter.count(text));
      expect(ends.at(-1) ?? 0).toBe(bytes.length);
      expect([...ends].sort((a, b) => a - b)).toEqual(ends);
    }
  });
});

// What js-tiktoken takes from JavaScript is written out as the reference has it; characters newer than Unicode 15 are left out below.
const BLANKS = String.raw`\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000`;
const ENDINGS = "'(?:[sSſtTmMdD]|[rRvV][eE]|[lL][lL])";
const asReference = (pattern: string): string =>
  pattern
    .replaceAll(/'s\|'S[^)|]*(?:\|'[a-zA-Z]+)*/g, () => ENDINGS)
    .replaceAll(String.raw`[^\s`, () => `[^${BLANKS}`)
    .replaceAll(String.raw`\S`, () => `[^${BLANKS}]`)
    .replaceAll(String.raw`\s`, () => `[${BLANKS}]`);

describe.each([
  ['o200k_base', o200k],
  ['cl100k_base', cl100k],
] as const)('a count in %s, against the merging of js-tiktoken', (name, table) => {
  const counter = counterOf(name);
  const oracle = new Tiktoken({ ...table, pat_str: asReference(table.pat_str) });
  const exact = (text: string): number => oracle.encode(text.toWellFormed(), [], []).length;

  it('is equal on drawn texts', () => {
    for (const text of drawnTexts(1500, 7)) expect(counter.count(text)).toBe(exact(text));
  });

  it.each(['grapheme', 'binary-ascii'] as const)('is equal on any text: %s', (unit) => {
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 120 }), (text) => {
        expect(counter.count(text)).toBe(exact(text));
      }),
      { seed: 20_261_121, numRuns: 300 },
    );
  });

  it('is equal on letters without a break, whose merging has many ways', () => {
    const letters = fc.array(fc.constantFrom('a', 'b', 'e', 'n', 't', 'th', 'ing', 'er', '漢', '的', '一', 'и', 'ст'), { maxLength: 60 });
    fc.assert(
      fc.property(letters, (parts) => {
        expect(counter.count(parts.join(''))).toBe(exact(parts.join('')));
      }),
      { seed: 20_261_122, numRuns: 300 },
    );
  });
});

describe('a text that comes in parts', () => {
  const counter = counterOf('o200k_base');
  const counted = (parts: readonly string[]): number => {
    const stream = counter.stream();
    for (const part of parts) stream.add(part);
    const { latin, symbols, cjk, other } = stream.end();
    return latin + symbols + cjk + other;
  };

  it('counts as the whole, wherever the parts end', () => {
    const text = Object.values(ALL).join('\n');
    for (const size of [1, 2, 3, 7, 100, 5000]) {
      const parts = Array.from({ length: Math.ceil(text.length / size) }, (_, index) => text.slice(index * size, (index + 1) * size));
      expect(counted(parts), `in parts of ${size}`).toBe(counter.count(text));
    }
  });

  it('counts as the whole where a piece is longer than what is looked at at a time', () => {
    for (const unit of ['a', '漢', '一A', '\n ', '-', '😀', ' ']) {
      const half = unit.repeat(60_000);
      expect(counted([half, half]), unit).toBe(counter.count(half + half));
    }
  });

  it('of more than 2 MiB counts as the sum of its paragraphs, since no piece reaches over a line end with a letter behind it', () => {
    const paragraph = `${Object.values(LANGUAGES).join('\n')}\n${TEXTS['TypeScript']}end\n`;
    const times = 900;
    expect(paragraph.length * times).toBeGreaterThan(2 ** 20);
    expect(counter.count(paragraph.repeat(times))).toBe(times * counter.count(paragraph));
  });

  it('of 3 million Chinese letters is counted too, where regular expressions overflow', () => {
    expect(counter.count('漢'.repeat(3_000_000))).toBe(3_000_000);
  });
});

describe('a tally', () => {
  it('tells Latin words, symbols, CJK and other scripts apart, by pieces', () => {
    const counter = counterOf('o200k_base');
    expect(counter.tally('Hello Würde')).toEqual({ latin: 3, symbols: 0, cjk: 0, other: 0 });
    expect(counter.tally('{}[] 12')).toMatchObject({ latin: 0, cjk: 0, other: 0 });
    expect(counter.tally('人人生而自由')).toMatchObject({ latin: 0, symbols: 0, other: 0 });
    expect(counter.tally('Все люди')).toMatchObject({ latin: 0, symbols: 0, cjk: 0 });
    expect(counter.tally('Tất cả')).toMatchObject({ cjk: 0, other: 0 });
  });
});
