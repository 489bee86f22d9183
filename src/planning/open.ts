import { basename, dirname, resolve as resolvePath } from 'node:path';
import { type Config, readConfig } from '../config/read.ts';
import { Problems } from '../diagnostics/diagnostic.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import { readAnywhere, readConfined } from '../io/confined.ts';
import { Disk, type InputFile, type Place, placeOf, priceFiles, sha256, shippedPricing, shownPath } from '../io/disk.ts';
import { type Catalogue, catalogueOf } from '../pricing/catalogue.ts';
import type { Day } from '../pricing/day.ts';
import { readPriceTable } from '../pricing/read.ts';
import type { PriceTable } from '../pricing/table.ts';
import { expect, type Projection } from '../projection/expect.ts';
import { loadCounters } from '../tokens/load.ts';
import { countingOf, encodingsOf, modelsNamed, needsCounting } from '../workflow/counting.ts';
import { readWorkflow, type Workflow } from '../workflow/read-workflow.ts';
import type { Loader } from '../workflow/reading.ts';
import { resolve } from '../workflow/resolve.ts';
import { findModel } from '../workflow/resolve-model.ts';
import type { ScenarioSpec, Spec } from '../workflow/spec.ts';
import { decodeText } from '../yaml/decode.ts';
import { withoutKey } from '../yaml/edit.ts';
import { type WorkflowFiles, withSettings } from './set.ts';

/** SPEC 11. */
const TABLE_BYTES = 1 << 20;

/** What a command asks for, beside the path of a workflow. */
export type Request = {
  readonly cwd: string;
  readonly path: string;
  /** A folder or file of price tables that stand before all others. */
  readonly pricing: string | null;
  /** Empty for all. */
  readonly scenarios: readonly string[];
  /** A traffic file that replaces the workflow's own traffic. */
  readonly traffic: string | null;
  /** `path=value`, applied in order before anything is checked. */
  readonly settings: readonly string[];
  /** The day whose prices hold; null leaves it to `outlay.yaml`, and then to `today`. */
  readonly asOf: Day | null;
  readonly today: Day;
};

/** A workflow read, priced and projected; `projections` is empty where there are errors. */
export type Opened = {
  readonly problems: Problems;
  readonly asOf: Day;
  readonly spec: Spec | undefined;
  readonly projections: readonly Projection[];
  readonly inputs: readonly InputFile[];
  readonly tables: readonly PriceTable[];
};

type Opening = { readonly request: Request; readonly place: Place; readonly problems: Problems; readonly disk: Disk };

/** Tables that outlay ships or that the user names may lie anywhere; those that a project brings along stay inside it. */
const readTables = ({ request, place, problems }: Opening, providers: ReadonlySet<string> | null): readonly PriceTable[] => {
  const own = `${place.root}/pricing`;
  const places = [shippedPricing(), own, ...(request.pricing === null ? [] : [request.pricing])];
  return priceFiles(request.cwd, places, providers).flatMap((path) => {
    const confined = dirname(path) === resolvePath(own) && dirname(path) !== shippedPricing();
    const read = confined ? readConfined(place.root, own, basename(path), TABLE_BYTES) : readAnywhere(path, TABLE_BYTES);
    const name = shownPath(request.cwd, path);
    if ('problem' in read) {
      return (
        problems.error(read.outside ? 'file-outside-root' : 'file-unreadable', null, `"${name}" cannot be read: ${read.problem}`) ?? []
      );
    }
    const source = decodeText(name, read.bytes, problems);
    const table = source && readPriceTable(source, sha256(read.bytes), problems);
    return table === undefined ? [] : [table];
  });
};

/** The tables of the providers that a workflow names; all of them where a model is not found, so that near ids can be told. */
const catalogueFor = (opening: Opening, spec: Spec): Catalogue => {
  const { pricing, cwd } = opening.request;
  if (pricing !== null && priceFiles(cwd, [pricing], null).length === 0) {
    opening.problems.error('options', null, `--pricing "${pricing}" names no price table`, {
      help: ['name a .yaml file, or a folder that holds some'],
    });
  }
  const ids = modelsNamed(spec).map(({ id }) => id);
  const named = catalogueOf(readTables(opening, new Set(ids.map((id) => id.split('/')[0] ?? ''))));
  return ids.every((id) => named.find(id) !== undefined) ? named : catalogueOf(readTables(opening, null));
};

