import * as z from 'zod';
import type { Origin } from '../workflow/plan.ts';
import { currenciesShape } from './currency.ts';
import { economicsShape } from './economics-shape.ts';

const usd = z.number();
const share = z.number().min(0);
const perRequest = z.number().min(0);

const interval = z.tuple([z.number(), z.number()]);

const percentiles = {
  p50: z.number(),
  p95: z.number(),
  p99: z.number(),
  interval: z
    .object({ p50: interval, p95: interval, p99: interval })
    .describe('Around each percentile, what holds the true one with 95 % confidence: they are simulated'),
};

const costFigures = z
  .object({
    mean: usd,
    exact: z.boolean().describe('Whether the mean has a closed form; else it is a quadrature'),
    standard_error: z.number().describe('Of the mean; 0 where it is not simulated'),
    ...percentiles,
    worst_case: usd.nullable().describe('The most that one request can cost; null where nothing bounds it'),
  })
  .describe('Dollars');

const tokenFigures = z
  .object({
    uncached_input: perRequest,
    cache_read: perRequest,
    cache_write: perRequest,
    reasoning: perRequest,
    visible_output: perRequest,
  })
  .describe('Billed tokens in disjoint classes: no token stands in two of them');

const spend = z
  .object({ mean: usd, p10: usd, p50: usd, p90: usd })
  .describe('Dollars; the percentiles are over possible futures: how sure the figure is. They never add up');

const period = { requests: z.number().min(0), spend_usd: spend };

const components = z
  .object({ models: usd, tools: usd, people: usd, evaluation: usd, fixed: usd, one_off: usd })
  .describe('Dollars by what they are spent on; they add up to the mean spend');

const step = z.object({
  name: z.string(),
  kind: z.enum(['model', 'tool', 'human', 'group']),
  model: z.string().nullable().describe('provider/model; null where the step is none'),
  group: z.string().nullable().describe('The group that holds it'),
  runs_per_request: perRequest.describe('Rounds times items'),
  calls_per_request: perRequest.describe('Attempts at model APIs, erring ones and fallbacks included'),
  cost_usd: usd.describe('Per request of the whole workflow; those of steps that are no groups add up to it'),
  share_of_cost: share,
  tokens_per_request: tokenFigures,
  compaction: z
    .object({ calls_per_request: perRequest, cost_usd: usd, tokens_per_request: tokenFigures })
    .nullable()
    .describe('Calls that shorten what is carried, in its figures already; null where it books none'),
  cache_hit_rate: share.nullable().describe('Cached tokens read over cacheable tokens; null where nothing may be cached'),
  latency_ms: z
    .object({ mean: z.number(), p50: z.number(), p95: z.number() })
    .nullable()
    .describe('Its time in a request in which it runs, over all its rounds; null where it never runs'),
  share_of_critical_path: share.describe('Its part of the time that requests take; of groups 0, their steps have it'),
  worst_case_cost_usd: usd.nullable().describe('What it costs in the dearest request; null where nothing bounds it'),
  context_use_p99: share.nullable().describe('Share of the window that its longest prompt fills, 99th percentile; null where it has none'),
});

const model = z.object({
  model: z.string().describe('provider/model'),
  calls_per_day: z.number().min(0),
  tokens_per_day: tokenFigures,
  spend_usd_per_month: usd.describe('In the first month'),
});

const timeFigures = z.object({ mean: z.number(), standard_error: z.number().describe('Of the mean'), ...percentiles }).nullable();

/** Figures of one request, or of one session. */
const unitFigures = z.object({
  cost_usd: costFigures,
  calls: z.object({ mean: perRequest }).describe('Attempts at model APIs'),
  tokens: tokenFigures,
  latency_ms: timeFigures.describe('Machine time that the user waits, over requests that succeed; null where none does'),
  turnaround_ms: timeFigures.describe('Time with people'),
  first_token_ms: timeFigures.describe('Time to the first visible token'),
});

const budget = z.object({
  name: z.string().describe('cost_per_request.p95'),
  limit: z.number(),
  actual: z.number().nullable().describe('Null where nothing bounds it, or nothing can be held against it'),
  interval: interval.nullable().describe('What holds the true figure with 95 % confidence; both ends are the figure where it is exact'),
  ok: z.boolean().nullable().describe('False where its whole interval lies beyond the limit; null where nothing can be held against it'),
  verdict: z.enum(['kept', 'near', 'crossed', 'unknown']).describe('near: the limit lies inside the interval, so that nothing is certain'),
  chance_over: share
    .nullable()
    .describe('Share above the limit: of the futures, of spend and mean costs, else of the requests; of monthly spend in any month'),
  month: z.string().nullable().describe('The month that it was held against'),
});

const bucket = z.object({
  bucket: z.string().describe('The models that share the limit'),
  peak_rpm: perRequest,
  peak_input_tpm: perRequest,
  peak_output_tpm: perRequest,
  mean_rpm: perRequest.describe('Calls a minute of the busiest hour, on average'),
  in_flight: perRequest.nullable().describe('Calls at once in the peak minute; null where a model has no latency figures'),
  binds: z.enum(['rpm', 'input_tpm', 'output_tpm', 'tpm']).nullable().describe('What is nearest its limit'),
  use: share.nullable().describe('Need ÷ limit of what binds'),
  throttled: share.nullable().describe('Share of the calls of the busiest hour beyond the limit'),
  amplification: perRequest.describe('Calls offered over calls without what comes back after it was throttled'),
  retry_storm: z.boolean().describe('What is offered reaches the limit on average: what waits grows as long as the hour lasts'),
  limit_reached: z.string().nullable().describe('The month in which growth reaches the limit'),
});

