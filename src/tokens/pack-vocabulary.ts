import { hashOf, SPREAD } from './hash.ts';
import { joinsOf } from './joins.ts';
import { PairMerger } from './pair-merger.ts';
import { kindTable } from './unicode.ts';
import { FORMAT, type Header, TOKEN_BITS, Vocabulary } from './vocabulary.ts';

/** A tokenizer's vocabulary as plain data: its tokens in the order in which they merge. */
export type Tokens = Omit<Header, 'format' | 'count' | 'merges' | 'kinds' | 'unreached'> & {
  readonly tokens: readonly Uint8Array[];
  /** For each token the length of its left part in the one merge that makes it; empty where any two parts may merge into it. */
  readonly lefts: readonly number[];
};

/** A table of hashes that is 20 to 40 percent full: a look-up ends at the first or second slot. */
const slotsOf = (tokens: readonly Uint8Array[]): Int32Array => {
  const bits = Math.max(8, 33 - Math.clz32(tokens.length));
  const slots = new Int32Array(1 << bits);
  for (const [token, bytes] of tokens.entries()) {
    const spread = Math.imul(hashOf(bytes, 0, bytes.length), SPREAD);
    let slot = spread >>> (32 - bits);
    while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1);
    slots[slot] = (spread << TOKEN_BITS) | (token + 1);
  }
  return slots;
};

const bytesOf = (table: Int32Array): Uint8Array => new Uint8Array(table.buffer);

const ALIGNED = 8;

const packed = (header: Header, { tokens, lefts }: Tokens): Uint8Array => {
  const line = JSON.stringify(header);
  const begins = new Int32Array(tokens.length + 1);
  for (const [token, { length }] of tokens.entries()) begins[token + 1] = (begins[token] as number) + length;
  const rest = (Buffer.byteLength(line) + 1) % ALIGNED;
  return Buffer.concat([
    Buffer.from(`${line}${' '.repeat(rest === 0 ? 0 : ALIGNED - rest)}\n`),
    bytesOf(slotsOf(tokens)),
    bytesOf(joinsOf(tokens)),
    bytesOf(begins),
    kindTable(),
    Uint8Array.from(lefts),
    ...tokens,
  ]);
};

const headerOf = ({ tokens, lefts, ...about }: Tokens, unreached: readonly number[]): Header => ({
  format: FORMAT,
  ...about,
  count: tokens.length,
  merges: lefts.length === 0 ? 'any' : 'listed',
  kinds: kindTable().length,
  unreached,
});

/** Returns the numbers of the tokens that merging their bytes does not make. */
export const unreachedIn = (tokens: Tokens): readonly number[] => {
  const vocabulary = Vocabulary.read(packed(headerOf(tokens, []), tokens), true);
  if (vocabulary === undefined) throw new Error('a vocabulary that was just made cannot be read');
  const merger = new PairMerger(vocabulary);
  return tokens.tokens.flatMap((bytes, token) => (merger.merge(bytes, 0, bytes.length) === 1 ? [] : [token]));
};

/**
 * Returns a vocabulary as a compact file: a line of JSON, then tables that are used as they lie there: tokens by hash, neighbours
 * within tokens, where each token begins, kinds of characters, its left part where merges are listed, and all bytes.
 */
export const packVocabulary = (tokens: Tokens): Uint8Array => packed(headerOf(tokens, unreachedIn(tokens)), tokens);
