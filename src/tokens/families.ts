import type { Tally } from './scripts.ts';

/** An encoding whose rank table is shipped. */
export type EncodingName = 'o200k_base' | 'cl100k_base' | 'p50k_base' | 'r50k_base';

/** What a model family adds to the texts of a call, in tokens. */
export type Overhead = { readonly perMessage: number; readonly perCall: number };

/** How a model family counts: by a public encoding, or by an estimate over one. */
export type Family = {
  readonly name: string;
  readonly provider: string;
  readonly encoding: EncodingName;
  /** Tokens of this family for each token of the encoding, by class of script; all 1 where the encoding is the family's own. */
  readonly weights: Tally;
  /** Null where the encoding is the family's own; else how far a count may be off, as a fraction either way, in English and code. */
  readonly band: number | null;
  readonly overhead: Overhead;
  /** Where weights, band and overhead come from, and when they were read. */
  readonly source: string;
};

/** How far an estimate may be off in scripts other than Latin: the default of all families without a public tokenizer. */
export const OTHER_SCRIPTS_BAND = 0.4;

const OWN: Tally = { latin: 1, symbols: 1, cjk: 1, other: 1 };
const NO_FRAMING: Overhead = { perMessage: 0, perCall: 0 };
const GPT_5_FRAMING: Overhead = { perMessage: 4, perCall: 5 };
const CLAUDE_FRAMING: Overhead = { perMessage: 2, perCall: 6 };

const shipped = (encoding: EncodingName, name: string, overhead: Overhead, framing: string): Family => ({
  name,
  provider: 'openai',
  encoding,
  weights: OWN,
  band: null,
  overhead,
  source: `tiktoken model map, read 2026-10-04; ${framing}`,
});

const estimated = (name: string, provider: string, weights: Partial<Tally>, band: number, source: string): Family => ({
  name,
  provider,
  encoding: 'o200k_base',
  weights: { ...OWN, ...weights },
  band,
  overhead: NO_FRAMING,
  source,
});

/**
 * The tokenizer names that price tables use. Where a provider publishes no tokenizer, or one that cannot be shipped, a count is
 * that of o200k_base with a weight for each class of script: "naïve" is Latin, "{\n" symbols, "漢字" CJK, "ñandú" Latin, "мир" other.
 */
const LISTED: readonly Family[] = [
  shipped('o200k_base', 'o200k_base', GPT_5_FRAMING, 'message framing as fitted by ai-tokenizer 1.0.6 for gpt-5'),
  shipped('o200k_base', 'o200k_harmony', GPT_5_FRAMING, 'the merges of o200k_base, framing as for gpt-5 (harmony)'),
  shipped('cl100k_base', 'cl100k_base', NO_FRAMING, 'embeddings have no messages'),
  shipped('p50k_base', 'p50k_base', NO_FRAMING, 'completion models have no messages'),
  shipped('r50k_base', 'r50k_base', NO_FRAMING, 'completion models have no messages'),
  {
    ...estimated('gpt-6', 'openai', {}, 0.15, ''),
    overhead: GPT_5_FRAMING,
    source: 'no public encoding name yet: o200k_base assumed; message framing as fitted by ai-tokenizer 1.0.6 for gpt-5',
  },
  {
    ...estimated('claude-1', 'anthropic', { latin: 1.18, symbols: 1.18, cjk: 1.18, other: 1.18 }, 0.15, ''),
    overhead: CLAUDE_FRAMING,
    source:
      '× 1.18 measured in sammcj/ingest PR 65; message framing as fitted by ai-tokenizer 1.0.6 for Claude 3.5 to 4.5; read 2026-10-04',
  },
  {
    // Against claude-1, count_tokens gives English 1.2 to 1.45, code 1.13 to 1.36, Chinese, Russian and Arabic 1.0.
    ...estimated('claude-2', 'anthropic', { latin: 1.53, symbols: 1.45, cjk: 1.18, other: 1.18 }, 0.15, ''),
    overhead: CLAUDE_FRAMING,
    source:
      'text × 1.53 measured in sammcj/ingest PR 65, a table of figures × 1.45 in JOHNISKING/pdf-token-cost, other scripts as claude-1 (sol.ava.dev 2026-04-17); framing as claude-1; read 2026-10-04',
  },
  estimated(
    'gemini',
    'google',
    { symbols: 1.24 },
    0.15,
    'JOHNISKING/pdf-token-cost: a page of prose × 0.99, a table of figures × 1.24 of o200k_base; no message framing published; read 2026-10-04',
  ),
  estimated('gemma', 'google', { symbols: 1.24 }, 0.15, 'as gemini, whose vocabulary Gemma 3 shares; read 2026-10-04'),
];

/** Families by the name that price tables use. */
export const FAMILIES: ReadonlyMap<string, Family> = new Map(LISTED.map((family) => [family.name, family]));
