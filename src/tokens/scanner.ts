import { kindAt, widthOf } from './characters.ts';
import { BEYOND_ASCII, rowOf, type Split, transitionsOf } from './transitions.ts';
import { KIND } from './unicode.ts';

/** Ways of splitting by one regular expression, by the encoding that brought them. */
export const SPLITS = {
  gpt2: { words: 'spaced', contractions: 'own-lower', digits: 'any', tail: 'none' },
  cl100k: { words: 'plain', contractions: 'own', digits: 3, tail: 'lines' },
  qwen: { words: 'plain', contractions: 'own', digits: 1, tail: 'lines' },
  o200k: { words: 'cased', contractions: 'ending', digits: 3, tail: 'slashes' },
  tekken: { words: 'cased', contractions: 'none', digits: 1, tail: 'slashes' },
} as const satisfies Readonly<Record<string, Split>>;

const APOSTROPHE = 39;
const NEWLINE = 10;
const RETURN = 13;
const [S, T, M, D, R, V, L, E] = [...'stmdrvle'].map((letter) => letter.charCodeAt(0));
/** The bit that tells small ASCII letters from capitals. */
const SMALL = 32;

const START = rowOf('start');
const LAST_OF_WORDS = rowOf('both');
const CAPITALS_BEHIND = rowOf('capitalsBehind');
const BLANKS = rowOf('blanks');

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

/** Returns where the character before a place begins. */
const before = (bytes: Uint8Array, at: number): number => {
  let to = at - 1;
  while (((bytes[to] as number) & 0xc0) === 0x80) to--;
  return to;
};

/**
 * Finds pieces in valid UTF-8, as the regular expressions of the reference tokenizers do, without their limits: each character is
 * looked up in a table, and once more at most where a piece ends before it.
 */
export class Scanner {
  readonly #table: Uint16Array;
  readonly #kinds: Uint8Array;
  /** Whether a contraction is a piece of its own, in capitals too; whether it ends the word before it. */
  readonly #own: boolean;
  readonly #anyCase: boolean;
  readonly #endings: boolean;
  /** How far the latest long look reached: text that ends there may yet change the piece. */
  reach = 0;

  /** `kinds` is the table of `kindTable`. */
  constructor(split: Split, kinds: Uint8Array) {
    this.#table = transitionsOf(split);
    this.#kinds = kinds;
    this.#own = split.contractions === 'own' || split.contractions === 'own-lower';
    this.#anyCase = split.contractions !== 'own-lower';
    this.#endings = split.contractions === 'ending';
  }

  /** Returns where the piece that begins at `at` ends; `end` is the end of the text. */
  next(bytes: Uint8Array, at: number, end: number): number {
    if (this.#own && bytes[at] === APOSTROPHE) {
      const to = contractionEnd(bytes, at, end, this.#anyCase);
      if (to > at) return to;
    }
    const table = this.#table;
    let state = START;
    let to = at;
    while (to < end) {
      const byte = bytes[to] as number;
      const column = byte < BEYOND_ASCII ? byte : BEYOND_ASCII | kindAt(this.#kinds, bytes, to);
      const next = table[state | column] as number;
      if (next === 0) break;
      state = next;
      to += widthOf(byte);
    }
    if (state <= LAST_OF_WORDS)
      return this.#endings && to < end && bytes[to] === APOSTROPHE ? contractionEnd(bytes, to, end, this.#anyCase) : to;
    return state < CAPITALS_BEHIND ? to : this.#back(bytes, state, to, end);
  }

  /** Returns the end of a piece that looked further than it goes. */
  #back(bytes: Uint8Array, state: number, reached: number, end: number): number {
    this.reach = reached;
    let to = reached;
    // The last blank goes with the word behind it.
    if (state === BLANKS) return to < end ? before(bytes, to) : to;
    if (state === CAPITALS_BEHIND) while (kindAt(this.#kinds, bytes, before(bytes, to)) === KIND.upper) to = before(bytes, to);
    else while (bytes[to - 1] !== NEWLINE && bytes[to - 1] !== RETURN) to--;
    return to;
  }
}
