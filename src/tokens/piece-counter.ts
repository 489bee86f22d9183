import { widthOf } from './characters.ts';
import { hashOf } from './hash.ts';
import { mayJoin } from './joins.ts';
import { Merger } from './merger.ts';
import { PairMerger } from './pair-merger.ts';
import { MIDDLE, MiddlePieceCache, PieceCache, SHORT, ShortPieceCache } from './piece-cache.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Longer strings are merged in time that grows with their length alone. */
const LONG = 256;
/** Bytes behind a piece that may be read with it. */
export const MARGIN = 16;
/** What of eight bytes belongs to a piece by its length, as two halves: looked up, since lengths come in no order that could be foretold. */
const FIRST_HALF = Int32Array.of(0, 0xff, 0xffff, 0xffffff, -1, -1, -1, -1, -1);
const SECOND_HALF = Int32Array.of(0, 0, 0, 0, 0, 0xff, 0xffff, 0xffffff, -1);

/** Counts the tokens of pieces: by what was counted before, as a token, or by merging. */
export class PieceCounter {
  readonly #vocabulary: Vocabulary;
  readonly #pairs: PairMerger;
  #merger: Merger | undefined;
  readonly #short = new ShortPieceCache();
  readonly #middle = new MiddlePieceCache();
  readonly #long = new PieceCache();

  constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary;
    this.#pairs = new PairMerger(vocabulary);
  }

  /** Returns how many tokens a piece has. `view` shows the memory of `bytes`, with a margin behind the piece. */
  count(bytes: Uint8Array, view: DataView, from: number, to: number): number {
    const isWide = to - from > SHORT && ((bytes[to - 3] as number) & 0xf0) === 0xe0;
    return isWide ? this.#countWide(bytes, view, from, to) : this.#countPart(bytes, view, from, to, true);
  }

  /** Where no token reaches over the border of two characters, the text on either side counts by itself, and is known sooner. */
  #countWide(bytes: Uint8Array, view: DataView, from: number, to: number): number {
    const { joins } = this.#vocabulary;
    let count = 0;
    let begin = from;
    let before = from;
    for (let at = from; at < to; ) {
      const lead = bytes[at] as number;
      const isThree = (lead & 0xf0) === 0xe0;
      if (isThree && at - before === 3 && ((bytes[before] as number) & 0xf0) === 0xe0 && !mayJoin(joins, bytes, at)) {
        count += this.#countPart(bytes, view, begin, at, false);
        begin = at;
      }
      before = at;
      at += widthOf(lead);
    }
    return count + this.#countPart(bytes, view, begin, to, begin === from);
  }

  #countPart(bytes: Uint8Array, view: DataView, from: number, to: number, whole: boolean): number {
    const length = to - from;
    if (length <= SHORT) {
      const a = view.getInt32(from, true) & (FIRST_HALF[length] as number);
      const b = view.getInt32(from + 4, true) & (SECOND_HALF[length] as number);
      const known = this.#short.get(a, b, length);
      if (known > 0) return known;
      const count = this.#look(bytes, hashOf(bytes, from, to), from, to, whole);
      if (count > 0) this.#short.set(a, b, length, count);
      return Math.abs(count);
    }
    if (length <= MIDDLE) return this.#countMiddle(bytes, view, from, to, whole);
    const hash = hashOf(bytes, from, to);
    const known = this.#long.get(hash, bytes, from, to);
    if (known > 0) return known;
    const count = this.#look(bytes, hash, from, to, whole);
    if (count > 0) this.#long.set(hash, bytes, from, to, count);
    return Math.abs(count);
  }

  #countMiddle(bytes: Uint8Array, view: DataView, from: number, to: number, whole: boolean): number {
    const length = to - from;
    const a = view.getInt32(from, true);
    const b = view.getInt32(from + 4, true);
    const c = view.getInt32(from + 8, true) & (FIRST_HALF[length - SHORT] as number);
    const d = view.getInt32(from + 12, true) & (SECOND_HALF[length - SHORT] as number);
    const known = this.#middle.get(a, b, c, d, length);
    if (known > 0) return known;
    const count = this.#look(bytes, hashOf(bytes, from, to), from, to, whole);
    if (count > 0) this.#middle.set(a, b, c, d, length, count);
    return Math.abs(count);
  }

  /** Looks a string up as a token, or merges it; below 0 where the answer holds only for a whole piece, or only for a part of one. */
  #look(bytes: Uint8Array, hash: number, from: number, to: number, whole: boolean): number {
    const token = this.#vocabulary.find(hash, bytes, from, to);
    if (token < 0) return this.#merge(bytes, from, to);
    if (this.#vocabulary.makes(token)) return 1;
    return whole ? -1 : -this.#merge(bytes, from, to);
  }

  #merge(bytes: Uint8Array, from: number, to: number): number {
    if (to - from <= LONG) return this.#pairs.merge(bytes, from, to);
    this.#merger ??= new Merger(this.#vocabulary);
    return this.#merger.merge(bytes, from, to);
  }

  /** Adds where the tokens of a piece end. */
  ends(bytes: Uint8Array, from: number, to: number, into: number[]): void {
    const count = this.#vocabulary.find(hashOf(bytes, from, to), bytes, from, to) >= 0 ? 1 : this.#merge(bytes, from, to);
    if (count === 1) into.push(to);
    else if (to - from <= LONG) for (let i = 0; i < count; i++) into.push(from + this.#pairs.endAt(i));
    else {
      let end = from;
      for (let i = 0; i < count; i++) {
        end += this.#vocabulary.lengthOf(this.#merger?.tokenAt(i) ?? 0);
        into.push(end);
      }
    }
  }
}
