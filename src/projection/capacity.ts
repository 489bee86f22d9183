import { burstyCounts, countQuantile, meanExcess } from '../stats/bursty-counts.ts';
import type { ModelLink, PlanLimit, PlanStep } from '../workflow/plan.ts';
import { busyMs } from './busy.ts';
import { peakRate } from './peak.ts';
import type { LinkProjection, Projection } from './projection.ts';

/** What a limit counts: requests, input and output tokens, or both together, a minute. */
export type Dimension = 'rpm' | 'input_tpm' | 'output_tpm' | 'tpm';

/** A rate limit at the peak minute: the 99th percentile of the minutes of the busiest hour. */
export type BucketCapacity = {
  readonly bucket: string;
  /** Mean calls a minute of the busiest hour. */
  readonly meanRpm: number;
  readonly peakRpm: number;
  readonly peakInputTpm: number;
  readonly peakOutputTpm: number;
  /** Calls at once in the peak minute, by Little's law; null where a model has no latency figures. */
  readonly inFlight: number | null;
  /** Null where the bucket limits nothing, or nothing calls its models outside batch. */
  readonly binds: Dimension | null;
  /** Need ÷ limit of what binds. */
  readonly use: number | null;
  /** Share of the calls of the busiest hour beyond the limit, those that come back included. */
  readonly throttled: number | null;
  /** Offered load with retries ÷ without. */
  readonly amplification: number;
  /** Offered load reaches the limit on average: what waits grows as long as the hour lasts. */
  readonly retryStorm: boolean;
  /** The first month whose peak minute reaches the limit. */
  readonly limitReached: string | null;
};

const MS_PER_MINUTE = 60_000;
const PEAK = 0.99;

/** Σ qᵏ for k ≤ retries: of calls of which 20 % are throttled and tried 3 times again, 1.248 times as many come. */
export const amplified = (q: number, retries: number): number =>
  Array.from({ length: retries + 1 }, (_, k) => q ** k).reduce((sum, power) => sum + power, 0);

/** Calls and tokens a request of the models that share a limit. */
type Load = { calls: number; input: number; output: number; busyMs: number | null; retries: number };

const addLink = (load: Load, limit: PlanLimit, link: ModelLink, sum: LinkProjection): void => {
  const read = limit.cacheReadsCount ? sum.cacheRead : 0;
  const busy = busyMs(link, sum);
  load.calls += sum.calls;
  load.input += sum.uncachedInput + sum.cacheWrite + read;
  load.output += sum.reasoning + sum.visibleOutput;
  if (sum.calls > 0) load.retries = Math.max(load.retries, link.retry.attempts - 1);
  load.busyMs = load.busyMs === null || busy === null ? null : load.busyMs + busy;
};

/** What shortens what a step's loop, or the session, has piled up. */
const compactingCall = ({ carry, links }: PlanStep): ModelLink | null => {
  const histories = links.flatMap((link) => (link.kind === 'model' ? link.parts.map(({ history }) => history?.compact?.call) : []));
  return [carry?.compact?.call, ...histories].find((call) => call !== undefined) ?? null;
};

/** Batch calls wait in queues of their own, outside these limits. */
const loadOf = ({ steps }: Projection, limit: PlanLimit): Load => {
  const load: Load = { calls: 0, input: 0, output: 0, busyMs: 0, retries: 0 };
  for (const { step, links, compaction } of steps) {
    for (const [at, link] of step.links.entries()) {
      const sum = links[at];
      if (link.kind !== 'model' || sum === undefined || link.tier === 'batch' || !limit.models.includes(link.model.id)) continue;
      addLink(load, limit, link, sum);
    }
    const compact = compactingCall(step);
    if (compact === null || compaction === null || !limit.models.includes(compact.model.id)) continue;
    addLink(load, limit, compact, compaction);
  }
  return load;
};

/** Which limit a number of requests a minute comes nearest to, and need ÷ limit. */
const bindingAt = (limit: PlanLimit, load: Load, perMinute: number): { readonly binds: Dimension | null; readonly use: number | null } => {
  const needs: readonly (readonly [Dimension, number, number | null])[] = [
    ['rpm', load.calls, limit.rpm],
    ['input_tpm', load.input, limit.inputTpm],
    ['output_tpm', load.output, limit.outputTpm],
    ['tpm', load.input + load.output, limit.tpm],
  ];
  return needs.reduce<{ binds: Dimension | null; use: number | null }>(
    (most, [binds, need, ceiling]) => {
      const use = ceiling === null ? null : (perMinute * need) / ceiling;
      return use !== null && (most.use === null || use > most.use) ? { binds, use } : most;
    },
    { binds: null, use: null },
  );
};

/** Share throttled and what its retries add, as a fixed point: offered = λ·Σ qᵏ, q = E[excess] ÷ offered. */
const feedback = (mean: number, burst: number, most: number, retries: number): { readonly q: number; readonly factor: number } => {
  let [q, factor] = [0, 1];
  for (let round = 0; round < 50; round++) {
    const offered = mean * factor;
    const next = offered === 0 ? 0 : meanExcess(burstyCounts(offered, burst), most) / offered;
    const settled = Math.abs(next - q) < 1e-9;
    [q, factor] = [next, amplified(next, retries)];
    if (settled) break;
  }
  return { q, factor };
};

const bucketOf = (projection: Projection, limit: PlanLimit, meanRate: number): BucketCapacity => {
  const { plan, months } = projection;
  const burst = plan.traffic?.burst ?? 0;
  const load = loadOf(projection, limit);
  // Fewer calls than requests come one by one; more come together, request by request.
  const events = Math.min(1, load.calls);
  const peakAt = (rate: number): number => (events === 0 ? 0 : countQuantile(burstyCounts(rate * events, burst), PEAK) / events);
  const peak = peakAt(meanRate);
  const { binds, use } = events === 0 ? { binds: null, use: null } : bindingAt(limit, load, peak);
  const perRequest = bindingAt(limit, load, 1).use;
  const most = perRequest === null || perRequest === 0 ? Infinity : events / perRequest;
  const { q, factor } = feedback(meanRate * events, burst, most, load.retries);
  const reached = months.find(({ month, requests }) => {
    const rate = month.days === 0 ? null : peakRate(plan, requests / month.days);
    return rate !== null && (bindingAt(limit, load, peakAt(rate)).use ?? 0) >= 1;
  });
  return {
    bucket: limit.name,
    meanRpm: meanRate * load.calls,
    peakRpm: peak * load.calls,
    peakInputTpm: peak * load.input,
    peakOutputTpm: peak * load.output,
    inFlight: load.busyMs === null ? null : (peak * load.busyMs) / MS_PER_MINUTE,
    binds,
    use,
    throttled: use === null ? null : q,
    amplification: factor,
    retryStorm: meanRate * events * factor >= most,
    limitReached: reached?.month.label ?? null,
  };
};

/** Returns how near each rate limit is at the peak (SPEC 6.7), tokens a call as in the first month. Empty without traffic or limits. */
export const capacityOf = (projection: Projection): readonly BucketCapacity[] => {
  const { plan, requestsPerDay } = projection;
  const rate = requestsPerDay === null ? null : peakRate(plan, requestsPerDay);
  return rate === null ? [] : plan.limits.map((limit) => bucketOf(projection, limit, rate));
};
