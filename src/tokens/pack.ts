import { packVocabulary, type Tokens } from './pack-vocabulary.ts';
import type { SplitName } from './split.ts';

// For the build alone: vocabularies as they are kept, made into files that are ready to use.

/** A rank table as js-tiktoken ships it: lines of `! offset base64 base64 …`. */
export type RankTable = { readonly bpe_ranks: string };

/** Returns a rank table as a compact vocabulary, its tokens in the order of their ranks. */
export const packRanks = (name: string, split: SplitName, table: RankTable): Uint8Array => {
  const tokens: Uint8Array[] = [];
  for (const line of table.bpe_ranks.split('\n')) {
    const [, , ...words] = line.split(' ');
    for (const word of words) tokens.push(Buffer.from(word, 'base64'));
  }
  const source = 'tiktoken rank table as shipped by js-tiktoken 1.0.21, MIT licence';
  return packVocabulary({ name, split, composed: false, source, tokens, lefts: [] });
};

type Kept = Omit<Tokens, 'tokens' | 'lefts'> & { readonly count: number; readonly listed: boolean };

const NEWLINE = 10;

/** Returns a vocabulary as it is kept in the project, without tables: a line of JSON, a byte for each length and left part, all bytes. */
export const keptVocabulary = ({ tokens, lefts, ...about }: Tokens): Uint8Array => {
  const header: Kept = { ...about, count: tokens.length, listed: lefts.length > 0 };
  const lengths = Uint8Array.from(tokens, ({ length }) => length);
  return Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), lengths, Uint8Array.from(lefts), ...tokens]);
};

/** Returns a vocabulary that is kept in the project as a compact file. */
export const packKept = (kept: Uint8Array): Uint8Array => {
  const begin = kept.indexOf(NEWLINE) + 1;
  const { count, listed, ...about } = JSON.parse(new TextDecoder().decode(kept.subarray(0, begin))) as Kept;
  const lengths = kept.subarray(begin, begin + count);
  const lefts = listed ? Array.from(kept.subarray(begin + count, begin + 2 * count)) : [];
  let at = begin + count + lefts.length;
  const tokens = Array.from(lengths, (length) => {
    at += length;
    return kept.subarray(at - length, at);
  });
  return packVocabulary({ ...about, tokens, lefts });
};
