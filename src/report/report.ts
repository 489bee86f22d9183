import type { Origin } from '../workflow/plan.ts';

/** A mean in dollars; percentiles are null until they are computed. */
export type CostFigures = {
  readonly mean: number;
  readonly exact: boolean;
  readonly standard_error: number;
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  readonly worst_case: number | null;
};

export type TokenFigures = {
  readonly uncached_input: number;
  readonly cache_read: number;
  readonly cache_write: number;
  readonly reasoning: number;
  readonly visible_output: number;
};

export type Spend = { readonly mean: number; readonly p10: number | null; readonly p50: number | null; readonly p90: number | null };

export type Period = { readonly requests: number; readonly spend_usd: Spend };

export type MonthReport = Period & { readonly month: string; readonly days: number; readonly notes: readonly string[] };

export type StepReport = {
  readonly name: string;
  readonly kind: 'model' | 'tool' | 'human' | 'group';
  readonly model: string | null;
  /** The group that holds it. */
  readonly group: string | null;
  readonly runs_per_request: number;
  readonly calls_per_request: number;
  readonly cost_usd: number;
  readonly share_of_cost: number;
  readonly tokens_per_request: TokenFigures;
  /** Cached tokens read ÷ cacheable tokens; null where nothing may be cached. */
  readonly cache_hit_rate: number | null;
  readonly latency_ms: null;
  readonly share_of_critical_path: null;
  readonly worst_case_cost_usd: null;
  readonly context_use_p99: null;
};

export type ModelReport = {
  readonly model: string;
  readonly calls_per_day: number;
  readonly tokens_per_day: TokenFigures;
  readonly spend_usd_per_month: number;
};

export type ComponentsReport = {
  readonly models: number;
  readonly tools: number;
  readonly people: number;
  readonly evaluation: number;
  readonly fixed: number;
  readonly one_off: number;
};

/** Figures of one request, or of one session. */
export type UnitFigures = {
  readonly cost_usd: CostFigures;
  readonly calls: { readonly mean: number };
  readonly tokens: TokenFigures;
  readonly latency_ms: null;
  readonly turnaround_ms: null;
  readonly first_token_ms: null;
};

/** What the feature earns or saves in its first month, one-off costs left out; null where nothing is said of it. */
export type EconomicsReport = {
  readonly revenue_usd: number | null;
  readonly margin: number | null;
  readonly saving_usd: number | null;
  readonly per_user_usd: number | null;
  readonly per_success_usd: number;
  readonly break_even_requests: number | null;
};

/** A budget; `actual` is null where its figure is not computed. `month` names the month that it was held against. */
export type BudgetReport = {
  readonly name: string;
  readonly limit: number;
  readonly actual: number | null;
  readonly ok: boolean | null;
  readonly chance_over: null;
  readonly month: string | null;
};

export type ScenarioReport = {
  readonly name: string;
  readonly per_request: UnitFigures & { readonly success_rate: number };
  /** Null where requests stand alone. */
  readonly per_session: (UnitFigures & { readonly turns: number }) | null;
  /** Null without traffic, as are monthly and horizon. */
  readonly daily: Period | null;
  readonly monthly: Period | null;
  readonly months: readonly MonthReport[];
  readonly horizon: (Period & { readonly months: number; readonly components: ComponentsReport }) | null;
  readonly exposure_usd: null;
  readonly steps: readonly StepReport[];
  readonly models: readonly ModelReport[];
  readonly capacity: null;
  /** Null without traffic. */
  readonly unit_economics: EconomicsReport | null;
  readonly sensitivity: null;
  readonly budgets: readonly BudgetReport[];
};

/** The plan of a workflow as every renderer and every other program sees it: SPEC 8, `outlay.plan/1`. */
export type Report = {
  readonly schema: 'outlay.plan/1';
  readonly tool: { readonly name: 'outlay'; readonly version: string };
  readonly workflow: string;
  readonly description: string;
  readonly unit: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly settings: { readonly seed: number; readonly runs: number; readonly as_of: string };
  readonly inputs: readonly { readonly file: string; readonly sha256: string }[];
  readonly pricing: readonly { readonly provider: string; readonly source: string; readonly read: string; readonly sha256: string }[];
  readonly scenarios: readonly ScenarioReport[];
  readonly assumptions: readonly { readonly where: string; readonly what: string; readonly value: string; readonly origin: Origin }[];
  readonly diagnostics: readonly {
    readonly severity: string;
    readonly code: string;
    readonly message: string;
    readonly where: string;
    readonly help: readonly string[];
  }[];
};
