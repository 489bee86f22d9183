import { HASH_FACTOR, hashOf, SPREAD } from './hash.ts';
import { JOIN_WORDS } from './joins.ts';
import { isSplitName, type SplitName } from './split.ts';
import { isKindTable } from './unicode.ts';

/** What the first line of a compact vocabulary says. */
export type Header = {
  readonly format: string;
  readonly name: string;
  readonly split: SplitName;
  /** Where it comes from and under which licence, for whoever opens the file. */
  readonly source: string;
  /** Whether text is brought into Unicode's composed form first. */
  readonly composed: boolean;
  readonly count: number;
  readonly merges: 'any' | 'listed';
  /** Bytes of the table of kinds of characters, a multiple of four. */
  readonly kinds: number;
  /** Tokens that merging does not make: they count as one where they are a whole piece. */
  readonly unreached: readonly number[];
};

export const FORMAT = 'outlay.vocabulary/2';
/** The tables of a token's length and left part have a byte for each. */
export const LONGEST_TOKEN = 255;
/** Bits of a slot that hold a token; the others tell hashes apart. */
export const TOKEN_BITS = 18;
export const MOST_TOKENS = (1 << TOKEN_BITS) - 2;

/** Bits of a filter, a power of two: 600,000 beginnings of the tokens of o200k_base set one in seven. */
const FILTER_BITS = 22;
const TOKEN_MASK = (1 << TOKEN_BITS) - 1;
const NEWLINE = 10;
const LONGEST_HEADER = 1 << 20;

const headerOf = (packed: Uint8Array): { readonly header: Header; readonly begin: number } | undefined => {
  const line = packed.subarray(0, LONGEST_HEADER).indexOf(NEWLINE);
  try {
    // A copy, since text in memory that threads share cannot be decoded.
    const header = JSON.parse(new TextDecoder().decode(packed.slice(0, line))) as Header;
    const known = header.format === FORMAT && isSplitName(header.split);
    const sound = [header.count, header.kinds].every((size) => Number.isInteger(size) && size > 0);
    return known && sound ? { header, begin: line + 1 } : undefined;
  } catch {
    return undefined;
  }
};

const shared = (packed: Uint8Array): Uint8Array => {
  const copy = new Uint8Array(new SharedArrayBuffer(packed.length));
  copy.set(packed);
  return copy;
};

/**
 * A vocabulary that is ready to look tokens up: the tables of a compact file as they lie in memory. A token's number is its rank,
 * the order in which pairs merge.
 */
export class Vocabulary {
  readonly header: Header;
  /** Empty where any two parts that make a token may merge. */
  readonly lefts: Uint8Array;
  /** The neighbours within tokens: see `mayJoin`. */
  readonly joins: Int32Array;
  /** The kinds of characters: see `kindTable`. */
  readonly kinds: Uint8Array;
  readonly #packed: Uint8Array;
  readonly #slots: Int32Array;
  readonly #begins: Int32Array;
  readonly #bytes: Uint8Array;
  readonly #shift: number;
  readonly #unreached: ReadonlySet<number>;
  /** Tokens of two bytes, one more than their number; −1 for none, 0 for not looked up yet. */
  readonly #pairs = new Int32Array(1 << 16);

  /** Made when a long piece first asks: a bit for the hash of each beginning of a token. */
  #beginnings: Int32Array | undefined;

  private constructor(header: Header, packed: Uint8Array, begin: number) {
    const { count } = header;
    const bits = Math.max(8, 33 - Math.clz32(count));
    const { buffer, byteOffset } = packed;
    let at = byteOffset + begin;
    const words = (length: number): Int32Array => {
      at += 4 * length;
      return new Int32Array(buffer, at - 4 * length, length);
    };
    this.header = header;
    this.#packed = packed;
    this.#shift = 32 - bits;
    this.#slots = words(1 << bits);
    this.joins = words(JOIN_WORDS);
    this.#begins = words(count + 1);
    this.kinds = new Uint8Array(buffer, at, header.kinds);
    at += header.kinds;
    this.lefts = new Uint8Array(buffer, at, header.merges === 'listed' ? count : 0);
    this.#bytes = new Uint8Array(buffer, at + this.lefts.length, byteOffset + packed.length - at - this.lefts.length);
    this.#unreached = new Set(header.unreached);
  }

