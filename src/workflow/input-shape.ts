import * as z from 'zod';
import { quantityMapShape, quantityShape } from '../quantity/shape.ts';

/** The name of an input, a step, an outcome, an assumption or a scenario. */
export const nameShape = z
  .string()
  .regex(/^[a-z][a-z0-9_-]*$/, 'a name is a small letter, then small letters, digits, _ or -')
  .max(64, 'a name has at most 64 characters');

const input = z.union([
  z.number(),
  z.string(),
  quantityMapShape.extend({
    count: quantityShape.optional().describe('A whole number to refer to: { of: pages, times: 900 }'),
    image: z.string().optional().describe('Width x height of a picture in pixels: 1024x768'),
  }),
]);

/** The shape of `inputs:`, in a workflow and in a scenario that replaces some. */
export const inputsShape = z.record(nameShape, input);

/** The shape of `assumptions:`, in a workflow and in a scenario that replaces some. */
export const assumptionsShape = z.record(nameShape, quantityShape);

/** The shape of `session:`. */
export const sessionShape = z.strictObject({
  turns: quantityShape.describe('Requests of one session'),
  gap: quantityShape.describe('Time between two turns'),
});

export type RawInput = z.output<typeof input>;
export type RawInputs = z.output<typeof inputsShape>;
export type RawAssumptions = z.output<typeof assumptionsShape>;
export type RawSession = z.output<typeof sessionShape>;
