import * as z from 'zod';
import { reportShape } from '../report.ts';
import { variantFiguresShape } from '../variant/figures.ts';

const { tool, workflow, unit, settings, currencies, inputs, pricing, diagnostics } = reportShape.shape;

const change = z.number().nullable();

const stress = z.object({
  name: z.string().describe('outage-anthropic'),
  title: z.string(),
  what: z.string().describe('What is done to the calm scenario'),
  figures: variantFiguresShape,
  against_calm: z
    .object({
      cost_usd: change,
      monthly_spend_usd: change,
      latency_p95_ms: change,
      first_token_p95_ms: change,
      success_rate: change,
      peak_use: change,
    })
    .describe('Figures less those of the calm scenario; null where one of the two is'),
  remedies: z
    .array(
      z.object({
        kind: z
          .enum(['holds', 'would_help', 'nothing'])
          .describe('holds: it is in the file; would_help: to be added, with what the stress comes to then; nothing: why there is neither'),
        text: z.string(),
        figures: variantFiguresShape.nullable().describe('The stress with the remedy; null but for would_help'),
      }),
    )
    .describe('What ceiling or fallback holds it, or would'),
});

/** The shape of `outlay stress --format json`. */
export const stressShape = z.object({
  schema: z.literal('outlay.stress/1').describe('The version changes when a key changes its meaning or goes; new keys may come'),
  tool,
  workflow,
  unit,
  settings,
  currencies,
  inputs,
  pricing,
  scenarios: z
    .array(
      z.object({
        name: z.string(),
        limits_assumed: z
          .array(z.object({ provider: z.string(), tier: z.string() }))
          .describe('Account tiers that stand in for limits that the scenario does not state: the first of each price table'),
        calm: variantFiguresShape,
        stresses: z.array(stress),
        not_run: z.array(z.object({ name: z.string(), title: z.string(), why: z.string() })).describe('Stresses that it cannot meet'),
      }),
    )
    .describe('Each as if the stress lasted: figures of requests while it does, spend of a month of it'),
  diagnostics,
});

/** What `outlay stress` has found. */
export type StressReport = z.output<typeof stressShape>;
export type StressedScenario = StressReport['scenarios'][number];
export type StressRow = StressedScenario['stresses'][number];
