import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Bin } from '../../tokens/summary.ts';

/** A count with how far it may be off: `low` and `high` are the count where it is exact. */
export type Banded = { readonly value: number; readonly low: number; readonly high: number };

/** What tools add to each call: their definitions as the provider writes them, what frames those, and the prompt that goes with tools. */
export type ToolTokens = { readonly definitions: Banded; readonly framing: number; readonly system_prompt: number };

/** What the texts come to for one model. */
export type ModelTokens = {
  /** Null where a tokenizer was asked for by its name. */
  readonly model: string | null;
  readonly tokenizer: string;
  readonly origin: 'measured' | 'estimated';
  /** All texts; of a sample, what the whole set comes to. */
  readonly tokens: Banded;
  /** How far the count may be off, as a fraction either way. */
  readonly band: number;
  readonly tokens_per_word: number | null;
  /** Dollars to send every text once as input; null without a price. */
  readonly cost_usd: Banded | null;
  readonly input_usd_per_mtok: number | null;
  readonly per_text: {
    readonly mean: number;
    /** Of the mean, from drawing a sample; 0 where all texts were counted. */
    readonly standard_error: number;
    readonly sd: number;
    readonly min: number;
    readonly p50: number;
    readonly p90: number;
    readonly p95: number;
    readonly p99: number;
    readonly max: number;
  };
  /** What a call adds to one text sent as one message. */
  readonly message_overhead: number;
  /** Null where no tools were named. */
  readonly tools: ToolTokens | null;
  /** Texts with their overhead that do not fit the model's window; null where that is not known. */
  readonly over_window: number | null;
  readonly source: string;
};

/** `outlay tokens` as data: SPEC 8. Money in dollars, shares as fractions. */
export type TokensReport = {
  readonly schema: 'outlay.tokens/1';
  readonly tool: { readonly name: 'outlay'; readonly version: string };
  readonly settings: { readonly as_of: string; readonly field: string | null; readonly sample: number | null; readonly seed: number };
  /** The hash is that of the file's bytes in hex. */
  readonly inputs: readonly { readonly file: string; readonly sha256: string | null; readonly texts: number }[];
  readonly texts: {
    readonly counted: number;
    readonly of: number;
    readonly empty: number;
    readonly characters: number;
    readonly words: number;
    /** Shares of the tokens of the first model by class of script. */
    readonly scripts: { readonly latin: number; readonly symbols: number; readonly cjk: number; readonly other: number };
    /** How many texts look like what, by the share of symbols among their tokens: a guess. */
    readonly kinds: { readonly prose: number; readonly mixed: number; readonly code_or_data: number };
  };
  readonly models: readonly ModelTokens[];
  /** Of the first model. */
  readonly histogram: readonly Bin[];
  readonly longest: readonly { readonly file: string; readonly line: number; readonly tokens: number }[];
  readonly diagnostics: readonly Pick<Diagnostic, 'severity' | 'code' | 'message'>[];
};
