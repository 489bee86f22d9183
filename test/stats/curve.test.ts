import { describe, expect, it } from 'vitest';
import { curveThrough } from '../../src/stats/curve.ts';

describe('a curve through points', () => {
  it('is straight where they are, also beyond them', () => {
    const line = curveThrough([1, 2, 5], [3, 5, 11]);
    for (const x of [-4, 1, 1.3, 2, 4.9, 5, 80]) expect(line(x)).toBeCloseTo(1 + 2 * x, 10);
  });

  it('passes through every point, and never above the higher of two neighbours', () => {
    const [xs, ys] = [
      [0, 1, 2, 3],
      [0, 10, 10, 11],
    ];
    const curve = curveThrough(xs, ys);
    for (const [at, x] of xs.entries()) expect(curve(x)).toBeCloseTo(ys[at] ?? 0, 12);
    for (let x = 0; x <= 1; x += 0.05) expect(curve(x)).toBeLessThanOrEqual(10);
    for (let x = 1; x <= 2; x += 0.05) expect(curve(x)).toBeCloseTo(10, 12);
  });

  it('through one point is constant', () => {
    expect(curveThrough([3], [7])(100)).toBe(7);
  });

  it('of a square is off by less than a hundredth between five points', () => {
    const xs = [0, 0.5, 1, 1.5, 2];
    const curve = curveThrough(
      xs,
      xs.map((x) => x * x),
    );
    for (let x = 0.5; x <= 2; x += 0.1) expect(Math.abs(curve(x) - x * x)).toBeLessThan(0.02);
  });
});
