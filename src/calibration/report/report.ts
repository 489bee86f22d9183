import * as z from 'zod';
import { reportShape } from '../../report/report.ts';

const { tool, workflow, unit, settings, inputs, pricing, diagnostics } = reportShape.shape;

const number = z.number().nullable();
const interval = z.object({ low: z.number(), high: z.number() }).nullable();
const counted = z.array(z.object({ what: z.string(), records: z.number() }));

const log = z.object({
  file: z.string(),
  format: z.string().nullable().describe('Null where it could not be told'),
  note: z.string().nullable(),
  records: z.number(),
  duplicates: z.number().describe('Records of a call that another record is of too; the one with most tokens counts'),
  skipped: counted.describe('Entries that are no calls'),
  bad: z.number().describe('Entries that cannot be used'),
  bad_places: z.array(z.object({ line: z.number(), why: z.string() })).describe('The first of them'),
  seen: z.array(z.string()).describe('Where no format was found: the fields of the first entry, or formats that all fit'),
});

const step = z.object({
  name: z.string(),
  model: z.string(),
  records: z.number().describe('Calls that its model answered'),
  failed: z.number(),
  reused: z.number(),
  sums: z.number().describe('Stretches of time in which calls are summed up'),
  other_models: z.array(z.object({ model: z.string(), records: z.number(), fallback: z.boolean() })),
});

const quantity = z.object({
  what: z.string(),
  path: z.string().describe('As --set takes it'),
  before: z.string().nullable().describe('As written; null where nobody has stated it'),
  after: z.string().nullable().describe('As fitted; null where it stays as it is'),
  mean_before: number,
  observed: z.number().describe('The mean of what was observed, or the share'),
  interval: interval.describe('Holds the true figure in nine of ten cases'),
  unit: z.string(),
  records: z.number(),
  form: z.string().nullable(),
  misfit: z
    .object({ ks: z.number(), mean: z.number(), p95: z.number() })
    .nullable()
    .describe('Greatest difference of the distribution functions; errors of the mean and the 95th percentile as shares'),
  left: z.string().nullable().describe('Why it stays as it is'),
  note: z.string().nullable(),
});

const figures = z.object({
  cost_usd: z.object({ mean: z.number(), p95: z.number() }).describe('Dollars for one request'),
  requests_per_day: number,
  monthly_spend_usd: z.object({ mean: z.number(), p10: z.number(), p50: z.number(), p90: z.number() }).nullable(),
  latency_ms: z.object({ p50: z.number(), p95: z.number() }),
  first_token_ms: z.object({ p95: z.number() }),
});

const compared = z.object({
  what: z.string(),
  step: z.string().nullable().describe('Null for the whole request'),
  unit: z.enum(['usd', 'tokens', 'count', 'duration', 'share']),
  planned: z.number(),
  observed: z.number(),
  records: z.number(),
});

const foretelling = z
  .object({
    from: z.string(),
    until: z.string(),
    requests: z.object({ foretold: z.number(), observed: number.describe('Null where the logs do not count calls') }),
    volume: z.enum(['plan', 'rate']).describe('rate: too short for a day; the rate of the part before'),
    bill_usd: z.object({ foretold: z.number(), p10: z.number(), p90: z.number(), observed: z.number(), unpriced_records: z.number() }),
    days: z.object({ days: z.number(), inside: z.number() }).describe('Whole days, and those within the P10–P90 band of that day'),
    figures: z.array(compared),
  })
  .nullable();

/** The shape of `outlay calibrate --format json`. */
export const calibrateShape = z.object({
  schema: z.literal('outlay.calibrate/1').describe('The version changes when a key changes its meaning or goes; new keys may come'),
  tool,
  workflow,
  unit,
  settings,
  inputs,
  pricing,
  scenario: z.string().describe('The one whose traffic the logs are of'),
  logs: z.array(log).describe('The files, and what was in them'),
  covered: z
    .object({
      from: z.string().nullable(),
      until: z.string().nullable(),
      records: z.number(),
      requests: z.number(),
      told: z.boolean().describe('Whether the logs say which calls belong to one request'),
    })
    .describe('What the logs hold of the workflow'),
  steps: z.array(step).describe('Steps that call models, with their records'),
  unmatched: z
    .object({
      records: z.number(),
      models: z.array(z.object({ model: z.string(), records: z.number() })),
      fields: z.array(z.object({ field: z.string(), values: counted })).describe('What steps could be told by'),
    })
    .describe('Records of no step'),
  quantities: z.array(quantity).describe('Numbers of the workflow that the logs say something of'),
  effect: z
    .object({ before: figures, after: figures.nullable() })
    .describe('The plan as written and with the fitted numbers, by the same draws'),
  compared: z.array(compared).describe('Figures of the plan as written beside the logs'),
  compared_after: z.array(compared).describe('The same with the fitted numbers'),
  backtest: z
    .object({ split: z.string(), fitted: foretelling, written: foretelling })
    .nullable()
    .describe(
      'fitted: the first half of the logs foretells the second; written: the plan as it stands, all of them; null unless asked for',
    ),
  written: z.array(z.string()).describe('Files that were changed'),
  diagnostics,
});

/** What `outlay calibrate` has found. */
export type CalibrateReport = z.output<typeof calibrateShape>;
export type QuantityLine = CalibrateReport['quantities'][number];
export type ComparedLine = CalibrateReport['compared'][number];
export type ForetellingReport = NonNullable<NonNullable<CalibrateReport['backtest']>['fitted']>;
