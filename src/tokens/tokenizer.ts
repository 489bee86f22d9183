import { isUtf8 } from 'node:buffer';
import { MARGIN, PieceCounter } from './piece-counter.ts';
import { primer } from './primer.ts';
import { scriptOf, type Tally } from './scripts.ts';
import { type PieceScanner, scannerFor } from './split.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Bytes of text that are looked at at a time: the window and the tables around it fit a processor's cache. */
const WINDOW = 1 << 16;
/** From so many bytes on it pays to know every kind of text. */
const MUCH = 1 << 20;
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
  readonly #scanner: PieceScanner;
  readonly #pieces: PieceCounter;
  readonly #tally = new Float64Array(4);
  /** Bytes that were counted so far. */
  #counted = 0;
  #primed = false;
  #window = new Uint8Array(WINDOW + MARGIN);
  #view = new DataView(this.#window.buffer);

  constructor(vocabulary: Vocabulary) {
    this.name = vocabulary.header.name;
    this.#vocabulary = vocabulary;
    this.#scanner = scannerFor(vocabulary.header.split, vocabulary.kinds);
    this.#pieces = new PieceCounter(vocabulary);
  }

  /** Whether texts are brought into Unicode's composed form first, each as a whole. */
  get composed(): boolean {
    return this.#vocabulary.header.composed;
  }

  /** Returns the tables in memory that threads share. */
  share(): Uint8Array {
    return this.#vocabulary.share();
  }

  /** Returns how many tokens a text has. */
  count(text: string | Uint8Array): number {
    const { latin, symbols, cjk, other } = this.tally(text);
    return latin + symbols + cjk + other;
  }

  /** Returns how many tokens a text has in each class of script. */
  tally(text: string | Uint8Array): Tally {
    const isText = typeof text === 'string';
    if (!isText && (this.composed || !isUtf8(text))) return this.tally(decoder.decode(text));
    const stream = this.#stream();
    stream.add(isText && this.composed ? text.normalize('NFC') : text);
    return stream.end();
  }

  /** Begins a text that comes in parts. One stream at a time; composed vocabularies expect parts that are composed. */
  stream(): Stream {
    return this.#stream();
  }

  #stream(): { readonly add: (part: string | Uint8Array) => void; readonly end: () => Tally } {
    this.#tally.fill(0);
    let held = 0;
    let half = '';
    /** A piece that has not ended yet is looked at again once it may be twice as long: however long it is, each part is seen twice. */
    let enough = 0;
    const drain = (end: number, last: boolean): void => {
      if (end < enough && !last) {
        held = end;
        return;
      }
      this.#scanner.reach = 0;
      const done = this.#drain(end, last);
      held = end - done;
      enough = 2 * held;
      this.#window.copyWithin(0, done, end);
    };
    const room = (): number => {
      if (this.#window.length - MARGIN - held < WINDOW / 2) this.#widen(held);
      return this.#window.length - MARGIN - held;
    };
    const take = (text: string): void => {
      for (let from = 0; from < text.length; ) {
        const to = from + Math.floor(room() / WIDEST);
        let part = text.substring(from, to);
        if (to < text.length && endsInHalf(part)) part = part.slice(0, -1);
        from += part.length;
        drain(held + encoder.encodeInto(part, this.#window.subarray(held)).written, false);
      }
    };
    const takeBytes = (bytes: Uint8Array): void => {
      for (let from = 0; from < bytes.length; ) {
        let to = Math.min(bytes.length, from + room());
        while (to < bytes.length && ((bytes[to] as number) & 0xc0) === 0x80) to--;
        this.#window.set(bytes.subarray(from, to), held);
        drain(held + to - from, false);
        from = to;
      }
    };
    return {
      add: (part) => {
        if (typeof part !== 'string') return takeBytes(part);
        const text = half + part;
        half = endsInHalf(text) ? text.slice(-1) : '';
        take(half === '' ? text : text.slice(0, -1));
      },
      end: () => {
        take(half);
        drain(held, true);
        if (this.#window.length > WINDOW + MARGIN) this.#replaceWindow(new Uint8Array(WINDOW + MARGIN));
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
      this.#pieces.ends(bytes, at, to, ends);
      at = to;
    }
    return ends;
  }

  /** Counts every kind of text, once it is known that there is much to count. */
  #prime(): void {
    this.#primed = true;
    const sample = primer();
    const window = new Uint8Array(sample.length + MARGIN);
    window.set(sample);
    this.#count(window, new DataView(window.buffer), sample.length, true, new Float64Array(this.#tally.length));
  }

  #widen(held: number): void {
    const wider = new Uint8Array(2 * (this.#window.length - MARGIN) + MARGIN);
    wider.set(this.#window.subarray(0, held));
    this.#replaceWindow(wider);
  }

  #replaceWindow(window: Uint8Array<ArrayBuffer>): void {
    this.#window = window;
    this.#view = new DataView(window.buffer);
  }

  #tallied(): Tally {
    const [latin = 0, symbols = 0, cjk = 0, other = 0] = this.#tally;
    return { latin, symbols, cjk, other };
  }

  /** Counts the pieces of the window; returns where the first one begins that more text could change. */
  #drain(end: number, last: boolean): number {
    this.#counted += end;
    if (!this.#primed && this.#counted > MUCH) this.#prime();
    return this.#count(this.#window, this.#view, end, last, this.#tally);
  }

  #count(bytes: Uint8Array, view: DataView, end: number, last: boolean, tally: Float64Array): number {
    const scanner = this.#scanner;
    const pieces = this.#pieces;
    for (let at = 0; at < end; ) {
      const to = scanner.next(bytes, at, end);
      if (!last && Math.max(to, scanner.reach) + LOOKAHEAD > end) return at;
      const script = scriptOf(bytes, at, to);
      tally[script] = (tally[script] as number) + pieces.count(bytes, view, at, to);
      at = to;
    }
    return end;
  }
}
