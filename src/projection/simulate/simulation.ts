import type { Percentile } from '../../stats/ordered.ts';

/** A mean over the simulated requests with its standard error. */
export type SimulatedMean = { readonly mean: number; readonly standardError: number };

/** How a figure differs from request to request. */
export type Spread = SimulatedMean & {
  readonly p50: Percentile;
  readonly p95: Percentile;
  readonly p99: Percentile;
  /** All its values, rising: for shares beyond a limit, and charts. */
  readonly sorted: Float64Array;
};

/** Billed tokens in their disjoint classes. */
export type SimulatedTokens = {
  readonly uncachedInput: SimulatedMean;
  readonly cacheRead: SimulatedMean;
  readonly cacheWrite: SimulatedMean;
  readonly reasoning: SimulatedMean;
  readonly visibleOutput: SimulatedMean;
};

/** What requests, or sessions, come to. Cost is over all of them, times over those that succeed. */
export type SimulatedFigures = {
  /** How many were played. */
  readonly count: number;
  /** Dollars at the prices of the first month. */
  readonly costUsd: Spread;
  readonly calls: SimulatedMean;
  readonly tokens: SimulatedTokens;
  readonly latencyMs: Spread;
  readonly turnaroundMs: Spread;
  readonly firstTokenMs: Spread;
  /** Share that succeeds; of sessions, share of those without a failed turn. */
  readonly success: SimulatedMean;
};

/** One step, per request of the whole workflow. A group comes to what its steps come to. */
export type SimulatedStep = {
  readonly index: number;
  readonly name: string;
  readonly runs: SimulatedMean;
  readonly calls: SimulatedMean;
  readonly costUsd: SimulatedMean;
  readonly tokens: SimulatedTokens;
  readonly cacheable: SimulatedMean;
  /** Tokens read ÷ tokens that could have been; null where none could. */
  readonly cacheHitRate: number | null;
  /** Share of requests in which it ran. */
  readonly ran: SimulatedMean;
  /** Its time in a request in which it ran, over all its rounds; people's time for people. Null where it never ran. */
  readonly latencyMs: { readonly mean: number; readonly p50: number; readonly p95: number } | null;
  /** Of the latency of requests that succeed; 0 for groups, whose steps have it. */
  readonly shareOfCriticalPath: number;
  /** Prompt ÷ window of its longest prompt of a request: the 99th percentile. Null where it has none. */
  readonly contextUseP99: number | null;
};

/** One model, per request. */
export type SimulatedModel = {
  readonly id: string;
  readonly calls: number;
  readonly costUsd: number;
  readonly uncachedInput: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly reasoning: number;
  readonly visibleOutput: number;
};

/** What many requests of one scenario come to, played one by one over its possible futures. */
export type Simulation = {
  readonly scenario: string;
  readonly seed: number;
  readonly futures: number;
  readonly perRequest: SimulatedFigures;
  /** Null where requests stand alone. */
  readonly perSession: SimulatedFigures | null;
  readonly steps: readonly SimulatedStep[];
  readonly models: readonly SimulatedModel[];
};
