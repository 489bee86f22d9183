import { kindAt, widthOf } from './characters.ts';
import { ASCII_KIND, KIND, NOT_ASCII } from './unicode.ts';

/** How an encoding splits text into pieces, before it merges bytes within each. */
export type Split = {
  /** `cased`: a word ends where a capital follows small letters; `plain`: any letters; `spaced`: letters behind a space at most. */
  readonly words: 'cased' | 'plain' | 'spaced';
  /** Whether `'s` and its like end a word, are pieces of their own in any case or in small letters, or are not told. */
  readonly contractions: 'ending' | 'own' | 'own-lower' | 'none';
  /** How many digits one piece holds at most. */
  readonly digits: number;
  /** What follows punctuation in its piece: `/` and line ends, line ends, nothing. */
  readonly tail: 'slashes' | 'lines' | 'none';
};

/** Ways of splitting by one regular expression, by the encoding that brought them. */
export const SPLITS = {
  gpt2: { words: 'spaced', contractions: 'own-lower', digits: Infinity, tail: 'none' },
  cl100k: { words: 'plain', contractions: 'own', digits: 3, tail: 'lines' },
  qwen: { words: 'plain', contractions: 'own', digits: 1, tail: 'lines' },
  o200k: { words: 'cased', contractions: 'ending', digits: 3, tail: 'slashes' },
  tekken: { words: 'cased', contractions: 'none', digits: 1, tail: 'slashes' },
} as const satisfies Readonly<Record<string, Split>>;

const SPACE = 32;
const APOSTROPHE = 39;
const SLASH = 47;
const [S, T, M, D, R, V, L, E] = [...'stmdrvle'].map((letter) => letter.charCodeAt(0));
/** The bit that tells small ASCII letters from capitals. */
const SMALL = 32;

const isAsciiLetter = (kind: number): boolean => kind === KIND.upper || kind === KIND.lower;

/** Returns where a contraction such as `'s` or `'LL` that begins at an apostrophe ends, or `at` if there is none. */
const contractionEnd = (bytes: Uint8Array, at: number, end: number, anyCase: boolean): number => {
  if (at + 1 >= end) return at;
  const fold = anyCase ? SMALL : 0;
  const first = (bytes[at + 1] as number) | fold;
  if (first === S || first === T || first === M || first === D) return at + 2;
  if (at + 2 >= end) return at;
  const second = bytes[at + 2] as number;
  if ((first === R || first === V) && (second | fold) === E) return at + 3;
  if (first === L && (second | fold) === L) return at + 3;
  // ſ is an s in any case: U+017F.
  return anyCase && bytes[at + 1] === 0xc5 && second === 0xbf ? at + 3 : at;
};

/**
 * Finds pieces in valid UTF-8, as the regular expressions of the reference tokenizers do, without their limits: each character is
 * looked at a few times at most.
 */
export class Scanner {
  readonly #split: Split;
  readonly #kinds: Uint8Array;
  readonly #cased: boolean;
  readonly #plain: boolean;
  /** Whether a contraction is a piece of its own. */
  readonly #own: boolean;
  /** Whether one ends the word before it. */
  readonly #endings: boolean;
  /** How far the latest long look reached: text that ends there may yet change the piece. */
  reach = 0;

  /** `kinds` is the table of `kindTable`. */
  constructor(split: Split, kinds: Uint8Array) {
    this.#split = split;
    this.#kinds = kinds;
    this.#cased = split.words === 'cased';
    this.#plain = split.words === 'plain';
    this.#endings = split.contractions === 'ending';
    this.#own = split.contractions === 'own' || split.contractions === 'own-lower';
  }

