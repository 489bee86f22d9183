import * as z from 'zod';
import { quantityShape } from '../../quantity/shape.ts';
import { about } from '../../yaml/shape.ts';
import { nameShape } from '../input-shape.ts';
import { cacheShape, candidatesShape, fallbackShape, latencyShape, retryShape } from './call.ts';
import { scalarShape, shortTextShape } from './common.ts';
import { carryShape, forEachShape, repeatShape } from './loop.ts';
import { promptShape } from './prompt.ts';

const EVERYWHERE = ['needs', 'when', 'repeat', 'carry', 'for_each'] as const;
const RUNS = ['outcomes', 'ends_request', 'reuse', 'output'] as const;
const CALLS = ['background', 'retry', 'fallback', 'on_failure', 'latency', ...RUNS] as const;
const PROMPTED = ['prompt', 'reasoning', 'max_output', 'max_input', 'cache', 'tier', 'stream', 'show_after', 'fees', 'region'] as const;

/** Which keys belong to which kind of step, by the key that says what the step is. */
export const STEP_KEYS = {
  model: ['model', 'candidates', ...PROMPTED, ...CALLS, ...EVERYWHERE],
  tool: ['tool', 'cost', ...CALLS, ...EVERYWHERE],
  human: ['human', 'work', 'wage', 'wait', ...RUNS, ...EVERYWHERE],
  steps: ['steps', 'background', ...EVERYWHERE],
} as const satisfies Record<string, readonly string[]>;

/** What a step is called that has one of the keys above. */
export type StepKind = keyof typeof STEP_KEYS;
export const STEP_KINDS = Object.keys(STEP_KEYS) as readonly StepKind[];

const keysOfStep = (value: object): readonly string[] => {
  const kind = STEP_KINDS.find((key) => Object.hasOwn(value, key));
  return kind === undefined ? STEP_KINDS : STEP_KEYS[kind];
};

const conditionMap = z.strictObject({
  get any() {
    return z.array(condition).optional().describe('One of these');
  },
  get all() {
    return z.array(condition).optional().describe('All of these');
  },
  get not() {
    return condition.optional().describe('Unless this');
  },
});

type RawConditionMap = {
  readonly any?: readonly RawCondition[] | undefined;
  readonly all?: readonly RawCondition[] | undefined;
  readonly not?: RawCondition | undefined;
  readonly assumption?: string | undefined;
};

/** When a step runs, as YAML holds it. */
export type RawCondition = number | string | readonly RawCondition[] | RawConditionMap;

const condition: z.ZodType<RawCondition> = z.union([
  z.number(),
  z.string(),
  z.array(z.lazy(() => condition)),
  conditionMap.extend({ assumption: z.string().optional().describe('Name of an assumption: the probability') }),
]);

/** The shape of a step: SPEC 3.1. */
export const stepShape = z.strictObject({
  model: z.string().optional().describe('provider/model'),
  tool: shortTextShape.optional().describe('What is called'),
  human: shortTextShape.optional().describe('Who does it'),
  get steps() {
    return z.record(nameShape, stepShape).optional().describe('A group: steps of its own');
  },
  needs: z.array(z.string()).optional().describe('Steps that must end before this one starts; the step above by default'),
  when: condition
    .optional()
    .describe('A probability, an outcome step.outcome, a list of them (any), { any, all, not }, first_turn or last_turn'),
  outcomes: z.record(nameShape, quantityShape).optional().describe('Named, exclusive results; one may be rest'),
  ends_request: z.array(z.string()).optional().describe('Outcomes that end the request at once'),
  repeat: repeatShape.optional().describe('Run again in sequence'),
  carry: carryShape.optional().describe("What each round adds to every later round's prompts"),
  for_each: forEachShape.optional().describe('Over items, side by side'),
  background: z.boolean().optional().describe("Off the user's path: costs, adds no latency"),
  reuse: quantityShape.optional().describe('Share of runs answered from a result cache, free'),
  retry: retryShape.optional().describe('Attempts and how they fail'),
  fallback: fallbackShape.optional().describe('What is tried when the attempts are used up, in order'),
  on_failure: z.enum(['stop', 'continue']).optional().describe('stop: the request fails; continue: it goes on without this output'),
  candidates: candidatesShape.optional().describe('Other models allowed here'),
  prompt: promptShape.optional().describe('Parts in the order in which they are sent, or a number of tokens'),
  output: quantityShape.optional().describe('Tokens: visible output of a model, what a tool or person hands on'),
  reasoning: quantityShape.optional().describe('Reasoning tokens, billed as output'),
  max_output: scalarShape.optional().describe('Hard ceiling on output tokens, reasoning included'),
  max_input: scalarShape.optional().describe('Longer prompts are cut to it, unshared parts first'),
  cache: cacheShape.optional().describe('Prompt caching: off, auto, a time to live of the price table, or { hit: 80% }'),
  tier: z.string().optional().describe('A tier of the price table: standard, batch, flex, priority, fast'),
  stream: z.boolean().optional().describe('Its answer is shown as it comes'),
  show_after: z.array(z.string()).optional().describe('Steps that must end before its first token is shown'),
  fees: z.record(z.string(), quantityShape).optional().describe('Units of priced extras per call: { web_search: 2 }'),
  region: z.string().optional().describe('A region of the price table'),
  cost: quantityShape.optional().describe('Dollars per call of a tool'),
  latency: latencyShape.optional().describe('How long a call takes; of a model also { ttft: 1s, speed: 80 }'),
  work: quantityShape.optional().describe("A person's working time"),
  wage: scalarShape.optional().describe('$38 per hour'),
  wait: quantityShape.optional().describe('Time before someone starts'),
});
stepShape.register(about, { keys: keysOfStep });

/** The shape of `defaults:`: they merge key by key into the steps that take them. */
export const defaultsShape = z.strictObject({
  retry: retryShape.optional().describe('Of every model and tool step'),
  max_output: scalarShape.optional().describe('Of every model step'),
  tier: z.string().optional().describe('Of every model step'),
  region: z.string().optional().describe('Of every model step'),
  cache: cacheShape.optional().describe('Of every model step'),
  stream: z.boolean().optional().describe('Of every model step'),
});

export type RawStep = z.output<typeof stepShape>;
export type RawDefaults = z.output<typeof defaultsShape>;
