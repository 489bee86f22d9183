import * as z from 'zod';

/** A number as an author writes it: `1200`, `10k`, `35%`, `1.5s`, `$0.002`. */
export type RawScalar = number | string;

const scalar = z.union([z.number(), z.string()]);
const percentile = scalar.optional().describe('A percentile: two make a lognormal, three a shifted one, four or more a table');

export const PERCENTILES = ['p1', 'p5', 'p10', 'p25', 'p50', 'p75', 'p90', 'p95', 'p99'] as const;

const forms = {
  p1: percentile,
  p5: percentile,
  p10: percentile,
  p25: percentile,
  p50: percentile,
  p75: percentile,
  p90: percentile,
  p95: percentile,
  p99: percentile,
  mean: scalar.optional().describe('With sd or one percentile: a lognormal'),
  sd: scalar.optional().describe('Standard deviation, beside mean'),
  normal: z
    .strictObject({ mean: scalar.describe('Mean'), sd: scalar.describe('Standard deviation') })
    .optional()
    .describe('{ mean: 5, sd: 1 }'),
  uniform: z.array(scalar).optional().describe('[least, greatest]'),
  triangular: z.array(scalar).optional().describe('[least, most likely, greatest]'),
  values: z.array(scalar).optional().describe('Each as likely as its weight'),
  weights: z.array(z.number()).optional().describe('One for each of values'),
  samples: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .describe('The token counts of these texts'),
  field: z.string().optional().describe('Field of a record, or column of a table, that holds the text'),
  of: z.string().optional().describe("An input's or step's own number in this request"),
  times: scalar.optional().describe('Factor on the number of `of`; in money and time what each of them costs or takes: $0.002, 20ms'),
  plus: scalar.optional().describe('Added to the number of `of`'),
  assumption: z.string().optional().describe('Name of an assumption: its number'),
  scale: z.string().optional().describe('An assumption that multiplies the value'),
  min: scalar.optional().describe('Smaller values are moved to it'),
  max: scalar.optional().describe('Greater values are moved to it'),
};

/** What a part of a mix may be: anything but another mix. */
const plainQuantity = z.union([z.number(), z.string(), z.strictObject(forms)]);

const mixPart = z.strictObject({
  share: z
    .union([z.number(), z.string(), z.strictObject({ assumption: z.string().describe('Name of an assumption: its number') })])
    .describe('Share of the requests, for example 97%; one may be rest'),
  tokens: plainQuantity.optional().describe('What this share has, in tokens'),
  value: plainQuantity.optional().describe('What this share has'),
  samples: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .describe('The token counts of these texts'),
  field: z.string().optional().describe('Field of a record, or column of a table, that holds the text'),
});

/** The map forms of a quantity, for places that have forms of their own beside them. */
export const quantityMapShape = z.strictObject({
  ...forms,
  mix: z.array(mixPart).optional().describe('Parts of the requests; shares sum to 100 %'),
});

/** The map forms of a quantity; exactly one of them at a time, beside min, max and scale. */
export type RawQuantityMap = z.output<typeof quantityMapShape>;

export type RawMixPart = z.output<typeof mixPart>;

/** A quantity as YAML holds it, before its forms are told apart. */
export type RawQuantity = z.output<typeof quantityShape>;

/** The shape of a quantity: a number, a text such as `200 to 900`, or one of the map forms. */
export const quantityShape = z.union([z.number(), z.string(), quantityMapShape]);
