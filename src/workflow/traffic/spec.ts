import type { Span } from '../../diagnostics/source.ts';
import type { Day } from '../../pricing/day.ts';
import type { PartialPrices } from '../../pricing/table.ts';
import type { PlanBudget, PlanLimit } from '../plan.ts';
import type { AssumptionSpec, InputSpec, Named, Stated } from '../spec.ts';

/** A number that was stated, with its text and place. */
export type StatedNumber = { readonly value: number; readonly text: string; readonly at: Span };

/** How many requests or sessions there are: a rate times its periods a day, or a total for each month. */
export type VolumeSpec =
  | {
      readonly kind: 'rate';
      readonly per: 'request' | 'session';
      readonly stated: Stated;
      /** Periods a day: 24 for `per hour`, 24 ÷ 730 for `per month`. */
      readonly periodsPerDay: number;
      readonly users: Stated | null;
    }
  | {
      readonly kind: 'by_month';
      readonly per: 'request' | 'session';
      readonly at: Span;
      readonly months: readonly { readonly from: Day; readonly total: Stated }[];
    };

/** Requests by hour of the week, Monday 0:00 first, each over the mean; `text` names the shape. */
export type ShapeSpec = { readonly hours: readonly number[]; readonly text: string; readonly at: Span };

/** A scenario's own price of a provider's models or of one model. */
export type PriceSpec = { readonly target: string; readonly at: Span } & (
  | { readonly kind: 'factor'; readonly factor: number; readonly text: string }
  | { readonly kind: 'own'; readonly prices: PartialPrices; readonly text: string }
);

export type DiscountSpec = { readonly provider: string; readonly share: number; readonly text: string; readonly at: Span };

/** Rate limits: an account tier of a provider's table, or numbers for one model. */
export type LimitSpec = { readonly at: Span; readonly text: string } & (
  | { readonly kind: 'tier'; readonly provider: string; readonly tier: string; readonly tierAt: Span }
  | {
      readonly kind: 'own';
      readonly model: string;
      readonly limits: Pick<PlanLimit, 'rpm' | 'inputTpm' | 'outputTpm' | 'tpm'>;
      /** Null: as in the price table. */
      readonly cacheReadsCount: boolean | null;
    }
);

/** Money by name. `perMonth` is how many of it fall into a month; 1 for costs that come once. */
export type CostSpec = { readonly name: string; readonly stated: Stated; readonly perMonth: number };

export type EvaluationSpec = {
  readonly cases: Stated;
  readonly runs: Stated;
  /** Periods a month of `runs`. */
  readonly runsPerMonth: number;
  readonly workflow: { readonly path: string; readonly at: Span } | null;
};

/** A way in which a feature fails. `target` is a provider, a model or a step; null for all model calls. */
export type FaultSpec = { readonly at: Span; readonly text: string; readonly target: Named | null } & (
  | { readonly kind: 'outage'; readonly provider: Named; readonly share: number }
  | { readonly kind: 'runaway'; readonly share: number }
  | { readonly kind: 'errors' | 'invalid'; readonly share: number }
  /** `price: +20%` is the factor 1.2. */
  | { readonly kind: 'slow' | 'output' | 'input' | 'price'; readonly factor: number }
  | { readonly kind: 'cold' }
);

/** One traffic scenario, `extends` and the workflow's budgets already applied; names of models still as written. */
export type ScenarioSpec = {
  readonly name: string;
  readonly at: Span;
  /** Null where the workflow has no traffic at all. */
  readonly volume: VolumeSpec | null;
  /** What multiplies the volume: assumptions and numbers. */
  readonly scale: readonly Stated[];
  readonly growth: Stated | null;
  readonly months: { readonly value: number; readonly stated: boolean };
  readonly start: Day | null;
  readonly shape: ShapeSpec | null;
  readonly timezone: Named | null;
  readonly peak: StatedNumber | null;
  readonly burst: StatedNumber | null;
  readonly dayToDay: StatedNumber | null;
  readonly inputs: ReadonlyMap<string, InputSpec>;
  readonly assumptions: ReadonlyMap<string, AssumptionSpec>;
  /** Whether `cache: cold` is stated. */
  readonly cold: boolean;
  readonly prices: readonly PriceSpec[];
  readonly discounts: readonly DiscountSpec[];
  readonly limits: readonly LimitSpec[];
  readonly region: Named | null;
  readonly fixed: readonly CostSpec[];
  readonly oneOff: readonly CostSpec[];
  readonly evaluation: EvaluationSpec | null;
  readonly revenue: { readonly per: 'request' | 'user'; readonly stated: Stated } | null;
  readonly replaces: Stated | null;
  readonly faults: readonly FaultSpec[];
  readonly budgets: readonly PlanBudget[];
};