const chosen = (spec: Spec, names: readonly string[], problems: Problems): readonly ScenarioSpec[] => {
  for (const name of names) {
    if (spec.scenarios.some((scenario) => scenario.name === name)) continue;
    const known = spec.scenarios.map((scenario) => scenario.name);
    problems.error('options', null, `no scenario is called "${name}"`, {
      help: [didYouMean(name, known), `scenarios: ${known.join(', ')}`].filter((line) => line !== ''),
    });
  }
  return names.length === 0 ? spec.scenarios : spec.scenarios.filter(({ name }) => names.includes(name));
};

/** The files of a workflow with the command line's changes in them. */
const filesOf = ({ request, place, problems, disk }: Opening): WorkflowFiles | undefined => {
  const file = place.named ? disk.open(place.file) : disk.found(place.file, place.root);
  const beside = request.traffic === null && place.traffic !== null ? disk.found(place.traffic, place.root) : undefined;
  const traffic = request.traffic === null ? beside : disk.open(request.traffic);
  if (file === undefined) return undefined;
  const workflow = request.traffic === null ? file : withoutKey(file, 'traffic');
  const set = withSettings({ workflow, traffic }, request.settings, problems);
  return { workflow: disk.edited(file, set.workflow), traffic: traffic && set.traffic && disk.edited(traffic, set.traffic) };
};

const read = (opening: Opening, loader: Loader): Workflow | undefined => {
  const files = filesOf(opening);
  return files && readWorkflow(files.workflow, files.traffic, opening.place.folderName, loader, opening.problems);
};

const configOf = ({ place, problems, disk }: Opening): Config | undefined => {
  const file = place.config === null ? undefined : disk.found(place.config, place.root);
  return file && readConfig(file, problems);
};

/** Returns a workflow with everything computed, or with all problems of all its files. */
export const openWorkflow = async (request: Request): Promise<Opened> => {
  const problems = new Problems();
  const disk = new Disk(request.cwd, decodeText, problems);
  const opening: Opening = { request, place: placeOf(request.cwd, request.path), problems, disk };
  const loader: Loader = {
    text: (path, from, at) => disk.text(path, from, at),
    matching: (patterns, from, at) => disk.matching(patterns, from, at),
    exists: (path, from) => disk.exists(path, from),
  };
  const config = configOf(opening);
  const asOf = request.asOf ?? config?.asOf ?? request.today;
  const workflow = read(opening, loader);
  const nothing: Opened = { problems, asOf, spec: workflow?.spec, projections: [], inputs: disk.inputs, tables: [] };
  if (workflow === undefined) return nothing;
  const scenarios = chosen(workflow.spec, request.scenarios, problems);
  const before = problems.list.length;
  const catalogue = catalogueFor(opening, workflow.spec);
  // A table that cannot be read lists no models: to report those as unknown would mislead.
  const named = problems.list.length > before ? [] : modelsNamed(workflow.spec);
  const models = named.map(({ id, at }) => findModel(catalogue, problems, id, at));
  if (problems.failed) return nothing;
  const counters = await loadCounters(needsCounting(workflow.spec) ? encodingsOf(models.map((model) => model?.tokenizer ?? null)) : []);
  const plans = resolve(workflow, scenarios, { catalogue, counting: countingOf(counters, loader, problems), problems, asOf });
  const projections = (plans ?? []).flatMap((plan) => expect(plan, problems) ?? []);
  const used = new Set(named.map(({ id }) => id.split('/')[0]));
  return {
    ...nothing,
    projections: problems.failed ? [] : projections,
    tables: catalogue.tables.filter(({ provider }) => used.has(provider)),
  };
};
