import * as z from 'zod';
import { quantityShape } from '../quantity/shape.ts';

const scalar = z.union([z.number(), z.string()]);
const date = z.string().describe('YYYY-MM-DD');
const textList = z.array(z.string());

/** Dollars per million tokens of each class. */
const classes = {
  input: scalar.optional().describe('Dollars per million uncached input tokens'),
  cache_read: scalar.optional().describe('Dollars per million input tokens read from the cache; without it they cost as input'),
  cache_write: z
    .record(z.string(), scalar)
    .optional()
    .describe('Dollars per million tokens written to the cache, by time to live: { 5m: 2.5, 1h: 4 }; without it they cost as input'),
  output: scalar.optional().describe('Dollars per million output tokens, reasoning among them'),
};

const classPrices = z.strictObject(classes).describe('Prices that replace those of the row; what is not named keeps its price');

const longContext = z.strictObject({
  over: scalar.optional().describe('Input tokens above which all tokens of the call cost these prices'),
  at_least: scalar.optional().describe('The same, the threshold itself included'),
  ...classes,
});

const fee = z.strictObject({
  per_1k: scalar.optional().describe('Dollars for a thousand uses'),
  each: scalar.optional().describe('Dollars for one use'),
  free: z.string().optional().describe('Uses that cost nothing: 5000 per month'),
});

const hours = z.strictObject({
  utc: z.string().describe('From and until, UTC: "01:00-04:00"; "22:00-02:00" reaches into the next day'),
  days: z.string().optional().describe('Days on which the stretch begins: mon-fri, or sat, sun; all where it is missing'),
  factor: scalar.describe('Factor on the token prices: 2, or 50%'),
});

const row = z.strictObject({
  from: date.describe('First day of these prices, YYYY-MM-DD'),
  until: date.optional().describe('Last day, only where the provider has said so, YYYY-MM-DD'),
  status: z.enum(['list', 'promotional']).optional().describe('list where it is missing'),
  read: date.describe('Day of the copy of the source that these figures were read from, YYYY-MM-DD'),
  confidence: z.enum(['high', 'medium', 'low']).describe('How many independent sources agree: high three or more, medium two, low one'),
  ...classes,
  cache_storage: scalar.optional().describe('Dollars for each million cached tokens and hour'),
  long_context: z.array(longContext).optional().describe('Prices of calls with much input, by threshold'),
  tiers: z
    .record(z.string(), z.union([z.number(), z.string(), classPrices]))
    .optional()
    .describe('By tier, a factor on the token prices or prices of its own: { batch: 50% }; what is not listed is not offered'),
  hours: z.array(hours).optional().describe('Stretches of the day with other token prices; they do not overlap'),
  fees: z.record(z.string(), fee).optional().describe('What is charged beside tokens: { web_search: { per_1k: 10 } }'),
});

const caching = z.strictObject({
  mode: z.enum(['explicit', 'automatic', 'none']).describe('Whether the caller marks what is cached, or the provider caches by itself'),
  min_tokens: scalar.optional().describe('Least prefix that is cached; 1024 where it is missing'),
  step: scalar.optional().describe('Cached prefixes grow in steps of so many tokens; 1 where it is missing'),
  ttl: textList.optional().describe('Times to live on offer, the usual one first: [5m, 1h]'),
});

const retires = z.strictObject({
  on: date.describe('First day on which the model no longer answers, YYYY-MM-DD'),
  replaced_by: z.string().optional().describe('The model that the provider names in its place'),
  billed_at: z.enum(['own', 'replacement']).optional().describe('Whose prices calls cost from then on'),
});

const prefill = z.strictObject({
  uncached: scalar.optional().describe('Uncached input tokens read per second'),
  cached: scalar.optional().describe('Cached input tokens read per second'),
});

const latency = z.strictObject({
  ttft: quantityShape.describe('Time to the first token of a short prompt: { p5: 0.8s, p50: 1.1s, p95: 2.8s }'),
  speed: quantityShape.describe('Output tokens per second: { p5: 38, p50: 65 }'),
  prefill: z
    .union([z.number(), z.string(), prefill])
    .optional()
    .describe('Input tokens read per second, added to ttft; a number is the uncached rate'),
  source: z.string().optional().describe('Where the figures come from, with their date'),
});

