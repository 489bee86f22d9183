import type { EncodingName } from './families.ts';
import type { Measure } from './measure.ts';
import type { Tally } from './scripts.ts';

/** Where a text comes from: the file, as a place in the list of files, and its first line. */
export type TextPlace = { readonly file: number; readonly line: number };

const FIXED = 4;
const PER_ENCODING = 4;

/** The counts of many texts, a row each in one array of numbers: a million texts take tens of megabytes, not hundreds. */
export class SampleSet {
  readonly encodings: readonly EncodingName[];
  readonly #width: number;
  #cells: Uint32Array;
  #rows = 0;

  constructor(encodings: readonly EncodingName[]) {
    this.encodings = encodings;
    this.#width = FIXED + PER_ENCODING * encodings.length;
    this.#cells = new Uint32Array(this.#width * 256);
  }

  get size(): number {
    return this.#rows;
  }

  /** Adds a text; `tallies` stand in the order of the encodings. */
  add({ file, line }: TextPlace, { characters, words }: Measure, tallies: readonly Tally[]): void {
    const at = this.#rows++ * this.#width;
    if (at + this.#width > this.#cells.length) {
      const longer = new Uint32Array(2 * this.#cells.length);
      longer.set(this.#cells);
      this.#cells = longer;
    }
    this.#cells.set(
      [file, line, characters, words, ...tallies.flatMap(({ latin, symbols, cjk, other }) => [latin, symbols, cjk, other])],
      at,
    );
  }

  placeOf(row: number): TextPlace {
    const at = row * this.#width;
    return { file: this.#cells[at] ?? 0, line: this.#cells[at + 1] ?? 0 };
  }

  measureOf(row: number): Measure {
    const at = row * this.#width;
    return { characters: this.#cells[at + 2] ?? 0, words: this.#cells[at + 3] ?? 0 };
  }

  /** Returns the tokens of a text in an encoding. */
  tallyOf(row: number, encoding: EncodingName): Tally {
    const at = row * this.#width + FIXED + PER_ENCODING * this.encodings.indexOf(encoding);
    const [latin = 0, symbols = 0, cjk = 0, other = 0] = this.#cells.subarray(at, at + PER_ENCODING);
    return { latin, symbols, cjk, other };
  }
}
