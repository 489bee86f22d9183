import { ASCII_KIND, KIND } from './unicode.ts';

/** How an encoding splits text into pieces, before it merges bytes within each. */
export type Split = {
  /** `cased`: a word ends where a capital follows small letters; `plain`: any letters; `spaced`: letters behind a space at most. */
  readonly words: 'cased' | 'plain' | 'spaced';
  /** Whether `'s` and its like end a word, are pieces of their own in any case or in small letters, or are not told. */
  readonly contractions: 'ending' | 'own' | 'own-lower' | 'none';
  /** How many digits one piece holds at most. */
  readonly digits: 1 | 3 | 'any';
  /** What follows punctuation in its piece: `/` and line ends, line ends, nothing. */
  readonly tail: 'slashes' | 'lines' | 'none';
};

/** What a piece may be so far. Behind `lineBlanks`, `blanks` and `capitalsBehind` it ends before the place that was reached. */
const STATES = [
  'stop',
  // Words: a contraction may follow.
  'capitals',
  'small',
  /** Letters without case and marks, which are capitals and small letters both, come last. */
  'both',
  'start',
  'sign',
  'signs',
  'tail',
  'space',
  'blank',
  'lines',
  'number',
  'twoDigits',
  'threeDigits',
  'capitalsBehind',
  'blanks',
  'lineBlanks',
] as const;

type State = (typeof STATES)[number];

/** A state's row in the table of transitions: its place there, by which it is known. */
export const rowOf = (state: State): number => STATES.indexOf(state) << 8;

type Class = keyof typeof KIND | 'space' | 'slash';
type Row = Readonly<Partial<Record<Class, State>>>;

const SPACE = 32;
const SLASH = 47;
/** In a row, the column of a kind of character beyond ASCII is this one and its number; ASCII characters have their own. */
export const BEYOND_ASCII = 0x80;

const CLASS_OF_KIND = Object.fromEntries(Object.entries(KIND).map(([name, kind]) => [kind, name])) as Readonly<Record<number, Class>>;

const classOf = (column: number): Class | undefined => {
  if (column === SPACE) return 'space';
  if (column === SLASH) return 'slash';
  return CLASS_OF_KIND[column < BEYOND_ASCII ? (ASCII_KIND[column] as number) : column - BEYOND_ASCII];
};

/** What goes on in a word, by what the word is so far; a word begins as it goes on behind capitals. */
const wordsOf = ({ words }: Split): Readonly<Record<'capitals' | 'small' | 'both' | 'capitalsBehind', Row>> => {
  if (words !== 'cased') {
    const letters: Row = { upper: 'small', lower: 'small', letter: 'small' };
    return { capitals: letters, small: letters, both: {}, capitalsBehind: {} };
  }
  const behind: Row = { upper: 'capitalsBehind', lower: 'small', letter: 'both', mark: 'both' };
  return {
    capitals: { ...behind, upper: 'capitals' },
    small: { lower: 'small', letter: 'small', mark: 'small' },
    both: behind,
    capitalsBehind: behind,
  };
};

const rowsOf = (split: Split): Readonly<Record<State, Row>> => {
  const spaced = split.words === 'spaced';
  const words = wordsOf(split);
  const word = words.capitals;
  const sign: Row = { other: 'signs', slash: 'signs', mark: 'signs' };
  const line: State = spaced ? 'blanks' : 'lines';
  const blanks: Row = { space: 'blanks', blank: 'blanks', line };
  const signs: Row = split.tail === 'none' ? sign : { ...sign, line: 'tail' };
  const lines: Row = { space: 'lineBlanks', blank: 'lineBlanks', line: 'lines' };
  return {
    stop: {},
    ...words,
    start: {
      ...{ other: 'sign', slash: 'sign', mark: 'sign', space: 'space', blank: 'blank', line: spaced ? 'blank' : 'lines', number: 'number' },
      ...word,
      // A mark that could stand before a word is one: capitals alone behind it are the next.
      ...(split.words === 'cased' ? { mark: 'both' } : {}),
    },
    sign: spaced ? signs : { ...signs, ...word },
    signs,
    tail: split.tail === 'slashes' ? { line: 'tail', slash: 'tail' } : { line: 'tail' },
    space: { ...sign, ...blanks, ...(spaced ? { number: 'number' } : {}), ...word },
    blank: spaced ? blanks : { ...blanks, ...word },
    blanks,
    lines,
    lineBlanks: lines,
    number: split.digits === 1 ? {} : { number: split.digits === 3 ? 'twoDigits' : 'number' },
    twoDigits: { number: 'threeDigits' },
    threeDigits: {},
  };
};

/**
 * Returns the regular expression of a split as a table: what a piece becomes with the next character, by `rowOf` what it is so far and
 * the character's column; 0 where it ends before that.
 */
export const transitionsOf = (split: Split): Uint16Array => {
  const rows = rowsOf(split);
  const table = new Uint16Array(STATES.length << 8);
  for (const state of STATES) {
    for (let column = 0; column < BEYOND_ASCII + Object.keys(KIND).length; column++) {
      const what = classOf(column);
      const next = what === undefined ? undefined : rows[state][what];
      table[rowOf(state) | column] = next === undefined ? 0 : rowOf(next);
    }
  }
  return table;
};
