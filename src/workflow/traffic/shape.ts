import * as z from 'zod';
import { quantityShape } from '../../quantity/shape.ts';
import { assumptionsShape, inputsShape, nameShape } from '../input-shape.ts';

const scalar = z.union([z.number(), z.string()]);

const volume = z.union([z.number(), z.string(), z.record(z.string(), quantityShape)]);

const shape = z.union([
  z.string(),
  z.strictObject({
    hours: z.array(z.number()).optional().describe('24 weights, from midnight; each counts over their mean'),
    weekdays: z.array(z.number()).optional().describe('7 weights, Monday first'),
    trace: z.string().optional().describe('A CSV file with a column of timestamps: its requests by hour of the week'),
  }),
]);

const priceRule = z.union([
  z.number(),
  z.string(),
  z.strictObject({
    input: scalar.optional().describe('Dollars per million tokens'),
    cache_read: scalar.optional().describe('Dollars per million tokens read from the cache'),
    cache_write: z.record(z.string(), scalar).optional().describe('Keyed by time to live: { 5m: 2.5, 1h: 4 }'),
    output: scalar.optional().describe('Dollars per million tokens, reasoning included'),
  }),
]);

const limit = z.union([
  z.string(),
  z.strictObject({
    rpm: scalar.optional().describe('Requests per minute'),
    input_tpm: scalar.optional().describe('Input tokens per minute'),
    output_tpm: scalar.optional().describe('Output tokens per minute'),
    tpm: scalar.optional().describe('Input and output tokens per minute, together'),
    cache_reads_count: z.boolean().optional().describe('Whether tokens read from the cache count; as in the price table by default'),
  }),
]);

const fault = z.strictObject({
  outage: z.string().optional().describe('The provider that is down'),
  hours: scalar.optional().describe('How long an outage lasts: 4 per month'),
  errors: scalar.optional().describe('Further share of attempts that err'),
  invalid: scalar.optional().describe('Further share of answers that fail validation'),
  slow: scalar.optional().describe('Latency is so many times as long'),
  output: scalar.optional().describe('Visible output and reasoning: 130%'),
  input: scalar.optional().describe('All prompt tokens: 120%'),
  runaway: scalar.optional().describe('Share of requests that run every loop to its max'),
  cache: z.literal('cold', 'the one value is cold').optional().describe('Nothing is read from the cache'),
  price: scalar.optional().describe('+20%'),
  target: z.string().optional().describe('The provider, model or step that it hits; all model calls by default'),
});

const evaluation = z.strictObject({
  cases: quantityShape.describe('Cases of one run'),
  runs: scalar.describe('60 per month'),
  workflow: z.string().optional().describe('Path of the workflow that is run; this one by default'),
});

const budget = z.union([
  z.number(),
  z.string(),
  z.strictObject({
    mean: scalar.optional().describe('Limit of the mean'),
    p50: scalar.optional().describe('Limit of the median'),
    p90: scalar.optional().describe('Limit that nine in ten keep'),
    p95: scalar.optional().describe('Limit that 95 in 100 keep'),
    p99: scalar.optional().describe('Limit that 99 in 100 keep'),
  }),
]);

/** The shape of `budgets:` in a workflow: figures and their limits. */
export const budgetsShape = z.strictObject({
  cost_per_request: budget.optional().describe('Dollars; mean, p50, p95, p99'),
  cost_per_session: budget.optional().describe('Dollars; mean, p50, p95, p99'),
  worst_case_cost_per_request: budget.optional().describe('Dollars that one request may cost at the very most'),
  daily_spend: budget.optional().describe('Dollars; mean, p50, p90'),
  monthly_spend: budget.optional().describe('Dollars in every month; mean, p50, p90'),
  total_spend: budget.optional().describe('Dollars over the horizon; mean, p50, p90'),
  latency: budget.optional().describe('Machine time; p50, p95, p99'),
  turnaround: budget.optional().describe('Time with people; p50, p95, p99'),
  first_token: budget.optional().describe('Time to first token; p50, p95, p99'),
  success_rate: budget.optional().describe('Least share of requests that end well'),
  context_use: budget.optional().describe('Greatest share of the smallest window that is used at p99'),
  rate_limit_use: budget.optional().describe('Greatest share of a rate limit that the peak minute needs'),
});

/** The shape of one scenario: SPEC section 4. */
export const scenarioShape = z.strictObject({
  extends: z.string().optional().describe('All of another scenario, but:'),
  requests: volume.optional().describe('8k to 15k per day; 12 per user per month; or by month { 2027-01: 40k, 2027-02: 55k }'),
  sessions: volume.optional().describe('The same for conversations; requests = sessions × mean turns'),
  users: quantityShape.optional().describe('How many users'),
  scale: z
    .union([z.number(), z.string(), z.array(scalar)])
    .optional()
    .describe('An assumption that multiplies the volume'),
  shape: shape.optional().describe('flat, business-hours, consumer, { hours, weekdays } or { trace: file.csv }'),
  timezone: z.string().optional().describe("IANA name in which the shape's hours and the months are meant: Europe/Berlin"),
  peak: scalar.optional().describe("Busiest hour over the mean hour; replaces the shape's own"),
  burst: scalar.optional().describe('How much the minutes of an hour differ beyond chance: 20%'),
  day_to_day: scalar.optional().describe('How much days differ beyond chance: 15%'),
  growth: quantityShape.optional().describe('8% per month, compound'),
  months: z
    .number()
    .int('months is a whole number')
    .min(1, 'at least one month')
    .max(120, 'at most 120 months')
    .optional()
    .describe('The horizon; 12 with growth, else 1'),
  start: z.string().optional().describe('First day, YYYY-MM-DD; then months are calendar months'),
  inputs: inputsShape.optional().describe('Replace inputs of the workflow'),
  assumptions: assumptionsShape.optional().describe('Replace assumptions of the workflow'),
  cache: z.literal('cold', 'the one value is cold').optional().describe('Nothing is read from the cache'),
  prices: z.record(z.string(), priceRule).optional().describe('{ anthropic: +20%, openai/gpt-6-luna: { input: 1 } }'),
  discount: z.record(z.string(), scalar).optional().describe('Contract discount of each provider: { openai: 12% }'),
  limits: z.record(z.string(), limit).optional().describe('{ anthropic: build }, or { openai/gpt-6-luna: { rpm: 500, input_tpm: 200k } }'),
  region: z.string().optional().describe('A region of the price tables, for all model steps'),
  fixed: z.record(z.string(), quantityShape).optional().describe('Costs of each month by name: { vector database: $70 per month }'),
  one_off: z.record(z.string(), quantityShape).optional().describe('Costs of the first month by name: { first index: $400 }'),
  evaluation: evaluation.optional().describe('What testing costs'),
  revenue: scalar.optional().describe('$0.10 per request or $20 per user per month'),
  replaces: scalar.optional().describe('What the work costs today: $4.20 per request'),
  faults: z.array(fault).optional().describe('Ways in which the feature fails in production'),
  budgets: z.union([z.string(), budgetsShape]).optional().describe('Replace budgets of the workflow; off frees the scenario'),
});

/** The shape of `traffic.yaml`, and of `traffic:` where it is a map. */
export const trafficShape = z.record(nameShape, scenarioShape);

export type RawScenario = z.output<typeof scenarioShape>;
export type RawTraffic = z.output<typeof trafficShape>;
export type RawFault = z.output<typeof fault>;
export type RawBudget = z.output<typeof budget>;
export type RawBudgets = z.output<typeof budgetsShape>;
