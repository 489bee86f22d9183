import * as z from 'zod';
import { CODES } from '../../diagnostics/diagnostic.ts';
import type { TokensReport } from './report.ts';

const banded = z
  .object({ value: z.number(), low: z.number(), high: z.number() })
  .describe('A figure and between what it may lie; all the same where it is exact');

const perText = z
  .object({
    mean: z.number(),
    standard_error: z.number().describe('Of the mean, from drawing a sample; 0 where all texts were counted'),
    sd: z.number(),
    min: z.number(),
    p50: z.number(),
    p90: z.number(),
    p95: z.number(),
    p99: z.number(),
    max: z.number(),
  })
  .describe('Tokens of one text');

const modelTokens = z.object({
  model: z.string().nullable().describe('provider/model; null where a tokenizer was asked for by its name'),
  tokenizer: z.string(),
  origin: z.enum(['measured', 'estimated']).describe('estimated: the tokenizer is not public, or not shipped'),
  tokens: banded.describe('All texts; of a sample, what the whole set comes to'),
  band: z.number().describe('How far the count may be off, as a fraction either way; 0 where it is exact'),
  tokens_per_word: z.number().nullable(),
  cost_usd: banded.nullable().describe('Dollars to send every text once as input; null without a price'),
  input_usd_per_mtok: z.number().nullable().describe('Dollars per million tokens'),
  per_text: perText,
  message_overhead: z.number().describe('Tokens that a call adds to one text sent as one message'),
  tools: z
    .object({
      definitions: banded.describe('Tokens of the definitions as the provider writes them'),
      framing: z.number().describe('Tokens of what frames them'),
      system_prompt: z.number().describe('Tokens of the prompt that the provider adds where there are tools'),
    })
    .nullable()
    .describe('What the tools of --tools add to each call, in no other figure but over_window; null where none were named'),
  over_window: z.number().nullable().describe("Texts with their overhead that do not fit the model's window; null where that is not known"),
  source: z.string().describe('Where the count, its band and the overhead come from'),
});

/** The shape of `outlay.tokens/1`, for `outlay schema tokens`. Apart from its type, so that counting does not load zod. */
export const tokensShape = z.object({
  schema: z.literal('outlay.tokens/1').describe('The form of this report'),
  tool: z.object({ name: z.literal('outlay'), version: z.string() }),
  settings: z
    .object({ as_of: z.string(), field: z.string().nullable(), sample: z.number().nullable(), seed: z.number() })
    .describe('What was asked for'),
  inputs: z
    .array(z.object({ file: z.string(), sha256: z.string().nullable().describe("Of the file's bytes, in hex"), texts: z.number() }))
    .describe('The files that were read'),
  texts: z
    .object({
      counted: z.number(),
      of: z.number().describe('How many there were to draw from'),
      empty: z.number(),
      characters: z.number(),
      words: z.number(),
      scripts: z
        .object({ latin: z.number(), symbols: z.number(), cjk: z.number(), other: z.number() })
        .describe('Shares of the tokens of the first model by class of script'),
      kinds: z
        .object({ prose: z.number(), mixed: z.number(), code_or_data: z.number() })
        .describe('How many texts look like what, by the share of symbols among their tokens: a guess'),
    })
    .describe('The texts in the files'),
  models: z.array(modelTokens).describe('What the texts come to for each model'),
  histogram: z.array(z.object({ from: z.number(), to: z.number(), texts: z.number() })).describe('Of the first model'),
  longest: z.array(z.object({ file: z.string(), line: z.number(), tokens: z.number() })).describe('The longest texts, of the first model'),
  diagnostics: z
    .array(z.object({ severity: z.enum(['error', 'warning']), code: z.enum(CODES), message: z.string() }))
    .describe('Warnings about the texts'),
}) satisfies z.ZodType<unknown, TokensReport>;
