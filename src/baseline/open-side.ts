import { Problems } from '../diagnostics/diagnostic.ts';
import { shippedPricing } from '../io/disk.ts';
import type { Files } from '../io/files.ts';
import type { Repository } from '../io/git/revision.ts';
import { sameIn, type Trace, traced } from '../io/git/trace.ts';
import { evaluatedIn } from '../planning/forecasts.ts';
import { type Planned, planned } from '../planning/plans.ts';
import { type Project, readProject } from '../planning/read.ts';
import type { Request } from '../planning/request.ts';
import { tableReader } from '../planning/tables.ts';
import type { State } from './state.ts';

/** The settings of a project are weighed apart: no figure comes from them but the day, which both sides share. */
const SETTINGS = 'outlay.yaml';

/** What all workflows of a run have in common. */
export type Settings = Omit<Request, 'cwd' | 'path' | 'files' | 'found'>;

/** A workflow of a state, read and planned; `plans` is undefined where it cannot be. */
export type OpenSide = { readonly project: Project; readonly plans: Planned | undefined; readonly traces: readonly Trace[] };

type Shelf = { readonly read: Project['tables']; readonly problems: Problems; readonly trace: Trace };

/** Opens workflows of one state, whose price tables are read once. */
export type Opener = (path: string, found: boolean) => OpenSide;

/** Returns what opens workflows of a state. Where a repository is given, what is asked of its files is noted. */
export const openerOf = (state: State, settings: Settings, repository: Repository | null, commit: string): Opener => {
  const shelves = new Map<string, Shelf>();
  const watched = (): { readonly files: Files; readonly trace: Trace } =>
    repository === null
      ? { files: state.files, trace: new Map() }
      : traced(state.files, repository, commit, { shipped: shippedPricing(), ignored: SETTINGS });
  const shelfOf = (root: string): Shelf => {
    const known = shelves.get(root);
    if (known !== undefined) return known;
    const { files, trace } = watched();
    const problems = new Problems();
    const shelf = { read: tableReader({ cwd: state.cwd, root, pricing: settings.pricing, files }, problems), problems, trace };
    shelves.set(root, shelf);
    return shelf;
  };
  return (path, found) => {
    const { files, trace } = watched();
    const read = readProject({ ...settings, cwd: state.cwd, path, files, found });
    const shelf = shelfOf(read.place.root);
    const tables: Project['tables'] = (providers) => {
      const list = shelf.read(providers);
      read.problems.takeOver(shelf.problems, []);
      return list;
    };
    const project = { ...read, tables };
    const { workflow, scenarios, problems } = project;
    const plans = workflow && planned(project, workflow, scenarios, problems);
    for (const plan of plans?.plans ?? []) evaluatedIn(project, plan);
    return { project, plans: problems.failed ? undefined : plans, traces: [trace, shelf.trace] };
  };
};

/** Returns whether a revision has the same content wherever the opening of a workflow looked. */
export const isSame = ({ traces }: OpenSide, { files, tree }: State): boolean =>
  tree !== null && traces.every((trace) => sameIn(trace, files, tree));
