import { Problems } from '../../diagnostics/diagnostic.ts';
import { recording } from '../../planning/counted.ts';
import { evaluatedIn } from '../../planning/forecasts.ts';
import { planned } from '../../planning/plans.ts';
import { type Project, readAgain, readProject } from '../../planning/read.ts';
import { expect } from '../../projection/expect.ts';
import { type Forecast, forecast } from '../../projection/forecast.ts';
import type { Projection } from '../../projection/projection.ts';
import type { ScenarioPlan } from '../../workflow/plan.ts';
import type { Ask, LeverMoved, Told } from './wire.ts';

/** Percentiles of so many requests are shown first, where all of them would take long. */
const FIRST_RUNS = 1000;
const LONG_MS = 200;

type Counts = Map<string, number | readonly number[] | null>;

/** A workflow that was read for a request, and what was counted for it. */
type Read = { readonly key: string; readonly project: Project; readonly counts: Counts };

/** Reads and counts once, and plays a workflow in whatever state it is asked for. */
export class Work {
  #read: Read | undefined;
  readonly #tell: (told: Told) => void;
  /** Lets what waits in the queue come in; tells whether a later question has. */
  readonly #overtaken: (id: number) => Promise<boolean>;

  constructor(tell: (told: Told) => void, overtaken: (id: number) => Promise<boolean>) {
    this.#tell = tell;
    this.#overtaken = overtaken;
  }

  #projectFor({ request, fresh }: Ask): Read {
    const key = JSON.stringify(request);
    if (this.#read?.key === key && !fresh) return this.#read;
    const project = readProject(request);
    const counts: Counts = new Map();
    this.#read = { key, project: { ...project, stock: recording(project.stock, counts) }, counts };
    return this.#read;
  }

  /** Answers a question until it is done, or until a later one comes. */
  async answer(ask: Ask): Promise<void> {
    const { project, counts } = this.#projectFor(ask);
    if (ask.levers !== null) return this.#tryLevers(ask, ask.levers, project, counts);
    const problems = new Problems();
    const workflow = project.workflow && readAgain(project, ask.settings, problems);
    const scenarios = workflow?.spec.scenarios.filter(({ name }) => project.scenarios.some((one) => one.name === name)) ?? [];
    const found = workflow && planned(project, workflow, scenarios, problems);
    this.#tell({
      kind: 'read',
      id: ask.id,
      problems: [...project.problems.list, ...problems.list],
      asOf: project.asOf,
      ownDay: project.ownDay,
      currencies: project.currencies,
      spec: workflow?.spec,
      tables: found?.tables ?? [],
      inputs: project.disk.inputs,
      counted: new Map(counts),
    });
    if (found === undefined) return this.#tell({ kind: 'done', id: ask.id });
    const first = found.plans.find(({ name }) => name === ask.scenario) ?? found.plans[0];
    const order = found.plans.toSorted((a, b) => Number(b === first) - Number(a === first));
    for (const plan of order) {
      if (await this.#overtaken(ask.id)) return;
      await this.#play(ask, project, plan, problems);
    }
    this.#tell({ kind: 'done', id: ask.id });
  }

  async #play(ask: Ask, project: Project, plan: ScenarioPlan, problems: Problems): Promise<void> {
    const { run } = ask.request;
    const around = { evaluated: evaluatedIn(project, plan), families: project.stock.families() };
    const tell = (found: Forecast | undefined, last: boolean): void => {
      if (found !== undefined) this.#tell({ kind: 'forecast', id: ask.id, forecast: found, last });
    };
    if (run.runs > FIRST_RUNS) {
      const start = performance.now();
      const rough = forecast(plan, { ...run, runs: FIRST_RUNS }, problems, around);
      if ((performance.now() - start) * (run.runs / FIRST_RUNS) > LONG_MS) {
        tell(rough, false);
        if (await this.#overtaken(ask.id)) return;
      }
    }
    tell(forecast(plan, run, problems, around), true);
  }

  /** What each change alone would move, in closed form; null where it cannot be planned. */
  async #tryLevers(ask: Ask, levers: readonly (readonly string[])[], project: Project, counts: Counts): Promise<void> {
    const scenario = ask.scenario ?? '';
    const now = expected(project, ask.settings, scenario);
    const moved: (LeverMoved | null)[] = [];
    for (const lever of levers) {
      if (await this.#overtaken(ask.id)) return;
      const then = expected(project, lever, scenario);
      moved.push(now === undefined || then === undefined ? null : { usd: spendOf(then) - spendOf(now) });
    }
    this.#tell({ kind: 'levers', id: ask.id, moved, counted: new Map(counts) });
  }
}

const expected = (project: Project, settings: readonly string[], scenario: string): Projection | undefined => {
  const problems = new Problems();
  const workflow = readAgain(project, settings, problems);
  const found = workflow?.spec.scenarios.filter(({ name }) => name === scenario) ?? [];
  const [plan] = (workflow && planned(project, workflow, found, problems)?.plans) ?? [];
  return plan && !problems.failed ? expect(plan, problems, evaluatedIn(project, plan)) : undefined;
};

/** The spend of the first month; without traffic the cost of a request. */
const spendOf = ({ months, costUsd }: Projection): number => months[0]?.spendUsd ?? costUsd;
