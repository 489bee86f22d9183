import * as z from 'zod';

/** A number as an author writes it: `1200`, `10k`, `35%`, `1.5s`, `$0.002`. */
export type RawScalar = number | string;

const scalar = z.union([z.number(), z.string()]);
const percentile = scalar.optional();

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
  sd: scalar.optional(),
  normal: z.strictObject({ mean: scalar, sd: scalar }).optional(),
  uniform: z.array(scalar).optional().describe('[least, greatest]'),
  triangular: z.array(scalar).optional().describe('[least, most likely, greatest]'),
  values: z.array(scalar).optional().describe('Each as likely as its weight'),
  weights: z.array(z.number()).optional(),
  samples: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .describe('The token counts of these texts'),
  field: z.string().optional(),
  of: z.string().optional().describe("An input's or step's own number in this request"),
  times: scalar.optional(),
  plus: scalar.optional(),
  assumption: z.string().optional(),
  scale: z.string().optional().describe('An assumption that multiplies the value'),
  min: scalar.optional(),
  max: scalar.optional(),
};

/** What a part of a mix may be: anything but another mix. */
const plainQuantity = z.union([z.number(), z.string(), z.strictObject(forms)]);

const mixPart = z.strictObject({
  share: scalar.describe('Share of the requests, for example 97%'),
  tokens: plainQuantity.optional(),
  value: plainQuantity.optional(),
  samples: z.union([z.string(), z.array(z.string())]).optional(),
  field: z.string().optional(),
});

const quantityMap = z.strictObject({ ...forms, mix: z.array(mixPart).optional() });

/** The map forms of a quantity; exactly one of them at a time, beside min, max and scale. */
export type RawQuantityMap = z.output<typeof quantityMap>;

export type RawMixPart = z.output<typeof mixPart>;

/** A quantity as YAML holds it, before its forms are told apart. */
export type RawQuantity = z.output<typeof quantityShape>;

/** The shape of a quantity: a number, a text such as `200 to 900`, or one of the map forms. */
export const quantityShape = z.union([z.number(), z.string(), quantityMap]);
