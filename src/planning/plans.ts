import { Problems } from '../diagnostics/diagnostic.ts';
import { priceFiles } from '../io/disk.ts';
import { type Catalogue, catalogueOf, providersNamed } from '../pricing/catalogue.ts';
import type { PriceTable } from '../pricing/table.ts';
import { modelsNamed } from '../workflow/counting.ts';
import { graphOf } from '../workflow/graph.ts';
import type { ScenarioPlan } from '../workflow/plan.ts';
import type { Workflow } from '../workflow/read-workflow.ts';
import { resolve } from '../workflow/resolve.ts';
import { findModel } from '../workflow/resolve-call.ts';
import type { Spec } from '../workflow/spec.ts';
import { namedInScenarios } from '../workflow/traffic/names.ts';
import type { ScenarioSpec } from '../workflow/traffic/spec.ts';
import type { Project } from './read.ts';
import { tablesReferred } from './tables.ts';

/** A workflow with everything looked up: its scenarios over all their futures, and the price tables that were used. */
export type Planned = {
  readonly plans: readonly ScenarioPlan[];
  readonly catalogue: Catalogue;
  /** Those of the catalogue that price something of the workflow. */
  readonly tables: readonly PriceTable[];
};

/** The tables of the providers that a workflow names; all of them where a model is not found, so that near ids can be told. */
const catalogueFor = ({ request, tables: read }: Project, spec: Spec, problems: Problems): Catalogue => {
  const { pricing, cwd } = request;
  if (pricing !== null && priceFiles(cwd, [pricing], null).length === 0) {
    problems.error('options', null, `--pricing "${pricing}" names no price table`, {
      help: ['name a .yaml file, or a folder that holds some'],
    });
  }
  const ids = modelsNamed(spec).map(({ id }) => id);
  const { sure, maybe } = namedInScenarios(spec.scenarios);
  const named = catalogueOf(tablesReferred(read, new Set([...ids, ...sure, ...maybe].map((id) => id.split('/')[0] ?? ''))));
  const providers = new Set(named.tables.map(({ provider }) => provider));
  const complete = [...ids, ...sure].every((id) => named.find(id) !== undefined || providers.has(id));
  return catalogueOf(complete ? named.tables : read(null), problems);
};

/**
 * Returns some scenarios of a workflow as plans; undefined, and reported, where something cannot be looked up. The workflow
 * may be the project's own or an edit of it, the scenarios likewise: `planned(project, edited(project.workflow, …), [messy], problems)`.
 */
export const planned = (
  project: Project,
  workflow: Workflow,
  scenarios: readonly ScenarioSpec[],
  problems: Problems,
): Planned | undefined => {
  const before = problems.list.length + project.problems.list.length;
  const catalogue = catalogueFor(project, workflow.spec, problems);
  // A table that cannot be read lists no models: to report those as unknown would mislead.
  const whole = problems.list.length + project.problems.list.length === before;
  const named = whole ? modelsNamed(workflow.spec) : [];
  const models = named.map(({ id, at }) => findModel(catalogue, problems, id, at));
  const failed = (): boolean => problems.failed || project.problems.failed;
  if (failed()) return undefined;
  const counting = project.stock.countingFor(workflow.spec, models);
  if (failed()) return undefined;
  const plans = resolve(workflow, scenarios, { catalogue, counting, problems, asOf: project.asOf });
  const used = new Set([...named.map(({ id }) => id.split('/')[0]), ...catalogue.tables.flatMap(providersNamed)]);
  const tables = catalogue.tables.filter(({ provider, models: listed }) => used.has(provider) && listed.length > 0);
  return plans && !failed() ? { plans, catalogue, tables } : undefined;
};

/** Returns a workflow with an edited spec; undefined where its steps no longer fit together. */
export const edited = ({ spec }: Workflow, edit: (spec: Spec) => Spec): Workflow | undefined => {
  const changed = edit(spec);
  const graph = graphOf(changed, new Problems());
  return graph && { spec: changed, graph };
};
