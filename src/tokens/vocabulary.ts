import { SPLITS, type SplitName } from './scanner.ts';

/** A tokenizer's vocabulary as plain data: its tokens in the order in which they merge. */
export type Tokens = {
  readonly name: string;
  readonly split: SplitName;
  /** Where it comes from and under which licence, for whoever opens the file. */
  readonly source: string;
  /** Whether text is brought into Unicode's composed form first. */
  readonly composed: boolean;
  readonly tokens: readonly Uint8Array[];
  /** For each token the length of its left part in the one merge that makes it; empty where any two parts may merge into it. */
  readonly lefts: readonly number[];
};

type Header = Omit<Tokens, 'tokens' | 'lefts'> & { readonly format: string; readonly count: number; readonly merges: 'any' | 'listed' };

const FORMAT = 'outlay.vocabulary/1';
const NEWLINE = 10;
/** Lengths take one byte each. */
export const LONGEST_TOKEN = 255;

/** Returns a vocabulary as a compact file: a line of JSON, a byte for each length (and for each left part), then all bytes. */
export const packVocabulary = ({ tokens, lefts, ...about }: Tokens): Uint8Array => {
  const header: Header = { format: FORMAT, ...about, count: tokens.length, merges: lefts.length === 0 ? 'any' : 'listed' };
  const lengths = Uint8Array.from(tokens, ({ length }) => length);
  return Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), lengths, Uint8Array.from(lefts), ...tokens]);
};

const headerOf = (packed: Uint8Array): { readonly header: Header; readonly begin: number } | undefined => {
  const line = packed.indexOf(NEWLINE);
  try {
    const header = JSON.parse(new TextDecoder().decode(packed.subarray(0, line))) as Header;
    const known = header.format === FORMAT && Object.hasOwn(SPLITS, header.split) && Number.isInteger(header.count);
    return known ? { header, begin: line + 1 } : undefined;
  } catch {
    return undefined;
  }
};

/** Multiplier of the hash of a byte string, h × 16,777,619 + byte + 1: the hash of a joined string follows from those of its parts. */
export const HASH_FACTOR = 0x01000193;
const SPREAD = 0x9e3779b1;

/** Bits of a filter, a power of two: 600,000 beginnings of the tokens of o200k_base set one in seven. */
const FILTER_BITS = 22;

type Tables = {
  /** Where each token's bytes begin. */
  readonly begins: Int32Array;
  /** Hash and token in turn; the token is one more than its number, 0 for a free slot. */
  readonly slots: Int32Array;
  readonly singles: Int32Array;
  readonly pairs: Int32Array;
  /** A bit for the hash of each token, and of each beginning of one: a bit that is not set rules a string out at once. */
  readonly tokenBits: Int32Array;
  readonly beginningBits: Int32Array;
};

/** A vocabulary as it is handed to another thread: plain data, its arrays in shared memory. */
export type SharedVocabulary = { readonly header: Header; readonly packed: Uint8Array; readonly begin: number; readonly tables: Tables };

const emptyTables = (count: number): Tables => ({
  begins: new Int32Array(count + 1),
  slots: new Int32Array(2 << Math.max(8, 33 - Math.clz32(count))),
  singles: new Int32Array(1 << 8).fill(-1),
  pairs: new Int32Array(1 << 16).fill(-1),
  tokenBits: new Int32Array(1 << (FILTER_BITS - 5)),
  beginningBits: new Int32Array(1 << (FILTER_BITS - 5)),
});

/**
 * A vocabulary that is ready to look tokens up: an open-addressing table over their bytes. A token's number is its rank, the
 * order in which pairs merge.
 */
export class Vocabulary {
  readonly split: SplitName;
  readonly name: string;
  readonly composed: boolean;
  readonly count: number;
  /** Empty where any two parts that make a token may merge. */
  readonly lefts: Uint8Array;
  /** Tokens of one and of two bytes, −1 for none. */
  readonly singles: Int32Array;
  readonly pairs: Int32Array;
  readonly #header: Header;
  readonly #packed: Uint8Array;
  readonly #begin: number;
  readonly #tables: Tables;
  readonly #bytes: Uint8Array;
  readonly #begins: Int32Array;
  readonly #slots: Int32Array;
  readonly #tokenBits: Int32Array;
  readonly #beginningBits: Int32Array;
  readonly #shift: number;

  private constructor({ header, packed, begin, tables }: SharedVocabulary, filled: boolean) {
    this.#header = header;
    this.#packed = packed;
    this.#begin = begin;
    this.split = header.split;
    this.name = header.name;
    this.composed = header.composed;
    this.count = header.count;
    const listed = header.merges === 'listed' ? header.count : 0;
    this.lefts = packed.subarray(begin + header.count, begin + header.count + listed);
    this.#bytes = packed.subarray(begin + header.count + listed);
    this.#tables = tables;
    this.singles = tables.singles;
    this.pairs = tables.pairs;
    this.#begins = tables.begins;
    this.#slots = tables.slots;
    this.#tokenBits = tables.tokenBits;
    this.#beginningBits = tables.beginningBits;
    this.#shift = 33 - (31 - Math.clz32(tables.slots.length));
    if (!filled) this.#fill(packed.subarray(begin, begin + header.count));
  }

