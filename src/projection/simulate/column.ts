/** Numbers in the order in which they came, in one typed array that grows where it must. */
export class Column {
  private values: Float64Array;
  private length = 0;

  constructor(room: number) {
    this.values = new Float64Array(Math.max(16, room));
  }

  push(value: number): void {
    if (this.length === this.values.length) {
      const grown = new Float64Array(this.length * 2);
      grown.set(this.values);
      this.values = grown;
    }
    this.values[this.length++] = value;
  }

  /** Returns the values in any order, in the memory of the column. */
  all(): Float64Array {
    return this.values.subarray(0, this.length);
  }

  /** Returns the values, rising. The column is used up: nothing may be pushed after. */
  sorted(): Float64Array {
    return this.all().sort();
  }
}
