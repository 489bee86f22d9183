import { posix } from 'node:path';
import { Problems } from '../../src/diagnostics/diagnostic.ts';
import { renderDiagnostics } from '../../src/diagnostics/render.ts';
import { type SourceFile, sourceFile } from '../../src/diagnostics/source.ts';
import { catalogueOf } from '../../src/pricing/catalogue.ts';
import { parseDay } from '../../src/pricing/day.ts';
import { readPriceTable } from '../../src/pricing/read.ts';
import { mean } from '../../src/stats/moments.ts';
import { FAMILIES } from '../../src/tokens/families.ts';
import type { Plan, ScenarioPlan } from '../../src/workflow/plan.ts';
import { readWorkflow } from '../../src/workflow/read-workflow.ts';
import type { Loader } from '../../src/workflow/reading.ts';
import { resolve } from '../../src/workflow/resolve.ts';
import type { ScenarioSpec } from '../../src/workflow/traffic/spec.ts';

const ROW = 'from: 2020-01-01, read: 2026-11-01, confidence: high';

/** Two providers: one with a bucket of two models and two account tiers, one with a model that has an alias. */
const TABLES = [
  `
provider: anthropic
source: https://example.com/a
regions: { us: 1.1 }
limits:
  - models: [claude-sonnet-5, claude-sonnet-5-5]
    build: { rpm: 4000, input_tpm: 2M, output_tpm: 400k, cache_reads_count: false }
    scale: { rpm: 8000, input_tpm: 4M, output_tpm: 800k, cache_reads_count: false }
  - models: [claude-haiku-5-5]
    build: { rpm: 4000, input_tpm: 4M, output_tpm: 800k, cache_reads_count: false }
models:
  claude-sonnet-5: { context_window: 1M, prices: [{ ${ROW}, input: 2, cache_read: 0.2, cache_write: { 5m: 2.5, 1h: 4 }, output: 10 }] }
  claude-sonnet-5-5: { context_window: 1M, prices: [{ ${ROW}, input: 3, output: 15 }] }
  claude-haiku-5-5: { context_window: 200k, prices: [{ ${ROW}, input: 1, output: 5 }] }
`,
  `
provider: openai
source: https://example.com/o
regions: { us: 1.1 }
models:
  gpt-6-luna: { aliases: [luna], context_window: 400k, prices: [{ ${ROW}, input: 1.25, output: 10 }] }
`,
];

/** A triage that starts a loop: two models of two providers, a tool, an input. */
export const STEPS = `
inputs: { question: 100 }
steps:
  triage: { model: openai/luna, prompt: [{ user: { input: question } }], output: 10 }
  search: { tool: help centre }
  work:
    repeat: { continue: 50%, max: 6 }
    steps:
      answer: { model: anthropic/claude-sonnet-5, prompt: 4k, output: 1k }
`;

export type Files = Readonly<Record<string, string>>;

const loaderOver = (files: Files, problems: Problems): Loader => {
  const find = (path: string, from: SourceFile): string => posix.normalize(posix.join(posix.dirname(from.name), path));
  const text: Loader['text'] = (path, from, at) => {
    const name = find(path, from);
    const found = files[name];
    if (found === undefined) return problems.error('file-unreadable', at, `"${path}" cannot be read: there is no such file`);
    return sourceFile(name, found);
  };
  return {
    text,
    exists: (path, from) => files[find(path, from)] !== undefined,
    matching: (patterns, from, at) => {
      const found = patterns.map((path) => text(path, from, at));
      return found.every((file) => file !== undefined) ? found : undefined;
    },
  };
};

type Read = { readonly problems: Problems; readonly scenarios: readonly ScenarioSpec[]; readonly plans: readonly ScenarioPlan[] };

/** Reads and resolves the scenarios of a `traffic.yaml` beside a workflow. */
const read = (traffic: string, workflow: string, files: Files): Read => {
  const problems = new Problems();
  const loader = loaderOver(files, problems);
  const found = readWorkflow(sourceFile('workflow.yaml', workflow), sourceFile('traffic.yaml', traffic), 'case', loader, problems);
  const tables = TABLES.flatMap((text, index) => readPriceTable(sourceFile(`pricing/${index}.yaml`, text), '', problems) ?? []);
  const nothing: Read = { problems, scenarios: found?.spec.scenarios ?? [], plans: [] };
  if (found === undefined || problems.failed) return nothing;
  const resources = {
    catalogue: catalogueOf(tables),
    counting: { families: FAMILIES, text: () => 0, samples: () => [] },
    problems,
    asOf: parseDay('2026-11-20') ?? 0,
  };
  return { ...nothing, plans: resolve(found, found.spec.scenarios, resources) ?? [] };
};

/** Returns the scenarios of a `traffic.yaml` over their futures; throws with the rendered problems where it has errors. */
export const scenarioPlansOf = (traffic: string, workflow = STEPS, files: Files = {}): readonly ScenarioPlan[] => {
  const { problems, plans } = read(traffic, workflow, files);
  if (problems.failed) throw new Error(renderDiagnostics(problems.list));
  return plans;
};

/** Returns the plans of the scenarios of a `traffic.yaml`, at the means of what nobody knows. */
export const plansOf = (traffic: string, workflow = STEPS, files: Files = {}): readonly Plan[] =>
  scenarioPlansOf(traffic, workflow, files).map(({ unknowns, planAt }) => planAt(unknowns.map(({ of }) => mean(of))));

/** Returns the plan of one scenario, given as the text of its keys. */
export const planOf = (keys: string, workflow = STEPS, files: Files = {}): Plan => {
  const [plan] = plansOf(`base: { requests: 100 per day, ${keys} }\n`, workflow, files);
  if (plan === undefined) throw new Error('no scenario');
  return plan;
};

/** Returns the scenarios as read, before anything is looked up. */
export const scenariosOf = (traffic: string): readonly ScenarioSpec[] => read(traffic, STEPS, {}).scenarios;

/** Returns the problems of a faulty `traffic.yaml` as a user reads them; throws where there is no error. */
export const mistakesOf = (traffic: string, workflow = STEPS, files: Files = {}): string => {
  const { problems } = read(traffic, workflow, files);
  if (!problems.failed) throw new Error('the scenario has no error');
  return renderDiagnostics(problems.list);
};

/** Returns the problems of a scenario, given as the text of its keys. */
export const mistakesIn = (keys: string, workflow = STEPS, files: Files = {}): string =>
  mistakesOf(`base: { requests: 100 per day, ${keys} }\n`, workflow, files);

/** Returns what a scenario without errors is warned of, as a user reads it. */
export const warningsIn = (keys: string, workflow = STEPS, files: Files = {}): string => {
  const { problems } = read(`base: { requests: 100 per day, ${keys} }\n`, workflow, files);
  if (problems.failed) throw new Error(renderDiagnostics(problems.list));
  return renderDiagnostics(problems.list);
};
