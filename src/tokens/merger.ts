import { HASH_FACTOR, LONGEST_TOKEN, type Vocabulary } from './vocabulary.ts';

const NONE = 0x7fffffff;
/** Answers about pairs of tokens that are kept, a power of two. */
const PAIRS = 1 << 16;

const UNKNOWN = 0;
const REACHED = 1;
const UNREACHED = 2;

/**
 * Byte pair encoding in time that grows with the length of the piece. Merging the pair of lowest rank again and again makes
 * exactly one sequence of tokens, and a sequence is that one if and only if every token merges from its own bytes, and no two
 * neighbours, taken by themselves, merge across their border: what happens on one side of a border that is never crossed
 * does not depend on the other. So the longest token that fits the one before it is taken, and shorter ones where the text
 * cannot go on. A border that was left once is never one: the tokens up to a border are those of that text alone.
 */
export class Merger {
  readonly #vocabulary: Vocabulary;
  readonly #reached: Uint8Array;
  /** The tokens so far, doubled, and one more where a token was a guess. */
  #path = new Int32Array(256);
  #dead = new Uint8Array(256);
  /** For each token the one that stood behind it where the longest could not: in a run of one character it does so again. */
  readonly #followers: Int32Array;
  /** Hashes and lengths of what may be tokens at one place. */
  readonly #hashes = new Int32Array(LONGEST_TOKEN);
  readonly #lengths = new Int32Array(LONGEST_TOKEN);
  readonly #lefts = new Int32Array(PAIRS).fill(-1);
  readonly #rights = new Int32Array(PAIRS);
  readonly #scratch = new Uint8Array(2 * LONGEST_TOKEN + 1);
  readonly #starts = new Int32Array(2 * LONGEST_TOKEN + 2);
  readonly #ranks = new Int32Array(2 * LONGEST_TOKEN + 2);
  readonly #prefixes = new Int32Array(2 * LONGEST_TOKEN + 2);
  readonly #powers = new Int32Array(2 * LONGEST_TOKEN + 2).fill(1);

  constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary;
    this.#reached = new Uint8Array(vocabulary.count);
    this.#followers = new Int32Array(vocabulary.count).fill(-1);
    for (let i = 1; i < this.#powers.length; i++) this.#powers[i] = Math.imul(this.#powers[i - 1] as number, HASH_FACTOR);
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
    const [hashes, lengths] = [this.#hashes, this.#lengths];
    let found = 0;
    let hash = 0;
    for (let length = 1; length <= room; length++) {
      hash = (Math.imul(hash, HASH_FACTOR) + (bytes[at + length - 1] as number) + 1) | 0;
      if (length > 1 && !vocabulary.mayBegin(hash)) break;
      if (!vocabulary.mayBeToken(hash)) continue;
      hashes[found] = hash;
      lengths[found++] = length;
    }
    for (let i = found - 1; i >= 0; i--) {
      const token = vocabulary.find(hashes[i] as number, bytes, at, at + (lengths[i] as number));
      if (token >= 0 && this.makes(token)) return token;
    }
    return -1;
  }

  /** Whether merging the bytes of a token makes that token, and not others. */
  makes(token: number): boolean {
    const known = this.#reached[token];
    if (known !== UNKNOWN) return known === REACHED;
    const length = this.#vocabulary.copy(token, this.#scratch, 0);
    const reached = this.#mergeScratch(length, 0);
    this.#reached[token] = reached ? REACHED : UNREACHED;
    return reached;
  }

  /** Whether two tokens side by side stay as they are. */
  #stayApart(left: number, right: number): boolean {
    const slot = (Math.imul(left, 0x9e3779b1) ^ Math.imul(right, 0x85ebca6b)) >>> 16;
    if (this.#lefts[slot] === left && (this.#rights[slot] as number) >> 1 === right) return ((this.#rights[slot] as number) & 1) === 1;
    const border = this.#vocabulary.copy(left, this.#scratch, 0);
    const apart = this.#mergeScratch(this.#vocabulary.copy(right, this.#scratch, border), border);
    this.#lefts[slot] = left;
    this.#rights[slot] = (right << 1) | (apart ? 1 : 0);
    return apart;
  }

  #rankOf(index: number): number {
    const [from, middle, to] = [this.#starts[index] as number, this.#starts[index + 1] as number, this.#starts[index + 2] as number];
    const bytes = this.#scratch;
    const vocabulary = this.#vocabulary;
    const before = Math.imul(this.#prefixes[from] as number, this.#powers[to - from] as number);
    const token =
      to - from === 2
        ? (vocabulary.pairs[((bytes[from] as number) << 8) | (bytes[from + 1] as number)] as number)
        : vocabulary.find(((this.#prefixes[to] as number) - before) | 0, bytes, from, to);
    if (token < 0) return NONE;
    return vocabulary.lefts.length === 0 || vocabulary.lefts[token] === middle - from ? token : NONE;
  }

  /** Merges some bytes pair by pair, lowest rank first: whether nothing crosses the border, or, without one, all become one. */
  #mergeScratch(length: number, border: number): boolean {
    const [starts, ranks, prefixes, bytes] = [this.#starts, this.#ranks, this.#prefixes, this.#scratch];
    for (let i = 0; i < length; i++) {
      starts[i] = i;
      prefixes[i + 1] = (Math.imul(prefixes[i] as number, HASH_FACTOR) + (bytes[i] as number) + 1) | 0;
    }
    starts[length] = length;
    let parts = length;
    for (let i = 0; i + 1 < parts; i++) ranks[i] = this.#rankOf(i);
    while (parts > 1) {
      let best = 0;
      for (let i = 1; i + 1 < parts; i++) if ((ranks[i] as number) < (ranks[best] as number)) best = i;
      if (ranks[best] === NONE) break;
      if (border > 0 && starts[best + 1] === border) return false;
      for (let i = best + 1; i < parts; i++) starts[i] = starts[i + 1] as number;
      for (let i = best + 1; i + 2 < parts; i++) ranks[i] = ranks[i + 1] as number;
      parts--;
      if (best + 1 < parts) ranks[best] = this.#rankOf(best);
      if (best > 0) ranks[best - 1] = this.#rankOf(best - 1);
    }
    return border > 0 || parts === 1;
  }
}
