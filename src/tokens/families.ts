/** An encoding whose rank table is public. */
export type EncodingName = 'o200k_base' | 'cl100k_base';

/** What a model family adds to the texts of a call, in tokens. */
export type Overhead = { readonly perMessage: number; readonly perCall: number };

/** How a model family counts: by a public encoding, or by an estimate over one. */
export type Family = {
  readonly name: string;
  readonly encoding: EncodingName;
  /** Tokens of this family for each token of the encoding. */
  readonly factor: number;
  /** Null where the encoding is the family's own; else how far the count may be off, as a fraction either way. */
  readonly band: number | null;
  readonly overhead: Overhead;
  /** Where factor, band and overhead come from, and when they were read. */
  readonly source: string;
};

/** A family that nobody has measured against a public encoding, or whose vocabulary is not shipped. */
const assumedAsO200k = (name: string): Family => ({
  name,
  encoding: 'o200k_base',
  factor: 1,
  band: 0.15,
  overhead: { perMessage: 0, perCall: 0 },
  source: 'o200k_base assumed with the default band; no message framing read',
});

/**
 * The tokenizer names that price tables use. Claude and Gemini publish no tokenizer; their counts are o200k_base counts
 * times a measured factor, with the default band for English and code.
 */
const LISTED: readonly Family[] = [
  {
    name: 'o200k_base',
    encoding: 'o200k_base',
    factor: 1,
    band: null,
    overhead: { perMessage: 4, perCall: 5 },
    source: 'tiktoken model map, read 2026-10-04; message framing as fitted by ai-tokenizer 1.0.6 for gpt-5',
  },
  {
    name: 'cl100k_base',
    encoding: 'cl100k_base',
    factor: 1,
    band: null,
    overhead: { perMessage: 0, perCall: 0 },
    source: 'tiktoken model map, read 2026-10-04; embeddings have no messages',
  },
  {
    name: 'gpt-6',
    encoding: 'o200k_base',
    factor: 1,
    band: 0.15,
    overhead: { perMessage: 4, perCall: 5 },
    source: 'no public encoding name yet: o200k_base assumed; message framing as fitted by ai-tokenizer 1.0.6 for gpt-5',
  },
  {
    name: 'claude-1',
    encoding: 'o200k_base',
    factor: 1.18,
    band: 0.15,
    overhead: { perMessage: 2, perCall: 6 },
    source: 'factor measured in sammcj/ingest PR 65; message framing as fitted by ai-tokenizer 1.0.6 for Claude 3.5 to 4.5',
  },
  {
    name: 'claude-2',
    encoding: 'o200k_base',
    factor: 1.53,
    band: 0.15,
    overhead: { perMessage: 2, perCall: 6 },
    source: 'factor measured in sammcj/ingest PR 65; message framing as fitted by ai-tokenizer 1.0.6 for Claude 3.5 to 4.5',
  },
  {
    name: 'gemini',
    encoding: 'o200k_base',
    factor: 1,
    band: 0.15,
    overhead: { perMessage: 0, perCall: 0 },
    source: 'one page of prose: 455 tokens against 461 of o200k_base (JOHNISKING/pdf-token-cost); no message framing published',
  },
  assumedAsO200k('tekken'),
  assumedAsO200k('llama-3'),
  assumedAsO200k('llama-4'),
  assumedAsO200k('deepseek'),
  assumedAsO200k('grok'),
  assumedAsO200k('cohere'),
  assumedAsO200k('nova'),
  assumedAsO200k('voyage'),
];

/** Families by the name that price tables use. */
export const FAMILIES: ReadonlyMap<string, Family> = new Map(LISTED.map((family) => [family.name, family]));
