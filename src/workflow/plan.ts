import type { Span } from '../diagnostics/source.ts';
import type { PriceSegment } from '../pricing/calendar.ts';
import type { Day } from '../pricing/day.ts';
import type { Model } from '../pricing/table.ts';
import type { Distribution } from '../stats/distribution.ts';
import { mean } from '../stats/moments.ts';

/**
 * A random number of one request, times a factor, plus a constant, within bounds. Terms with the same `source` are one
 * draw: two steps that send the same question see the same question.
 */
export type Term = {
  readonly source: string;
  /** When it is drawn: once a request, once for each item (all rounds and attempts send the same), or in each attempt. */
  readonly drawn: 'request' | 'item' | 'attempt';
  readonly of: Distribution;
  readonly times: number;
  readonly plus: number;
  readonly min: number;
  readonly max: number;
};

/**
 * A number of another step, times a factor, plus a constant, within bounds. `output`: what it hands on in this request, 0
 * if it did not run. `previous_round`: the same of a step that comes later in the round of a loop around both: the last
 * round's, 0 in the first. `rounds`: all that the loop carried. `chunk`: this item's piece of what the step's for_each cuts up.
 */
export type Handed = {
  readonly what: 'output' | 'previous_round' | 'rounds' | 'chunk';
  readonly step: number;
  readonly times: number;
  readonly plus: number;
  readonly min: number;
  readonly max: number;
};

/** A number of tokens (or dollars, or milliseconds) as a sum over independent draws: means add, distributions convolve. */
export type Amount = { readonly constant: number; readonly terms: readonly Term[]; readonly handed: readonly Handed[] };

/** Where a number comes from: SPEC 6. */
export type Origin = 'measured' | 'stated' | 'table' | 'estimated' | 'default';

/** A line of the list of assumptions: one number with its place, its text and its origin. */
export type Assumption = { readonly what: string; readonly value: string; readonly origin: Origin; readonly at: Span | null };

/** One standard-tier, uncached call that reads what was carried and puts `to` tokens in its place. */
export type Compaction = {
  /** Carried tokens above which it runs, before the round or turn that would carry more. */
  readonly over: number;
  /** `output` is what it writes; `parts` is empty: it reads what is carried. */
  readonly call: ModelLink;
};

/** What a `history` part holds of the turns before: user parts of the answering steps, and visible outputs. */
export type History = {
  /** `answers`: of the step that answered; `all`: of every step; else of the named ones. */
  readonly keep: 'answers' | 'all' | readonly number[];
  /** The user parts of each model step, counted for the model that reads the history. */
  readonly users: ReadonlyMap<number, Amount>;
  /** Only the last turns; null for all. */
  readonly last: number | null;
  readonly compact: Compaction | null;
};

/** A stretch of a prompt, in the order in which it is sent. A part with placeholders is several stretches with one label. */
export type PlanPart = {
  readonly label: string;
  readonly role: 'system' | 'tools' | 'examples' | 'context' | 'history' | 'user' | 'assistant';
  /** Nothing where `history` stands. */
  readonly amount: Amount;
  readonly history: History | null;
  readonly origin: Origin;
  /** How its tokens came about, beyond the origin: tools in which form, a rule as of which day. Null where there is no more to say. */
  readonly how: string | null;
  /** Who sends the same: all requests, the calls of one session or loop, or nobody. */
  readonly shared: 'all' | 'session' | 'none';
  /** Equal for stretches of equal content; stated counts and inputs have keys of their own step. */
  readonly key: string;
  /** Popularity of the versions of a shared stretch, summing to 1; [1] for one version. */
  readonly variants: readonly number[];
};

/** Something that a provider adds to the messages of a prompt: its tokens in each call, and how they are known. */
export type OverheadLine = {
  readonly name: 'message framing' | 'reply priming';
  readonly tokens: number;
  readonly origin: Origin;
  readonly how: string;
};

/** What a provider adds to the messages of a prompt: all of it, and each thing by itself. What it adds to tools is a part of its own. */
export type Overhead = { readonly tokens: number; readonly lines: readonly OverheadLine[] };

/** Attempts at a call: `backoffMs` × 2ⁿ⁻¹ is waited before attempt n + 1; a longer attempt than `timeoutMs` is cut there. */
export type PlanRetry = {
  readonly attempts: number;
  readonly errors: number;
  readonly invalid: number;
  readonly backoffMs: Distribution;
  /** Infinity for none. */
  readonly timeoutMs: number;
};

/** How a call caches its prompt. `ttl` names the price of a write, `ttlMs` is how long an entry lives unused. */
export type CachePolicy =
  | { readonly kind: 'off' }
  | { readonly kind: 'modelled'; readonly ttl: string; readonly ttlMs: number; readonly cold: boolean }
  /** Found with a fixed chance, drawn once a run. */
  | { readonly kind: 'fixed'; readonly hit: number; readonly ttl: string; readonly ttlMs: number; readonly cold: boolean };

