/** How the numbers of some texts are spread. All are 0 where there is no text. */
export type Summary = {
  readonly count: number;
  readonly total: number;
  readonly mean: number;
  /** Of one text, with n − 1 in the denominator; 0 for a single text. */
  readonly sd: number;
  readonly min: number;
  readonly p50: number;
  readonly p90: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
};

/** A bin of a histogram: texts of `from` tokens up to, but not including, `to`. */
export type Bin = { readonly from: number; readonly to: number; readonly texts: number };

/** Returns the quantile of sorted values by straight lines between them (type 7 of Hyndman and Fan): of 1, 2, 3, 4 the median is 2.5. */
export const quantileOf = (sorted: ArrayLike<number>, p: number): number => {
  const at = (sorted.length - 1) * p;
  const below = sorted[Math.floor(at)] ?? 0;
  return below + ((sorted[Math.ceil(at)] ?? below) - below) * (at - Math.floor(at));
};

/** Returns the summary of values in any order. */
export const summaryOf = (values: readonly number[]): Summary => {
  const sorted = Float64Array.from(values).sort();
  const count = sorted.length;
  const total = values.reduce((sum, value) => sum + value, 0);
  const mean = count === 0 ? 0 : total / count;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const at = (p: number): number => quantileOf(sorted, p);
  return {
    count,
    total,
    mean,
    sd: count < 2 ? 0 : Math.sqrt(squares / (count - 1)),
    ...{ min: at(0), p50: at(0.5), p90: at(0.9), p95: at(0.95), p99: at(0.99), max: at(1) },
  };
};

const BINS = 12;

/** Returns edges that read well, each a 1, 2 or 5 times a power of ten, or these spaced evenly where values lie close together. */
const edgesOf = (min: number, max: number): readonly number[] => {
  const step = (max - min) / BINS;
  const power = 10 ** Math.floor(Math.log10(Math.max(step, 1)));
  const even = [1, 2, 5, 10].map((times) => times * power).find((width) => width >= step) ?? 1;
  const wide = max > 50 * Math.max(1, min);
  const edges = [wide ? 0 : Math.floor(min / even) * even];
  for (let edge = 1, turn = 0; (edges.at(-1) ?? 0) <= max; turn++) {
    if (!wide) edges.push((edges.at(-1) ?? 0) + even);
    else {
      edge = [1, 2, 5][turn % 3] ?? 1;
      edges.push(edge * 10 ** Math.floor(turn / 3));
    }
  }
  return edges;
};

/** Returns a histogram of some values: even bins, or rising ones where the largest is more than fifty times the smallest. */
export const histogramOf = (values: readonly number[]): readonly Bin[] => {
  if (values.length === 0) return [];
  const [min, max] = values.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity]);
  const edges = edgesOf(min, max);
  const texts = new Array<number>(edges.length - 1).fill(0);
  for (const value of values) {
    const bin = edges.findIndex((edge) => edge > value) - 1;
    texts[bin] = (texts[bin] ?? 0) + 1;
  }
  const bins = texts.map((count, index) => ({ from: edges[index] ?? 0, to: edges[index + 1] ?? 0, texts: count }));
  return bins.slice(bins.findIndex((bin) => bin.texts > 0));
};

/**
 * Returns the standard error of the mean of n texts drawn out of N without putting back: sd ÷ √n × √(1 − n ÷ N). All of them have none;
 * 100 of 10,000 with a spread of 50 tokens err by 4.97.
 */
export const standardErrorOf = ({ sd, count }: Summary, of: number): number =>
  count === 0 ? 0 : (sd / Math.sqrt(count)) * Math.sqrt(Math.max(0, 1 - count / of));
