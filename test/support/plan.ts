import { posix } from 'node:path';
import picomatch from 'picomatch';
import { type Diagnostic, Problems } from '../../src/diagnostics/diagnostic.ts';
import { renderDiagnostics } from '../../src/diagnostics/render.ts';
import { type SourceFile, sourceFile } from '../../src/diagnostics/source.ts';
import { loadCounters } from '../../src/io/vocabularies.ts';
import { catalogueOf } from '../../src/pricing/catalogue.ts';
import { parseDay } from '../../src/pricing/day.ts';
import { readPriceTable } from '../../src/pricing/read.ts';
import { mean } from '../../src/stats/moments.ts';
import { countingOf, encodingsOf, modelsNamed, needsCounting } from '../../src/workflow/counting.ts';
import type { ModelLink, Plan, PlanStep, ScenarioPlan } from '../../src/workflow/plan.ts';
import { readWorkflow, type Workflow } from '../../src/workflow/read-workflow.ts';
import type { Loader } from '../../src/workflow/reading.ts';
import { resolve } from '../../src/workflow/resolve.ts';
import { findModel } from '../../src/workflow/resolve-call.ts';
import type { Spec } from '../../src/workflow/spec.ts';

const ROW = 'from: 2020-01-01, read: 2026-11-01, confidence: high';

/** Round prices, so that sums can be done by hand. Only `counting`, `claude` and `automatic` count texts. */
export const PRICES = `
provider: test
source: https://example.com/prices
models:
  cached:
    context_window: 1M
    max_output: 128k
    caching: { mode: explicit, min_tokens: 1024, ttl: [5m, 1h] }
    prices:
      - { ${ROW}, input: 3, cache_read: 0.3, cache_write: { 5m: 3.75, 1h: 6 }, output: 15, tiers: { batch: 50% } }
  plain:
    aliases: [plain-latest]
    context_window: 400k
    max_output: 32k
    prices: [{ ${ROW}, input: 2.5, output: 10 }]
  primary:
    context_window: 400k
    max_output: 32k
    prices: [{ ${ROW}, input: 10, output: 10 }]
  dear:
    context_window: 400k
    max_output: 32k
    prices: [{ ${ROW}, input: 40, output: 40 }]
  small:
    context_window: 1000
    max_output: 300
    prices: [{ ${ROW}, input: 1, output: 4 }]
  tiered:
    context_window: 1M
    max_output: 32k
    prices:
      - { ${ROW}, input: 1.25, output: 10, long_context: [{ over: 200k, input: 2.5, output: 15 }], tiers: { batch: 50%, fast: { input: 4 } } }
  stepped:
    context_window: 1M
    prices:
      - { ${ROW}, input: 1, output: 2, long_context: [{ over: 900, input: 2, output: 5 }, { at_least: 1500, input: 6 }], tiers: { batch: 40%, fast: { input: 4 } } }
  embedding:
    context_window: 8k
    prices: [{ ${ROW}, input: 0.1 }]
  silent:
    context_window: 4M
    prices: [{ ${ROW}, input: 0.1 }]
  changing:
    context_window: 400k
    max_output: 32k
    prices:
      - { from: 2020-01-01, until: 2027-02-28, read: 2026-11-01, confidence: high, input: 4, output: 8 }
      - { from: 2027-03-01, read: 2026-11-01, confidence: high, input: 2, output: 4 }
  counting:
    tokenizer: o200k_base
    context_window: 400k
    prices: [{ ${ROW}, input: 2, output: 8 }]
  claude:
    tokenizer: claude-1
    context_window: 400k
    prices: [{ ${ROW}, input: 2, output: 8 }]
  automatic:
    tokenizer: o200k_base
    context_window: 400k
    caching: { mode: automatic, min_tokens: 1024 }
    prices: [{ ${ROW}, input: 2, cache_read: 0.2, output: 8 }]
  full:
    tokenizer: o200k_base
    context_window: 400k
    max_output: 32k
    caching: { mode: automatic, min_tokens: 1024, ttl: [10m, 1h] }
    regions: { eu: 1.1 }
    tool_system: 346
    image: { rule: flat, tokens: 258 }
    pdf_page: { uniform: [1500, 3000] }
    latency: { ttft: 400ms, speed: 80, prefill: { uncached: 40k, cached: 150k }, source: measured for this test }
    prices: [{ ${ROW}, input: 2, cache_read: 0.2, output: 8, fees: { web_search: { per_1k: 10 } } }]
`;

/** What a case consists of, beside its workflow. */
export type Case = {
  readonly prices?: string;
  /** The text of `traffic.yaml` beside the workflow. */
  readonly traffic?: string;
  /** Files by path relative to the workflow. */
  readonly files?: Readonly<Record<string, string>>;
  /** The day whose prices hold where no start is given. */
  readonly asOf?: string;
};

/** A workflow read and resolved in memory; `plans` are its scenarios at the means of what nobody knows. Empty where there are errors. */
export type Outcome = {
  readonly problems: readonly Diagnostic[];
  readonly spec: Spec | undefined;
  readonly workflow: Workflow | undefined;
  readonly scenarios: readonly ScenarioPlan[];
  readonly plans: readonly Plan[];
  /** The scenarios of an edited workflow; empty where it has errors. */
  readonly planAgain: (edited: Workflow) => readonly ScenarioPlan[];
};

