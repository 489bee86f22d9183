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

/** A saved plan has twelve digits: what differs less is the same. */
const SAME = 1e-10;

const settled = (base: number, head: number): Change => ({ base: Math.abs(base - head) <= SAME * Math.abs(head) ? head : base, head });

const both = (base: SideFigures, head: SideFigures, figure: 'spendUsd' | 'costPerRequestUsd' | 'successRate'): Change =>
  settled(base[figure], head[figure]);

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
    untimed: [],
    latencyP95Ms: latency ? { base: base.latencyP95Ms ?? 0, head: head.latencyP95Ms ?? 0 } : null,
    steps: names.map((name) => ({ name, ...settled(of(base, name), of(head, name)) })),
    causes: [],
    exact: true,
    spendCertainty: null,
    latencyCertainty: null,
  };
};