  /** Returns where the piece that begins at `at` ends; `end` is the end of the text. */
  next(bytes: Uint8Array, at: number, end: number): number {
    const first = bytes[at] as number;
    const ascii = this.#ascii(bytes, at, end, ASCII_KIND[first] as number);
    if (ascii > at) return ascii;
    const kind = kindAt(this.#kinds, bytes, at);
    const after = at + widthOf(first);
    if (this.#own && first === APOSTROPHE) {
      const to = contractionEnd(bytes, at, end, this.#split.contractions === 'own');
      if (to > at) return to;
    }
    if (this.#cased) {
      const to = this.#casedWord(bytes, at, after, end, kind);
      if (to > at) return to;
    } else if (this.#plain) {
      const isLetter = kind === KIND.upper || kind === KIND.lower || kind === KIND.letter;
      if (isLetter) return this.#letters(bytes, after, end);
      if (kind !== KIND.line && kind !== KIND.number) {
        const to = this.#letters(bytes, after, end);
        if (to > after) return to;
      }
    } else return this.#spaced(bytes, at, after, end, kind);
    if (kind === KIND.number) return this.#numbers(bytes, at, end);
    if (kind === KIND.other || kind === KIND.mark) return this.#marks(bytes, at, end);
    if (first === SPACE) {
      const to = this.#marks(bytes, after, end);
      if (to > after) return to;
    }
    return this.#blanks(bytes, at, end, true);
  }

  /** Returns the end of a piece that ASCII characters alone decide, which most are, or `at`. */
  #ascii(bytes: Uint8Array, at: number, end: number, kind: number): number {
    if (kind === NOT_ASCII || !(this.#cased || this.#plain) || (this.#own && bytes[at] === APOSTROPHE)) return at;
    const begin = kind === KIND.blank || kind === KIND.other ? at + 1 : at;
    let to = begin;
    if (this.#cased) {
      while (to < end && ASCII_KIND[bytes[to] as number] === KIND.upper) to++;
      while (to < end && ASCII_KIND[bytes[to] as number] === KIND.lower) to++;
    } else while (to < end && isAsciiLetter(ASCII_KIND[bytes[to] as number] as number)) to++;
    if (to >= end || (bytes[to] as number) >= 0x80) return at;
    if (to > begin) return bytes[to] === APOSTROPHE && this.#endings ? contractionEnd(bytes, to, end, true) : to;
    if (kind === KIND.number) return this.#numbers(bytes, at, end);
    if (kind === KIND.other) return this.#marks(bytes, at, end);
    const marks = bytes[at] === SPACE ? this.#marks(bytes, begin, end) : begin;
    return marks > begin ? marks : this.#blanks(bytes, at, end, true);
  }

  /** The rule of GPT-2: letters, digits or punctuation, each behind one space at most. */
  #spaced(bytes: Uint8Array, at: number, after: number, end: number, kind: number): number {
    const isSpace = bytes[at] === SPACE && after < end;
    const from = isSpace ? after : at;
    const what = isSpace ? kindAt(this.#kinds, bytes, after) : kind;
    if (what === KIND.blank || what === KIND.line || (isSpace && after >= end)) return this.#blanks(bytes, at, end, false);
    if (what === KIND.number) return this.#numbers(bytes, from, end);
    return what === KIND.other || what === KIND.mark ? this.#marks(bytes, from, end) : this.#letters(bytes, from, end);
  }

  /** Returns the end of a word with its ending, or `at`. One character that is neither letter, digit nor line end may stand before it. */
  #casedWord(bytes: Uint8Array, at: number, after: number, end: number, kind: number): number {
    let to = -1;
    if (kind === KIND.upper || kind === KIND.lower || kind === KIND.letter) to = this.#word(bytes, at, end, true);
    else if (kind === KIND.other || kind === KIND.blank) to = this.#word(bytes, after, end, true);
    else if (kind === KIND.mark) {
      // A mark may stand before a word or in it; capitals alone behind it come last.
      to = this.#word(bytes, after, end, false);
      if (to < 0) to = this.#word(bytes, at, end, true);
    }
    if (to < 0) return at;
    const ending = this.#endings && to < end && bytes[to] === APOSTROPHE;
    return ending ? contractionEnd(bytes, to, end, true) : to;
  }

  /** Capitals, then small letters; letters without case and marks are both. Without small letters: up to the last that is both. */
  #word(bytes: Uint8Array, from: number, end: number, capitalsAlone: boolean): number {
    let at = from;
    let both = -1;
    for (;;) {
      while (at < end && ASCII_KIND[bytes[at] as number] === KIND.upper) at++;
      if (at >= end || (bytes[at] as number) < 0x80) break;
      const kind = kindAt(this.#kinds, bytes, at);
      if (kind !== KIND.upper && kind !== KIND.letter && kind !== KIND.mark) break;
      at += widthOf(bytes[at] as number);
      if (kind !== KIND.upper) both = at;
    }
    const capitals = at;
    for (;;) {
      while (at < end && ASCII_KIND[bytes[at] as number] === KIND.lower) at++;
      if (at >= end || (bytes[at] as number) < 0x80) break;
      const kind = kindAt(this.#kinds, bytes, at);
      if (kind !== KIND.lower && kind !== KIND.letter && kind !== KIND.mark) break;
      at += widthOf(bytes[at] as number);
    }
    if (at > capitals) return at;
    this.reach = capitals;
    if (both > 0) return both;
    return capitalsAlone && capitals > from ? capitals : -1;
  }

  #letters(bytes: Uint8Array, from: number, end: number): number {
    let at = from;
    while (at < end) {
      const kind = kindAt(this.#kinds, bytes, at);
      if (kind !== KIND.lower && kind !== KIND.upper && kind !== KIND.letter) break;
      at += widthOf(bytes[at] as number);
    }
    return at;
  }

  #numbers(bytes: Uint8Array, from: number, end: number): number {
    let at = from;
    for (let left = this.#split.digits; left > 0 && at < end && kindAt(this.#kinds, bytes, at) === KIND.number; left--)
      at += widthOf(bytes[at] as number);
    return at;
  }

  /** Punctuation, symbols and marks, with the line ends behind them. */
  #marks(bytes: Uint8Array, from: number, end: number): number {
    let at = from;
    for (;;) {
      while (at < end && ASCII_KIND[bytes[at] as number] === KIND.other) at++;
      if (at >= end || (bytes[at] as number) < 0x80) break;
      const kind = kindAt(this.#kinds, bytes, at);
      if (kind !== KIND.other && kind !== KIND.mark) break;
      at += widthOf(bytes[at] as number);
    }
    const { tail } = this.#split;
    if (at === from || tail === 'none') return at;
    while (at < end && (ASCII_KIND[bytes[at] as number] === KIND.line || (tail === 'slashes' && bytes[at] === SLASH))) at++;
    return at;
  }

  /** White space: up to the last line end; else all but the last character, which goes with the word behind it. */
  #blanks(bytes: Uint8Array, from: number, end: number, lines: boolean): number {
    let at = from;
    let last = from;
    let line = -1;
    while (at < end) {
      const kind = kindAt(this.#kinds, bytes, at);
      if (kind !== KIND.blank && kind !== KIND.line) break;
      last = at;
      at += widthOf(bytes[at] as number);
      if (kind === KIND.line) line = at;
    }
    this.reach = at;
    if (lines && line > 0) return line;
    return at === end || last === from ? at : last;
  }
}
