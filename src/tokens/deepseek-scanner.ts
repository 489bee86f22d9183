import { exactKindAt, widthOf } from './characters.ts';
import { ASCII_KIND, CONTROL, KIND } from './unicode.ts';

const SPACE = 32;
/** How many digits one piece holds at most. */
const DIGITS = 3;

const isLetter = (kind: number): boolean => kind === KIND.upper || kind === KIND.lower || kind === KIND.letter || kind === KIND.mark;
const isAsciiLetter = (byte: number): boolean => ASCII_KIND[byte] === KIND.upper || ASCII_KIND[byte] === KIND.lower;

/** Whether a character is one of 一 to 龥, or of the blocks of kana, punctuation in them included. */
const isCjkAt = (bytes: Uint8Array, at: number): boolean => {
  const first = bytes[at] as number;
  if (first < 0xe3 || first > 0xe9) return false;
  const code = ((first & 0x0f) << 12) | (((bytes[at + 1] as number) & 0x3f) << 6) | ((bytes[at + 2] as number) & 0x3f);
  return (code >= 0x4e00 && code <= 0x9fa5) || (code >= 0x3040 && code <= 0x30ff);
};

/**
 * Finds pieces as DeepSeek's three splits do, one after another: digits by threes, then runs of Chinese characters and kana, then
 * words, punctuation and white space in what lies between. Each such run is a text of its own for the last split.
 */
export class DeepseekScanner {
  readonly #kinds: Uint8Array;
  /** How far the latest long look reached: text that ends there may yet change the piece. */
  reach = 0;

  constructor(kinds: Uint8Array) {
    this.#kinds = kinds;
  }

  /** Returns where the piece that begins at `at` ends; `end` is the end of the text. */
  next(bytes: Uint8Array, at: number, end: number): number {
    const first = bytes[at] as number;
    const kind = exactKindAt(this.#kinds, bytes, at);
    if (kind === KIND.number) return this.#numbers(bytes, at, end);
    const cjk = isCjkAt(bytes, at);
    const after = at + widthOf(first);
    if (kind === KIND.other && first < 0x80 && after < end && isAsciiLetter(bytes[after] as number)) {
      let to = after;
      while (to < end && isAsciiLetter(bytes[to] as number)) to++;
      return to;
    }
    if (isLetter(kind) || kind === KIND.blank || kind === CONTROL) {
      const to = this.#letters(bytes, after, end, cjk);
      if (to > after || isLetter(kind)) return to;
    }
    if (kind === KIND.other) return this.#signs(bytes, after, end, cjk);
    if (first === SPACE && this.#kindIn(bytes, after, end, cjk) === KIND.other) return this.#signs(bytes, after, end, cjk);
    return kind === CONTROL ? this.#controls(bytes, at, end, cjk) : this.#blanks(bytes, at, end);
  }

  /** Returns the kind of a character in the same run, or −1 where the run ends. */
  #kindIn(bytes: Uint8Array, at: number, end: number, cjk: boolean): number {
    if (at >= end) return -1;
    const kind = exactKindAt(this.#kinds, bytes, at);
    return kind === KIND.number || isCjkAt(bytes, at) !== cjk ? -1 : kind;
  }

  #numbers(bytes: Uint8Array, from: number, end: number): number {
    let at = from;
    for (let left = DIGITS; left > 0 && at < end && exactKindAt(this.#kinds, bytes, at) === KIND.number; left--)
      at += widthOf(bytes[at] as number);
    return at;
  }

  #letters(bytes: Uint8Array, from: number, end: number, cjk: boolean): number {
    let at = from;
    while (isLetter(this.#kindIn(bytes, at, end, cjk))) at += widthOf(bytes[at] as number);
    return at;
  }

  /** Punctuation and symbols, with the line ends behind them. */
  #signs(bytes: Uint8Array, from: number, end: number, cjk: boolean): number {
    let at = from;
    while (this.#kindIn(bytes, at, end, cjk) === KIND.other) at += widthOf(bytes[at] as number);
    while (at < end && ASCII_KIND[bytes[at] as number] === KIND.line) at++;
    return at;
  }

  /** Control characters; the last one goes with letters behind it. */
  #controls(bytes: Uint8Array, from: number, end: number, cjk: boolean): number {
    let at = from;
    let last = from;
    while (this.#kindIn(bytes, at, end, cjk) === CONTROL) {
      last = at;
      at += widthOf(bytes[at] as number);
    }
    this.reach = at;
    return last > from && isLetter(this.#kindIn(bytes, at, end, cjk)) ? last : at;
  }

  /** White space: up to the last line end; else all but the last character, which goes with the word behind it in the same run. */
  #blanks(bytes: Uint8Array, from: number, end: number): number {
    let at = from;
    let last = from;
    let line = -1;
    for (
      let kind = this.#kindIn(bytes, at, end, false);
      kind === KIND.blank || kind === KIND.line;
      kind = this.#kindIn(bytes, at, end, false)
    ) {
      last = at;
      at += widthOf(bytes[at] as number);
      if (kind === KIND.line) line = at;
    }
    this.reach = at;
    if (line > 0) return line;
    return last === from || this.#kindIn(bytes, at, end, false) < 0 ? at : last;
  }
}
