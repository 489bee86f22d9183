import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Planner, Variant } from '../../src/analysis/variant.ts';
import { renderDiagnostics } from '../../src/diagnostics/render.ts';
import { planned } from '../../src/planning/plans.ts';
import { type Project, readProject } from '../../src/planning/read.ts';
import { beginVariant } from '../../src/planning/variants.ts';
import type { Catalogue } from '../../src/pricing/catalogue.ts';
import { parseDay } from '../../src/pricing/day.ts';

const ROW = 'from: 2020-01-01, read: 2026-11-01, confidence: high';

/** Two providers with round prices and times; `sun/large` is dear and fast, `moon` answers where the sun is down. */
export const TABLES: Readonly<Record<string, string>> = {
  'pricing/sun.yaml': `
provider: sun
source: https://example.com/sun
limits:
  - models: [large]
    first: { rpm: 100 }
    second: { rpm: 1000 }
models:
  large:
    context_window: 200k
    max_output: 8k
    caching: { mode: explicit, min_tokens: 1024, ttl: [5m, 1h] }
    latency: { ttft: 500ms, speed: 100, source: measured for this test }
    prices: [{ ${ROW}, input: 10, cache_read: 1, cache_write: { 5m: 12.5, 1h: 20 }, output: 40, tiers: { batch: 50%, flex: 60% }, fees: { search: { each: $0.01 } } }]
  small:
    context_window: 200k
    latency: { ttft: 300ms, speed: 200, source: measured for this test }
    prices: [{ ${ROW}, input: 1, output: 4 }]
  untimed:
    context_window: 200k
    prices: [{ ${ROW}, input: 0.5, output: 2 }]
  narrow:
    context_window: 4k
    latency: { ttft: 100ms, speed: 200, source: measured for this test }
    prices: [{ ${ROW}, input: 1, output: 4 }]
  old:
    context_window: 200k
    latency: { ttft: 500ms, speed: 100, source: measured for this test }
    retires: { on: 2027-03-01, replaced_by: small, billed_at: own }
    prices: [{ ${ROW}, input: 2, output: 8 }]
`,
  'pricing/moon.yaml': `
provider: moon
source: https://example.com/moon
models:
  large:
    context_window: 200k
    latency: { ttft: 1s, speed: 50, source: measured for this test }
    prices: [{ ${ROW}, input: 5, output: 20 }]
`,
};

/** A project of its own, planned as it stands, and what plans edits of it. */
export type Ready = { readonly project: Project; readonly base: Variant; readonly catalogue: Catalogue; readonly planner: Planner };

/** Returns a workflow made ready for analyses: its first scenario, its price tables, and what plans variants of it. */
export const readyFor = (workflow: string, runs = 200): Ready => {
  const root = mkdtempSync(join(tmpdir(), 'outlay-variants-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  mkdirSync(join(root, '.git'));
  mkdirSync(join(root, 'pricing'));
  for (const [path, text] of Object.entries({ ...TABLES, 'workflow.yaml': workflow })) writeFileSync(join(root, path), text);
  const asOf = parseDay('2026-11-20') ?? 0;
  const rest = { pricing: null, scenarios: [], traffic: null, settings: [], asOf, today: asOf };
  const project = readProject({ cwd: root, path: '.', ...rest, run: { seed: 1, runs } });
  const { problems } = project;
  const [scenario] = project.scenarios;
  const found = project.workflow && scenario && planned(project, project.workflow, [scenario], problems);
  if (found === undefined || project.workflow === undefined || scenario === undefined) throw new Error(renderDiagnostics(problems.list));
  const planner: Planner = (variant) => beginVariant(project, variant);
  return { project, base: { spec: project.workflow.spec, scenario }, catalogue: found.catalogue, planner };
};
