import * as z from 'zod';
import { quantityShape } from '../../quantity/shape.ts';
import { pathsShape, scalarShape, wholeShape } from './common.ts';
import { compactShape } from './loop.ts';

const content = z.strictObject({
  file: z.string().optional().describe('Path of a text file; {{placeholders}} in it stand for inputs and earlier steps'),
  placeholders: z.literal('off', 'the one value is off').optional().describe('off: braces are sent as they are'),
  input: z.string().optional().describe('Name of an input'),
  step: z.string().optional().describe('Name of an earlier step: its visible output'),
  rounds: z.string().optional().describe('Name of a loop that has ended: all that it carried'),
  chunk: z.string().optional().describe("What the for_each around cuts up: this item's chunk"),
  tokens: quantityShape.optional().describe('A stated number of tokens'),
  samples: pathsShape.optional().describe('Texts, one of them drawn for each request'),
  field: z.string().optional().describe('Field of a record, or column of a table, that holds the text'),
  image: z.string().optional().describe('Width x height of a picture in pixels: 1024x768'),
  count: quantityShape.optional().describe('How many pictures'),
  pdf_pages: quantityShape.optional().describe('Pages of a PDF'),
});

const history = z.strictObject({
  keep: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .describe('answers (user parts and answers, the default), all (all visible outputs), or a list of steps'),
  last: wholeShape('last', 'at least one turn').optional().describe('Only the last turns'),
  compact: compactShape.optional().describe('When the history passes `over`, one call writes `to` tokens in its place'),
});

const partContent = z.union([z.string(), content]).optional();

/** What may stand before the colon of a prompt part, in no order: parts are sent as they are written. */
export const ROLES = ['system', 'tools', 'examples', 'context', 'history', 'user', 'assistant'] as const;

const part = z.strictObject({
  system: partContent.describe('Instructions: the same for all requests'),
  tools: partContent.describe('Tool definitions, a JSON file: the same for all requests'),
  examples: partContent.describe('Examples: the same for all requests'),
  context: partContent.describe('What belongs to this request'),
  history: history.optional().describe('The earlier turns of the session'),
  user: partContent.describe('What the user says'),
  assistant: partContent.describe('What the model has said'),
  shared: z.enum(['all', 'session', 'none']).optional().describe('Who sends the same: all requests, one session or loop, or nobody'),
  variants: scalarShape.optional().describe('How many versions of a shared part exist: tenants, locales'),
  popularity: z.enum(['zipf', 'even']).optional().describe('How often the versions are used: zipf (the default) or even'),
});

/** The shape of `prompt:`. */
export const promptShape = z.union([quantityShape, z.array(z.union([z.string(), part]))]);

export type RawPrompt = z.output<typeof promptShape>;
export type RawPart = z.output<typeof part>;
export type RawContent = z.output<typeof content>;
export type RawHistory = z.output<typeof history>;
