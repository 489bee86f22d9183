import { it, vi } from 'vitest';
import { openWorkflow } from '../src/planning/open.ts';
import { ClosedForms } from '../src/projection/closed-forms.ts';
import { SpendModel } from '../src/projection/band/spend-model.ts';
import { bandsOf } from '../src/projection/band/bands.ts';
import { sensitivityOf } from '../src/projection/band/sensitivity.ts';
import { expect as project } from '../src/projection/expect.ts';
import { Problems } from '../src/diagnostics/diagnostic.ts';
import { FAMILIES } from '../src/tokens/families.ts';
const seen: any[] = [];
vi.mock('../src/projection/forecast.ts', () => ({ forecast: (s: any) => { seen.push(s); return undefined; } }));
it('prof', async () => {
  for (const name of ['support-agent', 'nightly-labels']) {
    seen.length = 0;
    await openWorkflow({ cwd: process.cwd(), path: 'scenarios/' + name, pricing: null, scenarios: [], traffic: null, settings: [], asOf: null, today: 20000 as any, run: { seed: 1, runs: 100 } } as any);
    for (const s of [...seen, ...seen]) {
      const t0 = performance.now();
      const forms = new ClosedForms(s);
      const projection = project(s, new Problems(), null, forms)!;
      const t1 = performance.now(), w1 = forms.worked;
      const model = new SpendModel(forms, projection, FAMILIES);
      const t2 = performance.now(), w2 = forms.worked;
      const bands = bandsOf(model, projection, { seed: 1, unitCv: 1.5 })!;
      const t3 = performance.now();
      const sens = sensitivityOf(model);
      const t4 = performance.now();
      const miss = model.missAt();
      const t5 = performance.now();
      console.log(name, s.name, 'expect', (t1 - t0).toFixed(1), w1, '| model', (t2 - t1).toFixed(1), w2 - w1, '| bands', (t3 - t2).toFixed(1), '| sens', (t4 - t3).toFixed(1), '| miss', (t5 - t4).toFixed(1), forms.worked - w2, miss, 'corr', bands.correction);
    }
  }
}, 100000);
