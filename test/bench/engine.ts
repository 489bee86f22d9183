import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { Problems } from '../../src/diagnostics/diagnostic.ts';
import { planned } from '../../src/planning/plans.ts';
import { readProject } from '../../src/planning/read.ts';
import { parseDay } from '../../src/pricing/day.ts';
import { bandsOf } from '../../src/projection/band/bands.ts';
import { SpendModel } from '../../src/projection/band/spend-model.ts';
import { ClosedForms } from '../../src/projection/closed-forms.ts';
import { expect } from '../../src/projection/expect.ts';
import { closedMean } from '../../src/projection/filling.ts';
import { requestOf } from '../../src/projection/request.ts';
import { simulate } from '../../src/projection/simulate/simulate.ts';
import { mean } from '../../src/stats/moments.ts';
import { FAMILIES } from '../../src/tokens/families.ts';
import type { ModelLink, Plan, ScenarioPlan } from '../../src/workflow/plan.ts';

// The two engines on the support agent in processor seconds, so that a busy machine slows all alike; the same workflow in NumPy beside
// them, where Python has it.

const root = process.cwd();
const RUNS = 20_000;
const TODAY = parseDay('2026-11-20') ?? 0;

const scenariosOf = (path: string): readonly ScenarioPlan[] => {
  const run = { seed: 1, runs: RUNS };
  const project = readProject({
    cwd: root,
    path,
    pricing: null,
    scenarios: [],
    traffic: null,
    settings: [],
    asOf: TODAY,
    today: TODAY,
    run,
  });
  const { workflow, scenarios } = project;
  const found = workflow && planned(project, workflow, scenarios, new Problems());
  if (found === undefined) throw new Error(`${path} cannot be planned`);
  return found.plans;
};

/** Processor milliseconds of a run, the median of some after two that warm up. */
const cpuMs = (work: () => unknown, times: number): number => {
  for (let warm = 0; warm < 2; warm++) work();
  const taken = Array.from({ length: times }, () => {
    const start = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  });
  return taken.sort((a, b) => a - b)[times >> 1] ?? 0;
};

const modelOf = (plan: Plan, name: string): ModelLink => {
  const link = plan.steps.find((step) => step.name === name)?.links[0];
  if (link?.kind !== 'model') throw new Error(`${name} is no model step`);
  return link;
};

/** What the model in NumPy is told: token counts, prices and times of the same plan. */
const given = (plan: Plan) => {
  const links = ['triage', 'answer', 'check'].map((name) => [name, modelOf(plan, name)] as const);
  const each = <T>(of: (link: ModelLink) => T) => Object.fromEntries(links.map(([name, link]) => [name, of(link)]));
  const terms = modelOf(plan, 'triage').parts.flatMap(({ amount }) => amount.terms);
  const question = terms.find(({ of }) => of.kind === 'empirical')?.of;
  return {
    runs: RUNS,
    questions: question?.kind === 'empirical' ? question.values : [],
    fixed: each(({ parts, overhead }) => parts.reduce((sum, { amount }) => sum + amount.constant, overhead.tokens)),
    prices: each(({ prices }) => ({ input: prices[0]?.[0]?.row.prices.input ?? 0, output: prices[0]?.[0]?.row.prices.output ?? 0 })),
    ttft: each(({ timing }) => {
      const of = timing?.kind === 'streamed' ? closedMean({ constant: timing.ttftMs.constant, terms: timing.ttftMs.terms }) : 0;
      return [of / 2, Math.log(Math.max(1, of / 2)), 0.5];
    }),
    speed: each(({ timing }) =>
      timing?.kind === 'streamed' ? mean(timing.tokensPerSecond.terms[0]?.of ?? { kind: 'constant', value: 60 }) : 60,
    ),
  };
};

type Numpy = { readonly seconds: number; readonly cost: readonly number[] };

const inNumpy = (plan: Plan): Numpy | null => {
  for (const python of ['/usr/bin/python3', 'python3']) {
    const { status, stdout } = spawnSync(python, [join(root, 'test', 'bench', 'support_agent.py')], {
      input: JSON.stringify(given(plan)),
      encoding: 'utf8',
    });
    if (status === 0) return JSON.parse(stdout) as Numpy;
  }
  return null;
};

/** Megabytes that a plan of a million requests takes at most, from the built command. */
const residentMb = (): number => {
  const main = join(root, 'dist', 'cli', 'main.js');
  const script = `process.on('exit', () => process.stderr.write(String(process.resourceUsage().maxRSS)));
import(${JSON.stringify(main)});`;
  const args = ['plan', 'scenarios/support-agent', '--scenario', 'launch', '--runs', '1000000', '--quiet', '--as-of', '2026-11-20'];
  const { stderr } = spawnSync(process.execPath, ['-e', script, '--', ...args], { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26 });
  return Number(stderr.trim()) / 1024;
};

const row = (...cells: readonly string[]): void => {
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
};

/** Prints how long the engines take. */
export const benchEngine = (): void => {
  const [launch] = scenariosOf('scenarios/support-agent');
  if (launch === undefined) throw new Error('the support agent has a scenario');
  const plan = launch.planAt([]);
  const ours = cpuMs(() => simulate(launch, { seed: 1, runs: RUNS }), 9);
  const rival = inNumpy(plan);
  process.stdout.write('| engine, processor time | outlay | beside it | limit |\n|---|---|---|---|\n');
  const beside =
    rival === null ? 'no NumPy here' : `NumPy ${(rival.seconds * 1000).toFixed(0)} ms: ${(ours / (rival.seconds * 1000)).toFixed(1)} ×`;
  row('20,000 requests of the support agent played', `${ours.toFixed(0)} ms`, beside, '100 ms');
  row('its closed form: one request', `${(1000 * cpuMs(() => requestOf(plan), 401)).toFixed(0)} µs`, '', '50 µs');
  const whole = cpuMs(() => expect(launch, new Problems(), null, new ClosedForms(launch)), 201);
  row('the same with twelve months and all volumes', `${(1000 * whole).toFixed(0)} µs`, '', '');
  const forms = new ClosedForms(launch);
  const projection = expect(launch, new Problems(), null, forms);
  if (projection !== undefined) {
    const model = new SpendModel(forms, projection, FAMILIES);
    const band = cpuMs(() => bandsOf(model, projection, { seed: 1, unitCv: 2 }), 41);
    row(
      '2,000 futures of the band, once a request is known',
      `${band.toFixed(0)} ms`,
      `${((1000 * band) / 2000).toFixed(0)} µs a future`,
      '50 µs a future',
    );
  }
  row('resident memory of a plan of a million requests', `${residentMb().toFixed(0)} MB`, '', '200 MB');
};
