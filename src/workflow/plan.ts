import type { Span } from '../diagnostics/source.ts';
import type { PriceSegment } from '../pricing/calendar.ts';
import type { Model } from '../pricing/table.ts';
import type { Distribution } from '../stats/distribution.ts';

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

/** What a step before this one hands on, times a factor, plus a constant, within bounds. A step that did not run hands on 0. */
export type Handed = { readonly step: number; readonly times: number; readonly plus: number; readonly min: number; readonly max: number };

/** A number of tokens (or dollars, or milliseconds) as a sum over independent draws: means add, distributions convolve. */
export type Amount = { readonly constant: number; readonly terms: readonly Term[]; readonly handed: readonly Handed[] };

/** Where a number comes from: SPEC 6. */
export type Origin = 'measured' | 'stated' | 'table' | 'estimated' | 'default';

/** A line of the list of assumptions: one number with its place, its text and its origin. */
export type Assumption = { readonly what: string; readonly value: string; readonly origin: Origin; readonly at: Span | null };

export type PlanPart = { readonly label: string; readonly amount: Amount; readonly origin: Origin };

export type PlanRetry = { readonly attempts: number; readonly errors: number; readonly invalid: number };

/** A model call with all attempts at it. */
export type ModelLink = {
  readonly kind: 'model';
  readonly model: Model;
  readonly tier: string;
  readonly retry: PlanRetry;
  readonly parts: readonly PlanPart[];
  /** The family's own tokens: messages and reply priming. */
  readonly overhead: { readonly tokens: number; readonly messages: number };
  readonly output: Amount;
  readonly reasoning: Amount;
  readonly maxOutput: number;
  readonly maxInput: number;
  /** The longest prompt that the model takes; a longer one is an unbilled error. */
  readonly window: number;
  /** For each month of the plan, the rows that price it. */
  readonly prices: readonly (readonly PriceSegment[])[];
};

export type ToolLink = { readonly kind: 'tool'; readonly retry: PlanRetry; readonly costUsd: Amount; readonly output: Amount };

/** A fixed answer: free, always there, no tokens. */
export type ReplyLink = { readonly kind: 'reply' };

export type PersonLink = { readonly kind: 'person'; readonly workMs: Amount; readonly wageUsdPerHour: Amount; readonly output: Amount };

/** What a step tries, in order: itself, then its fallbacks. */
export type Link = ModelLink | ToolLink | ReplyLink | PersonLink;

export type PlanCondition =
  | { readonly kind: 'always' }
  | { readonly kind: 'chance'; readonly share: number }
  | { readonly kind: 'any'; readonly of: readonly { readonly step: number; readonly outcome: string }[] };

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
  /** P(N = n) rounds, n from 0; null for once. */
  readonly rounds: readonly number[] | null;
  /** P(N = n) items; null for one. */
  readonly items: readonly number[] | null;
  readonly background: boolean;
  readonly goesOn: boolean;
  /** Empty for groups. */
  readonly links: readonly Link[];
};

/** A month of the horizon. `days` may be fractional: 730 hours are 30.42 days. */
export type PlanMonth = { readonly label: string; readonly days: number; readonly growthPower: number };

/** One scenario of a workflow with nothing left to look up: what the engines compute from. */
export type Plan = {
  readonly workflow: string;
  readonly unit: string;
  readonly scenario: string;
  /** In file order. */
  readonly steps: readonly PlanStep[];
  /** Indexes such that every step stands after all that it needs, and after the group that holds it. */
  readonly order: readonly number[];
  /** Null without traffic. */
  readonly requestsPerDay: readonly Distribution[] | null;
  readonly growth: Distribution;
  readonly months: readonly PlanMonth[];
  readonly assumptions: readonly Assumption[];
};
