import { block } from './bars.ts';
import type { Line } from './line.ts';
import { padLine, said } from './span.ts';

/** A place on the axis of a density that is named: p50, p95. */
export type Mark = { readonly name: string; readonly value: number };

/** How many of some rising values lie in each of equal stretches between two ends. */
const binned = (sorted: ArrayLike<number>, low: number, high: number, bins: number): readonly number[] => {
  const counts = new Array<number>(bins).fill(0);
  for (let at = 0; at < sorted.length; at++) {
    const value = sorted[at] ?? 0;
    if (value < low || value > high) continue;
    const bin = Math.min(bins - 1, Math.floor(((value - low) / (high - low)) * bins));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
};

/** The height that the blocks are drawn to: a lone spike, such as requests that end at once, is cut rather than flatten all else. */
const heightOf = (counts: readonly number[]): number => {
  const [first = 1, second = 1, third = 1] = counts.toSorted((a, b) => b - a);
  return Math.max(1, first > 2 * third ? Math.max(second > 2 * third ? third : second, third) : first);
};

/** Names at their places; one that would run into the one before it is left out, its arrow is not. */
const markLines = (marks: readonly Mark[], at: (value: number) => number, cells: number): readonly Line[] => {
  let [arrows, names] = ['', ''];
  for (const { name, value } of marks) {
    const place = at(value);
    if (place >= arrows.length) arrows = `${arrows.padEnd(place)}▲`;
    const start = Math.min(Math.max(0, place - Math.floor(name.length / 2)), Math.max(0, cells - name.length));
    if (names === '' || start > names.length) names = names.padEnd(start) + name;
  }
  return [said(arrows, 'accent'), said(names, 'dim')];
};

/** Returns how rising values are spread, as blocks over so many cells and rows, with marks below; the outermost half per cent is cut. */
export const density = (sorted: ArrayLike<number>, marks: readonly Mark[], rows: number, cells: number): readonly Line[] => {
  const [first, last] = [sorted[0] ?? 0, sorted[Math.max(0, Math.ceil(sorted.length * 0.995) - 1)] ?? 0];
  if (sorted.length === 0 || cells < 4) return [];
  if (last <= first) return [said('all alike', 'dim')];
  const counts = binned(sorted, first, last, cells);
  const most = heightOf(counts);
  const height = Math.max(1, rows - 2);
  const lines = Array.from({ length: height }, (_, row): Line => {
    const floor = height - row - 1;
    const text = counts.map((count) => {
      const own = (count / most) * height - floor;
      if (row === 0 && count > most) return '↑';
      return own >= 1 ? '█' : floor === 0 && count > 0 ? block(Math.max(own, 1 / 8)) : block(own);
    });
    return padLine([{ text: text.join(''), tone: 'bar' }], cells);
  });
  const at = (value: number): number => Math.min(cells - 1, Math.max(0, Math.floor(((value - first) / (last - first)) * cells)));
  return [...lines, ...markLines(marks, at, cells)];
};
