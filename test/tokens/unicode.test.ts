import { describe, expect, it } from 'vitest';
import { CONTROL, KIND, kindOf, kindTable } from '../../src/tokens/unicode.ts';

const table = kindTable();

/** The categories as the running Node knows them. */
const CATEGORIES: readonly (readonly [number, RegExp])[] = [
  [KIND.upper, /^[\p{Lu}\p{Lt}]$/u],
  [KIND.lower, /^\p{Ll}$/u],
  [KIND.letter, /^[\p{Lm}\p{Lo}]$/u],
  [KIND.mark, /^\p{M}$/u],
  [KIND.number, /^\p{N}$/u],
  [KIND.line, /^[\r\n]$/],
  [KIND.blank, /^[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]$/],
  [CONTROL, /^\p{C}$/u],
];

describe('kinds of characters', () => {
  it('are the categories of this Node, but for characters that one of the two does not know yet', () => {
    const wrong: string[] = [];
    let known = 0;
    for (let code = 0; code < 0x110000; code++) {
      if (code >= 0xd800 && code < 0xe000) continue;
      const character = String.fromCodePoint(code);
      const here = CATEGORIES.find(([, pattern]) => pattern.test(character))?.[0] ?? KIND.other;
      const ours = kindOf(table, code);
      if (here === ours) known += ours === CONTROL ? 0 : 1;
      else if (ours !== CONTROL && !/^\p{Cn}$/u.test(character)) wrong.push(code.toString(16));
    }
    expect(wrong).toEqual([]);
    expect(known).toBeGreaterThan(140_000);
  });

  it('are those of Unicode 16: letters that came with Unicode 17 are other characters, as in the reference', () => {
    expect(kindOf(table, 0x11db0)).toBe(CONTROL);
    expect(kindOf(table, 0x10d50)).toBe(KIND.upper);
  });

  it('hold U+0085 for white space and U+FEFF not', () => {
    expect(kindOf(table, 0x85)).toBe(KIND.blank);
    expect(kindOf(table, 0xfeff)).toBe(CONTROL);
  });
});
