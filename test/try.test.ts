import { it } from 'vitest';
import { readFileSync } from 'node:fs';
import { open, PRICES } from '/tmp/wt/steps/test/support/plan.ts';
import { renderDiagnostics } from '/tmp/wt/steps/src/diagnostics/render.ts';
const W = `
inputs:
  question: { count: 1 to 12 }
  document: 3k to 12k
  half: { of: document, times: 0.5, max: 5k }
  doc2: { mix: [ { share: {assumption: paste}, tokens: 40k }, { share: rest, tokens: 300 } ] }
session: { turns: { p50: 3, p95: 8 }, gap: 20s to 3min }
assumptions: { escalation: 5% to 14%, verbosity: 0.8 to 1.5, paste: 1% to 3%, idle: 1 to 2 }
defaults: { retry: { attempts: 3, errors: 0.8%, backoff: 500ms } }
steps:
  triage:
    model: test/counting
    prompt:
      - system: "You triage {{document}} well"
      - { system: { tokens: 2k }, variants: 3 }
      - history: { last: 3, keep: all, compact: { over: 8k, to: 500 } }
      - user: { input: half }
      - user: { input: doc2 }
    output: 12
    outcomes: { person: { assumption: escalation }, complex: 32%, simple: rest }
  retrieve: { needs: [], tool: search, cost: { of: question, times: $0.001 }, latency: 80 to 300ms, output: 1800 to 3500 }
  loop:
    needs: [triage, retrieve]
    repeat: { until: judge.pass, max: 4 }
    carry: { reasoning: true, last: 2, compact: { over: 10k, to: 1k, model: test/cached } }
    steps:
      write: { model: test/cached, cache: 1h, prompt: [{ system: {tokens: 3000} }, { context: { step: judge } }, { user: { tokens: 100 } }], output: { p50: 280, p95: 750, scale: verbosity }, stream: true }
      judge: { model: test/cached, prompt: [{ user: { step: write } }], output: 10, outcomes: { pass: 60%, no: rest } }
  chunks:
    for_each: { chunks_of: document, size: 1200, overlap: 100, parallel: 4 }
    model: test/cached
    prompt: [{ user: { chunk: document } }, { context: { rounds: loop } }]
    output: 10
    when: { all: [{ not: triage.person }, first_turn] }
traffic: 100 per day
`;
it('x', async () => {
  const o = await open(W);
  console.log(renderDiagnostics(o.problems));
  const p = o.plans[0];
  if (!p) return;
  console.log(JSON.stringify(o.scenarios[0].unknowns));
  console.log(JSON.stringify(p.steps, (k, v) => (k === 'at' || k==='place' || k==='prices' || k==='model' ? undefined : v instanceof Map ? [...v] : Array.isArray(v) && v.length > 20 ? `[${v.length}]` : v), 1));
  console.log(p.assumptions.map((a) => `${a.what}: ${a.value} (${a.origin})`).join('\n'));
  const s = o.scenarios[0];
  const t = performance.now(); for (let i = 0; i < 2000; i++) s.planAt([0.1 + i / 1e5, 1.1, 0.02]); console.log((performance.now() - t) / 2000, 'ms');
});
