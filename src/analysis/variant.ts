import { type BucketCapacity, capacityOf, type Dimension } from '../projection/capacity.ts';
import { testedUsd } from '../projection/expect.ts';
import type { Forecast } from '../projection/forecast.ts';
import type { Projection } from '../projection/projection.ts';
import type { Plan, PlanStep } from '../workflow/plan.ts';
import type { Spec } from '../workflow/spec.ts';
import type { ScenarioSpec } from '../workflow/traffic/spec.ts';

/** A workflow in one traffic situation: as it stands, or changed in some way to see what that does. */
export type Variant = {
  readonly spec: Spec;
  readonly scenario: ScenarioSpec;
  /** How many requests are played; as many as the user asked for by default. */
  readonly runs?: number;
};

/** A variant with what it comes to. */
export type Planned = Pick<Forecast, 'projection' | 'simulation' | 'worst'>;

/**
 * What begins to compute a variant, and returns what finishes it; undefined where it cannot be planned, such as a tier that a model
 * does not have.
 */
export type Planner = (variant: Variant) => (() => Planned) | undefined;

/** How near a rate limit is at the peak minute. */
export type PeakUse = {
  readonly bucket: string;
  readonly binds: Dimension | null;
  /** Need ÷ limit of what binds; null where the bucket limits nothing. */
  readonly use: number | null;
  /** Share of the calls of the busiest hour beyond the limit. */
  readonly throttled: number | null;
};

/** A step that calls a model without latency figures, first or as a fallback. */
export type Untimed = { readonly step: string; readonly model: string };

/** What variants are told apart by. Dollars, milliseconds, shares; times are null where no request succeeds. */
export type Figures = {
  readonly costUsd: number;
  /** Of that, all but people. */
  readonly machinesUsd: number;
  readonly costP95Usd: number;
  /** Spend of the first month; null without traffic. */
  readonly monthlyUsd: number | null;
  readonly latencyP50Ms: number | null;
  readonly latencyP95Ms: number | null;
  readonly firstTokenP95Ms: number | null;
  /** Where users wait for a model of which no latency is known: times are lower bounds where there are some. */
  readonly untimed: readonly Untimed[];
  readonly successRate: number;
  /** The fullest window of any step: prompt ÷ window at the 99th percentile. Null where no model has a window. */
  readonly contextUseP99: number | null;
  /** The most that one request can cost; null where nothing bounds it. */
  readonly worstCaseUsd: number | null;
  /** By bucket; empty without limits or traffic. */
  readonly peaks: readonly PeakUse[];
};

/** Returns how near each rate limit of a projection is at its peak. */
export const bucketsOf = (projection: Projection): readonly BucketCapacity[] => capacityOf(projection);

const peaksOf = ({ projection }: Planned): readonly PeakUse[] =>
  bucketsOf(projection).map(({ bucket, binds, use, throttled }) => ({ bucket, binds, use, throttled }));

const greatest = (values: readonly (number | null)[]): number | null =>
  values.reduce((most, value) => (value !== null && (most === null || value > most) ? value : most), null);

const onPath = (plan: Plan, step: PlanStep): boolean => {
  if (step.background) return false;
  const group = step.parent === null ? undefined : plan.steps[step.parent];
  return group === undefined || onPath(plan, group);
};

const untimedIn = ({ projection: { plan, steps } }: Planned): readonly Untimed[] =>
  steps.flatMap(({ step, links }) =>
    step.links.flatMap((link, index) =>
      link.kind === 'model' && link.timing === null && (links[index]?.calls ?? 0) > 0 && onPath(plan, step)
        ? [{ step: step.name, model: link.model.id }]
        : [],
    ),
  );

/** Returns what a forecast comes to. */
export const figuresOf = (forecast: Planned): Figures => {
  const { projection, simulation, worst } = forecast;
  const { costUsd, latencyMs, firstTokenMs } = simulation.perRequest;
  const timed = latencyMs.sorted.length > 0;
  return {
    costUsd: projection.costUsd,
    machinesUsd: testedUsd(projection),
    costP95Usd: costUsd.p95.value,
    monthlyUsd: projection.months[0]?.spendUsd ?? null,
    latencyP50Ms: timed ? latencyMs.p50.value : null,
    latencyP95Ms: timed ? latencyMs.p95.value : null,
    firstTokenP95Ms: timed ? firstTokenMs.p95.value : null,
    untimed: untimedIn(forecast),
    successRate: projection.successRate,
    contextUseP99: greatest(simulation.steps.map(({ contextUseP99 }) => contextUseP99)),
    worstCaseUsd: worst.requestUsd,
    peaks: peaksOf(forecast),
  };
};
