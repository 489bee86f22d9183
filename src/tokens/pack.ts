import { packVocabulary } from './pack-vocabulary.ts';
import type { SplitName } from './scanner.ts';

/** A rank table as js-tiktoken ships it: lines of `! offset base64 base64 …`. */
export type RankTable = { readonly bpe_ranks: string };

/** Returns a rank table as a compact vocabulary, its tokens in the order of their ranks: for the build. */
export const packRanks = (name: string, split: SplitName, table: RankTable): Uint8Array => {
  const tokens: Uint8Array[] = [];
  for (const line of table.bpe_ranks.split('\n')) {
    const [, , ...words] = line.split(' ');
    for (const word of words) tokens.push(Buffer.from(word, 'base64'));
  }
  const source = 'tiktoken rank table as shipped by js-tiktoken 1.0.21, MIT licence';
  return packVocabulary({ name, split, composed: false, source, tokens, lefts: [] });
};
