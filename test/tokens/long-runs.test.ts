import { Tiktoken } from 'js-tiktoken/lite';
import cl100k from 'js-tiktoken/ranks/cl100k_base';
import o200k from 'js-tiktoken/ranks/o200k_base';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Counter, counterOf } from '../../src/tokens/bpe.ts';
import { loadCounters } from '../../src/tokens/load.ts';
import { LANGUAGES, TEXTS } from './texts.ts';

// Wanted counts by tiktoken 1.0.22 and gpt-tokenizer 4.0.0, which agree: o200k_base, then cl100k_base.

/** Runs without a break in them, which splitting leaves in one piece. */
const RUNS = [
  ['one letter', 'a', 8000, 1000, 1000],
  ['one blank', ' ', 8000, 63, 63],
  ['line ends', '\n', 8000, 500, 250],
  ['dashes', '-', 8000, 125, 125],
  ['no-break spaces', '\u00a0', 6000, 750, 750],
  ['Chinese without punctuation', '漢', 4000, 4000, 8000],
  ['zero-width spaces', '\u200b', 4000, 1000, 2000],
] as const;

describe.each([
  ['o200k_base', 0],
  ['cl100k_base', 1],
] as const)('a long run in %s', (name, column) => {
  let count: Counter;
  beforeAll(async () => {
    const counters = await loadCounters([name]);
    count = counters.get(name) as Counter;
  });

  it.each(RUNS)('of %s is counted in parts, nearly right, and marked so', (_what, unit, times, ...wanted) => {
    const { tokens, approximate } = count(unit.repeat(times));
    const exact = wanted[column];
    expect(approximate).toBe(true);
    expect(Math.abs(tokens - exact)).toBeLessThanOrEqual(6);
  });

  it('marks the whole text', () => {
    expect(count(`a short start ${'x'.repeat(9000)} and a short end`).approximate).toBe(true);
  });

  it('never splits a character: pairs of surrogates stay together', () => {
    // The mark in front lets every even place fall into the middle of a pair.
    const { tokens, approximate } = count(`!${'🇫🇷🇩🇪🇯🇵'.repeat(400)}`);
    expect(approximate).toBe(true);
    expect(tokens).toBe([4801, 7201][column]);
  });

  it('that has breaks in it is exact: words, digits by threes', () => {
    const words = 'lorem ipsum dolor sit amet '.repeat(2223).slice(0, 60_000);
    expect(count(words)).toEqual({ tokens: 11_113, approximate: false });
    expect(count('7'.repeat(6000))).toEqual({ tokens: 2000, approximate: false });
  });

  it('of 3 million letters is counted in slices', () => {
    const { tokens, approximate } = count('a'.repeat(3_000_000));
    expect(approximate).toBe(true);
    expect(Math.abs(tokens - 375_000)).toBeLessThanOrEqual(1500);
  });

  it('of 8 million Chinese letters is counted too, where one regular expression over them all overflows', () => {
    expect(count('漢'.repeat(8_000_000))).toEqual({ tokens: [8_000_000, 16_000_000][column], approximate: true });
  });

  it('is cut between pairs of surrogates, never within one', () => {
    const pairs = 600_000;
    const [inFront, beside] = [count(`!${'😀'.repeat(pairs)}`), count('😀'.repeat(pairs))];
    expect(inFront.tokens - beside.tokens).toBeGreaterThanOrEqual(0);
    expect(inFront.tokens - beside.tokens).toBeLessThanOrEqual(10);
  });

  it('grows with its length: a hundred thousand letters are counted too', () => {
    const { tokens, approximate } = count('a'.repeat(100_000));
    expect(approximate).toBe(true);
    expect(Math.abs(tokens - 12_500)).toBeLessThanOrEqual(50);
  });
});

describe.each([
  ['o200k_base', o200k],
  ['cl100k_base', cl100k],
] as const)('a text of more than 2 MiB in %s', (_name, table) => {
  const paragraphs = [...['English', 'German', 'Polish', 'Russian'].map((name) => LANGUAGES[name]), TEXTS['TypeScript'], TEXTS['JSON']];
  const prose = Array.from({ length: 3800 }, (_, index) => `${index} ${paragraphs.join(index % 3 === 0 ? '\n\n' : '\n')}`).join('\r\n');

  it('is counted as the reference counts it in one piece, since it is cut where lines begin', () => {
    expect(prose.length).toBeGreaterThan(2 * 2 ** 20);
    expect(counterOf(table)(prose)).toEqual({ tokens: new Tiktoken(table).encode(prose, [], []).length, approximate: false });
  });

  it('is marked where no line begins with a letter or a digit', () => {
    expect(counterOf(table)('> quoted\n'.repeat(200_000)).approximate).toBe(true);
  });
});

describe('loading', () => {
  it('gives the encodings that are asked for, and no other', async () => {
    expect([...(await loadCounters([])).keys()]).toEqual([]);
    expect([...(await loadCounters(['cl100k_base', 'cl100k_base'])).keys()]).toEqual(['cl100k_base']);
    const both = await loadCounters(['o200k_base', 'cl100k_base']);
    expect(both.get('o200k_base')?.('ชีวิต').tokens).toBe(1);
    expect(both.get('cl100k_base')?.('ชีวิต').tokens).toBe(5);
  });
});
