import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { type Day, dayText } from '../../pricing/day.ts';
import { pricesOf } from '../../pricing/price.ts';
import type { Model, PriceRow } from '../../pricing/table.ts';
import { estimateFor, tokensFor } from '../../tokens/estimate.ts';
import type { EncodingName, Family } from '../../tokens/families.ts';
import type { SampleSet } from '../../tokens/sample-set.ts';
import type { Tally } from '../../tokens/scripts.ts';
import { histogramOf, standardErrorOf, summaryOf } from '../../tokens/summary.ts';
import { FORM_BAND } from '../../tokens/tools/framing.ts';
import type { Banded, ModelTokens, TokensReport, ToolTokens } from './report.ts';

/** A model to count for: its tokenizer, and its price of the day where there is one. */
export type Counted = { readonly family: Family; readonly model: Model | null; readonly row: PriceRow | null };

export type TokensInput = {
  readonly version: string;
  readonly asOf: Day;
  readonly field: string | null;
  readonly sample: number | null;
  readonly seed: number;
  readonly files: readonly string[];
  /** The SHA-256 of each file in hex; null where it was not asked for. */
  readonly hashes: readonly (string | null)[];
  readonly set: SampleSet;
  /** How many texts there were to draw from. */
  readonly of: number;
  readonly models: readonly Counted[];
  /** Tokens of the definitions of tools as a family writes them; null without tools. */
  readonly toolTokens: ((family: Family) => number) | null;
  readonly diagnostics: readonly Diagnostic[];
};

const LONGEST = 5;

const banded = (value: number, band: number): Banded => ({ value, low: value * (1 - band), high: value * (1 + band) });

const rows = ({ set }: TokensInput): readonly number[] => Array.from({ length: set.size }, (_, row) => row);

const totalOf = (input: TokensInput, encoding: EncodingName): Tally =>
  rows(input).reduce<Tally>(
    (sum, row) => {
      const { latin, symbols, cjk, other } = input.set.tallyOf(row, encoding);
      return { latin: sum.latin + latin, symbols: sum.symbols + symbols, cjk: sum.cjk + cjk, other: sum.other + other };
    },
    { latin: 0, symbols: 0, cjk: 0, other: 0 },
  );

const tokensOf = ({ set }: TokensInput, family: Family, row: number): number => tokensFor(family, set.tallyOf(row, family.encoding));

const wordsOf = (input: TokensInput): number => rows(input).reduce((sum, row) => sum + input.set.measureOf(row).words, 0);

/** Each text is priced as a call of its own, since a long one may have the upper prices. */
const costOf = (row: PriceRow | null, values: readonly number[]): number | null => {
  if (row === null || row.prices.input === null) return null;
  return values.reduce((sum, tokens) => sum + (tokens * (pricesOf(row, 'standard', tokens).input ?? 0)) / 1e6, 0);
};

/** Models that write nothing, such as those of embeddings, take no tools. */
const toolsOf = ({ toolTokens }: TokensInput, { family, model, row }: Counted): ToolTokens | null => {
  if (toolTokens === null || (row !== null && row.prices.output === null)) return null;
  return {
    definitions: banded(toolTokens(family), family.band ?? FORM_BAND),
    framing: family.tools.perCall,
    system_prompt: model?.toolSystemTokens ?? 0,
  };
};

const modelTokens = (input: TokensInput, { family, model, row }: Counted): ModelTokens => {
  const values = rows(input).map((at) => tokensOf(input, family, at));
  const { total, count, mean, sd, min, p50, p90, p95, p99, max } = summaryOf(values);
  const standardError = standardErrorOf(summaryOf(values), input.of);
  const scale = count === 0 ? 0 : input.of / count;
  const { band } = estimateFor(family, totalOf(input, family.encoding));
  const words = wordsOf(input);
  const cost = costOf(row, values);
  const overhead = family.overhead.perMessage + family.overhead.perCall;
  const tools = toolsOf(input, { family, model, row });
  const added = overhead + (tools === null ? 0 : tools.definitions.value + tools.framing + tools.system_prompt);
  const window = model?.maxInput ?? null;
  return {
    model: model?.id ?? null,
    tokenizer: family.name,
    origin: family.band === null ? 'measured' : 'estimated',
    tokens: banded(total * scale, band),
    band,
    tokens_per_word: words === 0 ? null : total / words,
    cost_usd: cost === null ? null : banded(cost * scale, band),
    input_usd_per_mtok: row?.prices.input ?? null,
    per_text: { mean, standard_error: standardError, sd, min, p50, p90, p95, p99, max },
    message_overhead: overhead,
    tools,
    over_window: window === null ? null : values.filter((tokens) => tokens + added > window).length,
    source: family.source,
  };
};

/** Shares of symbols among tokens: mails have 0.15 to 0.25, TypeScript 0.45 to 0.6, JSON 0.5 to 0.7. */
const kindOf = ({ latin, symbols, cjk, other }: Tally): keyof TokensReport['texts']['kinds'] => {
  const share = symbols / Math.max(1, latin + symbols + cjk + other);
  if (share < 0.3) return 'prose';
  return share < 0.42 ? 'mixed' : 'code_or_data';
};

const textsOf = (input: TokensInput): TokensReport['texts'] => {
  const encoding = input.models[0]?.family.encoding ?? 'o200k_base';
  const { latin, symbols, cjk, other } = totalOf(input, encoding);
  const kinds = { prose: 0, mixed: 0, code_or_data: 0 };
  for (const row of rows(input)) if (input.set.measureOf(row).characters > 0) kinds[kindOf(input.set.tallyOf(row, encoding))]++;
  const all = Math.max(1, latin + symbols + cjk + other);
  const measures = rows(input).map((row) => input.set.measureOf(row));
  return {
    counted: input.set.size,
    of: input.of,
    empty: measures.filter(({ characters }) => characters === 0).length,
    characters: measures.reduce((sum, { characters }) => sum + characters, 0),
    words: wordsOf(input),
    scripts: { latin: latin / all, symbols: symbols / all, cjk: cjk / all, other: other / all },
    kinds,
  };
};

const longestOf = (input: TokensInput, values: readonly number[]): TokensReport['longest'] =>
  rows(input)
    .toSorted((a, b) => (values[b] ?? 0) - (values[a] ?? 0) || a - b)
    .slice(0, LONGEST)
    .map((row) => {
      const { file, line } = input.set.placeOf(row);
      return { file: input.files[file] ?? '', line, tokens: values[row] ?? 0 };
    });

/** Builds the report of `outlay tokens`: for every model its tokens, their spread and cost, and what the texts are like. */
export const buildTokensReport = (input: TokensInput): TokensReport => {
  const [lead] = input.models;
  const values = lead === undefined ? [] : rows(input).map((row) => tokensOf(input, lead.family, row));
  const perFile = new Map<number, number>();
  for (const row of rows(input)) perFile.set(input.set.placeOf(row).file, (perFile.get(input.set.placeOf(row).file) ?? 0) + 1);
  return {
    schema: 'outlay.tokens/1',
    tool: { name: 'outlay', version: input.version },
    settings: { as_of: dayText(input.asOf), field: input.field, sample: input.sample, seed: input.seed },
    inputs: input.files.map((file, index) => ({ file, sha256: input.hashes[index] ?? null, texts: perFile.get(index) ?? 0 })),
    texts: textsOf(input),
    models: input.models.map((model) => modelTokens(input, model)),
    histogram: histogramOf(values),
    longest: longestOf(input, values),
    diagnostics: input.diagnostics.map(({ severity, code, message }) => ({ severity, code, message })),
  };
};