  /** Returns the vocabulary of a compact file, or undefined where the file is none. */
  static read(packed: Uint8Array): Vocabulary | undefined {
    const found = headerOf(packed);
    return found && new Vocabulary({ ...found, packed, tables: emptyTables(found.header.count) }, false);
  }

  /** Returns a vocabulary over tables that another thread has filled. */
  static over(shared: SharedVocabulary): Vocabulary {
    return new Vocabulary(shared, true);
  }

  /** Returns the tables in memory that threads share. */
  share(): SharedVocabulary {
    const { begins, slots, singles, pairs, tokenBits, beginningBits } = this.#tables;
    const shared = (table: Int32Array): Int32Array => {
      const copy = new Int32Array(new SharedArrayBuffer(table.byteLength));
      copy.set(table);
      return copy;
    };
    const packed = new Uint8Array(new SharedArrayBuffer(this.#packed.byteLength));
    packed.set(this.#packed);
    return {
      header: this.#header,
      packed,
      begin: this.#begin,
      tables: {
        ...{ begins: shared(begins), slots: shared(slots), singles: shared(singles), pairs: shared(pairs) },
        ...{ tokenBits: shared(tokenBits), beginningBits: shared(beginningBits) },
      },
    };
  }

  #fill(lengths: Uint8Array): void {
    const [bytes, begins, slots, shift] = [this.#bytes, this.#begins, this.#slots, this.#shift];
    const [tokenBits, beginningBits] = [this.#tokenBits, this.#beginningBits];
    const mask = slots.length - 1;
    let begin = 0;
    for (let token = 0; token < lengths.length; token++) {
      const length = lengths[token] as number;
      begins[token] = begin;
      let hash = 0;
      for (let i = begin; i < begin + length; i++) {
        hash = (Math.imul(hash, HASH_FACTOR) + (bytes[i] as number) + 1) | 0;
        const bit = Math.imul(hash, SPREAD) >>> (32 - FILTER_BITS);
        beginningBits[bit >> 5] = (beginningBits[bit >> 5] as number) | (1 << bit);
      }
      const bit = Math.imul(hash, SPREAD) >>> (32 - FILTER_BITS);
      tokenBits[bit >> 5] = (tokenBits[bit >> 5] as number) | (1 << bit);
      let slot = (Math.imul(hash, SPREAD) >>> shift) << 1;
      while (slots[slot + 1] !== 0) slot = (slot + 2) & mask;
      slots[slot] = hash;
      slots[slot + 1] = token + 1;
      if (length === 1) this.singles[bytes[begin] as number] = token;
      else if (length === 2) this.pairs[((bytes[begin] as number) << 8) | (bytes[begin + 1] as number)] = token;
      begin += length;
    }
    begins[lengths.length] = begin;
  }

  /** Whether some token may begin with the bytes of this hash; false is certain. */
  mayBegin(hash: number): boolean {
    const bit = Math.imul(hash, SPREAD) >>> (32 - FILTER_BITS);
    return (((this.#beginningBits[bit >> 5] as number) >>> bit) & 1) === 1;
  }

  /** Whether the bytes of this hash may be a token; false is certain. */
  mayBeToken(hash: number): boolean {
    const bit = Math.imul(hash, SPREAD) >>> (32 - FILTER_BITS);
    return (((this.#tokenBits[bit >> 5] as number) >>> bit) & 1) === 1;
  }

  /** Returns the token of some bytes, whose hash is given, or −1. Compares the bytes: two strings may share a hash. */
  find(hash: number, bytes: Uint8Array, from: number, to: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let slot = (Math.imul(hash, SPREAD) >>> this.#shift) << 1; ; slot = (slot + 2) & mask) {
      const token = (slots[slot + 1] as number) - 1;
      if (token < 0) return -1;
      if (slots[slot] !== hash) continue;
      const begin = this.#begins[token] as number;
      if ((this.#begins[token + 1] as number) - begin !== to - from) continue;
      let i = from;
      while (i < to && bytes[i] === this.#bytes[begin + i - from]) i++;
      if (i === to) return token;
    }
  }

  /** Returns the length of a token in bytes. */
  lengthOf(token: number): number {
    return (this.#begins[token + 1] as number) - (this.#begins[token] as number);
  }

  /** Whether a token stands at a place of a text. */
  is(token: number, bytes: Uint8Array, at: number, end: number): boolean {
    const [begin, length] = [this.#begins[token] as number, this.lengthOf(token)];
    if (at + length > end) return false;
    let i = 0;
    while (i < length && bytes[at + i] === this.#bytes[begin + i]) i++;
    return i === length;
  }

  /** Copies the bytes of a token; returns where they end. */
  copy(token: number, into: Uint8Array, at: number): number {
    const [begin, length] = [this.#begins[token] as number, this.lengthOf(token)];
    for (let i = 0; i < length; i++) into[at + i] = this.#bytes[begin + i] as number;
    return at + length;
  }
}
