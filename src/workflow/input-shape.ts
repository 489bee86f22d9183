import * as z from 'zod';
import { quantityShape } from '../quantity/shape.ts';

/** The name of an input, a step, an outcome, an assumption or a scenario. */
export const nameShape = z
  .string()
  .regex(/^[a-z][a-z0-9_-]*$/, 'a name is a small letter, then small letters, digits, _ or -')
  .max(64, 'a name has at most 64 characters');

/** The shape of `inputs:`, in a workflow and in a scenario that replaces some. */
export const inputsShape = z.record(nameShape, quantityShape);

export type RawInputs = z.output<typeof inputsShape>;