/** How long a call takes: SPEC 6.5. A fault that slows it is in the figures. */
export type Timing =
  /** A plain `latency: Q`: no first token before its end. */
  | { readonly kind: 'whole'; readonly latencyMs: Amount }
  | {
      readonly kind: 'streamed';
      readonly ttftMs: Amount;
      readonly tokensPerSecond: Amount;
      /** Input tokens a second; null takes no time. */
      readonly prefill: { readonly uncached: number | null; readonly cached: number | null };
      /** Multiplies the whole time. */
      readonly slow: number;
    };

/** A model call with all attempts at it. */
export type ModelLink = {
  readonly kind: 'model';
  readonly model: Model;
  readonly tier: string;
  readonly region: string | null;
  readonly retry: PlanRetry;
  readonly parts: readonly PlanPart[];
  readonly overhead: Overhead;
  /** Multiplies every prompt token as sent; 1 unless a fault says otherwise. */
  readonly inputFactor: number;
  readonly output: Amount;
  readonly reasoning: Amount;
  readonly maxOutput: number;
  readonly maxInput: number;
  /** The longest prompt that the model takes; a longer one is an unbilled error. */
  readonly window: number;
  readonly cache: CachePolicy;
  /** Units of priced extras for each answered call. */
  readonly fees: readonly { readonly name: string; readonly units: Amount }[];
  readonly timing: Timing | null;
  /** For each month of the plan, the rows that price it, with the scenario's own prices in them. */
  readonly prices: readonly (readonly PriceSegment[])[];
  /** Region, scenario prices, price faults and discount: multiplies tokens and fees. */
  readonly priceFactor: number;
};

export type ToolLink = {
  readonly kind: 'tool';
  readonly retry: PlanRetry;
  readonly costUsd: Amount;
  readonly latencyMs: Amount;
  readonly output: Amount;
};

/** A fixed answer: free, always there, no tokens. */
export type ReplyLink = { readonly kind: 'reply'; readonly latencyMs: Amount };

export type PersonLink = {
  readonly kind: 'person';
  readonly workMs: Amount;
  /** Before someone starts; unpaid. */
  readonly waitMs: Amount;
  readonly wageUsdPerHour: Amount;
  readonly output: Amount;
};

/** What a step tries, in order: itself, then its fallbacks. */
export type Link = ModelLink | ToolLink | ReplyLink | PersonLink;

export type PlanCondition =
  | { readonly kind: 'always' }
  | { readonly kind: 'chance'; readonly share: number }
  /** `failed` is the outcome of a step that failed and went on. */
  | { readonly kind: 'outcome'; readonly step: number; readonly outcome: string }
  | { readonly kind: 'any'; readonly of: readonly PlanCondition[] }
  | { readonly kind: 'all'; readonly of: readonly PlanCondition[] }
  | { readonly kind: 'not'; readonly of: PlanCondition }
  | { readonly kind: 'turn'; readonly turn: 'first' | 'last' };

/** How many rounds a step runs. `max` is the stated ceiling, null for none. */
export type PlanRounds =
  /** P(N = n), n from 0. */
  | { readonly kind: 'counts'; readonly counts: readonly number[]; readonly max: number | null }
  /** A number of this request, rounded to the nearest, at least 1. */
  | { readonly kind: 'linked'; readonly number: Amount; readonly max: number | null }
  /** Until one of these outcomes of steps inside. */
  | { readonly kind: 'until'; readonly until: readonly { readonly step: number; readonly outcome: string }[]; readonly max: number | null };

/** Over how many items a step runs, in waves of `parallel` (null: all at once). */
export type PlanItems =
  | { readonly kind: 'counts'; readonly counts: readonly number[]; readonly parallel: number | null; readonly max: number | null }
  | { readonly kind: 'linked'; readonly number: Amount; readonly parallel: number | null; readonly max: number | null }
  /** n = max(1, ⌈(d − overlap) ÷ (size − overlap)⌉) chunks of a document of d tokens; none of an empty one. */
  | {
      readonly kind: 'chunks';
      readonly document: Amount;
      readonly size: number;
      readonly overlap: number;
      readonly parallel: number | null;
      readonly max: number | null;
    };

/** What each round adds to the end of every later round's prompts in this step. */
export type Carry = {
  /** Steps inside whose visible output is carried. */
  readonly steps: readonly number[];
  readonly reasoning: boolean;
  /** Only the last rounds; null for all. */
  readonly last: number | null;
  readonly compact: Compaction | null;
};

