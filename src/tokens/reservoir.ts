/** Draws n of many items that come one by one, each with the same chance (Vitter's algorithm R); the same seed draws the same. */
export class Reservoir<Item> {
  readonly #size: number;
  #kept: { readonly order: number; readonly item: Item }[] = [];
  #state: number;
  #seen = 0;

  constructor(size: number, seed: number) {
    this.#size = size;
    this.#state = Math.imul(seed + 1, 0x9e3779b1) >>> 0;
  }

  get seen(): number {
    return this.#seen;
  }

  offer(item: Item): void {
    const order = this.#seen++;
    if (this.#kept.length < this.#size) {
      this.#kept.push({ order, item });
      return;
    }
    const place = Math.floor(this.#draw() * this.#seen);
    if (place < this.#size) this.#kept[place] = { order, item };
  }

  /** Returns what was drawn, in the order in which it came. */
  items(): readonly Item[] {
    return [...this.#kept].sort((a, b) => a.order - b.order).map(({ item }) => item);
  }

  /** A number in [0, 1): mulberry32. */
  #draw(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
}
