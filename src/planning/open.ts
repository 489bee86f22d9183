import { basename, dirname, resolve as resolvePath } from 'node:path';
import { Problems } from '../diagnostics/diagnostic.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import { readAnywhere, readConfined } from '../io/confined.ts';
import { Disk, type InputFile, type Place, placeOf, priceFiles, sha256, shippedPricing, shownPath } from '../io/disk.ts';
import { familyIn } from '../io/own-tokenizers.ts';
import { loadCounters } from '../io/vocabularies.ts';
import { type Catalogue, catalogueOf } from '../pricing/catalogue.ts';
import type { Day } from '../pricing/day.ts';
import { readPriceTable } from '../pricing/read.ts';
import type { PriceTable } from '../pricing/table.ts';
import { expect, type Projection } from '../projection/expect.ts';
import { FAMILIES, type Family } from '../tokens/families.ts';
import { countingOf, encodingsOf, modelsNamed, needsCounting } from '../workflow/counting.ts';
import { readWorkflow, type Workflow } from '../workflow/read-workflow.ts';
import type { Loader } from '../workflow/reading.ts';
import { resolve } from '../workflow/resolve.ts';
import { findModel } from '../workflow/resolve-model.ts';
import type { ScenarioSpec, Spec } from '../workflow/spec.ts';
import { decodeText } from '../yaml/decode.ts';

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
  readonly asOf: Day;
};

/** A workflow read, priced and projected; `projections` is empty where there are errors. */
export type Opened = {
  readonly problems: Problems;
  readonly spec: Spec | undefined;
  readonly projections: readonly Projection[];
  readonly inputs: readonly InputFile[];
  readonly tables: readonly PriceTable[];
};

type Opening = { readonly request: Request; readonly place: Place; readonly problems: Problems; readonly disk: Disk };

/** Where price tables are looked for. */
type Tables = {
  readonly request: Pick<Request, 'cwd' | 'pricing'>;
  readonly place: Pick<Place, 'root'>;
  readonly problems: Problems;
};

/**
 * Returns the price tables of some providers, or of all. Tables that outlay ships or that the user names may lie anywhere; those
 * that a project brings along stay inside it.
 */
export const readTables = ({ request, place, problems }: Tables, providers: ReadonlySet<string> | null): readonly PriceTable[] => {
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

const read = ({ place, problems, disk }: Opening, loader: Loader): Workflow | undefined => {
  const file = place.named ? disk.open(place.file) : disk.found(place.file, place.root);
  const traffic = place.traffic === null ? undefined : disk.found(place.traffic, place.root);
  return file && readWorkflow(file, traffic, place.folderName, loader, problems);
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
  const workflow = read(opening, loader);
  const nothing: Opened = { problems, spec: workflow?.spec, projections: [], inputs: disk.inputs, tables: [] };
  if (workflow === undefined) return nothing;
  const scenarios = chosen(workflow.spec, request.scenarios, problems);
  const before = problems.list.length;
  const catalogue = catalogueFor(opening, workflow.spec);
  // A table that cannot be read lists no models: to report those as unknown would mislead.
  const named = problems.list.length > before ? [] : modelsNamed(workflow.spec);
  const models = named.map(({ id, at }) => findModel(catalogue, problems, id, at));
  if (problems.failed) return nothing;
  const families = new Map([...FAMILIES].map(([name, family]) => [name, familyIn(opening.place.root, family, problems)]));
  const own = (family: Family): Family => families.get(family.name) ?? family;
  const counters = loadCounters(
    needsCounting(workflow.spec)
      ? encodingsOf(
          models.map((model) => model?.tokenizer ?? null),
          own,
        )
      : [],
    { root: opening.place.root, problems },
  );
  if (problems.failed) return nothing;
  const plans = resolve(workflow, scenarios, {
    catalogue,
    counting: countingOf(counters, loader, problems, own),
    problems,
    asOf: request.asOf,
  });
  const projections = (plans ?? []).flatMap((plan) => expect(plan, problems) ?? []);
  const used = new Set(named.map(({ id }) => id.split('/')[0]));
  return {
    ...nothing,
    projections: problems.failed ? [] : projections,
    tables: catalogue.tables.filter(({ provider }) => used.has(provider)),
  };
};