/** A step with every name looked up. Steps refer to each other by index. */
export type PlanStep = {
  readonly index: number;
  readonly name: string;
  readonly kind: 'model' | 'tool' | 'human' | 'group';
  readonly at: Span;
  readonly parent: number | null;
  readonly children: readonly number[];
  readonly needs: readonly number[];
  readonly when: PlanCondition;
  readonly outcomes: readonly { readonly name: string; readonly share: number }[];
  /** Outcomes that end the request at once. */
  readonly endsRequest: readonly string[];
  /** Null for once. */
  readonly rounds: PlanRounds | null;
  /** Null for one. */
  readonly items: PlanItems | null;
  readonly carry: Carry | null;
  /** Share of runs that are answered from a result cache: free, in 5 ms. */
  readonly reuse: number;
  readonly background: boolean;
  readonly goesOn: boolean;
  readonly stream: boolean;
  /** Steps that must end before its first token is shown. */
  readonly showAfter: readonly number[];
  /** Empty for groups. */
  readonly links: readonly Link[];
};

/** A month of the horizon. `days` may be fractional: 730 hours are 30.42 days. */
export type PlanMonth = {
  readonly label: string;
  readonly days: number;
  readonly growthPower: number;
  /** Its first day. */
  readonly from: Day;
  /** What the shape's hours are ahead of UTC in this month. */
  readonly utcOffsetMinutes: number;
  /** The month's total where volumes are stated by month: it takes no growth. */
  readonly total: Distribution | null;
};

/** Which share of requests meets a fault for the whole request. */
export type RequestFault =
  /** All attempts at the provider's models err. */
  | { readonly kind: 'outage'; readonly share: number; readonly provider: string }
  /** These loops run to their `max`. */
  | { readonly kind: 'runaway'; readonly share: number; readonly steps: readonly number[] };

/** How much traffic there is, and when. */
export type PlanTraffic = {
  readonly per: 'request' | 'session';
  /** Independent factors whose product is the volume of a day; empty where every month has its total. */
  readonly perDay: readonly Distribution[];
  /** Null where volume does not hang on users. One of the factors of `perDay` where it does. */
  readonly users: Distribution | null;
  readonly growth: Distribution;
  /** For each hour of the week from Monday 0:00, local time: its rate over the mean rate. */
  readonly hours: readonly number[];
  /** Busiest hour over the mean hour. */
  readonly peak: number;
  /** Coefficient of variation of the minutes of an hour beyond chance, and of days. */
  readonly burst: number;
  readonly dayToDay: number;
};

/** Dollars that do not come from requests. */
export type PlanMoney = {
  readonly fixedUsdPerMonth: readonly { readonly name: string; readonly usd: Distribution }[];
  readonly oneOffUsd: readonly { readonly name: string; readonly usd: Distribution }[];
  /** `workflow` is the folder of another workflow, null for this one. */
  readonly evaluation: {
    readonly cases: Distribution;
    readonly runsPerMonth: Distribution;
    readonly workflow: { readonly path: string; readonly at: Span } | null;
  } | null;
  readonly revenue: { readonly per: 'request' | 'user'; readonly usd: Distribution } | null;
  /** What the work costs today, a request. */
  readonly replacesUsd: Distribution | null;
};

/** `cost_per_request.p95: $0.05`, with its place. */
export type PlanBudget = { readonly figure: string; readonly statistic: string | null; readonly limit: number; readonly at: Span };

/** A rate limit of the account: models that share it, and what counts. */
export type PlanLimit = {
  readonly name: string;
  readonly models: readonly string[];
  readonly rpm: number | null;
  readonly inputTpm: number | null;
  readonly outputTpm: number | null;
  /** Input and output together. */
  readonly tpm: number | null;
  readonly cacheReadsCount: boolean;
};

/** One scenario of a workflow with nothing left to look up, in one future: what the engines compute from. */
export type Plan = {
  readonly workflow: string;
  readonly unit: string;
  readonly scenario: string;
  /** In file order. */
  readonly steps: readonly PlanStep[];
  /** Indexes such that every step stands after all that it needs, and after the group that holds it. */
  readonly order: readonly number[];
  /** P(T = t) turns, t from 0, and the time between two; null where a request stands alone. */
  readonly session: { readonly turns: readonly number[]; readonly gapMs: Distribution } | null;
  readonly requestFaults: readonly RequestFault[];
  /** Null without traffic. */
  readonly traffic: PlanTraffic | null;
  readonly months: readonly PlanMonth[];
  readonly money: PlanMoney;
  readonly budgets: readonly PlanBudget[];
  readonly limits: readonly PlanLimit[];
  readonly assumptions: readonly Assumption[];
};

/** A number that nobody knows: drawn once in each possible future. */
export type Unknown = { readonly name: string; readonly of: Distribution };

/**
 * One scenario over all its futures. `planAt` returns the plan in which the unknowns have the given values, in their
 * order; the volume and growth of its traffic stay distributions.
 */
export type ScenarioPlan = {
  readonly name: string;
  readonly unknowns: readonly Unknown[];
  readonly planAt: (values: readonly number[]) => Plan;
};

/** Returns a scenario's plan at the means of its unknowns. */
export const meanPlan = ({ unknowns, planAt }: ScenarioPlan): Plan => planAt(unknowns.map(({ of }) => mean(of)));
