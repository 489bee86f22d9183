import * as z from 'zod';
import { quantityShape } from '../../quantity/shape.ts';
import { scalarShape, wholeShape } from './common.ts';

/** The shape of `compact:`, in a loop that carries and in a session's history. */
export const compactShape = z.strictObject({
  over: scalarShape.describe('Carried tokens above which they are compacted: 160k'),
  to: quantityShape.describe('Tokens that stand in their place: 15k'),
  model: z.string().optional().describe("provider/model that writes them; the step's own by default"),
});

/** The shape of `repeat:`. */
export const repeatShape = z.strictObject({
  times: quantityShape.optional().describe('Rounds'),
  continue: quantityShape.optional().describe('After each round, go on with this probability'),
  until: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .describe('Until this outcome of a step inside, or one of these'),
  max: wholeShape('max', 'at least one round').optional().describe('Most rounds'),
});

const carryMap = z.strictObject({
  steps: z
    .union([z.boolean(), z.array(z.string())])
    .optional()
    .describe('true for all steps inside, or a list of them'),
  reasoning: z.boolean().optional().describe('Reasoning tokens too'),
  last: wholeShape('last', 'at least one round').optional().describe('Only the last rounds'),
  compact: compactShape.optional().describe('When the carried tokens pass `over`, one call writes `to` tokens in their place'),
});

/** The shape of `carry:`. */
export const carryShape = z.union([z.boolean(), z.array(z.string()), carryMap]);

/** The shape of `for_each:`. */
export const forEachShape = z.strictObject({
  items: quantityShape.optional().describe('How many items'),
  chunks_of: z.string().optional().describe('An input or an earlier step that is cut into chunks'),
  size: scalarShape.optional().describe('Tokens of a chunk'),
  overlap: scalarShape.optional().describe('Tokens that a chunk shares with the one before'),
  parallel: wholeShape('parallel', 'at least one at a time').optional().describe('Items side by side; all at once by default'),
});

export type RawCompact = z.output<typeof compactShape>;
