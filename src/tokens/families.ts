import type { Tally } from './scripts.ts';
import { type ToolFraming, toolFramingOf } from './tools/framing.ts';

/** An encoding whose vocabulary is shipped. */
export type ShippedEncoding = 'o200k_base' | 'cl100k_base' | 'p50k_base' | 'r50k_base' | 'qwen-3' | 'tekken' | 'deepseek';

/** A shipped encoding, or a family's own vocabulary that a project brings along. */
export type EncodingName = ShippedEncoding | `own ${string}`;

/** What a model family adds to the texts of a call, in tokens: for each message, and once to prime the reply. */
export type Overhead = {
  readonly perMessage: number;
  readonly perCall: number;
  readonly source: string;
  /** The day on which the source was read, YYYY-MM-DD. */
  readonly asOf: string;
};

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
  readonly tools: ToolFraming;
  /** Where weights, band and overhead come from, and when they were read. */
  readonly source: string;
};

/** How far an estimate may be off in scripts other than Latin: the default of all families without a public tokenizer. */
export const OTHER_SCRIPTS_BAND = 0.4;

const OWN: Tally = { latin: 1, symbols: 1, cjk: 1, other: 1 };
const overhead = (perMessage: number, perCall: number, source: string): Overhead => ({ perMessage, perCall, source, asOf: '2026-10-04' });

const NO_FRAMING = overhead(0, 0, 'no messages, or not counted');
const GPT_5_FRAMING = overhead(4, 5, 'fitted by ai-tokenizer 1.0.6 for gpt-5');
const CLAUDE_FRAMING = overhead(2, 6, 'fitted by ai-tokenizer 1.0.6 for Claude 3.5 to 4.5');

/** A family without what it makes of tools, which stands in a list of its own. */
type Listed = Omit<Family, 'tools'>;

const shipped = (encoding: ShippedEncoding, name: string, overhead: Overhead, framing: string): Listed => ({
  name,
  provider: 'openai',
  encoding,
  weights: OWN,
  band: null,
  overhead,
  source: `tiktoken model map, read 2026-10-04; ${framing}`,
});

/** A family whose own vocabulary comes with the package: see `vocabularies/`. */
const open = (name: Extract<ShippedEncoding, 'qwen-3' | 'tekken' | 'deepseek'>, provider: string, source: string): Listed => ({
  ...{ name, provider, encoding: name, weights: OWN, band: null, overhead: NO_FRAMING },
  source: `${source}; message framing is not counted; read 2026-11-26`,
});

const estimated = (name: string, provider: string, weights: Partial<Tally>, band: number, source: string): Listed => ({
  name,
  provider,
  encoding: 'o200k_base',
  weights: { ...OWN, ...weights },
  band,
  overhead: NO_FRAMING,
  source,
});

const FITTED = 'measured 2026-11-25 on Markdown, code, JSON and fourteen languages against';

/**
 * The tokenizer names that price tables use. Where a provider publishes no tokenizer, or one that cannot be shipped, a count is
 * that of o200k_base with a weight for each class of script: "naïve" is Latin, "{\n" symbols, "漢字" CJK, "мир" other.
 */
const LISTED: readonly Listed[] = [
  shipped('o200k_base', 'o200k_base', GPT_5_FRAMING, `message framing as ${GPT_5_FRAMING.source}`),
  shipped('o200k_base', 'o200k_harmony', GPT_5_FRAMING, 'the merges of o200k_base, framing as for gpt-5 (harmony)'),
  shipped('cl100k_base', 'cl100k_base', NO_FRAMING, 'embeddings have no messages'),
  shipped('p50k_base', 'p50k_base', NO_FRAMING, 'completion models have no messages'),
  shipped('r50k_base', 'r50k_base', NO_FRAMING, 'completion models have no messages'),
  {
    ...estimated('gpt-6', 'openai', {}, 0.15, ''),
    overhead: GPT_5_FRAMING,
    source: `no public encoding name yet: o200k_base assumed; message framing as ${GPT_5_FRAMING.source}`,
  },
  {
    ...estimated('claude-1', 'anthropic', { latin: 1.18, symbols: 1.18, cjk: 1.18, other: 1.18 }, 0.15, ''),
    overhead: CLAUDE_FRAMING,
    source: `× 1.18 measured in sammcj/ingest PR 65; message framing as ${CLAUDE_FRAMING.source}; read 2026-10-04`,
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
  estimated(
    'llama-3',
    'together',
    { latin: 1.03, symbols: 1.03, other: 1.7 },
    0.1,
    `${FITTED} Llama 3's own; a vocabulary file makes it exact`,
  ),
  estimated('llama-4', 'together', {}, 0.2, 'not measured: a vocabulary of the size of o200k_base, split as it'),
  open('qwen-3', 'together', 'vocabulary of Qwen 3, Apache-2.0'),
  open('tekken', 'mistral', 'vocabulary of Mistral NeMo 2407, Apache-2.0, which later models are taken to share'),
  estimated(
    'mistral-v3',
    'mistral',
    { latin: 1.2, symbols: 1.2, cjk: 1.6, other: 1.8 },
    0.25,
    'not measured: 32,768 tokens, a sixth of o200k_base',
  ),
  open('deepseek', 'deepseek', 'vocabulary of DeepSeek V3, MIT licence, which later models are taken to share'),
  estimated('cohere', 'cohere', { latin: 1.05, symbols: 1.1 }, 0.2, 'not measured: 255,000 tokens, more than o200k_base'),
  estimated('kimi', 'together', { cjk: 0.9, other: 1.5 }, 0.2, 'not measured: 160,000 tokens, as qwen-3'),
  estimated('glm', 'together', { latin: 1.03, symbols: 1.05, cjk: 0.9, other: 1.7 }, 0.2, 'not measured: 150,000 tokens, as qwen-3'),
  estimated('minimax', 'together', { cjk: 0.9 }, 0.2, 'not measured: 200,000 tokens, as o200k_base'),
  estimated(
    'grok',
    'xai',
    { latin: 1.05, symbols: 1.05, other: 1.5 },
    0.25,
    'no public tokenizer and no measurement: o200k_base with a margin for a vocabulary of 131,072',
  ),
  estimated(
    'nova',
    'amazon-bedrock',
    { latin: 1.1, symbols: 1.1, cjk: 1.1, other: 1.1 },
    0.25,
    'no public tokenizer and no measurement: o200k_base and a tenth',
  ),
  estimated(
    'titan',
    'amazon-bedrock',
    { latin: 1.15, symbols: 1.15, cjk: 1.3, other: 1.3 },
    0.25,
    'no public tokenizer and no measurement: o200k_base with a margin',
  ),
  estimated('voyage', 'voyage', { latin: 1.05, symbols: 1.1, other: 1.5 }, 0.2, 'not measured here: o200k_base with a margin'),
];

/** Families by the name that price tables use. */
export const FAMILIES: ReadonlyMap<string, Family> = new Map(
  LISTED.map((family) => [family.name, { ...family, tools: toolFramingOf(family.name) }]),
);

/** Returns a family that counts exactly, by its own vocabulary in a file that a project brings along. */
export const withOwnVocabulary = (family: Family, file: string): Family => ({
  ...family,
  encoding: `own ${family.name}`,
  weights: OWN,
  band: null,
  source: `its own vocabulary, ${file}`,
});
