/** Tokens of one call or of many. The classes are disjoint: no token stands in two of them. */
export type UsageTokens = {
  readonly uncachedInput: number;
  readonly cacheRead: number;
  /** Written to the cache by time to live; `other` where the log does not say which. */
  readonly cacheWrite: { readonly fiveMinutes: number; readonly oneHour: number; readonly other: number };
  readonly reasoning: number;
  readonly visibleOutput: number;
};

/** What a log says of one call, or of a stretch of time in which calls are summed up. */
export type UsageRecord = {
  /** Which of the files it stands in, and where. */
  readonly file: number;
  readonly line: number;
  /** When the call started, or the stretch began: milliseconds since 1970. */
  readonly atMs: number;
  /** When the stretch ended; null for a call. */
  readonly untilMs: number | null;
  /** One for a call; of a stretch how many, null where the log does not count them. */
  readonly calls: number | null;
  readonly model: string | null;
  readonly provider: string | null;
  /** What may say which step made the call, by field. */
  readonly labels: ReadonlyMap<string, string>;
  /** What two records of one call have in common; null where the log has nothing of the kind. */
  readonly id: string | null;
  /** The request that the call was made for. */
  readonly request: string | null;
  readonly session: string | null;
  /** Null where only a cost is stated. */
  readonly tokens: UsageTokens | null;
  /** Whether the log tells cached input from other input. */
  readonly cacheKnown: boolean;
  readonly latencyMs: number | null;
  readonly firstTokenMs: number | null;
  /** An attempt that ended with an error, unbilled. */
  readonly failed: boolean;
  /** Answered from a cache of results: no call was made. */
  readonly reused: boolean;
  /** Dollars as the log states them. */
  readonly costUsd: number | null;
  readonly tier: string;
};

/** What a format finds in an entry; the reader adds where it stood. */
export type Found = Omit<UsageRecord, 'file' | 'line'>;

export const NO_TOKENS: UsageTokens = {
  uncachedInput: 0,
  cacheRead: 0,
  cacheWrite: { fiveMinutes: 0, oneHour: 0, other: 0 },
  reasoning: 0,
  visibleOutput: 0,
};

/** Returns the tokens written to the cache, whatever their time to live. */
export const writtenTokens = ({ cacheWrite: { fiveMinutes, oneHour, other } }: UsageTokens): number => fiveMinutes + oneHour + other;

/** Returns all tokens of the prompt. */
export const inputTokens = (tokens: UsageTokens): number => tokens.uncachedInput + tokens.cacheRead + writtenTokens(tokens);

/** Returns all generated tokens, reasoning included. */
export const outputTokens = ({ reasoning, visibleOutput }: UsageTokens): number => reasoning + visibleOutput;
