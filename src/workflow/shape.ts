import * as z from 'zod';
import { quantityShape } from '../quantity/shape.ts';
import { about } from '../yaml/shape.ts';
import { inputsShape, nameShape } from './input-shape.ts';
import { budgetsShape, trafficShape } from './traffic/shape.ts';

const scalar = z.union([z.number(), z.string()]);
const shortText = z.string().max(200, 'at most 200 characters');

const content = z.strictObject({
  file: z.string().optional().describe('Path of a text file; {{placeholders}} in it stand for inputs and earlier steps'),
  placeholders: z.literal('off', 'the one value is off').optional(),
  input: z.string().optional().describe('Name of an input'),
  step: z.string().optional().describe('Name of an earlier step: its visible output'),
  tokens: quantityShape.optional().describe('A stated number of tokens'),
  samples: z.union([z.string(), z.array(z.string())]).optional(),
  field: z.string().optional(),
});
content.register(about, { later: ['rounds', 'chunk', 'image', 'count', 'pdf_pages'] });

const partContent = z.union([z.string(), content]).optional();

/** The roles of prompt parts, in no order: parts are sent as they are written. */
export const ROLES = ['system', 'tools', 'examples', 'context', 'user', 'assistant'] as const;

const part = z.strictObject({
  system: partContent,
  tools: partContent,
  examples: partContent,
  context: partContent,
  user: partContent,
  assistant: partContent,
});
part.register(about, { later: ['history', 'shared', 'variants', 'popularity'] });

const retry = z.strictObject({
  attempts: z
    .number()
    .int('attempts is a whole number')
    .min(1, 'at least one attempt')
    .max(100, 'at most 100 attempts')
    .optional()
    .describe('Attempts all in all'),
  errors: quantityShape.optional().describe('Share of attempts that fail unbilled'),
  invalid: quantityShape.optional().describe('Share of answered attempts that fail validation: billed, and tried again'),
  backoff: quantityShape.optional().describe('Wait before the second attempt; doubles each time'),
});
retry.register(about, { later: ['timeout'] });

const fallback = z.strictObject({
  model: z.string().optional(),
  retry: retry.optional(),
  reply: z.string().optional().describe('A fixed reply, free'),
  latency: quantityShape.optional(),
});

const repeat = z.strictObject({
  times: quantityShape.optional(),
  continue: quantityShape.optional().describe('After each round, go on with this probability'),
  max: z.number().int('max is a whole number').min(1, 'at least one round').max(10_000, 'at most 10,000 rounds').optional(),
});
repeat.register(about, { later: ['until'] });

const forEach = z.strictObject({
  items: quantityShape.optional(),
  parallel: z.number().int('parallel is a whole number').min(1, 'at least one at a time').optional(),
});
forEach.register(about, { later: ['chunks_of', 'size', 'overlap'] });

const cache = z.union([z.string(), z.strictObject({ hit: scalar })]);

const latency = z.union([z.number(), z.string(), z.record(z.string(), z.unknown())]);

const EVERYWHERE = ['needs', 'when', 'repeat', 'for_each'] as const;
const CALLS = ['outcomes', 'background', 'retry', 'fallback', 'on_failure', 'latency', 'output'] as const;

/** Which keys belong to which kind of step, by the key that says what the step is. */
export const STEP_KEYS = {
  model: ['model', 'prompt', 'reasoning', 'max_output', 'max_input', 'cache', 'tier', 'stream', ...CALLS, ...EVERYWHERE],
  tool: ['tool', 'cost', ...CALLS, ...EVERYWHERE],
  human: ['human', 'work', 'wage', 'wait', 'outcomes', 'output', ...EVERYWHERE],
  steps: ['steps', 'background', ...EVERYWHERE],
} as const satisfies Record<string, readonly string[]>;

/** What a step is called that has one of the keys above. */
export type StepKind = keyof typeof STEP_KEYS;
export const STEP_KINDS = Object.keys(STEP_KEYS) as readonly StepKind[];

const keysOfStep = (value: object): readonly string[] => {
  const kind = STEP_KINDS.find((key) => Object.hasOwn(value, key));
  return kind === undefined ? STEP_KINDS : STEP_KEYS[kind];
};

const step = z.strictObject({
  model: z.string().optional().describe('provider/model'),
  tool: shortText.optional().describe('What is called'),
  human: shortText.optional().describe('Who does it'),
  get steps() {
    return z.record(nameShape, step).optional();
  },
  needs: z.array(z.string()).optional().describe('Steps that must end before this one starts; the step above by default'),
  when: z
    .union([z.number(), z.string(), z.array(z.string()), z.record(z.string(), z.unknown())])
    .optional()
    .describe('A probability, an outcome step.outcome, or a list of outcomes (any)'),
  outcomes: z.record(nameShape, scalar).optional().describe('Named, exclusive results; one may be rest'),
  repeat: repeat.optional(),
  for_each: forEach.optional(),
  background: z.boolean().optional(),
  retry: retry.optional(),
  fallback: z.array(fallback).optional(),
  on_failure: z.enum(['stop', 'continue']).optional(),
  prompt: z.union([quantityShape, z.array(z.union([z.string(), part]))]).optional(),
  output: quantityShape.optional().describe('Tokens: visible output of a model, what a tool or person hands on'),
  reasoning: quantityShape.optional().describe('Reasoning tokens, billed as output'),
  max_output: scalar.optional().describe('Hard ceiling on output tokens, reasoning included'),
  max_input: scalar.optional().describe('Longer prompts are cut to it'),
  cache: cache.optional(),
  tier: z.string().optional().describe('A tier of the price table: standard, batch, flex, priority, fast'),
  stream: z.boolean().optional(),
  cost: quantityShape.optional().describe('Dollars per call of a tool'),
  latency: latency.optional(),
  work: quantityShape.optional().describe("A person's working time"),
  wage: scalar.optional().describe('$38 per hour'),
  wait: quantityShape.optional().describe('Time before someone starts'),
});
step.register(about, {
  keys: keysOfStep,
  later: ['candidates', 'carry', 'reuse', 'ends_request', 'show_after', 'fees', 'region'],
});

const defaults = z.strictObject({
  retry: retry.optional(),
  max_output: scalar.optional(),
  tier: z.string().optional(),
  cache: cache.optional(),
  stream: z.boolean().optional(),
});
defaults.register(about, { later: ['region'] });

/** The shape of `workflow.yaml`: SPEC section 3. Alternatives differ in their kind of value; maps have one shape a place. */
export const workflowShape = z.strictObject({
  workflow: shortText.optional(),
  description: z.string().max(2000, 'at most 2,000 characters').optional(),
  unit: shortText.optional().describe('What one request is called in reports'),
  tags: z.record(z.string(), shortText).optional(),
  inputs: inputsShape.optional(),
  defaults: defaults.optional(),
  steps: z.record(nameShape, step),
  traffic: z.union([z.number(), z.string(), trafficShape]).optional(),
  budgets: budgetsShape.optional().describe('Limits that hold for every scenario'),
});
workflowShape.register(about, { later: ['session', 'assumptions'] });

export type RawWorkflow = z.output<typeof workflowShape>;
export type RawStep = z.output<typeof step>;
export type RawRetry = z.output<typeof retry>;
export type RawDefaults = z.output<typeof defaults>;
export type RawPart = z.output<typeof part>;
export type RawContent = z.output<typeof content>;
