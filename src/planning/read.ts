import { Problems } from '../diagnostics/diagnostic.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import { Disk, type Place, placeOf } from '../io/disk.ts';
import { DISK } from '../io/files.ts';
import type { Currency } from '../pricing/currency.ts';
import type { Day } from '../pricing/day.ts';
import type { PriceTable } from '../pricing/table.ts';
import { readWorkflow, type Workflow } from '../workflow/read-workflow.ts';
import type { Loader } from '../workflow/reading.ts';
import type { ScenarioSpec } from '../workflow/traffic/spec.ts';
import { decodeText } from '../yaml/decode.ts';
import { withoutKey } from '../yaml/edit.ts';
import { counterStock, type Stock } from './counters.ts';
import { currenciesOf, projectConfig } from './project.ts';
import type { Request } from './request.ts';
import { type WorkflowFiles, withSettings } from './set.ts';
import { tableReader } from './tables.ts';

/**
 * A workflow read once, from which plans are made as often as one likes: as it stands, with other settings, with an edited
 * spec. Files, price tables and vocabularies that are read for one plan are kept for the next.
 */
export type Project = {
  readonly request: Request;
  readonly place: Place;
  readonly disk: Disk;
  readonly loader: Loader;
  /** What is wrong with its files; what an edit makes wrong is reported where the edit is planned. */
  readonly problems: Problems;
  /** The day whose prices hold where a scenario has no start. */
  readonly asOf: Day;
  /** The day that would hold if the request stated none: that of its `outlay.yaml`, else today. */
  readonly ownDay: Day;
  /** What its `outlay.yaml` shows beside dollars. */
  readonly currencies: readonly Currency[];
  /** Undefined where too little can be read to look up even its models. */
  readonly workflow: Workflow | undefined;
  /** The scenarios that the request names; all where it names none. */
  readonly scenarios: readonly ScenarioSpec[];
  readonly tables: (providers: ReadonlySet<string> | null) => readonly PriceTable[];
  readonly stock: Stock;
};

/** What reading a workflow takes. */
type Reader = Pick<Project, 'request' | 'place' | 'disk' | 'loader'>;

const chosen = ({ spec }: Workflow, names: readonly string[], problems: Problems): readonly ScenarioSpec[] => {
  for (const name of names) {
    if (spec.scenarios.some((scenario) => scenario.name === name)) continue;
    const known = spec.scenarios.map((scenario) => scenario.name);
    problems.error('options', null, `no scenario is called "${name}"`, {
      help: [didYouMean(name, known), `scenarios: ${known.join(', ')}`].filter((line) => line !== ''),
    });
  }
  return names.length === 0 ? spec.scenarios : spec.scenarios.filter(({ name }) => names.includes(name));
};

/** The files of a workflow with settings in them. */
const filesWith = ({ request, place, disk }: Reader, settings: readonly string[], problems: Problems): WorkflowFiles | undefined => {
  const file = place.named ? disk.open(place.file) : disk.found(place.file, place.root);
  const beside = request.traffic === null && place.traffic !== null ? disk.found(place.traffic, place.root) : undefined;
  const traffic = request.traffic === null ? beside : disk.open(request.traffic);
  if (file === undefined) return undefined;
  const workflow = request.traffic === null ? file : withoutKey(file, 'traffic');
  const set = withSettings({ workflow, traffic }, settings, problems);
  return { workflow: disk.edited(file, set.workflow), traffic: traffic && set.traffic && disk.edited(traffic, set.traffic) };
};

const readWith = (reader: Reader, settings: readonly string[], problems: Problems): Workflow | undefined => {
  const files = filesWith(reader, settings, problems);
  return files && readWorkflow(files.workflow, files.traffic, reader.place.folderName, reader.loader, problems);
};

/** Returns the workflow of a project with further settings in its files, which are read again where they have changed. */
export const readAgain = (project: Project, settings: readonly string[], problems: Problems): Workflow | undefined =>
  readWith(project, [...project.request.settings, ...settings], problems);

/** Returns the workflow that a project lies around: one that it names, read with the same files at hand. */
export const readBeside = (project: Project, place: Place): Project => {
  const request = { ...project.request, settings: [], traffic: null, scenarios: [] };
  const workflow = readWith({ ...project, request, place }, [], project.problems);
  return { ...project, request, place, workflow, scenarios: workflow?.spec.scenarios.slice(0, 1) ?? [] };
};

/** Returns a workflow with all of its files read and checked; whatever is wrong stands in its `problems`. */
export const readProject = (request: Request): Project => {
  const problems = new Problems();
  const disk = new Disk(request.cwd, decodeText, problems, request.files);
  const at = placeOf(request.cwd, request.path, request.files);
  const place = request.found ? { ...at, named: false } : at;
  const loader: Loader = {
    text: (path, from, at) => disk.text(path, from, at),
    matching: (patterns, from, at) => disk.matching(patterns, from, at),
    exists: (path, from) => disk.exists(path, from),
  };
  const config = projectConfig(disk, place, problems);
  const ownDay = config?.asOf ?? request.today;
  const asOf = request.asOf ?? ownDay;
  const workflow = readWith({ request, place, disk, loader }, request.settings, problems);
  const scenarios = workflow === undefined ? [] : chosen(workflow, request.scenarios, problems);
  const { cwd, pricing, files = DISK } = request;
  const tables = tableReader({ cwd, root: place.root, pricing, files }, problems);
  const stock = counterStock({ root: place.root, loader, files }, problems);
  const read = { request, place, disk, loader, problems, asOf, ownDay, currencies: currenciesOf(config) };
  return { ...read, workflow, scenarios, tables, stock };
};
