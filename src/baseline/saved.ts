import { resolve } from 'node:path';
import * as z from 'zod';
import { visibleWithin } from '../diagnostics/escape.ts';
import { DISK } from '../io/files.ts';
import type { NoBaseline } from '../io/git/revision.ts';
import type { SideFigures } from './plain-diff.ts';

const MOST_BYTES = 64 << 20;

/** What is read of `outlay plan --format json`; other keys may come and go. */
const shape = z.object({
  schema: z.literal('outlay.plan/1'),
  workflow: z.string(),
  settings: z.object({ as_of: z.string(), runs: z.number() }),
  scenarios: z.array(
    z.object({
      name: z.string(),
      per_request: z.object({
        cost_usd: z.object({ mean: z.number() }),
        latency_ms: z.object({ p95: z.number().nullable() }).nullable(),
        success_rate: z.number(),
      }),
      monthly: z.object({ requests: z.number(), spend_usd: z.object({ mean: z.number() }) }).nullable(),
      steps: z.array(z.object({ name: z.string(), kind: z.string(), cost_usd: z.number() })),
      budgets: z.array(z.object({ name: z.string(), limit: z.number() })),
    }),
  ),
});

/** A plan that was saved as JSON: figures, without what they were made of. */
export type SavedPlan = {
  readonly workflow: string;
  readonly asOf: string;
  readonly scenarios: readonly (SideFigures & { readonly budgets: readonly { readonly name: string; readonly limit: number }[] })[];
};

type Raw = z.output<typeof shape>;

const figuresOf = ({ name, per_request: request, monthly, steps, budgets }: Raw['scenarios'][number]): SavedPlan['scenarios'][number] => ({
  name,
  per: monthly === null ? 'request' : 'month',
  costPerRequestUsd: request.cost_usd.mean,
  successRate: request.success_rate,
  requests: monthly?.requests ?? null,
  latencyP95Ms: request.latency_ms?.p95 ?? null,
  steps: new Map(steps.filter(({ kind }) => kind !== 'group').map((step) => [step.name, step.cost_usd])),
  spendUsd: monthly?.spend_usd.mean ?? request.cost_usd.mean,
  budgets,
});

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Returns whether a path names a saved plan and not a workflow. */
export const isSaved = (path: string): boolean => path.endsWith('.json');

/** Returns a plan that was saved as JSON, or why it cannot be had. */
export const savedPlan = (cwd: string, path: string): SavedPlan | NoBaseline => {
  const shown = visibleWithin(path, 80);
  const read = DISK.anywhere(resolve(cwd, path), MOST_BYTES);
  if ('problem' in read) return { problem: `"${shown}" cannot be read: ${read.problem}`, help: [] };
  const found = shape.safeParse(parsed(new TextDecoder().decode(read.bytes)));
  if (!found.success)
    return { problem: `"${shown}" is no plan of this version`, help: ['save one: outlay plan <path> --format json > base.json'] };
  const { workflow, settings, scenarios } = found.data;
  return { workflow, asOf: settings.as_of, scenarios: scenarios.map(figuresOf) };
};
