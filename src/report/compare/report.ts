import * as z from 'zod';
import { reportShape } from '../report.ts';
import { variantFiguresShape } from '../variant/figures.ts';

const { tool, workflow, unit, settings, currencies, inputs, pricing, diagnostics } = reportShape.shape;

const choice = z.object({
  step: z.string(),
  model: z.string().describe('provider/model'),
  says: z.array(z.string()).describe('What it changes beside the model: "cache 5m", "tier batch"'),
});

const row = z.object({
  choices: z.array(choice).describe('One of each step that varies'),
  as_written: z.boolean().describe('Whether it is the workflow as it stands in the file'),
  unbeaten: z.boolean().describe('Whether no other row is as good in everything that it is judged by and better in something'),
  figures: variantFiguresShape,
});

const scenario = z.object({
  name: z.string(),
  varying: z
    .array(z.object({ step: z.string(), choices: z.array(choice) }))
    .describe('Steps that vary, and all that they may be; the first as written'),
  combinations: z.number().int().describe('How many were planned'),
  rows: z.array(row).describe('Those that are shown, best first by `sort`'),
  impossible: z.array(z.array(choice)).describe('Combinations that cannot be planned, such as a region in which a model is not offered'),
});

const version = 'The version changes when a key changes its meaning or goes; new keys may come';

/** The shape of `outlay compare --format json`. */
export const compareShape = z.object({
  schema: z.literal('outlay.compare/1').describe(version),
  tool,
  workflow,
  unit,
  settings,
  currencies,
  inputs,
  pricing,
  sort: z.enum(['cost', 'latency', 'first-token', 'success']).describe('What rows are sorted by'),
  judged_by: z
    .array(z.enum(['cost_usd.mean', 'latency_ms.p95', 'first_token_ms.p95', 'success_rate']))
    .describe('Figures by which a row may beat another'),
  scenarios: z.array(scenario).describe('All rows are played with the same random streams'),
  diagnostics,
});

/** The shape of `outlay optimize --format json`. */
export const optimizeShape = compareShape.extend({ schema: z.literal('outlay.optimize/1').describe(version) });

/** Combinations side by side: all that were asked for, or those that `outlay optimize` has found. */
export type CompareReport = z.output<typeof compareShape> | z.output<typeof optimizeShape>;
export type ComparedScenario = CompareReport['scenarios'][number];
export type ComparedRow = ComparedScenario['rows'][number];