const image = z.strictObject({
  rule: z.enum(['flat', 'openai_tiles', 'openai_patches', 'anthropic_patches', 'gemini_tiles']).describe('How an image becomes tokens'),
  tokens: scalar.optional().describe('flat: tokens of every image'),
  base: scalar.optional().describe('openai_tiles: tokens of every image'),
  per_tile: scalar.optional().describe('openai_tiles, gemini_tiles: tokens of each tile'),
  budget: scalar.optional().describe('openai_patches, anthropic_patches: most patches; an image is shrunk to them'),
  long_edge: scalar.optional().describe('openai_patches, anthropic_patches: longest side in pixels; an image is shrunk to it'),
  multiplier: z.number().optional().describe('openai_patches: tokens of each patch; 1 where it is missing'),
});

const model = z.strictObject({
  same_as: z.string().optional().describe('provider/model whose entry this one copies; keys stated here replace its own'),
  aliases: textList.optional().describe('Other names of the model at the same provider'),
  tokenizer: z.string().optional().describe('Family of tokenizers; without it only stated token counts can be used'),
  context_window: scalar.optional().describe('Most tokens of input and output together'),
  max_input: scalar.optional().describe("Most input tokens of one call, where the provider's limit is below the window"),
  max_output: scalar.optional().describe('Most output tokens of one call'),
  caching: caching.optional().describe('How prompts are cached; none where it is missing'),
  regions: z.record(z.string(), scalar).optional().describe("Factors on every price, by region; they stand before the table's"),
  retires: retires.optional().describe('When the model ends'),
  notes: textList.optional().describe('What the figures do not say'),
  prices: z.array(row).min(1, 'give at least one row of prices').optional().describe('Every version that is known, past and announced'),
  latency: latency.optional().describe('Planning values of how fast the model answers'),
  image: image.optional().describe('How many tokens an image takes'),
  pdf_page: quantityShape.optional().describe('Tokens of one page of a PDF, its text and its image together'),
  tool_system: scalar.optional().describe('Tokens that the provider adds to a prompt that has tools'),
});

const rateLimit = z.strictObject({
  rpm: scalar.optional().describe('Requests per minute'),
  input_tpm: scalar.optional().describe('Input tokens per minute'),
  output_tpm: scalar.optional().describe('Output tokens per minute'),
  tpm: scalar.optional().describe('Input and output tokens per minute, where one limit holds for both'),
  cache_reads_count: z.boolean().optional().describe('Whether tokens read from the cache use up the input limit; true where it is missing'),
});

const limits = z
  .object({ models: textList.min(1, 'name at least one model').describe('Models that use up these limits together') })
  .catchall(rateLimit)
  .describe('Limits by account tier: { build: { rpm: 4000, input_tpm: 2M } }');

/** The shape of `pricing/<provider>.yaml`: SPEC section 5. */
export const priceFileShape = z.strictObject({
  provider: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._-]*$/, 'a provider is named in small letters, digits, dots and dashes')
    .describe('The first part of the ids of its models: provider/model'),
  source: z.string().describe("The provider's price page"),
  regions: z.record(z.string(), scalar).optional().describe('Factors on every price of every model, by region: { us: 1.1 }'),
  overheads_read: date.optional().describe('The day of the copy that `image`, `pdf_page` and `tool_system` were read from, YYYY-MM-DD'),
  limits: z.array(limits).optional().describe('Rate limits; models that share a bucket stand together'),
  models: z.record(z.string(), model).describe('The models, by the name that the provider gives them'),
});

export type RawPriceFile = z.output<typeof priceFileShape>;
export type RawModel = RawPriceFile['models'][string];
export type RawRow = NonNullable<RawModel['prices']>[number];
export type RawClasses = z.output<typeof classPrices>;
export type RawHours = z.output<typeof hours>;
export type RawFee = z.output<typeof fee>;
export type RawLatency = z.output<typeof latency>;
export type RawImage = z.output<typeof image>;
export type RawLimits = z.output<typeof limits>;
export type RawRateLimit = z.output<typeof rateLimit>;
