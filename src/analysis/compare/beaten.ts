import type { Figures } from '../variant.ts';

/** A figure by which one variant may beat another; less is better. */
export type Measure = (figures: Figures) => number;

const orWorst = (value: number | null): number => value ?? Infinity;

/** What candidates are judged by: cost, time, time to first token, failures. */
export const MEASURES: readonly Measure[] = [
  ({ costUsd }) => costUsd,
  ({ latencyP95Ms }) => orWorst(latencyP95Ms),
  ({ firstTokenP95Ms }) => orWorst(firstTokenP95Ms),
  ({ successRate }) => 1 - successRate,
];

/** Figures nearer than this are the same: sums in another order. */
const SAME = 1e-9;

const less = (one: number, other: number): boolean => one < other && !(other - one <= SAME * Math.abs(other));

/** Whether one variant is no worse in anything and better in something (Pareto). */
export const beats = (one: Figures, other: Figures, measures: readonly Measure[]): boolean =>
  measures.every((measure) => !less(measure(other), measure(one))) && measures.some((measure) => less(measure(one), measure(other)));

/** Returns which variants no other beats, in their order. */
export const unbeaten = <T extends { readonly figures: Figures }>(all: readonly T[], measures: readonly Measure[]): readonly T[] =>
  all.filter((one) => !all.some((other) => beats(other.figures, one.figures, measures)));
