import * as z from 'zod';
import { quantityMapShape, quantityShape } from '../../quantity/shape.ts';
import { scalarShape, wholeShape } from './common.ts';

/** The shape of `retry:`. */
export const retryShape = z.strictObject({
  attempts: wholeShape('attempts', 'at least one attempt').max(100, 'at most 100 attempts').optional().describe('Attempts all in all'),
  errors: quantityShape.optional().describe('Share of attempts that fail unbilled'),
  invalid: quantityShape.optional().describe('Share of answered attempts that fail validation: billed, and tried again'),
  backoff: quantityShape.optional().describe('Wait before the second attempt; doubles each time'),
  timeout: scalarShape.optional().describe('A longer attempt is cut there, fails, and is billed for its input'),
});

/** The shape of `fallback:`. */
export const fallbackShape = z.array(
  z.strictObject({
    model: z.string().optional().describe('provider/model, with the same prompt'),
    retry: retryShape.optional().describe('Its own attempts; one by default'),
    reply: z.string().optional().describe('A fixed reply, free'),
    latency: quantityShape.optional().describe('How long the fixed reply takes'),
  }),
);

/** The shape of `cache:`. */
export const cacheShape = z.union([
  z.string(),
  z.strictObject({ hit: quantityShape.describe('Share of runs that find their prompt in the cache: 80%') }),
]);

/** The shape of `latency:`. */
export const latencyShape = z.union([
  z.number(),
  z.string(),
  quantityMapShape.extend({
    ttft: quantityShape.optional().describe('Time to the first token'),
    speed: quantityShape.optional().describe('Output tokens per second'),
  }),
]);

/** The shape of `candidates:`. */
export const candidatesShape = z.array(
  z.union([
    z.string(),
    z.strictObject({
      model: z.string().describe('provider/model'),
      output: quantityShape.optional().describe('Visible output tokens of this model'),
      reasoning: quantityShape.optional().describe('Reasoning tokens of this model'),
      max_output: scalarShape.optional().describe('Hard ceiling on output tokens of this model'),
      cache: cacheShape.optional().describe('How this model caches the prompt'),
      tier: z.string().optional().describe('A tier of its price table'),
    }),
  ]),
);

export type RawRetry = z.output<typeof retryShape>;
export type RawFallback = z.output<typeof fallbackShape>;
export type RawCache = z.output<typeof cacheShape>;
export type RawLatency = z.output<typeof latencyShape>;
export type RawCandidates = z.output<typeof candidatesShape>;
