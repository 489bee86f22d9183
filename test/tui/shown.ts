import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renderDiagnostics } from '../../src/diagnostics/render.ts';
import { openWorkflow } from '../../src/planning/open.ts';
import { parseDay } from '../../src/pricing/day.ts';
import { buildReport } from '../../src/report/build/build.ts';
import type { Shown } from '../../src/tui/screens/screen.ts';

const AS_OF = parseDay('2026-11-26') ?? 0;

/** The smallest workflow of the README. */
export const SIX_LINES = `steps:
  answer:
    model: anthropic/claude-sonnet-5
    prompt: 4k
    output: 1k
traffic: 10k per day
`;

/** Returns what screens show of a workflow, its first scenario chosen, with few requests played. */
export const shownOf = async (path: string, cwd = process.cwd(), runs = 300): Promise<Shown> => {
  const opened = await openWorkflow({
    ...{ cwd, path, pricing: null, scenarios: [], traffic: null, settings: [] },
    ...{ asOf: AS_OF, today: AS_OF, run: { seed: 1, runs } },
  });
  const [forecast] = opened.forecasts;
  if (forecast === undefined || opened.spec === undefined) throw new Error(renderDiagnostics(opened.problems.list));
  const report = buildReport({
    ...{
      version: '0',
      asOf: AS_OF,
      seed: 1,
      runs,
      settings: [],
      currencies: opened.currencies,
      spec: opened.spec,
      forecasts: opened.forecasts,
    },
    ...{ inputs: opened.inputs, tables: opened.tables, diagnostics: opened.problems.list },
  });
  const asked = { scenarios: [], traffic: null, pricing: null, settings: [], environmentDay: null };
  return { opened, forecast, baseline: null, report, asked, path, stale: false };
};

/** Returns the same of a workflow written here. */
export const shownOfText = async (workflow: string): Promise<Shown> => {
  const folder = mkdtempSync(join(tmpdir(), 'outlay-tui-'));
  try {
    writeFileSync(join(folder, 'workflow.yaml'), workflow);
    return await shownOf('workflow.yaml', folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
};
