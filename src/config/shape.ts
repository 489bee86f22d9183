import * as z from 'zod';

const scalar = z.union([z.number(), z.string()]);
const date = (what: string) => z.string().describe(`${what}, YYYY-MM-DD`);
const rule = z.string().regex(/^[a-z][a-z0-9-]*$/, 'a rule is named in small letters and dashes');

const regression = z.strictObject({
  cost: scalar.optional().describe('How far mean cost per request and mean monthly spend may rise over the base: 5% (the default), or off'),
  latency: scalar.optional().describe('How far p95 latency may rise over the base: 10% (the default), or off'),
  floor: scalar.optional().describe('Dollars a month below which a rise is not worth a red build: $50 (the default)'),
});

const suppression = z.strictObject({
  rule: rule.describe('Id of the rule that is not to report'),
  workflow: z.string().optional().describe('Name of the workflow that it is silent about; all of them by default'),
  reason: z.string().min(1, 'a suppression needs a reason').describe('Why the finding is accepted'),
  until: date('Last day of the suppression').optional(),
});

/** The shape of `outlay.yaml`, the file at the root of a project: SPEC section 9. */
export const configShape = z.strictObject({
  workflows: z.array(z.string()).optional().describe('Paths and patterns of the workflows that check looks at without arguments'),
  as_of: date('The day whose prices hold; --as-of and OUTLAY_AS_OF stand before it, today is the default').optional(),
  regression: regression.optional().describe('How far a change may raise figures over its base'),
  rules: z
    .record(rule, z.enum(['off', 'warn', 'error']))
    .optional()
    .describe('What each review rule does: off, warn or error'),
  gates: z.enum(['base', 'head']).optional().describe('Whose limits a pull request is held to: those of its base (the default) or its own'),
  currency: z
    .record(z.string().regex(/^(?:[A-Z]{3}|on)$/, 'a currency is three capitals, and `on` the day of the rates'), scalar)
    .optional()
    .describe('Rates of other currencies against one dollar, and the day they are of: { EUR: 0.92, on: 2026-11-20 }'),
  ignore: z.array(suppression).optional().describe('Findings that are accepted, each with its reason'),
});
