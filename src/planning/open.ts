import { Problems } from '../diagnostics/diagnostic.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import { Disk, type InputFile, type Place, placeBeside, placeOf, priceFiles } from '../io/disk.ts';
import { familiesIn } from '../io/own-tokenizers.ts';
import { loadCounters } from '../io/vocabularies.ts';
import { type Catalogue, catalogueOf, providersNamed } from '../pricing/catalogue.ts';
import type { Day } from '../pricing/day.ts';
import type { PriceTable } from '../pricing/table.ts';
import { type Evaluated, expect, testedUsd } from '../projection/expect.ts';
import { type Forecast, forecast, type RunSettings } from '../projection/forecast.ts';
import { countingOf, encodingsOf, type Families, modelsNamed, needsCounting } from '../workflow/counting.ts';
import { meanPlan, type Plan, type ScenarioPlan } from '../workflow/plan.ts';
import { readWorkflow, type Workflow } from '../workflow/read-workflow.ts';
import type { Loader } from '../workflow/reading.ts';
import { resolve } from '../workflow/resolve.ts';
import { findModel } from '../workflow/resolve-call.ts';
import type { Spec } from '../workflow/spec.ts';
import { namedInScenarios } from '../workflow/traffic/names.ts';
import type { ScenarioSpec } from '../workflow/traffic/spec.ts';
import { decodeText } from '../yaml/decode.ts';
import { withoutKey } from '../yaml/edit.ts';
import { projectConfig } from './project.ts';
import { type WorkflowFiles, withSettings } from './set.ts';
import { tableReader, tablesReferred } from './tables.ts';

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
  readonly run: RunSettings;
};

/** A workflow read, priced and forecast; `forecasts` is empty where there are errors. */
export type Opened = {
  readonly problems: Problems;
  readonly asOf: Day;
  readonly spec: Spec | undefined;
  readonly forecasts: readonly Forecast[];
  readonly inputs: readonly InputFile[];
  readonly tables: readonly PriceTable[];
};

/** One workflow being opened: the one that was asked for, or one that evaluates it. */
type Opening = {
  readonly request: Request;
  readonly place: Place;
  readonly problems: Problems;
  readonly disk: Disk;
  readonly loader: Loader;
  readonly asOf: Day;
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
  const { sure, maybe } = namedInScenarios(spec.scenarios);
  const read = tableReader({ cwd, root: opening.place.root, pricing }, opening.problems);
  const named = catalogueOf(tablesReferred(read, new Set([...ids, ...sure, ...maybe].map((id) => id.split('/')[0] ?? ''))));
  const providers = new Set(named.tables.map(({ provider }) => provider));
  const complete = [...ids, ...sure].every((id) => named.find(id) !== undefined || providers.has(id));
  return catalogueOf(complete ? named.tables : read(null), opening.problems);
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

/** A workflow read, with its models found and its scenarios resolved to plans. */
type Resolved = {
  readonly workflow: Workflow;
  readonly plans: readonly ScenarioPlan[];
  readonly families: Families;
  readonly tables: readonly PriceTable[];
};

const read = (opening: Opening): Workflow | undefined => {
  const files = filesOf(opening);
  return files && readWorkflow(files.workflow, files.traffic, opening.place.folderName, opening.loader, opening.problems);
};

const resolved = (opening: Opening, workflow: Workflow, scenarios: readonly ScenarioSpec[]): Resolved | undefined => {
  const { problems, loader, asOf } = opening;
  const before = problems.list.length;
  const catalogue = catalogueFor(opening, workflow.spec);
  // A table that cannot be read lists no models: to report those as unknown would mislead.
  const named = problems.list.length > before ? [] : modelsNamed(workflow.spec);
  const models = named.map(({ id, at }) => findModel(catalogue, problems, id, at));
  if (problems.failed) return undefined;
  const { root } = opening.place;
  const families = familiesIn(root, problems);
  const tokenizers = needsCounting(workflow.spec) ? models.map((model) => model?.tokenizer ?? null) : [];
  const counters = loadCounters(encodingsOf(tokenizers, families), { root, problems });
  if (problems.failed) return undefined;
  const plans = resolve(workflow, scenarios, { catalogue, counting: countingOf(counters, loader, problems, families), problems, asOf });
  const used = new Set([...named.map(({ id }) => id.split('/')[0]), ...catalogue.tables.flatMap(providersNamed)]);
  const tables = catalogue.tables.filter(({ provider, models: listed }) => used.has(provider) && listed.length > 0);
  return plans && { workflow, plans, families, tables };
};

type Evaluation = NonNullable<NonNullable<Plan['money']['evaluation']>['workflow']>;

/**
 * What a run of the workflow that evaluates another one costs: a request of its first scenario, people left out. It is read
 * like all that the user did not name, confined to the project.
 */
const evaluatedBy = async (opening: Opening, { path, at }: Evaluation, around: readonly string[]): Promise<Evaluated> => {
  const { request, problems } = opening;
  const place = { ...placeBeside(request.cwd, at.file.name, path), root: opening.place.root };
  if (around.includes(place.file))
    return (
      problems.error('cycle', at, 'this evaluation leads back to a workflow that it tests', {
        label: 'without workflow: this workflow itself is run',
      }) ?? null
    );
  const own: Opening = { ...opening, place, request: { ...request, settings: [], traffic: null, scenarios: [] } };
  const workflow = read(own);
  const found = workflow && resolved(own, workflow, workflow.spec.scenarios.slice(0, 1));
  const [plan] = found?.plans ?? [];
  if (plan === undefined) return null;
  const projection = expect(plan, problems, await evaluatedIn(own, plan, [...around, place.file]));
  return projection === undefined ? null : { usdPerRun: testedUsd(projection) };
};

const evaluatedIn = async (opening: Opening, scenario: ScenarioPlan, around: readonly string[]): Promise<Evaluated> => {
  const other = meanPlan(scenario).money.evaluation?.workflow ?? null;
  return other === null ? null : evaluatedBy(opening, other, around);
};

const forecastsOf = async (opening: Opening, { plans, families }: Resolved): Promise<readonly Forecast[]> => {
  const { request, problems, place } = opening;
  const forecasts: Forecast[] = [];
  for (const plan of plans) {
    const evaluated = await evaluatedIn(opening, plan, [place.file]);
    const found = problems.failed ? undefined : forecast(plan, request.run, problems, { evaluated, families });
    if (found !== undefined) forecasts.push(found);
  }
  return problems.failed ? [] : forecasts;
};

/** Returns a workflow with everything computed, or with all problems of all its files. */
export const openWorkflow = async (request: Request): Promise<Opened> => {
  const problems = new Problems();
  const disk = new Disk(request.cwd, decodeText, problems);
  const place = placeOf(request.cwd, request.path);
  const loader: Loader = {
    text: (path, from, at) => disk.text(path, from, at),
    matching: (patterns, from, at) => disk.matching(patterns, from, at),
    exists: (path, from) => disk.exists(path, from),
  };
  const config = projectConfig(disk, place, problems);
  const asOf = request.asOf ?? config?.asOf ?? request.today;
  const opening: Opening = { request, place, problems, disk, loader, asOf };
  const workflow = read(opening);
  const nothing: Opened = { problems, asOf, spec: workflow?.spec, forecasts: [], inputs: disk.inputs, tables: [] };
  if (workflow === undefined) return nothing;
  const found = resolved(opening, workflow, chosen(workflow.spec, request.scenarios, problems));
  if (found === undefined) return nothing;
  return { ...nothing, forecasts: await forecastsOf(opening, found), tables: found.tables };
};
