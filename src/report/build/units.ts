import type { Projection } from '../../projection/projection.ts';
import type { SimulatedFigures, Spread } from '../../projection/simulate/simulation.ts';
import type { CostFigures, TimeFigures, UnitFigures } from '../report.ts';
import { tokens } from './tokens.ts';

const percentiles = ({ p50, p95, p99 }: Spread) => ({
  p50: p50.value,
  p95: p95.value,
  p99: p99.value,
  interval: { p50: [p50.low, p50.high], p95: [p95.low, p95.high], p99: [p99.low, p99.high] } as const,
});

/** Null where no request succeeds: then nothing has a time. */
const timeFigures = (spread: Spread): TimeFigures | null =>
  spread.sorted.length === 0 ? null : { mean: spread.mean, standard_error: spread.standardError, ...percentiles(spread) };

const costFigures = (
  { costUsd, exact }: Projection,
  requests: number,
  { costUsd: spread }: SimulatedFigures,
  worstUsd: number | null,
): CostFigures => ({
  mean: costUsd * requests,
  exact,
  standard_error: 0,
  ...percentiles(spread),
  worst_case: worstUsd,
});

/** Returns what so many requests come to together: means in closed form, percentiles and times as they were played. */
export const unitFigures = (
  projection: Projection,
  requests: number,
  simulated: SimulatedFigures,
  worstUsd: number | null,
): UnitFigures => ({
  cost_usd: costFigures(projection, requests, simulated, worstUsd),
  calls: { mean: projection.calls * requests },
  tokens: tokens(projection.tokens, requests),
  latency_ms: timeFigures(simulated.latencyMs),
  turnaround_ms: timeFigures(simulated.turnaroundMs),
  first_token_ms: timeFigures(simulated.firstTokenMs),
});
