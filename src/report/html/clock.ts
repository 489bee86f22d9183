import type { Forecast } from '../../projection/forecast.ts';
import type { PlanStep } from '../../workflow/plan.ts';

/** A step of one typical request: when it starts and ends on the machine's clock, in milliseconds from the start. */
export type ClockBar = {
  readonly name: string;
  readonly kind: PlanStep['kind'];
  /** How many groups are around it. */
  readonly depth: number;
  /** Share of requests in which it runs. */
  readonly ran: number;
  readonly startMs: number;
  /** Of people, and of what rarely runs, the start: nothing waits for them here. */
  readonly endMs: number;
  /** Its median time where it runs; null where it never does. */
  readonly typicalMs: number | null;
  readonly background: boolean;
};

/** What runs in fewer requests is no part of the typical one. */
const TYPICAL = 0.5;

const depthOf = (step: PlanStep, steps: readonly PlanStep[]): number =>
  step.parent === null ? 0 : 1 + depthOf(steps[step.parent] as PlanStep, steps);

/**
 * Returns one typical request on the clock: every step that runs in most requests takes its median time, and starts when all
 * that it needs have ended. Medians do not add up to the median of the whole; this is the order of things and who waits for whom.
 */
export const clockBars = ({ projection: { plan }, simulation }: Forecast): readonly ClockBar[] => {
  const starts = new Map<number, number>();
  const ends = new Map<number, number>();
  for (const index of plan.order) {
    const step = plan.steps[index];
    const played = simulation.steps[index];
    if (step === undefined) continue;
    const begun = step.parent === null ? 0 : (starts.get(step.parent) ?? 0);
    const start = Math.max(begun, ...step.needs.map((need) => ends.get(need) ?? 0));
    const waitedFor = step.kind !== 'human' && (played?.ran.mean ?? 0) >= TYPICAL;
    starts.set(index, start);
    ends.set(index, start + (waitedFor ? (played?.latencyMs?.p50 ?? 0) : 0));
  }
  const bars = plan.steps.map(
    (step): ClockBar => ({
      name: step.name,
      kind: step.kind,
      depth: depthOf(step, plan.steps),
      ran: simulation.steps[step.index]?.ran.mean ?? 0,
      startMs: starts.get(step.index) ?? 0,
      endMs: ends.get(step.index) ?? 0,
      typicalMs: simulation.steps[step.index]?.latencyMs?.p50 ?? null,
      background: step.background,
    }),
  );
  return bars.some(({ typicalMs }) => (typicalMs ?? 0) > 0) ? bars : [];
};
