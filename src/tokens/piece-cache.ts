/** Slots, a power of two; each holds the hash, where the bytes lie, and length and count. */
const SLOTS = 1 << 16;
const ARENA = 1 << 21;
/** Longer pieces come once. */
const LONGEST = 96;
const PROBES = 4;
const SPREAD = 0x9e3779b1;

/** How many tokens the pieces have that were merged before: bounded, compared by bytes, emptied when it is full. */
export class PieceCache {
  readonly #hashes = new Int32Array(SLOTS);
  readonly #begins = new Int32Array(SLOTS).fill(-1);
  readonly #counts = new Int32Array(SLOTS);
  readonly #arena = new Uint8Array(ARENA);
  #used = 0;

  /** Returns the count of a piece, or 0 where it is not known. */
  get(hash: number, bytes: Uint8Array, from: number, to: number): number {
    const length = to - from;
    const first = Math.imul(hash, SPREAD) >>> 16;
    for (let probe = 0; probe < PROBES; probe++) {
      const slot = (first + probe) & (SLOTS - 1);
      const begin = this.#begins[slot] as number;
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
      this.#begins.fill(-1);
      this.#used = 0;
    }
    const first = Math.imul(hash, SPREAD) >>> 16;
    let slot = first;
    for (let probe = 0; probe < PROBES && (this.#begins[slot] as number) >= 0; probe++) slot = (first + probe) & (SLOTS - 1);
    this.#hashes[slot] = hash;
    this.#begins[slot] = this.#used;
    this.#counts[slot] = (length << 8) | count;
    for (let i = from; i < to; i++) this.#arena[this.#used++] = bytes[i] as number;
  }
}

const SHORT_BITS = 14;
/** Pieces of up to eight bytes, most of those in text: the bytes themselves are the key, two numbers, so that nothing is looked up elsewhere. */
export const SHORT = 8;

/** How many tokens short pieces have, whatever way they were counted; a newer piece takes the place of an older one. */
export class ShortPieceCache {
  /** Both halves of the bytes, then length and count; the fourth number keeps an entry within a line of the processor's cache. */
  readonly #entries = new Int32Array(4 << SHORT_BITS);

  get(low: number, high: number, length: number): number {
    const at = slotOf(low, high);
    const packed = this.#entries[at + 2] as number;
    const known = this.#entries[at] === low && this.#entries[at + 1] === high && packed >> 16 === length;
    return known ? packed & 0xffff : 0;
  }

  set(low: number, high: number, length: number, count: number): void {
    const at = slotOf(low, high);
    this.#entries[at] = low;
    this.#entries[at + 1] = high;
    this.#entries[at + 2] = (length << 16) | count;
  }
}

const slotOf = (low: number, high: number): number => (Math.imul(low ^ Math.imul(high, 0x85ebca6b), SPREAD) >>> (32 - SHORT_BITS)) << 2;
