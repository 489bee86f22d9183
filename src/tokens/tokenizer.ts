import { isUtf8 } from 'node:buffer';
import { Merger } from './merger.ts';
import { PieceCache, SHORT, ShortPieceCache } from './piece-cache.ts';
import { Scanner, SPLITS } from './scanner.ts';
import { scriptOf, type Tally } from './scripts.ts';
import { HASH_FACTOR, type SharedVocabulary, type Vocabulary } from './vocabulary.ts';

/** Bytes of text that are looked at at a time: the window and the tables around it fit a processor's cache. */
const WINDOW = 1 << 16;
/** No piece depends on more characters behind it than a contraction has, but for the looks that a scanner reports. */
const LOOKAHEAD = 4;
/** A UTF-16 unit takes three bytes at most. */
const WIDEST = 3;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Whether a text ends between the two halves of a character. */
const endsInHalf = (text: string): boolean => {
  const last = text.charCodeAt(text.length - 1);
  return last >= 0xd800 && last < 0xdc00;
};

/** A text that comes in parts; parts may end anywhere. */
export type Stream = { readonly add: (part: string) => void; readonly end: () => Tally };

/**
 * Counts tokens as the reference tokenizer of its vocabulary does, whatever the text: special-token text is ordinary text, a lone
 * surrogate counts as U+FFFD, as encoding to UTF-8 makes it. Memory is bounded by the longest piece, time grows with the text.
 */
export class Tokenizer {
  readonly name: string;
  readonly #vocabulary: Vocabulary;
  readonly #scanner: Scanner;
  readonly #merger: Merger;
  readonly #short = new ShortPieceCache();
  readonly #cache = new PieceCache();
  readonly #tally = new Float64Array(4);
  #window = new Uint8Array(WINDOW);

  constructor(vocabulary: Vocabulary) {
    this.name = vocabulary.name;
    this.#vocabulary = vocabulary;
    this.#scanner = new Scanner(SPLITS[vocabulary.split]);
    this.#merger = new Merger(vocabulary);
  }

  /** Whether texts are brought into Unicode's composed form first, each as a whole. */
  get composed(): boolean {
    return this.#vocabulary.composed;
  }

  /** Returns the tables in memory that threads share. */
  share(): SharedVocabulary {
    return this.#vocabulary.share();
  }

  /** Returns how many tokens a text has. */
  count(text: string | Uint8Array): number {
    const { latin, symbols, cjk, other } = this.tally(text);
    return latin + symbols + cjk + other;
  }

  /** Returns how many tokens a text has in each class of script. */
  tally(text: string | Uint8Array): Tally {
    if (typeof text !== 'string' && (this.#vocabulary.composed || !isUtf8(text))) return this.tally(decoder.decode(text));
    if (typeof text === 'string') {
      const stream = this.stream();
      stream.add(this.#vocabulary.composed ? text.normalize('NFC') : text);
      return stream.end();
    }
    this.#tally.fill(0);
    this.#scanner.reach = 0;
    this.#drain(text, text.length, true);
    return this.#tallied();
  }

  /** Begins a text that comes in parts. One stream at a time; composed vocabularies expect parts that are composed. */
  stream(): Stream {
    this.#tally.fill(0);
    let held = 0;
    let half = '';
    const drain = (end: number, last: boolean): void => {
      this.#scanner.reach = 0;
      const done = this.#drain(this.#window, end, last);
      held = end - done;
      this.#window.copyWithin(0, done, end);
    };
    const take = (text: string, last: boolean): void => {
      for (let from = 0; from < text.length; ) {
        if (this.#window.length - held < WINDOW / 2) this.#widen(held);
        const room = Math.floor((this.#window.length - held) / WIDEST);
        let part = text.substring(from, from + room);
        if (from + room < text.length && endsInHalf(part)) part = part.slice(0, -1);
        from += part.length;
        const { written } = encoder.encodeInto(part, this.#window.subarray(held));
        drain(held + written, last && from >= text.length);
      }
    };
    return {
      add: (part) => {
        const text = half + part;
        half = endsInHalf(text) ? text.slice(-1) : '';
        take(half === '' ? text : text.slice(0, -1), false);
      },
      end: () => {
        take(half, false);
        drain(held, true);
        if (this.#window.length > WINDOW) this.#window = new Uint8Array(WINDOW);
        return this.#tallied();
      },
    };
  }

  /** Returns where the tokens of valid UTF-8 end, in bytes. */
  ends(bytes: Uint8Array): readonly number[] {
    const ends: number[] = [];
    this.#scanner.reach = 0;
    for (let at = 0; at < bytes.length; ) {
      const to = this.#scanner.next(bytes, at, bytes.length);
      if (this.#isToken(bytes, at, to)) ends.push(to);
      else {
        const count = this.#merger.merge(bytes, at, to);
        let end = at;
        for (let i = 0; i < count; i++) {
          end += this.#vocabulary.lengthOf(this.#merger.tokenAt(i));
          ends.push(end);
        }
      }
      at = to;
    }
    return ends;
  }

  #widen(held: number): void {
    const wider = new Uint8Array(2 * this.#window.length);
    wider.set(this.#window.subarray(0, held));
    this.#window = wider;
  }

  #tallied(): Tally {
    const [latin = 0, symbols = 0, cjk = 0, other = 0] = this.#tally;
    return { latin, symbols, cjk, other };
  }

  #isToken(bytes: Uint8Array, from: number, to: number): boolean {
    return this.#vocabulary.find(hashOf(bytes, from, to), bytes, from, to) >= 0;
  }

  /** Counts the pieces of a window; returns where the first one begins that more text could change. */
  #drain(bytes: Uint8Array, end: number, last: boolean): number {
    const [scanner, short, tally] = [this.#scanner, this.#short, this.#tally];
    for (let at = 0; at < end; ) {
      const to = scanner.next(bytes, at, end);
      if (!last && Math.max(to, scanner.reach) + LOOKAHEAD > end) return at;
      const length = to - at;
      let count = 0;
      if (length <= SHORT) {
        let low = 0;
        let high = 0;
        for (let i = Math.min(to, at + 4) - 1; i >= at; i--) low = (low << 8) | (bytes[i] as number);
        for (let i = to - 1; i >= at + 4; i--) high = (high << 8) | (bytes[i] as number);
        count = short.get(low, high, length);
        if (count === 0) {
          count = this.#countPiece(bytes, at, to);
          short.set(low, high, length, count);
        }
      } else count = this.#countPiece(bytes, at, to);
      const script = scriptOf(bytes, at, to);
      tally[script] = (tally[script] as number) + count;
      at = to;
    }
    return end;
  }

  #countPiece(bytes: Uint8Array, from: number, to: number): number {
    const hash = hashOf(bytes, from, to);
    if (this.#vocabulary.mayBeToken(hash) && this.#vocabulary.find(hash, bytes, from, to) >= 0) return 1;
    const known = this.#cache.get(hash, bytes, from, to);
    if (known > 0) return known;
    const count = this.#merger.merge(bytes, from, to);
    this.#cache.set(hash, bytes, from, to, count);
    return count;
  }
}

const hashOf = (bytes: Uint8Array, from: number, to: number): number => {
  let hash = 0;
  for (let i = from; i < to; i++) hash = (Math.imul(hash, HASH_FACTOR) + (bytes[i] as number) + 1) | 0;
  return hash;
};
