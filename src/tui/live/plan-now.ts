import { Problems } from '../../diagnostics/diagnostic.ts';
import { type Counted, countedStock, NotAtHand } from '../../planning/counted.ts';
import { evaluatedIn } from '../../planning/forecasts.ts';
import { planned } from '../../planning/plans.ts';
import { type Project, readAgain, readProject } from '../../planning/read.ts';
import type { Request } from '../../planning/request.ts';
import type { PriceTable } from '../../pricing/table.ts';
import { expect } from '../../projection/expect.ts';
import type { Projection } from '../../projection/projection.ts';
import { exposureUsd, type WorstCase, worstCaseOf } from '../../projection/worst/worst-case.ts';
import type { Spec } from '../../workflow/spec.ts';

/** What the closed form says of one scenario. */
export type PlannedNow =
  | {
      readonly kind: 'planned';
      readonly spec: Spec;
      readonly projection: Projection;
      readonly worst: WorstCase;
      readonly exposureUsd: number | null;
      readonly problems: Problems;
    }
  /** What is wrong with a knob's value. */
  | { readonly kind: 'refused'; readonly problems: Problems }
  /** Something has to be read or counted first. */
  | { readonly kind: 'later' };

/** Plans in closed form within a key press: it reads no table and counts no text, but takes both from what a worker has told. */
export class PlanNow {
  readonly #request: Request;
  #project: Project;
  readonly #counted = new Map<string, number | readonly number[] | null>();
  #tables: readonly PriceTable[] = [];

  constructor(request: Request) {
    this.#request = request;
    this.#project = this.#read();
  }

  #read(): Project {
    const project = readProject(this.#request);
    const stock = countedStock(this.#counted, project.place.root, new Problems());
    const tables = (providers: ReadonlySet<string> | null): readonly PriceTable[] => {
      const found = this.#tables.filter(({ provider }) => providers?.has(provider));
      if (providers === null || found.length < providers.size) throw new NotAtHand('a price table that was not read yet');
      return found;
    };
    return { ...project, stock, tables };
  }

  /** The workflow as its files stand; undefined where they cannot be read. */
  get spec(): Spec | undefined {
    return this.#project.problems.failed ? undefined : this.#project.workflow?.spec;
  }

  get problems(): Problems {
    return this.#project.problems;
  }

  /** Reads the files again; what was counted is forgotten, since samples go by the names of their files. */
  reread(): void {
    this.#counted.clear();
    this.#project = this.#read();
  }

  /** Takes over what a worker has read and counted. */
  learn(tables: readonly PriceTable[], counted: Counted): void {
    if (tables.length > 0) this.#tables = tables;
    for (const [key, tokens] of counted) this.#counted.set(key, tokens);
  }

  /** Returns a scenario with settings in closed form. */
  at(settings: readonly string[], scenario: string): PlannedNow {
    const problems = new Problems();
    try {
      const project = this.#project;
      const workflow = readAgain(project, settings, problems);
      const scenarios = workflow?.spec.scenarios.filter(({ name }) => name === scenario) ?? [];
      const [plan] = (workflow && planned(project, workflow, scenarios, problems)?.plans) ?? [];
      const projection = plan && expect(plan, problems, evaluatedIn(project, plan));
      if (workflow === undefined || projection === undefined || problems.failed) return { kind: 'refused', problems };
      const worst = worstCaseOf(projection.plan);
      const exposed = exposureUsd(projection.plan, projection.requestsPerDay, worst);
      return { kind: 'planned', spec: workflow.spec, projection, worst, exposureUsd: exposed, problems };
    } catch (thrown) {
      if (thrown instanceof NotAtHand) return { kind: 'later' };
      throw thrown;
    }
  }
}
