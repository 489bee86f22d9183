import type { EncodingName } from './families.ts';
import type { Measure } from './measure.ts';
import type { Tally } from './scripts.ts';

/** Where a text comes from: the file, as a place in the list of files, and its first line. */
export type TextPlace = { readonly file: number; readonly line: number };

/** File and line, then characters and words. */
const PLACE = 2;
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

  /** Adds a text; `tallies` stand in the order of the encodings. Returns its row. */
  add({ file, line }: TextPlace, { characters, words }: Measure, tallies: readonly Tally[]): number {
    const at = this.#room(1);
    const counts = tallies.flatMap(({ latin, symbols, cjk, other }) => [latin, symbols, cjk, other]);
    this.#cells.set([file, line, characters, words, ...counts], at);
    return this.#rows - 1;
  }

  /** Adds to the counts of a text that was added before, one of whose parts was counted elsewhere. */
  increase(row: number, counts: ArrayLike<number>): void {
    const at = row * this.#width + PLACE;
    for (let i = 0; i < counts.length; i++) this.#cells[at + i] = (this.#cells[at + i] ?? 0) + (counts[i] ?? 0);
  }

  /** Returns the rows from one on as plain numbers, without the file that they are of. */
  rowsFrom(row: number): Uint32Array {
    const cells = this.#cells.slice(row * this.#width, this.#rows * this.#width);
    for (let at = 0; at < cells.length; at += this.#width) cells[at] = 0;
    return cells;
  }

  /** Adds rows that `rowsFrom` gave, as those of a file; false where they are none. */
  append(file: number, cells: Uint32Array): boolean {
    if (cells.length === 0 || cells.length % this.#width !== 0) return false;
    const at = this.#room(cells.length / this.#width);
    this.#cells.set(cells, at);
    for (let cell = at; cell < at + cells.length; cell += this.#width) this.#cells[cell] = file;
    return true;
  }

  /** Makes room for some rows; returns where they begin. */
  #room(rows: number): number {
    const at = this.#rows * this.#width;
    this.#rows += rows;
    if (this.#rows * this.#width > this.#cells.length) {
      const longer = new Uint32Array(Math.max(2 * this.#cells.length, this.#rows * this.#width));
      longer.set(this.#cells);
      this.#cells = longer;
    }
    return at;
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
