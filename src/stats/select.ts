/**
 * Returns the value that would stand at `rank` (from 0) if the values were sorted, and moves values about: smaller ones before it,
 * greater ones after. Quickselect with three-way partition, so that many equal values cost no more (Hoare 1961).
 */
export const selectAt = (values: Float64Array, rank: number): number => {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const pivot = values[(low + high) >> 1] ?? 0;
    let [below, at, above] = [low, low, high];
    while (at <= above) {
      const value = values[at] ?? 0;
      if (value < pivot) {
        values[at++] = values[below] ?? 0;
        values[below++] = value;
      } else if (value > pivot) {
        values[at] = values[above] ?? 0;
        values[above--] = value;
      } else at++;
    }
    if (rank < below) high = below - 1;
    else if (rank > above) low = above + 1;
    else return pivot;
  }
  return values[low] ?? Number.NaN;
};

/** Returns the p-quantile of some values, the smallest that at least a share p of them does not exceed; they are moved about. */
export const quantileOf = (values: Float64Array, p: number): number => selectAt(values, Math.max(1, Math.ceil(values.length * p)) - 1);