const lever = z.object({
  name: z.string(),
  kind: z.enum(['assumption', 'tokenizer', 'samples', 'traffic']),
  low: z.number().describe('Its 10th percentile; of a tokenizer and of samples over what was counted'),
  middle: z.number().describe('Its median'),
  high: z.number().describe('Its 90th percentile'),
  low_usd_per_month: usd.describe('Of the mean month of the horizon without one-off costs, all other numbers at their medians'),
  middle_usd_per_month: usd,
  high_usd_per_month: usd,
  elasticity: z.number().nullable().describe('0.4: 10 % more of it is 4 % more spend; null where it is 0 in the middle'),
  share_of_spread: share.describe('Of the variance of the logarithm of the spend'),
  breaks: z
    .array(z.object({ budget: z.string(), value: z.number() }))
    .describe('The value at which a budget on money is met, all other numbers at their medians, where there is one'),
});

const scenario = z.object({
  name: z.string(),
  per_request: unitFigures.extend({ success_rate: share }).describe('Of the first month'),
  per_session: unitFigures
    .extend({ turns: perRequest.describe('Requests of a session') })
    .nullable()
    .describe('Null where requests stand alone'),
  daily: z.object(period).nullable().describe('The mean day of the first month; null without traffic'),
  monthly: z.object(period).nullable().describe('The first month; null without traffic'),
  months: z.array(
    z.object({
      ...period,
      month: z.string().describe('2027-01, or month 1 where no start is given'),
      days: z.number(),
      notes: z.array(z.string()).describe('What happens to prices in it'),
      components,
    }),
  ),
  horizon: z
    .object({ ...period, months: z.number().int(), components })
    .nullable()
    .describe('All months together; null without traffic'),
  exposure_usd: usd.nullable().describe('The worst case of the busiest night: 12 hours at the peak rate; null where nothing bounds it'),
  unbounded: z
    .array(z.object({ step: z.string(), missing: z.string().describe('The key that would bound it'), where: z.string() }))
    .describe('What leaves the worst case without a bound'),
  steps: z.array(step).describe('In file order, groups too'),
  models: z.array(model).describe('Each model once, whichever steps call it'),
  capacity: z.array(bucket).nullable().describe('Need against rate limits at the peak minute; null where none are stated'),
  unit_economics: economicsShape.nullable().describe('Null without traffic'),
  sensitivity: z
    .array(lever)
    .nullable()
    .describe('Uncertain numbers by what they do to the spend, the strongest first; null without traffic'),
  budgets: z.array(budget),
});

const origin = z.enum(['measured', 'stated', 'table', 'estimated', 'default']) satisfies z.ZodType<Origin>;
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * The plan of a workflow as every renderer and every other program sees it: SPEC 8. New keys may come within a version, so
 * that the published schema does not refuse them.
 */
export const reportShape = z.object({
  schema: z.literal('outlay.plan/1').describe('The version changes when a key changes its meaning or goes; new keys may come'),
  tool: z.object({ name: z.literal('outlay'), version: z.string() }),
  workflow: z.string(),
  description: z.string(),
  unit: z.string().describe('What one request is called'),
  tags: z.record(z.string(), z.string()),
  settings: z.object({
    seed: z.number().int().min(0),
    runs: z.number().int(),
    as_of: z.string().describe('The day whose prices hold, YYYY-MM-DD'),
    set: z.array(z.string()).describe('What --set changed, path=value, in order'),
  }),
  currencies: currenciesShape.optional(),
  inputs: z.array(z.object({ file: z.string(), sha256 })).describe('Every file that went in, with the hash of its bytes'),
  pricing: z
    .array(z.object({ provider: z.string(), source: z.string(), read: z.string().describe('Day of its newest row'), sha256 }))
    .describe('The price tables of the providers that the workflow names'),
  scenarios: z.array(scenario).describe('In file order; the first is the base that reports lead with'),
  assumptions: z
    .array(z.object({ where: z.string().describe('file:line:column'), what: z.string(), value: z.string(), origin }))
    .describe('Every number that went in, and where it comes from'),
  diagnostics: z
    .array(
      z.object({
        severity: z.enum(['error', 'warning']),
        code: z.string(),
        message: z.string(),
        where: z.string().describe('file:line:column, or empty'),
        help: z.array(z.string()).describe('Remedies and facts'),
      }),
    )
    .describe('Problems that did not keep the plan from being made'),
});

/** The same type with nothing in it to be changed. */
type Frozen<T> = T extends readonly (infer Item)[]
  ? readonly Frozen<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Frozen<T[Key]> }
    : T;

export type Report = Frozen<z.output<typeof reportShape>>;
export type ScenarioReport = Report['scenarios'][number];
export type StepReport = ScenarioReport['steps'][number];
export type ModelReport = ScenarioReport['models'][number];
export type MonthReport = ScenarioReport['months'][number];
export type ComponentsReport = Frozen<z.output<typeof components>>;
export type TokenFigures = Frozen<z.output<typeof tokenFigures>>;
export type CostFigures = Frozen<z.output<typeof costFigures>>;
export type TimeFigures = NonNullable<Frozen<z.output<typeof timeFigures>>>;
export type UnitFigures = Frozen<z.output<typeof unitFigures>>;
export type EconomicsReport = Frozen<z.output<typeof economicsShape>>;
export type LeverReport = Frozen<z.output<typeof lever>>;
export type BucketReport = Frozen<z.output<typeof bucket>>;
export type BudgetReport = Frozen<z.output<typeof budget>>;
export type Spend = Frozen<z.output<typeof spend>>;
