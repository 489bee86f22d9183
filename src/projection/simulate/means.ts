/** What means are worked out from. */
export type Sums = {
  readonly sums: Float64Array;
  readonly squares: Float64Array;
  /** Σ y·(t − 1): nothing where all groups have one member. */
  readonly products: Float64Array;
  readonly groups: number;
  readonly weight: number;
  readonly weightSquares: number;
};

/**
 * Means of many figures over requests that come in groups: sessions of several turns, or one by one. A mean is Σ y ÷ Σ t over
 * the groups; its standard error is that of a ratio, since the turns of a session are not independent:
 * √(n ÷ (n − 1) · Σ (y − mean·t)²) ÷ Σ t. With t = 1 this is the usual one.
 */
export class Means implements Sums {
  readonly sums: Float64Array;
  readonly squares: Float64Array;
  readonly products: Float64Array;
  groups = 0;
  weight = 0;
  weightSquares = 0;

  constructor(figures: number) {
    this.sums = new Float64Array(figures);
    this.squares = new Float64Array(figures);
    this.products = new Float64Array(figures);
  }

  /** Adds the sums of one group over its `weight` members. */
  add(values: Float64Array, weight: number): void {
    const { sums, squares, products } = this;
    this.groups++;
    this.weight += weight;
    this.weightSquares += weight * weight;
    for (let index = 0; index < values.length; index++) {
      const value = values[index] ?? 0;
      if (value === 0) continue;
      sums[index] = (sums[index] ?? 0) + value;
      squares[index] = (squares[index] ?? 0) + value * value;
      if (weight !== 1) products[index] = (products[index] ?? 0) + value * (weight - 1);
    }
  }

  /** Adds all groups of others. */
  join({ sums, squares, products, groups, weight, weightSquares }: Sums): void {
    addTo(this.sums, sums);
    addTo(this.squares, squares);
    addTo(this.products, products);
    this.groups += groups;
    this.weight += weight;
    this.weightSquares += weightSquares;
  }

  /** The sum of a figure over all members. */
  sum(figure: number): number {
    return this.sums[figure] ?? 0;
  }

  mean(figure: number): number {
    return this.weight === 0 ? 0 : this.sum(figure) / this.weight;
  }

  standardError(figure: number): number {
    if (this.groups < 2 || this.weight === 0) return 0;
    const mean = this.mean(figure);
    const spread =
      (this.squares[figure] ?? 0) - 2 * mean * (this.sum(figure) + (this.products[figure] ?? 0)) + mean * mean * this.weightSquares;
    return Math.sqrt((Math.max(0, spread) * this.groups) / (this.groups - 1)) / this.weight;
  }
}

/** Adds values to sums, one by one. */
export const addTo = (sums: Float64Array, values: Float64Array): void => {
  for (let index = 0; index < values.length; index++) sums[index] = (sums[index] ?? 0) + (values[index] ?? 0);
};
