/** A count of tokens; `approximate` where the text was cut at a place that may lie inside a piece or a token. */
export type Count = { readonly tokens: number; readonly approximate: boolean };

/** Counts the tokens of a text in one encoding. */
export type Counter = (text: string) => Count;

/** A rank table as js-tiktoken ships it: lines of `! offset base64 base64 …`, and the pattern that splits text into pieces. */
export type RankTable = { readonly pat_str: string; readonly bpe_ranks: string };

/**
 * Longer pieces are cut: merging takes quadratic time, and real text has none. Each cut errs by a few tokens: 8,000 spaces
 * in o200k_base, cut three times, count 68 where the reference has 63.
 */
const LONGEST_PIECE = 2000;

/** Longer texts are counted in slices, in UTF-16 units: V8's regular expressions overflow on 8 million Chinese letters. */
const LONGEST_SLICE = 1 << 20;

/** White space as Rust has it, which the patterns are written for: with U+0085, without U+FEFF. \s of JavaScript has it the other way. */
const BLANKS = String.raw`\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000`;

const patternOf = (source: string): RegExp =>
  new RegExp(
    source
      .replaceAll(String.raw`[^\s`, () => `[^${BLANKS}`)
      .replaceAll(String.raw`\S`, () => `[^${BLANKS}]`)
      .replaceAll(String.raw`\s`, () => `[${BLANKS}]`),
    'gu',
  );

type Slice = { readonly text: string; readonly exact: boolean };

/**
 * The slice of a text that begins at `from`. No piece reaches over a line end that a letter or a digit follows, so that a
 * cut there is exact; without one the cut is wherever the slice is full, though never inside a surrogate pair.
 */
const sliceAt = (text: string, from: number): Slice => {
  const limit = from + LONGEST_SLICE;
  if (text.length <= limit) return { text: text.slice(from), exact: true };
  const window = text.slice(from, limit + 1);
  for (let at = window.lastIndexOf('\n', LONGEST_SLICE - 1); at > 0; at = window.lastIndexOf('\n', at - 1))
    if (/[A-Za-z0-9]/.test(window.charAt(at + 1))) return { text: window.slice(0, at + 1), exact: true };
  const splitsPair = (text.codePointAt(limit - 1) ?? 0) > 0xffff;
  return { text: window.slice(0, splitsPair ? LONGEST_SLICE - 1 : LONGEST_SLICE), exact: false };
};

/** Returns the rank of some bytes, given in base64, or Infinity where they are no token. */
type RankOf = (base64: string) => number;

const SPACE = 32;
const NEWLINE = 10;
/** A power of two above twice the 200,000 entries of the largest table, so that probing stays short. */
const SLOTS = 1 << 19;
// FNV-1a over the characters of a key.
const FNV_START = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/**
 * Indexes a rank table without taking it apart: keys stay where they stand in its text, in base64, and a slot holds where
 * a key begins. Cutting 200,000 substrings would take longer than counting the samples of a whole workflow.
 */
const indexRanks = (table: string): RankOf => {
  const begins = new Int32Array(SLOTS).fill(-1);
  const ranks = new Int32Array(SLOTS);
  let line = 0;
  while (line < table.length) {
    const end = table.indexOf('\n', line) === -1 ? table.length : table.indexOf('\n', line);
    const mark = table.indexOf(' ', line);
    let at = table.indexOf(' ', mark + 1) + 1;
    let rank = Number(table.slice(mark + 1, at - 1));
    while (mark !== -1 && at > 0 && at < end) {
      let hash = FNV_START;
      const begin = at;
      for (let code = table.charCodeAt(at); at < end && code !== SPACE; code = table.charCodeAt(++at))
        hash = Math.imul(hash ^ code, FNV_PRIME);
      let slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
      while (begins[slot] !== -1) slot = (slot + 1) & (SLOTS - 1);
      begins[slot] = begin;
      ranks[slot] = rank++;
      at++;
    }
    line = end + 1;
  }
  const endsAt = (at: number): boolean => at === table.length || table.charCodeAt(at) === SPACE || table.charCodeAt(at) === NEWLINE;
  return (base64) => {
    let hash = FNV_START;
    for (let i = 0; i < base64.length; i++) hash = Math.imul(hash ^ base64.charCodeAt(i), FNV_PRIME);
    let slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
    for (let begin = begins[slot] ?? -1; begin !== -1; begin = begins[slot] ?? -1) {
      if (table.startsWith(base64, begin) && endsAt(begin + base64.length)) return ranks[slot] ?? Infinity;
      slot = (slot + 1) & (SLOTS - 1);
    }
    return Infinity;
  };
};

/** Byte pair encoding, count only: joins the neighbouring pair of lowest rank until no pair has one. */
const mergedCount = (bytes: Buffer, ranks: RankOf): number => {
  const rankOf = (from: number, to: number): number => ranks(bytes.toString('base64', from, to));
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
  const ranks = indexRanks(table.bpe_ranks);
  const pattern = patternOf(table.pat_str);
  const known = new Map<string, number>();

  const countPiece = (piece: string): number => {
    const bytes = Buffer.from(piece, 'utf8');
    return ranks(bytes.toString('base64')) === Infinity ? mergedCount(bytes, ranks) : 1;
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
    for (let i = 0; i < characters.length; i += LONGEST_PIECE) tokens += remembered(characters.slice(i, i + LONGEST_PIECE).join(''));
    return tokens;
  };

  const countSlice = ({ text, exact }: Slice): Count => {
    let tokens = 0;
    let approximate = !exact;
    for (const [piece] of text.matchAll(pattern)) {
      const long = piece.length > LONGEST_PIECE;
      tokens += long ? cut(piece) : remembered(piece);
      approximate ||= long;
    }
    return { tokens, approximate };
  };

  return (text) => {
    let tokens = 0;
    let approximate = false;
    for (let from = 0; from < text.length; ) {
      const slice = sliceAt(text, from);
      const count = countSlice(slice);
      tokens += count.tokens;
      approximate ||= count.approximate;
      from += slice.text.length;
    }
    return { tokens, approximate };
  };
};
