import * as z from 'zod';
import { quantityShape } from '../quantity/shape.ts';
import { about } from '../yaml/shape.ts';

const scalar = z.union([z.number(), z.string()]);
const date = z.string().describe('YYYY-MM-DD');
const textList = z.array(z.string());

/** Dollars per million tokens of each class. */
const classes = {
  input: scalar.optional(),
  cache_read: scalar.optional(),
  cache_write: z.record(z.string(), scalar).optional().describe('Keyed by time to live: { 5m: 2.5, 1h: 4 }'),
  output: scalar.optional(),
};

const classPrices = z.strictObject(classes);

const longContext = z.strictObject({
  over: scalar.optional().describe('Input tokens above which all tokens of the call cost these prices'),
  at_least: scalar.optional().describe('The same, the threshold itself included'),
  ...classes,
});

const fee = z.strictObject({
  per_1k: scalar.optional(),
  each: scalar.optional(),
  free: z.string().optional().describe('5000 per month'),
});

const row = z.strictObject({
  from: date,
  until: date.optional(),
  status: z.enum(['list', 'promotional']).optional(),
  read: date.describe('Day of the copy of the source that these figures were read from'),
  confidence: z.enum(['high', 'medium', 'low']),
  ...classes,
  cache_storage: scalar.optional(),
  long_context: z.array(longContext).optional(),
  tiers: z.record(z.string(), z.union([z.number(), z.string(), classPrices])).optional(),
  fees: z.record(z.string(), fee).optional(),
});
row.register(about, { later: ['hours'] });

const model = z.strictObject({
  aliases: textList.optional(),
  tokenizer: z.string().optional(),
  context_window: scalar.optional(),
  max_input: scalar.optional(),
  max_output: scalar.optional(),
  caching: z
    .strictObject({
      mode: z.enum(['explicit', 'automatic', 'none']),
      min_tokens: scalar.optional(),
      step: scalar.optional(),
      ttl: textList.optional(),
    })
    .optional(),
  regions: z.record(z.string(), z.number()).optional(),
  retires: z
    .strictObject({ on: date, replaced_by: z.string().optional(), billed_at: z.enum(['own', 'replacement']).optional() })
    .optional(),
  notes: textList.optional(),
  prices: z.array(row).min(1, 'give at least one row of prices'),
  latency: z
    .strictObject({
      ttft: quantityShape.optional(),
      speed: quantityShape.optional(),
      prefill: z.union([z.number(), z.string(), z.strictObject({ uncached: scalar.optional(), cached: scalar.optional() })]).optional(),
      source: z.string().optional(),
    })
    .optional(),
});
model.register(about, { later: ['same_as'] });

/** The shape of `pricing/<provider>.yaml`: SPEC section 5. */
export const priceFileShape = z.strictObject({
  provider: z.string().regex(/^[a-z0-9][a-z0-9._-]*$/, 'a provider is named in small letters, digits, dots and dashes'),
  source: z.string(),
  regions: z.record(z.string(), z.number()).optional(),
  models: z.record(z.string(), model),
});
priceFileShape.register(about, { later: ['limits'] });

export type RawPriceFile = z.output<typeof priceFileShape>;
export type RawModel = RawPriceFile['models'][string];
export type RawRow = RawModel['prices'][number];
export type RawClasses = z.output<typeof classPrices>;