/** A loader over a map of files: paths are relative to the file that names them, and nothing else exists. */
const loaderOver = (files: Readonly<Record<string, string>>, problems: Problems): Loader => {
  const sources = new Map(Object.entries(files).map(([name, text]) => [name, sourceFile(name, text)]));
  const at = (path: string, from: SourceFile): SourceFile | undefined => sources.get(posix.join(posix.dirname(from.name), path));
  const text: Loader['text'] = (path, from, span) =>
    at(path, from) ?? problems.error('file-unreadable', span, `"${path}" cannot be read: no such file`);
  return {
    text,
    exists: (path, from) => at(path, from) !== undefined,
    matching: (patterns, from, span) => {
      const paths = patterns.flatMap((pattern) =>
        picomatch.scan(pattern).isGlob ? [...sources.keys()].sort().filter((name) => picomatch(pattern)(name)) : [pattern],
      );
      if (paths.length === 0) return problems.error('no-samples', span, `no file matches "${patterns.join(', ')}"`);
      const found = paths.map((path) => text(path, from, span));
      return found.every((file) => file !== undefined) ? found : undefined;
    },
  };
};

const dayOf = (text: string): number => {
  const day = parseDay(text);
  if (day === undefined) throw new Error(`${text} is no date`);
  return day;
};

/** Reads and resolves a workflow without touching the disk: what `outlay plan` does, in the same order. */
export const open = async (workflow: string, given: Case = {}): Promise<Outcome> => {
  const problems = new Problems();
  const loader = loaderOver(given.files ?? {}, problems);
  const traffic = given.traffic === undefined ? undefined : sourceFile('traffic.yaml', given.traffic);
  const read = readWorkflow(sourceFile('workflow.yaml', workflow), traffic, 'case', loader, problems);
  const table = readPriceTable(sourceFile('pricing/test.yaml', given.prices ?? PRICES), '', problems);
  const nothing: Outcome = { problems: problems.list, spec: read?.spec, workflow: read, scenarios: [], plans: [], planAgain: () => [] };
  if (read === undefined || table === undefined) return nothing;
  const catalogue = catalogueOf([table]);
  const models = modelsNamed(read.spec).map(({ id, at }) => findModel(catalogue, problems, id, at));
  if (problems.failed) return nothing;
  const counters = loadCounters(needsCounting(read.spec) ? encodingsOf(models.map((model) => model?.tokenizer ?? null)) : []);
  const counting = countingOf(counters, loader, problems);
  const asOf = dayOf(given.asOf ?? '2026-11-20');
  const planned = (edited: Workflow, into: Problems): readonly ScenarioPlan[] =>
    resolve(edited, edited.spec.scenarios, { catalogue, counting, problems: into, asOf }) ?? [];
  const scenarios = planned(read, problems);
  const plans = scenarios.map(({ unknowns, planAt }) => planAt(unknowns.map(({ of }) => mean(of))));
  return { ...nothing, scenarios, plans, planAgain: (edited) => planned(edited, new Problems()) };
};

const errorsOf = ({ problems }: Outcome): readonly Diagnostic[] => problems.filter(({ severity }) => severity === 'error');

/** Returns the plans of a workflow that has no errors, at the means of what nobody knows; throws with the rendered problems where it has. */
export const plansOf = async (workflow: string, given: Case = {}): Promise<readonly Plan[]> => {
  const opened = await open(workflow, given);
  if (errorsOf(opened).length > 0) throw new Error(renderDiagnostics(opened.problems));
  return opened.plans;
};

/** Returns the plan of a workflow's first scenario. */
export const planOf = async (workflow: string, given: Case = {}): Promise<Plan> => {
  const [first] = await plansOf(workflow, given);
  if (first === undefined) throw new Error('the workflow has no scenario');
  return first;
};

/** Returns a step of a plan by its name. */
export const stepNamed = (plan: Plan, name: string): PlanStep => {
  const found = plan.steps.find((step) => step.name === name);
  if (found === undefined) throw new Error(`no step ${name}`);
  return found;
};

/** Returns the model call that a step tries first. */
export const modelOf = (plan: Plan, name: string): ModelLink => {
  const [link] = stepNamed(plan, name).links;
  if (link?.kind !== 'model') throw new Error(`${name} is no model step`);
  return link;
};

/** Returns the problems of a faulty workflow as a user reads them; throws where there is no error. */
export const problemsOf = async (workflow: string, given: Case = {}): Promise<string> => {
  const opened = await open(workflow, given);
  if (errorsOf(opened).length === 0) throw new Error('the workflow has no error');
  return renderDiagnostics(opened.problems);
};

/** Returns the codes of the errors of a faulty workflow, in the order in which they were found. */
export const codesOf = async (workflow: string, given: Case = {}): Promise<readonly string[]> =>
  errorsOf(await open(workflow, given)).map(({ code }) => code);
