import { describe, expect, it } from 'vitest';
import { Scanner, SPLITS } from '../../src/tokens/scanner.ts';
import { kindTable } from '../../src/tokens/unicode.ts';

const CAPITALS = '[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]';
const SMALL = '[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]';
const ANY_CASE = "'(?:[sdmtSDMT]|[lL][lL]|[vV][eE]|[rR][eE])";
const BEFORE = '[^\\r\\n\\p{L}\\p{N}]?';
const BLANKS = '\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+';

/** A cased word with what may end it, the ways of o200k and tekken. */
const cased = (ending: string): string => `${BEFORE}${CAPITALS}*${SMALL}+${ending}|${BEFORE}${CAPITALS}+${SMALL}*${ending}`;

/** The expressions that the encodings are published with; groups without case are written out, as Node 20 has none. */
const PUBLISHED: Readonly<Record<keyof typeof SPLITS, string>> = {
  gpt2: "'(?:[sdmt]|ll|ve|re)| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
  cl100k: `${ANY_CASE}|${BEFORE}\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|${BLANKS}`,
  qwen: `${ANY_CASE}|${BEFORE}\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|${BLANKS}`,
  o200k: `${cased(`(?:${ANY_CASE})?`)}|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|${BLANKS}`,
  tekken: `${cased('')}|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|${BLANKS}`,
};

/** A character or two of each kind that an expression tells apart, within ASCII and beyond it. */
const KINDS = ['A', 'É', 'a', '好', '\u0301', '1', ' ', '\u3000', '\n', '!', '—', '/', "'", 's', 'L'];

const rows = (length: number): readonly string[] =>
  length === 0 ? [''] : rows(length - 1).flatMap((row) => KINDS.map((kind) => row + kind));

const piecesOf = (scanner: Scanner, text: string): readonly string[] => {
  const bytes = Buffer.from(text);
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const to = scanner.next(bytes, at, bytes.length);
    pieces.push(bytes.toString('utf8', at, to));
    at = to;
  }
  return pieces;
};

describe('splitting', () => {
  it.each(Object.keys(SPLITS) as (keyof typeof SPLITS)[])('as %s does is its expression, on every row of four characters', (name) => {
    const scanner = new Scanner(SPLITS[name], kindTable());
    const expression = new RegExp(PUBLISHED[name], 'gu');
    const wrong = rows(4).filter((row) => piecesOf(scanner, row).join('|') !== (row.match(expression) ?? []).join('|'));
    expect(wrong).toEqual([]);
  });
});
