import { Problems } from '../diagnostics/diagnostic.ts';
import { edited, planned } from '../planning/plans.ts';
import { type Project, readProject } from '../planning/read.ts';
import type { Catalogue } from '../pricing/catalogue.ts';
import type { Facts } from '../report/build/build.ts';
import type { Workflow } from '../workflow/read-workflow.ts';
import type { Spec } from '../workflow/spec.ts';
import { playedBy, withPlayers } from './players.ts';
import { type Outcome, version } from './process.ts';
import { type CommonOptions, refused } from './refused.ts';
import { requestFor, statedIn, warningsFor } from './request.ts';

/** A project that can be planned as it stands, for commands that plan it in many ways. */
export type ReadyProject = {
  readonly project: Project;
  readonly workflow: Workflow;
  readonly catalogue: Catalogue;
  /** What a report says beside its figures. */
  readonly facts: Omit<Facts, 'forecasts'>;
  readonly warnings: string;
  readonly threads: number;
};

/** What the command line changes in a spec; what is wrong with it is reported. */
type Edit = (spec: Spec, problems: Problems) => Spec;

/** Reads a project for a command, or returns the outcome that reports what is wrong. `warnings` are for stderr. */
export const readyProject = (path: string, options: CommonOptions, edit: Edit = (spec) => spec): ReadyProject | Outcome => {
  const stated = new Problems();
  const said = statedIn(options, stated);
  if (stated.failed) return refused(stated, options);
  const project = readProject(requestFor(path, options, said));
  const { problems, scenarios } = project;
  const workflow = project.workflow && edited(project.workflow, (spec) => edit(spec, problems));
  const found = workflow && planned(project, workflow, scenarios, problems);
  if (found === undefined || workflow === undefined || problems.failed) return refused(problems, options);
  const facts = {
    version: version(),
    asOf: project.asOf,
    seed: said.run.seed,
    runs: said.run.runs,
    settings: options.set ?? [],
    currencies: project.currencies,
    spec: workflow.spec,
    inputs: project.disk.inputs,
    tables: found.tables,
    diagnostics: problems.list,
  };
  return { project, workflow, catalogue: found.catalogue, facts, warnings: warningsFor(problems, options), threads: said.threads };
};

/** Hands over a project with threads that play its requests, and ends them behind it. */
export const withThreads = <T>(ready: ReadyProject, use: (ready: ReadyProject) => T): T =>
  withPlayers(ready.threads, (players) => use({ ...ready, project: playedBy(ready.project, players) }));
