import type { StepProjection } from '../../projection/projection.ts';
import type { SimulatedStep } from '../../projection/simulate/simulation.ts';
import type { Plan } from '../../workflow/plan.ts';
import type { StepReport } from '../report.ts';
import { tokens } from './tokens.ts';

const modelOf = ({ step }: StepProjection): string | null => {
  const [first] = step.links;
  return first?.kind === 'model' ? first.model.id : null;
};

/** Returns a step as the report shows it. */
export const stepReport = (
  plan: Plan,
  projection: StepProjection,
  played: SimulatedStep | undefined,
  worstUsd: number | null,
): StepReport => ({
  name: projection.step.name,
  kind: projection.step.kind,
  model: modelOf(projection),
  group: projection.step.parent === null ? null : (plan.steps[projection.step.parent]?.name ?? null),
  runs_per_request: projection.runs,
  calls_per_request: projection.calls,
  cost_usd: projection.costUsd,
  share_of_cost: projection.shareOfCost,
  tokens_per_request: tokens(projection.tokens),
  compaction: projection.compaction && {
    calls_per_request: projection.compaction.calls,
    cost_usd: projection.compaction.modelsUsd[0] ?? 0,
    tokens_per_request: tokens(projection.compaction),
  },
  cache_hit_rate: projection.cacheHitRate,
  latency_ms: played?.latencyMs ?? null,
  share_of_critical_path: played?.shareOfCriticalPath ?? 0,
  worst_case_cost_usd: worstUsd,
  context_use_p99: played?.contextUseP99 ?? null,
});
