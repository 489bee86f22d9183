import { HASH_FACTOR } from './hash.ts';
import { PairMerger } from './pair-merger.ts';
import { LONGEST_TOKEN, type Vocabulary } from './vocabulary.ts';

const NONE = 0x7fffffff;
/** Answers about pairs of tokens that are kept, a power of two. */
const PAIRS = 1 << 16;

/**
 * Byte pair encoding of long pieces, in time that grows with the length of the piece. Merging the pair of lowest rank again and again makes
 * exactly one sequence of tokens, and a sequence is that one if and only if every token merges from its own bytes, and no two
 * neighbours, taken by themselves, merge across their border: what happens on one side of a border that is never crossed
 * does not depend on the other. So the longest token that fits the one before it is taken, and shorter ones where the text
 * cannot go on. A border that was left once is never one: the tokens up to a border are those of that text alone.
 */
export class Merger {
  readonly #vocabulary: Vocabulary;
  readonly #pairs: PairMerger;
  /** The tokens so far, doubled, and one more where a token was a guess. */
  #path = new Int32Array(256);
  #dead = new Uint8Array(256);
  /** For each token the one that stood behind it where the longest could not: in a run of one character it does so again. */
  readonly #followers: Int32Array;
  /** Hashes of the beginnings of tokens at one place. */
  readonly #hashes = new Int32Array(LONGEST_TOKEN);
  readonly #lefts = new Int32Array(PAIRS).fill(-1);
  readonly #rights = new Int32Array(PAIRS);

  constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary;
    this.#pairs = new PairMerger(vocabulary);
    this.#followers = new Int32Array(vocabulary.header.count).fill(-1);
  }

  /** Returns how many tokens a piece has; their numbers stand in `tokenAt` until the next call. */
  merge(bytes: Uint8Array, from: number, to: number): number {
    if (this.#dead.length <= to - from) this.#dead = new Uint8Array(2 * (to - from));
    this.#dead.fill(0, 0, to - from + 1);
    let count = 0;
    let guess = false;
    let again = false;
    let token = this.#longest(bytes, from, to, NONE);
    for (let at = from; at < to; ) {
      const before = count === 0 ? -1 : this.tokenAt(count - 1);
      while (token >= 0 && !this.#goesOn(before, token, at - from)) {
        token = this.#longest(bytes, at, to, guess ? NONE : this.#vocabulary.lengthOf(token) - 1);
        guess = false;
        again = true;
      }
      if (token >= 0) {
        if (again && before >= 0) this.#followers[before] = token;
        if (count === this.#path.length) this.#grow();
        this.#path[count++] = (token << 1) | (guess ? 1 : 0);
        at += this.#vocabulary.lengthOf(token);
        const follower = this.#followers[token] as number;
        guess = follower >= 0 && this.#vocabulary.is(follower, bytes, at, to);
        token = guess ? follower : this.#longest(bytes, at, to, NONE);
        again = false;
      } else {
        // A byte that is no token by itself, which a complete vocabulary does not have, counts as one.
        if (count === 0) return to - from;
        this.#dead[at - from] = 1;
        const length = this.#vocabulary.lengthOf(this.tokenAt(--count));
        at -= length;
        token = this.#longest(bytes, at, to, ((this.#path[count] as number) & 1) === 1 ? NONE : length - 1);
        guess = false;
        again = true;
      }
    }
    return count;
  }

  /** Returns a token of the latest piece. */
  tokenAt(index: number): number {
    return (this.#path[index] as number) >> 1;
  }

  /** Whether a token may stand behind another, at a place that leads on. */
  #goesOn(before: number, token: number, at: number): boolean {
    return this.#dead[at + this.#vocabulary.lengthOf(token)] !== 1 && (before < 0 || this.#stayApart(before, token));
  }

  #grow(): void {
    const longer = new Int32Array(2 * this.#path.length);
    longer.set(this.#path);
    this.#path = longer;
  }

  /** Returns the longest token of at most `most` bytes at a place that merging can reach, or −1. */
  #longest(bytes: Uint8Array, at: number, to: number, most: number): number {
    const vocabulary = this.#vocabulary;
    const room = Math.min(to - at, most, LONGEST_TOKEN);
    const hashes = this.#hashes;
    let found = 0;
    let hash = 0;
    for (; found < room; found++) {
      hash = (Math.imul(hash, HASH_FACTOR) + (bytes[at + found] as number) + 1) | 0;
      if (found > 0 && !vocabulary.mayBegin(hash)) break;
      hashes[found] = hash;
    }
    for (let length = found; length > 0; length--) {
      const token = vocabulary.find(hashes[length - 1] as number, bytes, at, at + length);
      if (token >= 0 && vocabulary.makes(token)) return token;
    }
    return -1;
  }

  /** Whether two tokens side by side stay as they are. */
  #stayApart(left: number, right: number): boolean {
    const slot = (Math.imul(left, 0x9e3779b1) ^ Math.imul(right, 0x85ebca6b)) >>> 16;
    if (this.#lefts[slot] === left && (this.#rights[slot] as number) >> 1 === right) return ((this.#rights[slot] as number) & 1) === 1;
    const apart = this.#pairs.apart(left, right);
    this.#lefts[slot] = left;
    this.#rights[slot] = (right << 1) | (apart ? 1 : 0);
    return apart;
  }
}
