import type { Span } from '../diagnostics/source.ts';
import type { Day } from './day.ts';

/** Dollars per million tokens of the four disjoint classes. Null where the provider has no such price. */
export type ClassPrices = {
  readonly input: number | null;
  readonly cacheRead: number | null;
  /** By time to live; empty where writes are billed as input. */
  readonly cacheWrite: ReadonlyMap<string, number>;
  /** Reasoning and visible output alike; null on embedding and rerank models. */
  readonly output: number | null;
};

/** Prices that replace the row's own; a class, or a time to live of cache writes, that is not named keeps the row's price. */
export type PartialPrices = Partial<ClassPrices>;

export type LongContext = { readonly tokens: number; readonly inclusive: boolean; readonly prices: PartialPrices };

export type Confidence = 'high' | 'medium' | 'low';

/** The prices of a model over a stretch of days. */
export type PriceRow = {
  readonly model: string;
  readonly from: Day;
  /** The last day, only where the provider has said so. */
  readonly until: Day | null;
  readonly status: 'list' | 'promotional';
  readonly read: Day;
  readonly confidence: Confidence;
  readonly prices: ClassPrices;
  /** Rising by threshold. */
  readonly longContext: readonly LongContext[];
  /** A factor on the token prices, or prices of its own. */
  readonly tiers: ReadonlyMap<string, number | PartialPrices>;
  readonly place: Span;
};

export type Retirement = { readonly on: Day; readonly replacedBy: string | null; readonly billedAt: 'own' | 'replacement' };

export type Caching = { readonly mode: 'explicit' | 'automatic' | 'none'; readonly minTokens: number; readonly ttl: readonly string[] };

export type Model = {
  /** `provider/model`. */
  readonly id: string;
  readonly aliases: readonly string[];
  /** Null: the model takes stated token counts only. */
  readonly tokenizer: string | null;
  readonly contextWindow: number | null;
  /** The most input that one prompt may have: the provider's own limit, else the window. */
  readonly maxInput: number | null;
  readonly maxOutput: number | null;
  readonly caching: Caching;
  readonly retires: Retirement | null;
  /** Oldest first. */
  readonly rows: readonly PriceRow[];
  readonly place: Span;
};

/** A provider's price table. */
export type PriceTable = {
  readonly provider: string;
  readonly source: string;
  readonly file: string;
  readonly sha256: string;
  readonly models: readonly Model[];
};
