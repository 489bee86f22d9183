import type { Span } from '../diagnostics/source.ts';
import type { Distribution } from '../stats/distribution.ts';
import type { ImageRule } from '../tokens/image.ts';
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

/** What a provider charges for each use of something beside tokens: a search, a container. */
export type Fee = { readonly usdPerUnit: number /** Uses that cost nothing in each calendar month. */; readonly freePerMonth: number };

/**
 * A stretch of the day (UTC) whose token prices are multiplied. Minutes count from midnight of the day on which the stretch
 * begins, the end not included: "22:00-02:00" on Friday is 1320 to 1560 and reaches into Saturday.
 */
export type HourPrice = {
  readonly fromMinute: number;
  readonly untilMinute: number;
  /** Seven, Monday first: the days on which the stretch begins. */
  readonly days: readonly boolean[];
  readonly factor: number;
};

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
  /** Keyed by what is charged for: `web_search`. */
  readonly fees: ReadonlyMap<string, Fee>;
  /** Dollars for each million cached tokens and hour; 0 where storing costs nothing. */
  readonly cacheStorageUsdPerMtokHour: number;
  /** Disjoint; outside all of them the factor is 1. */
  readonly hours: readonly HourPrice[];
  readonly place: Span;
};

export type Retirement = { readonly on: Day; readonly replacedBy: string | null; readonly billedAt: 'own' | 'replacement' };

export type Caching = {
  readonly mode: 'explicit' | 'automatic' | 'none';
  readonly minTokens: number;
  /** Cached prefixes grow in steps of so many tokens, 1 where the provider names none. */
  readonly step: number;
  readonly ttl: readonly string[];
};

/** How fast a model answers: planning values, no promise of a provider. */
export type ModelLatency = {
  /** Milliseconds to the first token of a short prompt. */
  readonly ttftMs: Distribution;
  /** Output tokens per second. */
  readonly tokensPerSecond: Distribution;
  /** Input tokens read per second, beyond what the time to the first token holds. Null: reading takes no time of its own. */
  readonly prefill: { readonly uncached: number | null; readonly cached: number | null };
  /** Where the figures come from, with their date. */
  readonly source: string;
};

/** Limits of an account tier; null where the provider names none. */
export type RateLimit = {
  readonly rpm: number | null;
  readonly inputTpm: number | null;
  readonly outputTpm: number | null;
  /** Input and output together, as OpenAI counts. */
  readonly tpm: number | null;
  /** Whether tokens read from the cache use up the input limit. */
  readonly cacheReadsCount: boolean;
};

/** Models that use up one limit together, by account tier. */
export type LimitBucket = {
  /** `provider/model`. */
  readonly models: readonly string[];
  readonly tiers: ReadonlyMap<string, RateLimit>;
};

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
  /** Factors on every price of the row, by region: the table's, the model's own first. */
  readonly regions: ReadonlyMap<string, number>;
  readonly latency: ModelLatency | null;
  /** How an image becomes tokens; null where that is not known. */
  readonly image: ImageRule | null;
  /** Tokens of one page of a PDF, its text and its image together. */
  readonly pdfPageTokens: Distribution | null;
  /** Tokens that the provider adds to a prompt that has tools. */
  readonly toolSystemTokens: number;
  /** The day of the copy that the tokens of pictures, pages and tools were read from; null where the table does not say. */
  readonly overheadsRead: Day | null;
  readonly notes: readonly string[];
  /** Oldest first. */
  readonly rows: readonly PriceRow[];
  readonly place: Span;
};

/** A model whose entry is another's, but for what it says itself. */
export type Copy = {
  readonly id: string /** `provider/model`. */;
  readonly of: string;
  readonly own: Partial<Model>;
  readonly place: Span;
};

/** A provider's price table. */
export type PriceTable = {
  readonly provider: string;
  readonly source: string;
  readonly file: string;
  readonly sha256: string;
  readonly models: readonly Model[];
  /** Models that say `same_as`; the catalogue turns them into models. */
  readonly copies: readonly Copy[];
  readonly limits: readonly LimitBucket[];
};
