import { Problems } from '../../src/diagnostics/diagnostic.ts';
import { renderDiagnostics } from '../../src/diagnostics/render.ts';
import { parseDay } from '../../src/pricing/day.ts';
import { expect as project } from '../../src/projection/expect.ts';
import { simulate } from '../../src/projection/simulate/simulate.ts';
import type { Finding } from '../../src/review/finding.ts';
import type { Levels } from '../../src/review/levels.ts';
import { review } from '../../src/review/review.ts';
import type { Reviewed } from '../../src/review/reviewed.ts';
import { graphOf } from '../../src/workflow/graph.ts';
import { type Case, open } from './plan.ts';

const ROW = 'from: 2020-01-01, read: 2026-11-01, confidence: high';

/** Round prices. `words` costs $2 in and $10 out; `grand` ten times that; `old` retires; `unsure` has prices of low confidence. */
const PRICES = `
provider: test
source: https://example.com/prices
models:
  words:
    aliases: [words-latest, words-2026-01-01]
    context_window: 1M
    max_output: 100k
    caching: { mode: explicit, min_tokens: 1000, ttl: [5m] }
    prices: [{ ${ROW}, input: 2, cache_read: 0.2, cache_write: { 5m: 2.5 }, output: 10, tiers: { batch: 50% } }]
  grand: { context_window: 1M, max_output: 100k, prices: [{ ${ROW}, input: 20, output: 100 }] }
  tiny: { context_window: 1M, max_output: 100k, prices: [{ ${ROW}, input: 0.1, output: 1 }] }
  vectors: { context_window: 8k, prices: [{ ${ROW}, input: 0.1 }] }
  small: { context_window: 1000, max_output: 300, prices: [{ ${ROW}, input: 2, output: 10 }] }
  old: { context_window: 1M, max_output: 100k, retires: { on: 2027-02-01, replaced_by: test/words, billed_at: own }, prices: [{ ${ROW}, input: 2, output: 10 }] }
  unsure: { context_window: 1M, max_output: 100k, prices: [{ from: 2020-01-01, read: 2026-11-01, confidence: low, input: 2, output: 10 }] }
  counting: { tokenizer: o200k_base, context_window: 1M, max_output: 100k, prices: [{ ${ROW}, input: 2, output: 10 }] }
`;

/** Returns a workflow with all that rules look at, 200 requests of each scenario played; throws where it has errors. */
const reviewedOf = async (yaml: string, given: Case): Promise<Reviewed> => {
  const { problems, workflow, scenarios, planAgain } = await open(yaml, { prices: PRICES, ...given });
  const bad = problems.filter(({ severity }) => severity === 'error');
  if (workflow === undefined || bad.length > 0) throw new Error(renderDiagnostics(problems));
  const seen = scenarios.flatMap((scenario) => {
    const projection = project(scenario, new Problems());
    return projection === undefined ? [] : [{ projection, simulation: simulate(scenario, { seed: 1, runs: 200 }) }];
  });
  const [base] = seen;
  if (base === undefined) throw new Error('the workflow has no scenario');
  const replanned: Reviewed['replanned'] = (edit) => {
    const spec = edit(workflow.spec);
    const graph = graphOf(spec, new Problems());
    const [plan] = graph === undefined ? [] : planAgain({ spec, graph });
    return plan && project(plan, new Problems());
  };
  return { workflow, base, scenarios: seen, asOf: parseDay(given.asOf ?? '2026-11-20') ?? 0, replanned };
};

/** Returns what all rules find in a workflow. */
export const findingsIn = async (yaml: string, given: Case = {}, levels: Levels = new Map()): Promise<readonly Finding[]> =>
  review(await reviewedOf(yaml, given), levels).findings;

/** Returns what one rule finds in a workflow, whether or not it is on by default. */
export const findingsOf = async (rule: string, yaml: string, given: Case = {}): Promise<readonly Finding[]> =>
  (await findingsIn(yaml, given, new Map([[rule, 'warn']]))).filter((finding) => finding.rule === rule);
