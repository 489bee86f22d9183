import * as z from 'zod';
import { CAUSE_KINDS } from '../../analysis/diff/cause-kinds.ts';
import { currenciesShape } from '../currency.ts';

const figure = z.number().nullable();
const change = z.object({ base: figure, head: figure, change: figure });

const place = z
  .object({ file: z.string(), line: z.number(), column: z.number(), end_line: z.number(), end_column: z.number() })
  .nullable()
  .describe('Relative to the root of the project; lines and columns from 1');

const edit = z.object({
  subject: z.string().describe('The step, input, assumption or scenario'),
  key: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
  where: place,
});

const cause = z.object({
  kinds: z.array(z.enum(CAUSE_KINDS)).describe('Several where edits make no sense without each other'),
  subjects: z.array(z.string()),
  usd: z.number().describe('Its share of the change of spend: a Shapley value'),
  latency_ms: figure.describe('Its share of the change of p95 latency'),
  steps: z.array(z.object({ name: z.string(), usd: z.number() })),
  edits: z.array(edit),
});

const certainty = z.object({
  by: z.enum(['exact', 'futures', 'batches']).describe('How the bounds of the change were found'),
  low: z.number(),
  high: z.number(),
  clear: z.boolean().describe('Whether both bounds lie on one side of zero'),
});

export const scenarioDiffShape = z.object({
  name: z.string(),
  status: z.enum(['changed', 'added', 'removed']),
  per: z.enum(['month', 'request']).describe('What spend is of: the first month, or a request where there is no traffic'),
  spend_usd: change,
  cost_per_request_usd: change,
  success_rate: change,
  latency_p95_ms: change.nullable(),
  untimed_models: z.array(z.string()).describe('Models without latency figures that one side alone calls: times are then not compared'),
  price_tables_usd: figure.describe('What another state of the price tables moves by itself; null where the old ones cannot tell'),
  causes: z.array(cause),
  causes_exact: z.boolean().describe('False where forty orders of the causes stand for all of them'),
  steps: z.array(z.object({ name: z.string(), base: z.number(), head: z.number(), change: z.number() })),
  spend_certainty: certainty.nullable(),
  latency_certainty: certainty.nullable(),
});

export const workflowDiffShape = z.object({
  name: z.string(),
  path: z.string(),
  status: z.enum(['changed', 'unchanged', 'added', 'removed', 'unpriced']),
  before: z.object({ name: z.string(), path: z.string() }).nullable().describe('Where its name or path was another'),
  base_problem: z.string().nullable().describe('Why the base cannot be compared with, though it has the workflow'),
  scenarios: z.array(scenarioDiffShape),
  problems: z.array(z.string()),
});

export const stateShape = z.object({ name: z.string(), commit: z.string().nullable() });

export const diffSettingsShape = z.object({ seed: z.number(), runs: z.number(), as_of: z.string(), set: z.array(z.string()) });

/** What `outlay diff --format json` prints. */
export const diffReportShape = z.object({
  schema: z.literal('outlay.diff/1'),
  tool: z.object({ name: z.literal('outlay'), version: z.string() }),
  settings: diffSettingsShape,
  currencies: currenciesShape.optional(),
  base: stateShape,
  head: stateShape,
  workflows: z.array(workflowDiffShape),
});

export type DiffReport = z.output<typeof diffReportShape>;
export type WorkflowReport = z.output<typeof workflowDiffShape>;
export type ScenarioReport = z.output<typeof scenarioDiffShape>;
export type CauseReport = z.output<typeof cause>;
export type EditReport = z.output<typeof edit>;
export type ChangeReport = z.output<typeof change>;
