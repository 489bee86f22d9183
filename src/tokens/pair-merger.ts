import { HASH_FACTOR } from './hash.ts';
import { LONGEST_TOKEN, type Vocabulary } from './vocabulary.ts';

const NONE = 0x7fffffff;
const MOST = 2 * LONGEST_TOKEN + 2;

const powersOf = (count: number): Int32Array => {
  const powers = new Int32Array(count).fill(1);
  for (let i = 1; i < count; i++) powers[i] = Math.imul(powers[i - 1] as number, HASH_FACTOR);
  return powers;
};

const POWERS = powersOf(MOST);

/** Byte pair encoding as it is defined: the pair of lowest rank is merged again and again. For short strings, two long tokens at most. */
export class PairMerger {
  readonly #vocabulary: Vocabulary;
  readonly #starts = new Int32Array(MOST);
  readonly #ranks = new Int32Array(MOST);
  /** Hashes of what stands before each place: the hash of any part follows from two of them. */
  readonly #prefixes = new Int32Array(MOST);
  readonly #scratch = new Uint8Array(MOST);

  constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary;
  }

  /** Returns how many tokens a short string has; `endAt` tells where each ends until the next call. */
  merge(bytes: Uint8Array, from: number, to: number): number {
    return this.#merge(bytes, from, to - from, 0);
  }

  /** Returns where a token of the latest string ends, from its beginning. */
  endAt(index: number): number {
    return this.#starts[index + 1] as number;
  }

  /** Whether two tokens side by side stay as they are. */
  apart(left: number, right: number): boolean {
    const border = this.#vocabulary.copy(left, this.#scratch, 0);
    return this.#merge(this.#scratch, 0, this.#vocabulary.copy(right, this.#scratch, border), border) > 0;
  }

  /** Returns the rank of the token that two neighbouring parts make, between three places of the string. */
  #rankOf(bytes: Uint8Array, base: number, from: number, middle: number, to: number): number {
    const prefixes = this.#prefixes;
    const vocabulary = this.#vocabulary;
    const before = Math.imul(prefixes[from] as number, POWERS[to - from] as number);
    const token =
      to - from === 2
        ? vocabulary.pair(bytes, base + from)
        : vocabulary.find(((prefixes[to] as number) - before) | 0, bytes, base + from, base + to);
    if (token < 0) return NONE;
    return vocabulary.lefts.length === 0 || vocabulary.lefts[token] === middle - from ? token : NONE;
  }

  /** Returns the number of parts; 0 as soon as something merges across the border, where one is given. */
  #merge(bytes: Uint8Array, base: number, length: number, border: number): number {
    const starts = this.#starts;
    const ranks = this.#ranks;
    const prefixes = this.#prefixes;
    let hash = 0;
    for (let i = 0; i < length; i++) {
      starts[i] = i;
      hash = (Math.imul(hash, HASH_FACTOR) + (bytes[base + i] as number) + 1) | 0;
      prefixes[i + 1] = hash;
    }
    starts[length] = length;
    let parts = length;
    for (let i = 0; i + 1 < parts; i++) ranks[i] = this.#rankOf(bytes, base, i, i + 1, i + 2);
    while (parts > 1) {
      let best = 0;
      let lowest = ranks[0] as number;
      for (let i = 1; i + 1 < parts; i++) {
        const rank = ranks[i] as number;
        if (rank < lowest) {
          lowest = rank;
          best = i;
        }
      }
      if (lowest === NONE) break;
      parts = this.#sweep(bytes, base, parts, best, lowest, border);
      starts[parts] = length;
    }
    return parts;
  }

  /** Merges all pairs of the lowest rank, from the first on, until a lower one comes up. Returns the number of parts, or 0 at the border. */
  #sweep(bytes: Uint8Array, base: number, parts: number, first: number, lowest: number, border: number): number {
    const starts = this.#starts;
    const ranks = this.#ranks;
    let last = lowest;
    let to = first;
    for (let from = first; from < parts; to++) {
      const start = starts[from] as number;
      starts[to] = start;
      if (from + 1 >= parts || ranks[from] !== last) {
        ranks[to] = ranks[from] as number;
        from++;
        continue;
      }
      if (border > 0 && starts[from + 1] === border) return 0;
      const next = starts[from + 2] as number;
      if (to > 0) ranks[to - 1] = this.#rankOf(bytes, base, starts[to - 1] as number, start, next);
      if (from + 2 < parts) ranks[to] = this.#rankOf(bytes, base, start, next, starts[from + 3] as number);
      const isLower = (to > 0 && (ranks[to - 1] as number) < lowest) || (from + 2 < parts && (ranks[to] as number) < lowest);
      if (isLower) last = -1;
      from += 2;
    }
    return to;
  }
}
