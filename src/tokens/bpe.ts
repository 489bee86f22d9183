/** A count of tokens; `approximate` where a piece was cut before it was counted. */
export type Count = { readonly tokens: number; readonly approximate: boolean };

/** Counts the tokens of a text in one encoding. */
export type Counter = (text: string) => Count;

/** A rank table as js-tiktoken ships it: lines of `! offset base64 base64 …`, and the pattern that splits text into pieces. */
export type RankTable = { readonly pat_str: string; readonly bpe_ranks: string };

/** Longer pieces are cut: merging takes quadratic time, and real text has none. Each cut errs by at most one token. */
const LONGEST_PIECE = 2000;

/** Keys stay in base64: decoding 200,000 of them would take longer than counting the samples. */
const parseRanks = (table: string): ReadonlyMap<string, number> => {
  const ranks = new Map<string, number>();
  for (const line of table.split('\n')) {
    const parts = line.split(' ');
    let rank = Number(parts[1]);
    for (let i = 2; i < parts.length; i++) ranks.set(parts[i] ?? '', rank++);
  }
  return ranks;
};

/** Byte pair encoding, count only: joins the neighbouring pair of lowest rank until no pair has one. */
const mergedCount = (bytes: Buffer, ranks: ReadonlyMap<string, number>): number => {
  const rankOf = (from: number, to: number): number => ranks.get(bytes.toString('base64', from, to)) ?? Infinity;
  const starts = Array.from({ length: bytes.length + 1 }, (_, index) => index);
  const pairs = Array.from({ length: bytes.length - 1 }, (_, index) => rankOf(index, index + 2));
  while (pairs.length > 0) {
    let best = 0;
    for (let i = 1; i < pairs.length; i++) if ((pairs[i] ?? 0) < (pairs[best] ?? 0)) best = i;
    if (pairs[best] === Infinity) break;
    starts.splice(best + 1, 1);
    pairs.splice(best, 1);
    if (best < pairs.length) pairs[best] = rankOf(starts[best] ?? 0, starts[best + 2] ?? 0);
    if (best > 0) pairs[best - 1] = rankOf(starts[best - 1] ?? 0, starts[best + 1] ?? 0);
  }
  return starts.length - 1;
};

/**
 * Returns a counter over a rank table. Special-token text counts as ordinary text; a lone surrogate counts as U+FFFD, as
 * encoding to UTF-8 makes it. Equal pieces are counted once.
 */
export const counterOf = (table: RankTable): Counter => {
  const ranks = parseRanks(table.bpe_ranks);
  const pattern = new RegExp(table.pat_str, 'gu');
  const known = new Map<string, number>();

  const countPiece = (piece: string): number => {
    const bytes = Buffer.from(piece, 'utf8');
    return ranks.has(bytes.toString('base64')) ? 1 : mergedCount(bytes, ranks);
  };
  const remembered = (piece: string): number => {
    const before = known.get(piece);
    if (before !== undefined) return before;
    const tokens = countPiece(piece);
    if (known.size < 1 << 18) known.set(piece, tokens);
    return tokens;
  };
  const cut = (piece: string): number => {
    const characters = [...piece];
    let tokens = 0;
    for (let i = 0; i < characters.length; i += LONGEST_PIECE) tokens += countPiece(characters.slice(i, i + LONGEST_PIECE).join(''));
    return tokens;
  };

  return (text) => {
    let tokens = 0;
    let approximate = false;
    for (const [piece] of text.matchAll(pattern)) {
      const long = piece.length > LONGEST_PIECE;
      tokens += long ? cut(piece) : remembered(piece);
      approximate ||= long;
    }
    return { tokens, approximate };
  };
};
