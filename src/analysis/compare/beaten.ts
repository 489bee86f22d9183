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

/** Whether the same calls of both are without latency figures: then what is not known of their times is the same. */
const comparable = (one: Figures, other: Figures): boolean => {
  const [calls, others] = [one, other].map(({ untimed }) => untimed.map(({ step, model }) => `${step} ${model}`).sort());
  return JSON.stringify(calls) === JSON.stringify(others);
};

/**
 * Whether one variant is no worse in anything and better in something (Pareto). Nothing is beaten by what may be slower than it seems:
 * where other calls are without latency figures, times cannot be compared.
 */
export const beats = (one: Figures, other: Figures, measures: readonly Measure[]): boolean =>
  comparable(one, other) &&
  measures.every((measure) => !less(measure(other), measure(one))) &&
  measures.some((measure) => less(measure(one), measure(other)));

/** Whether two variants are the same in everything that they are judged by. */
export const same = (one: Figures, other: Figures, measures: readonly Measure[]): boolean =>
  comparable(one, other) && measures.every((measure) => !less(measure(one), measure(other)) && !less(measure(other), measure(one)));

/** Returns which variants no other beats, in their order. */
export const unbeaten = <T extends { readonly figures: Figures }>(all: readonly T[], measures: readonly Measure[]): readonly T[] =>
  all.filter((one) => !all.some((other) => beats(other.figures, one.figures, measures)));
