import * as z from 'zod';
import { dayText } from '../../pricing/day.ts';
import type { Usage } from '../../pricing/price.ts';
import type { Projection } from '../../projection/projection.ts';
import { tokens } from '../build/tokens.ts';
import { type Line, linesOf } from '../ledger/line.ts';

const count = z.number();
const tokenCounts = z.object({
  uncached_input: count,
  cache_read: count,
  cache_write: count,
  reasoning: count,
  visible_output: count,
});

const line = z.object({
  step: z.string(),
  kind: z.enum(['model', 'tool', 'person', 'compaction']),
  use: z
    .enum(['call', 'fallback', 'compaction'])
    .describe('What it is for the step: its own, what it falls back to, what shortens what it carries'),
  model: z.string().nullable().describe('provider/model; null where nothing is paid by tokens of one'),
  tier: z.string().nullable(),
  region: z.string().nullable(),
  cache_ttl: z.string().nullable().describe('Whose price of cache writes holds'),
  price_factor: count.nullable().describe('Region, own prices, faults and discount of the scenario together'),
  runs_per_request: count,
  billed_calls_per_request: count,
  tokens_per_request: tokenCounts.nullable(),
  fees_per_request: z.record(z.string(), count).describe('Uses of what is charged beside tokens'),
  cost_usd: count.describe('A request of the first month'),
});

/** What a plan on file has beside the report: how it was asked for, and its token counts, so that it can be priced again. */
export const resolvedShape = z.object({
  request: z.object({
    path: z.string().describe('As it was named on the command line'),
    scenarios: z.array(z.string()).describe('Empty for all'),
    traffic: z.string().nullable(),
    pricing: z.string().nullable(),
  }),
  scenarios: z.array(
    z.object({
      name: z.string(),
      months: z.array(z.object({ month: z.string(), from: z.string(), days: count, requests: count })),
      lines: z.array(line).describe('What each step pays to each receiver; costs add up to that of a request'),
    }),
  ),
});

export type ResolvedPlan = z.output<typeof resolvedShape>;
export type PlanRequest = ResolvedPlan['request'];
type ResolvedLine = z.output<typeof line>;

const paid = (usage: Usage): ResolvedLine['tokens_per_request'] => tokens(usage);

const usageOf = ({ place }: Line): ResolvedLine['use'] => {
  if (place === 'compaction') return place;
  return place === 0 ? 'call' : 'fallback';
};

const common = (one: Line) => ({
  step: one.step,
  kind: one.kind,
  use: usageOf(one),
  model: null,
  tier: null,
  region: null,
  cache_ttl: null,
  price_factor: null,
  runs_per_request: one.runs,
  billed_calls_per_request: 0,
  tokens_per_request: null,
  fees_per_request: {},
  cost_usd: one.usd[0] ?? 0,
});

const lineOf = (one: Line): ResolvedLine => {
  switch (one.kind) {
    case 'model':
      return {
        ...common(one),
        model: one.link.model.id,
        tier: one.link.tier,
        region: one.link.region,
        cache_ttl: one.link.cache.kind === 'off' ? null : one.link.cache.ttl,
        price_factor: one.link.priceFactor,
        billed_calls_per_request: one.sum.billed,
        tokens_per_request: paid(one.sum),
        fees_per_request: Object.fromEntries(one.fees.map(({ name, units }) => [name, units * one.sum.answered])),
      };
    case 'compaction':
      return { ...common(one), billed_calls_per_request: one.sum.billed, tokens_per_request: paid(one.sum) };
    case 'tool':
    case 'person':
      return common(one);
    default:
      return one satisfies never;
  }
};

/** Returns what a plan on file has beside the report. */
export const resolvedPlan = (request: PlanRequest, projections: readonly Projection[]): ResolvedPlan => ({
  request,
  scenarios: projections.map((projection) => ({
    name: projection.plan.scenario,
    months: projection.months.map(({ month, requests }) => ({ month: month.label, from: dayText(month.from), days: month.days, requests })),
    lines: linesOf(projection).map(lineOf),
  })),
});
