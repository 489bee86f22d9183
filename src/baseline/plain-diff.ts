import type { Change, ScenarioDiff } from '../analysis/diff/scenario-diff.ts';
import type { Per } from '../analysis/diff/value.ts';

/** What a scenario comes to on one side, with the dollars of each step. */
export type SideFigures = {
  readonly name: string;
  readonly per: Per;
  readonly costPerRequestUsd: number;
  readonly successRate: number;
  readonly requests: number | null;
  readonly latencyP95Ms: number | null;
  /** Dollars of a request by step, and of the first month where there is traffic by what belongs to no step. */
  readonly steps: ReadonlyMap<string, number>;
  readonly spendUsd: number;
};

const both = (base: SideFigures, head: SideFigures, figure: 'spendUsd' | 'costPerRequestUsd' | 'successRate'): Change => ({
  base: base[figure],
  head: head[figure],
});

/**
 * Returns the difference of two sides of which only figures are known: a saved plan has no edits to name causes by. `requests`
 * and `latencyP95Ms` stand where both sides have them.
 */
export const plainDiff = (base: SideFigures, head: SideFigures): ScenarioDiff => {
  const names = [...new Set([...base.steps.keys(), ...head.steps.keys()])];
  const scale = (side: SideFigures): number => (head.per === 'month' && base.per === 'month' ? (side.requests ?? 1) : 1);
  const of = (side: SideFigures, name: string): number => (side.steps.get(name) ?? 0) * scale(side);
  const month = head.per === 'month' && base.per === 'month';
  const latency = base.latencyP95Ms !== null && head.latencyP95Ms !== null;
  return {
    name: head.name,
    per: month ? 'month' : 'request',
    spendUsd: both(base, head, month ? 'spendUsd' : 'costPerRequestUsd'),
    costPerRequestUsd: both(base, head, 'costPerRequestUsd'),
    successRate: both(base, head, 'successRate'),
    requests: base.requests === null || head.requests === null ? null : { base: base.requests, head: head.requests },
    latencyP95Ms: latency ? { base: base.latencyP95Ms ?? 0, head: head.latencyP95Ms ?? 0 } : null,
    steps: names.map((name) => ({ name, base: of(base, name), head: of(head, name) })),
    causes: [],
    exact: true,
    spendCertainty: null,
    latencyCertainty: null,
  };
};
