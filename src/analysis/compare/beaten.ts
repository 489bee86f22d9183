import type { Figures } from '../variant.ts';

/** A figure by which one variant may beat another; less is better. */
export type Measure = { readonly of: (figures: Figures) => number; readonly time: boolean };

const orWorst = (value: number | null): number => value ?? Infinity;

/** What candidates are judged by: cost, time, time to first token, failures. */
export const MEASURES: readonly Measure[] = [
  { time: false, of: ({ costUsd }) => costUsd },
  { time: true, of: ({ latencyP95Ms }) => orWorst(latencyP95Ms) },
  { time: true, of: ({ firstTokenP95Ms }) => orWorst(firstTokenP95Ms) },
  { time: false, of: ({ successRate }) => 1 - successRate },
];

/** Figures nearer than this are the same: sums in another order. */
const SAME = 1e-9;

const less = (one: number, other: number): boolean => one < other && !(other - one <= SAME * Math.abs(other));

/**
 * Whether one variant is no worse in anything and better in something (Pareto). A time of which a part is not known beats no known one,
 * nor is it beaten by one; where that is so of both, times are left out.
 */
export const beats = (one: Figures, other: Figures, measures: readonly Measure[]): boolean => {
  const unknown = [one, other].filter(({ untimed }) => untimed.length > 0).length;
  if (unknown === 1) return false;
  const judged = measures.filter(({ time }) => unknown === 0 || !time);
  return judged.every(({ of }) => !less(of(other), of(one))) && judged.some(({ of }) => less(of(one), of(other)));
};

/** Whether two variants are the same in everything that they are judged by. */
export const same = (one: Figures, other: Figures, measures: readonly Measure[]): boolean =>
  one.untimed.length === other.untimed.length && measures.every(({ of }) => !less(of(one), of(other)) && !less(of(other), of(one)));

/** Returns which variants no other beats, in their order. */
export const unbeaten = <T extends { readonly figures: Figures }>(all: readonly T[], measures: readonly Measure[]): readonly T[] =>
  all.filter((one) => !all.some((other) => beats(other.figures, one.figures, measures)));
