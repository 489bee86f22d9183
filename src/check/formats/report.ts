import * as z from 'zod';
import { currenciesShape } from '../../report/currency.ts';
import { diffSettingsShape, stateShape, workflowDiffShape } from '../../report/diff/report.ts';
import { acceptedShape, findingShape } from '../../review/formats/json.ts';

const budget = z.object({
  scenario: z.string(),
  name: z.string(),
  limit: z.number(),
  actual: z.number().nullable(),
  verdict: z.enum(['kept', 'near', 'crossed', 'unknown']),
  month: z.string().nullable(),
  chance_over: z.number().nullable(),
});

/** What `outlay check --format json` prints. */
export const checkReportShape = z.object({
  schema: z.literal('outlay.check/1'),
  tool: z.object({ name: z.literal('outlay'), version: z.string() }),
  settings: diffSettingsShape,
  currencies: currenciesShape.optional(),
  base: stateShape.nullable().describe('Null where there is nothing to compare with'),
  head: stateShape,
  gates: z.enum(['base', 'head']).describe('Whose limits hold'),
  regression: z
    .object({ cost: z.number().nullable(), latency: z.number().nullable(), floor_usd: z.number() })
    .describe('Fractions; null for off. Dollars a month'),
  ok: z.boolean(),
  summary: z.object({ errors: z.number(), warnings: z.number(), accepted: z.number() }),
  loosened: z
    .array(z.object({ what: z.string(), where: z.string(), before: z.string(), after: z.string() }))
    .describe('What the change loosens itself; it counts only with gates: head'),
  findings: z.array(findingShape).describe('Errors first'),
  accepted: z.array(acceptedShape),
  workflows: z.array(workflowDiffShape.extend({ budgets: z.array(budget) })),
});

export type CheckReport = z.output<typeof checkReportShape>;
export type CheckedReport = CheckReport['workflows'][number];
