import type { Forecast } from '../../../projection/forecast.ts';
import type { SimulatedStep } from '../../../projection/simulate/simulation.ts';
import { mean } from '../../../stats/moments.ts';
import type { PlanStep } from '../../../workflow/plan.ts';

/** How a step stands to what the user waits for. `rare`: it runs in less than half of the requests. */
export type Place = 'waited' | 'rare' | 'background' | 'people' | 'never';

/** Ways to look at a request: every step at its median, at its 95th percentile, or at its median with people in it. */
export const VIEWS = ['median', 'p95', 'people'] as const;
export type View = (typeof VIEWS)[number];

/** A step in the course of a request: it starts when all that it needs have ended. */
export type CourseStep = {
  readonly step: PlanStep;
  readonly depth: number;
  readonly place: Place;
  readonly startMs: number;
  /** Part of its length before its first token. */
  readonly waitMs: number;
  readonly lengthMs: number;
  readonly played: SimulatedStep | undefined;
};

export type Course = { readonly steps: readonly CourseStep[]; readonly endMs: number };

const depthOf = (step: PlanStep, all: readonly PlanStep[]): number => {
  const parent = step.parent === null ? undefined : all[step.parent];
  return parent === undefined ? 0 : 1 + depthOf(parent, all);
};

/** Whether a step is another one, or stands in it. */
const isWithin = (step: PlanStep, other: number, all: readonly PlanStep[]): boolean => {
  const parent = step.parent === null ? undefined : all[step.parent];
  return step.index === other || (parent !== undefined && isWithin(parent, other, all));
};

const isBackground = (step: PlanStep, all: readonly PlanStep[]): boolean => {
  const parent = step.parent === null ? undefined : all[step.parent];
  return step.background || (parent !== undefined && isBackground(parent, all));
};

const placeOf = (step: PlanStep, all: readonly PlanStep[], played: SimulatedStep | undefined, view: View): Place => {
  if (played === undefined || played.latencyMs === null) return 'never';
  if (step.kind === 'human' && view !== 'people') return 'people';
  if (isBackground(step, all)) return 'background';
  return played.ran.mean < 0.5 ? 'rare' : 'waited';
};

/** The mean time to the first token as a share of a call's; 0 where an answer comes as a whole. */
const waitShare = (step: PlanStep, meanMs: number): number => {
  const [link] = step.links;
  if (link?.kind !== 'model' || link.timing?.kind !== 'streamed' || meanMs <= 0) return 0;
  const { constant, terms } = link.timing.ttftMs;
  const ttftMs = link.timing.slow * terms.reduce((sum, { of, times, plus }) => sum + times * mean(of) + plus, constant);
  return Math.min(1, Math.max(0, ttftMs / meanMs));
};

/** Returns the course of a request; `instant` is a step that is taken to need no time. */
export const courseOf = ({ projection, simulation }: Forecast, view: View = 'median', instant: number | null = null): Course => {
  const { steps, order } = projection.plan;
  const found = new Map<number, CourseStep>();
  const ends = new Map<number, number>();
  for (const index of order) {
    const step = steps[index];
    if (step === undefined) continue;
    const played = simulation.steps[index];
    const place = placeOf(step, steps, played, view);
    const base = step.parent === null ? 0 : (found.get(step.parent)?.startMs ?? 0);
    const startMs = Math.max(base, ...step.needs.map((need) => ends.get(need) ?? 0));
    const lengthMs = instant !== null && isWithin(step, instant, steps) ? 0 : (played?.latencyMs?.[view === 'p95' ? 'p95' : 'p50'] ?? 0);
    const waitMs = lengthMs * waitShare(step, played?.latencyMs?.mean ?? 0);
    found.set(index, { step, depth: depthOf(step, steps), place, startMs, waitMs, lengthMs, played });
    ends.set(index, place === 'waited' || place === 'background' ? startMs + lengthMs : startMs);
  }
  const list = steps.flatMap(({ index }) => found.get(index) ?? []);
  const waited = list.filter(({ place }) => place === 'waited');
  return { steps: list, endMs: Math.max(0, ...waited.map(({ startMs, lengthMs }) => startMs + lengthMs)) };
};
