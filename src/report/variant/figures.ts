import * as z from 'zod';
import type { Figures } from '../../analysis/variant.ts';

const share = z.number().min(0);

/** What variants of a workflow are told apart by: the shape that `stress` and `compare` publish. */
export const variantFiguresShape = z
  .object({
    cost_usd: z
      .object({
        mean: z.number().describe('In closed form'),
        machines: z.number().describe('Of the mean, all but people'),
        p95: z.number(),
        worst_case: z.number().nullable().describe('The most that one request can cost; null where nothing bounds it'),
      })
      .describe('Dollars for one request'),
    monthly_spend_usd: z.number().nullable().describe('Mean spend of the first month; null without traffic'),
    latency_ms: z.object({ p50: z.number(), p95: z.number() }).nullable().describe('Over requests that succeed; null where none does'),
    first_token_ms: z.object({ p95: z.number() }).nullable().describe('Over requests that succeed; null where none does'),
    untimed: z
      .array(z.object({ step: z.string(), model: z.string() }))
      .describe('Calls that users wait for without latency figures: times are lower bounds'),
    success_rate: share,
    context_use_p99: share.nullable().describe('Share of its window that the fullest prompt of any step fills, 99th percentile'),
    capacity: z
      .array(
        z.object({
          bucket: z.string().describe('The models that share the limit'),
          binds: z.enum(['rpm', 'input_tpm', 'output_tpm', 'tpm']).nullable().describe('What is nearest its limit'),
          use: share.nullable().describe('Need of the peak minute ÷ limit of what binds'),
          throttled: share.nullable().describe('Share of the calls of the busiest hour beyond the limit'),
        }),
      )
      .describe('By rate limit; empty without limits or traffic'),
  })
  .describe('What one variant comes to');

export type VariantFigures = z.output<typeof variantFiguresShape>;

/** Returns a variant's figures in the words of the report. */
export const variantFigures = (figures: Figures): VariantFigures => {
  const { latencyP50Ms: p50, latencyP95Ms: p95, firstTokenP95Ms: first } = figures;
  return {
    cost_usd: { mean: figures.costUsd, machines: figures.machinesUsd, p95: figures.costP95Usd, worst_case: figures.worstCaseUsd },
    monthly_spend_usd: figures.monthlyUsd,
    latency_ms: p50 === null || p95 === null ? null : { p50, p95 },
    first_token_ms: first === null ? null : { p95: first },
    untimed: figures.untimed.map(({ step, model }) => ({ step, model })),
    success_rate: figures.successRate,
    context_use_p99: figures.contextUseP99,
    capacity: figures.peaks.map(({ bucket, binds, use, throttled }) => ({ bucket, binds, use, throttled })),
  };
};

/** Returns the use of the limit that is nearest; null where nothing is limited. */
export const peakUse = ({ capacity }: VariantFigures): number | null =>
  capacity.reduce<number | null>((most, { use }) => (use !== null && use > (most ?? -1) ? use : most), null);
