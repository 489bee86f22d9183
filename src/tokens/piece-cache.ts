import { SPREAD } from './hash.ts';

/** Slots, a power of two; each holds the hash, where the bytes lie, and length and count. */
const SLOTS = 1 << 15;
const ARENA = 1 << 20;
/** Longer pieces come once. */
const LONGEST = 255;
const PROBES = 4;

/** How many tokens long pieces have that were counted before: bounded, compared by bytes, emptied when it is full. */
export class PieceCache {
  readonly #hashes = new Int32Array(SLOTS);
  /** One more than where the bytes begin; 0 for a free slot. */
  readonly #begins = new Int32Array(SLOTS);
  readonly #counts = new Int32Array(SLOTS);
  readonly #arena = new Uint8Array(ARENA);
  #used = 0;

  /** Returns the count of a piece, or 0 where it is not known. */
  get(hash: number, bytes: Uint8Array, from: number, to: number): number {
    const length = to - from;
    const first = Math.imul(hash, SPREAD) >>> 17;
    for (let probe = 0; probe < PROBES; probe++) {
      const slot = (first + probe) & (SLOTS - 1);
      const begin = (this.#begins[slot] as number) - 1;
      if (begin < 0) return 0;
      const packed = this.#counts[slot] as number;
      if (this.#hashes[slot] !== hash || packed >> 8 !== length) continue;
      let i = 0;
      while (i < length && this.#arena[begin + i] === bytes[from + i]) i++;
      if (i === length) return packed & 0xff;
    }
    return 0;
  }

  set(hash: number, bytes: Uint8Array, from: number, to: number, count: number): void {
    const length = to - from;
    if (length > LONGEST) return;
    if (this.#used + length > ARENA) {
      this.#begins.fill(0);
      this.#used = 0;
    }
    const first = Math.imul(hash, SPREAD) >>> 17;
    let slot = first;
    for (let probe = 0; probe < PROBES && (this.#begins[slot] as number) > 0; probe++) slot = (first + probe) & (SLOTS - 1);
    this.#hashes[slot] = hash;
    this.#begins[slot] = this.#used + 1;
    this.#counts[slot] = (length << 8) | count;
    for (let i = from; i < to; i++) this.#arena[this.#used++] = bytes[i] as number;
  }
}

const SHORT_BITS = 14;
const MIDDLE_BITS = 14;
/** Pieces of up to eight bytes, most of those in text: the bytes themselves are the key, two numbers, so that nothing is looked up elsewhere. */
export const SHORT = 8;
/** Pieces of up to sixteen bytes: four numbers. */
export const MIDDLE = 16;

/** How many tokens short pieces have, whatever way they were counted; a newer piece takes the place of an older one. */
export class ShortPieceCache {
  /** Both halves of the bytes, then length and count; the fourth number keeps an entry within a line of the processor's cache. */
  readonly #entries = new Int32Array(4 << SHORT_BITS);

  get(a: number, b: number, length: number): number {
    const at = shortSlot(a, b);
    const packed = this.#entries[at + 2] as number;
    return this.#entries[at] === a && this.#entries[at + 1] === b && packed >> 8 === length ? packed & 0xff : 0;
  }

  set(a: number, b: number, length: number, count: number): void {
    const at = shortSlot(a, b);
    this.#entries[at] = a;
    this.#entries[at + 1] = b;
    this.#entries[at + 2] = (length << 8) | count;
  }
}

const shortSlot = (a: number, b: number): number => (Math.imul(a ^ Math.imul(b, 0x85ebca6b), SPREAD) >>> (32 - SHORT_BITS)) << 2;

/** The same for pieces of nine to sixteen bytes. */
export class MiddlePieceCache {
  readonly #entries = new Int32Array(8 << MIDDLE_BITS);

  get(a: number, b: number, c: number, d: number, length: number): number {
    const at = middleSlot(a, b, c, d);
    const entries = this.#entries;
    const packed = entries[at + 4] as number;
    const known = entries[at] === a && entries[at + 1] === b && entries[at + 2] === c && entries[at + 3] === d && packed >> 8 === length;
    return known ? packed & 0xff : 0;
  }

  set(a: number, b: number, c: number, d: number, length: number, count: number): void {
    const at = middleSlot(a, b, c, d);
    const entries = this.#entries;
    entries[at] = a;
    entries[at + 1] = b;
    entries[at + 2] = c;
    entries[at + 3] = d;
    entries[at + 4] = (length << 8) | count;
  }
}

const middleSlot = (a: number, b: number, c: number, d: number): number => {
  const mixed = Math.imul(Math.imul(a, 0x85ebca6b) ^ b, 0xc2b2ae35) ^ Math.imul(Math.imul(c, 0x27d4eb2f) ^ d, 0x165667b1);
  return (Math.imul(mixed ^ (mixed >>> 15), SPREAD) >>> (32 - MIDDLE_BITS)) << 3;
};