  /**
   * Returns the vocabulary of a compact file, or undefined where the file is none. The bytes are kept, not copied, where they can be.
   * The tables of a file that did not come with the package are looked through first: none may lead out of them, or round in circles.
   */
  static read(bytes: Uint8Array, trusted: boolean): Vocabulary | undefined {
    const packed = bytes.byteOffset % 4 === 0 ? bytes : Uint8Array.from(bytes);
    const found = headerOf(packed);
    if (found === undefined) return undefined;
    const { header, begin } = found;
    const bits = Math.max(8, 33 - Math.clz32(header.count));
    const tables =
      begin + 4 * ((1 << bits) + JOIN_WORDS + header.count + 1) + header.kinds + (header.merges === 'listed' ? header.count : 0);
    if (begin % 4 !== 0 || header.count > MOST_TOKENS || packed.length < tables) return undefined;
    const vocabulary = new Vocabulary(header, packed, begin);
    return trusted || vocabulary.#isSound() ? vocabulary : undefined;
  }

  #isSound(): boolean {
    const { count } = this.header;
    const ends = this.#begins.subarray(1);
    return (
      this.#begins[0] === 0 &&
      this.#begins[count] === this.#bytes.length &&
      ends.every((end, token) => end > (this.#begins[token] as number) && end - (this.#begins[token] as number) <= LONGEST_TOKEN) &&
      this.#slots.includes(0) &&
      this.#slots.every((entry) => entry === 0 || ((entry & TOKEN_MASK) > 0 && (entry & TOKEN_MASK) <= count)) &&
      isKindTable(this.kinds) &&
      Array.isArray(this.header.unreached)
    );
  }

  /** Returns the compact file in memory that threads share. */
  share(): Uint8Array {
    return this.#packed.buffer instanceof SharedArrayBuffer ? this.#packed : shared(this.#packed);
  }

  /** Whether some token may begin with the bytes of this hash; false is certain. */
  mayBegin(hash: number): boolean {
    this.#beginnings ??= this.#allBeginnings();
    const bit = Math.imul(hash, SPREAD) >>> (32 - FILTER_BITS);
    return (((this.#beginnings[bit >> 5] as number) >>> bit) & 1) === 1;
  }

  #allBeginnings(): Int32Array {
    const [begins, bytes, set] = [this.#begins, this.#bytes, new Int32Array(1 << (FILTER_BITS - 5))];
    for (let token = 0; token < this.header.count; token++) {
      let hash = 0;
      for (let i = begins[token] as number; i < (begins[token + 1] as number); i++) {
        hash = (Math.imul(hash, HASH_FACTOR) + (bytes[i] as number) + 1) | 0;
        const bit = Math.imul(hash, SPREAD) >>> (32 - FILTER_BITS);
        set[bit >> 5] = (set[bit >> 5] as number) | (1 << bit);
      }
    }
    return set;
  }

  /** Returns the token of some bytes, whose hash is given, or −1. Compares the bytes: two strings may share a hash. */
  find(hash: number, bytes: Uint8Array, from: number, to: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    const spread = Math.imul(hash, SPREAD);
    const tag = spread << TOKEN_BITS;
    for (let slot = spread >>> this.#shift; ; slot = (slot + 1) & mask) {
      const entry = slots[slot] as number;
      if (entry === 0) return -1;
      if ((entry ^ tag) >>> TOKEN_BITS !== 0) continue;
      const token = (entry & TOKEN_MASK) - 1;
      const begin = this.#begins[token] as number;
      if ((this.#begins[token + 1] as number) - begin !== to - from) continue;
      let i = from;
      while (i < to && bytes[i] === this.#bytes[begin + i - from]) i++;
      if (i === to) return token;
    }
  }

  /** Returns the token of two bytes, or −1. */
  pair(bytes: Uint8Array, from: number): number {
    const at = ((bytes[from] as number) << 8) | (bytes[from + 1] as number);
    const known = this.#pairs[at] as number;
    if (known !== 0) return known < 0 ? -1 : known - 1;
    const token = this.find(hashOf(bytes, from, from + 2), bytes, from, from + 2);
    this.#pairs[at] = token < 0 ? -1 : token + 1;
    return token;
  }

  /** Whether merging the bytes of a token makes that token, and not others. */
  makes(token: number): boolean {
    return this.#unreached.size === 0 || !this.#unreached.has(token);
  }

  /** Returns the length of a token in bytes. */
  lengthOf(token: number): number {
    return (this.#begins[token + 1] as number) - (this.#begins[token] as number);
  }

  /** Whether a token stands at a place of a text. */
  is(token: number, bytes: Uint8Array, at: number, end: number): boolean {
    const begin = this.#begins[token] as number;
    const length = this.lengthOf(token);
    if (at + length > end) return false;
    let i = 0;
    while (i < length && bytes[at + i] === this.#bytes[begin + i]) i++;
    return i === length;
  }

  /** Copies the bytes of a token; returns where they end. */
  copy(token: number, into: Uint8Array, at: number): number {
    const begin = this.#begins[token] as number;
    const length = this.lengthOf(token);
    for (let i = 0; i < length; i++) into[at + i] = this.#bytes[begin + i] as number;
    return at + length;
  }
}
