import { Problems } from '../diagnostics/diagnostic.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import { readAnywhere } from '../io/confined.ts';
import { Disk, type InputFile, type Place, placeOf, priceFiles, sha256, shippedPricing, shownPath } from '../io/disk.ts';
import { type Catalogue, catalogueOf } from '../pricing/catalogue.ts';
import type { Day } from '../pricing/day.ts';
import { readPriceTable } from '../pricing/read.ts';
import type { PriceTable } from '../pricing/table.ts';
import { expect, type Projection } from '../projection/expect.ts';
import { loadCounters } from '../tokens/load.ts';
import { countingOf, encodingsOf, modelsNamed, needsCounting } from '../workflow/counting.ts';
import { readWorkflow } from '../workflow/read-workflow.ts';
import type { Loader } from '../workflow/reading.ts';
import { resolve } from '../workflow/resolve.ts';
import type { ScenarioSpec, Spec } from '../workflow/spec.ts';
import { decodeText } from '../yaml/decode.ts';

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

const readTables = ({ request, place, problems }: Opening, providers: ReadonlySet<string> | null): readonly PriceTable[] => {
  const places = [shippedPricing(), `${place.root}/pricing`, ...(request.pricing === null ? [] : [request.pricing])];
  return priceFiles(request.cwd, places, providers).flatMap((path) => {
    const read = readAnywhere(path, 1 << 20);
    const name = shownPath(request.cwd, path);
    if ('problem' in read) return problems.error('file-unreadable', null, `"${name}" cannot be read: ${read.problem}`) ?? [];
    const source = decodeText(name, read.bytes, problems);
    const table = source && readPriceTable(source, sha256(read.bytes), problems);
    return table === undefined ? [] : [table];
  });
};

/** The tables of the providers that a workflow names; all of them where a model is not found, so that near ids can be told. */
const catalogueFor = (opening: Opening, spec: Spec): Catalogue => {
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

const readSpec = ({ place, problems, disk }: Opening, loader: Loader): Spec | undefined => {
  const file = disk.open(place.file);
  const traffic = place.traffic === null ? undefined : disk.open(place.traffic);
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
  const spec = readSpec(opening, loader);
  const nothing: Opened = { problems, spec, projections: [], inputs: disk.inputs, tables: [] };
  if (spec === undefined) return nothing;
  const scenarios = chosen(spec, request.scenarios, problems);
  const catalogue = catalogueFor(opening, spec);
  if (problems.failed) return nothing;
  const models = modelsNamed(spec).map(({ id }) => catalogue.find(id)?.tokenizer ?? null);
  const counters = await loadCounters(needsCounting(spec) ? encodingsOf(models) : []);
  const plans = resolve(spec, scenarios, { catalogue, counting: countingOf(counters, loader, problems), problems, asOf: request.asOf });
  const projections = (plans ?? []).flatMap((plan) => expect(plan, problems) ?? []);
  const used = new Set(modelsNamed(spec).map(({ id }) => id.split('/')[0]));
  return {
    ...nothing,
    projections: problems.failed ? [] : projections,
    tables: catalogue.tables.filter(({ provider }) => used.has(provider)),
  };
};
