import type { Usage } from '../pricing/price.ts';
import type { Plan, PlanMonth, PlanStep } from '../workflow/plan.ts';

/** What a link comes to in one request of the whole workflow, in the first month unless said otherwise. */
export type LinkProjection = Usage & {
  /** Runs that came to this link. */
  readonly reached: number;
  /** Attempts at a model API, erring ones included. */
  readonly calls: number;
  /** Attempts at a tool. */
  readonly attempts: number;
  readonly answered: number;
  /** Answered ones, and timed-out ones, which are billed for their input. */
  readonly billed: number;
  /** Runs whose prompt did not fit the window. */
  readonly tooLong: number;
  /** Runs that this link could not answer. */
  readonly failed: number;
  /** Tokens of cacheable prefixes as sent; those that were read are `cacheRead`. */
  readonly cacheable: number;
  readonly workMs: number;
  /** Tokens of each written prompt part, before any cut. */
  readonly parts: readonly number[];
  /** Tokens of earlier rounds and turns in the prompts. */
  readonly carried: number;
  /** Units of each fee. */
  readonly fees: readonly number[];
  /** Dollars a request, fees and stored prefixes included, by month of the horizon. */
  readonly modelsUsd: readonly number[];
  readonly toolsUsd: number;
  readonly peopleUsd: number;
  /** Dollars of each month: the mean of requests × cost over all futures. */
  readonly spendUsd: readonly number[];
};

/** A step's expected values for one request of the whole workflow, at the prices of the first month. */
export type StepProjection = {
  readonly step: PlanStep;
  readonly runs: number;
  readonly calls: number;
  readonly costUsd: number;
  readonly shareOfCost: number;
  readonly tokens: Usage;
  /** Cached tokens read ÷ cacheable tokens; null where nothing may be cached. */
  readonly cacheHitRate: number | null;
  /** Itself, then its fallbacks. Empty for groups. */
  readonly links: readonly LinkProjection[];
  /** Calls that shorten what a loop or session has piled up, where they are booked to this step. */
  readonly compaction: LinkProjection | null;
};

/** Dollars by who gets them. */
export type Components = {
  readonly models: number;
  readonly tools: number;
  readonly people: number;
  readonly evaluation: number;
  readonly fixed: number;
  readonly oneOff: number;
};

export type MonthProjection = {
  readonly month: PlanMonth;
  readonly requests: number;
  readonly costPerRequestUsd: number;
  readonly spendUsd: number;
  readonly components: Components;
  readonly notes: readonly string[];
};

/** A thousand users more in the first month, each of them using it as those who are there do; what stands every month stays. */
export type NextUsers = {
  readonly costUsd: number;
  /** Null where no revenue is stated. */
  readonly revenueUsd: number | null;
  /** What their work costs today, less their cost; null where nothing is said of it. */
  readonly savingUsd: number | null;
};

/** What the feature earns or saves in the first month; null where nothing is said of it. */
export type UnitEconomics = {
  readonly revenueUsd: number | null;
  /** (revenue − spend) ÷ revenue. */
  readonly margin: number | null;
  /** What the work costs today, less the spend. */
  readonly savingUsd: number | null;
  readonly perUserUsd: number | null;
  readonly perSuccessUsd: number;
  /** Requests a month that pay for what does not hang on requests; null where no number does. */
  readonly breakEvenRequests: number | null;
  /** Null where no users are stated. */
  readonly nextThousandUsers: NextUsers | null;
};

/** What a scenario comes to: means over requests and futures. Money in dollars. */
export type Projection = {
  /** At the means of its unknowns. */
  readonly plan: Plan;
  readonly costUsd: number;
  /** Whether every mean has a closed form; else some are quadratures. */
  readonly exact: boolean;
  readonly calls: number;
  readonly tokens: Usage;
  readonly successRate: number;
  /** Mean turns of a session; null where requests stand alone. */
  readonly turns: number | null;
  readonly steps: readonly StepProjection[];
  /** Empty without traffic. */
  readonly months: readonly MonthProjection[];
  /** Null without traffic. */
  readonly requestsPerDay: number | null;
  readonly economics: UnitEconomics | null;
};

/** Returns what all components come to together. */
export const componentsUsd = ({ models, tools, people, evaluation, fixed, oneOff }: Components): number =>
  models + tools + people + evaluation + fixed + oneOff;
