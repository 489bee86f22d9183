/** A smooth function of one number through given points. */
export type Curve = (x: number) => number;

const sign = (x: number): number => (x > 0 ? 1 : x < 0 ? -1 : 0);

/** The slope at an end, by the parabola through three points, held back where it would overshoot. */
const endSlope = (near: number, far: number, width: number, next: number): number => {
  const slope = ((2 * width + next) * near - width * far) / (width + next);
  if (sign(slope) !== sign(near)) return 0;
  return sign(near) !== sign(far) && Math.abs(slope) > 3 * Math.abs(near) ? 3 * near : slope;
};

/** Slopes at the points: the weighted harmonic mean of the chords beside each, 0 at a turning point. */
const slopesOf = (widths: readonly number[], chords: readonly number[]): readonly number[] => {
  const last = chords.length - 1;
  const [first = 0] = chords;
  if (last === 0) return [first, first];
  const inner = chords.slice(1).map((right, index) => {
    const [left, a, b] = [chords[index] ?? 0, widths[index] ?? 0, widths[index + 1] ?? 0];
    if (left * right <= 0) return 0;
    const [u, v] = [2 * b + a, b + 2 * a];
    return (u + v) / (u / left + v / right);
  });
  const at = (list: readonly number[], index: number): number => list[index] ?? 0;
  return [
    endSlope(first, at(chords, 1), at(widths, 0), at(widths, 1)),
    ...inner,
    endSlope(at(chords, last), at(chords, last - 1), at(widths, last), at(widths, last - 1)),
  ];
};

/**
 * Returns the monotone cubic through points with rising x (Fritsch and Butland 1984): straight where the points are, never
 * above the highest of two neighbours nor below the lowest, and straight on beyond the ends. One point makes a constant.
 */
export const curveThrough = (xs: readonly number[], ys: readonly number[]): Curve => {
  const [x0 = 0] = xs;
  const [y0 = 0] = ys;
  if (ys.every((y) => y === y0)) return () => y0;
  const widths = xs.slice(1).map((x, index) => x - (xs[index] ?? 0));
  const chords = widths.map((width, index) => ((ys[index + 1] ?? 0) - (ys[index] ?? 0)) / width);
  const slopes = slopesOf(widths, chords);
  const last = xs.length - 1;
  return (x) => {
    if (x <= x0) return y0 + (slopes[0] ?? 0) * (x - x0);
    if (x >= (xs[last] ?? 0)) return (ys[last] ?? 0) + (slopes[last] ?? 0) * (x - (xs[last] ?? 0));
    let at = 0;
    while ((xs[at + 1] ?? 0) < x) at++;
    const [width, chord] = [widths[at] ?? 1, chords[at] ?? 0];
    const [left, right] = [slopes[at] ?? 0, slopes[at + 1] ?? 0];
    const t = (x - (xs[at] ?? 0)) / width;
    return (ys[at] ?? 0) + width * t * (left + t * (3 * chord - 2 * left - right + t * (left + right - 2 * chord)));
  };
};
