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

/** A plan, and its requests played. */
type Played = Pick<Forecast, 'projection' | 'simulation'>;

/** When a step starts and ends, in milliseconds. */
type Stretch = { readonly from: number; readonly to: number };

const childrenOf = (step: PlanStep, steps: readonly PlanStep[]): readonly PlanStep[] =>
  step.children.flatMap((index) => {
    const child = steps[index];
    return child === undefined ? [] : [child, ...childrenOf(child, steps)];
  });

/** Every step after all that it needs, each with its own median time. */
const laidOut = ({ projection: { plan }, simulation }: Played): Map<number, Stretch> => {
  const stretches = new Map<number, Stretch>();
  for (const index of plan.order) {
    const step = plan.steps[index];
    const played = simulation.steps[index];
    if (step === undefined) continue;
    const begun = step.parent === null ? 0 : (stretches.get(step.parent)?.from ?? 0);
    const from = Math.max(begun, ...step.needs.map((need) => stretches.get(need)?.to ?? 0));
    const waitedFor = step.kind !== 'human' && (played?.ran.mean ?? 0) >= TYPICAL;
    stretches.set(index, { from, to: from + (waitedFor ? (played?.latencyMs?.p50 ?? 0) : 0) });
  }
  return stretches;
};

/** Items side by side take more time together than their group does: what is in a group is drawn to its scale. */
const fitIntoGroups = (steps: readonly PlanStep[], order: readonly number[], stretches: Map<number, Stretch>): void => {
  for (const index of order) {
    const step = steps[index];
    const group = stretches.get(index);
    if (step === undefined || group === undefined) continue;
    const inside = childrenOf(step, steps);
    const last = Math.max(group.to, ...inside.map((child) => stretches.get(child.index)?.to ?? 0));
    if (last === group.to) continue;
    const fitted = (ms: number): number => group.from + ((ms - group.from) * (group.to - group.from)) / (last - group.from);
    for (const child of inside) {
      const { from, to } = stretches.get(child.index) ?? group;
      stretches.set(child.index, { from: fitted(from), to: fitted(to) });
    }
  }
};

/**
 * Returns one typical request on the clock: every step that runs in most requests takes its median time, and starts when all
 * that it needs have ended. Medians do not add up to the median of the whole; this is the order of things and who waits for whom.
 */
export const clockBars = (forecast: Played): readonly ClockBar[] => {
  const { projection, simulation } = forecast;
  const { steps, order } = projection.plan;
  const stretches = laidOut(forecast);
  fitIntoGroups(steps, order, stretches);
  const bars = steps.map((step): ClockBar => {
    const played = simulation.steps[step.index];
    const { from, to } = stretches.get(step.index) ?? { from: 0, to: 0 };
    return {
      name: step.name,
      kind: step.kind,
      depth: depthOf(step, steps),
      ran: played?.ran.mean ?? 0,
      startMs: from,
      endMs: to,
      typicalMs: played?.latencyMs?.p50 ?? null,
      background: step.background,
    };
  });
  return bars.some(({ typicalMs }) => (typicalMs ?? 0) > 0) ? bars : [];
};
