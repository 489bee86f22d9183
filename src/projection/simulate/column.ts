/** So many numbers at the beginning of an array. */
export type Numbers = { readonly values: Float64Array; readonly length: number };

/** Numbers in the order in which they came, in one typed array that grows where it must. */
export class Column implements Numbers {
  values: Float64Array;
  length = 0;

  constructor(room: number) {
    this.values = new Float64Array(Math.max(16, room));
  }

  push(value: number): void {
    if (this.length === this.values.length) this.grow(this.length * 2);
    this.values[this.length++] = value;
  }

  /** Adds all numbers of another column. */
  append({ values, length }: Numbers): void {
    const all = this.length + length;
    if (all > this.values.length) this.grow(Math.max(all, this.length * 2));
    this.values.set(values.subarray(0, length), this.length);
    this.length = all;
  }

  private grow(room: number): void {
    const grown = new Float64Array(room);
    grown.set(this.values);
    this.values = grown;
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
