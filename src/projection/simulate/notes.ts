/**
 * What pilots have shown, in memory that threads share. Whoever needs a row that nobody has written yet works it out and writes it:
 * all write the same, so that nobody has to wait.
 */
export class Notes {
  readonly buffer: SharedArrayBuffer;
  private readonly written: Int32Array;
  private readonly rows: Float64Array;
  private readonly width: number;

  /** Notes on so many pilots of `width` numbers each; in a buffer where others have written already. */
  constructor(pilots: number, width: number, buffer?: SharedArrayBuffer) {
    const flags = 4 * (pilots + (pilots % 2));
    this.width = width;
    this.buffer = buffer ?? new SharedArrayBuffer(flags + 8 * pilots * width);
    this.written = new Int32Array(this.buffer, 0, pilots);
    this.rows = new Float64Array(this.buffer, flags, pilots * width);
  }

  /** Returns the row of a pilot, worked out where nobody has yet. */
  row(pilot: number, workOut: () => Float64Array): Float64Array {
    const row = this.rows.subarray(pilot * this.width, (pilot + 1) * this.width);
    if (Atomics.load(this.written, pilot) === 0) {
      row.set(workOut().subarray(0, this.width));
      Atomics.store(this.written, pilot, 1);
    }
    return row;
  }
}
