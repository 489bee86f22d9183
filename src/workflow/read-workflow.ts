import { type Code, Problems } from '../diagnostics/diagnostic.ts';
import type { SourceFile, Span } from '../diagnostics/source.ts';
import { readYaml, type YamlDocument } from '../yaml/read.ts';
import { checkShape } from '../yaml/shape.ts';
import { type Graph, graphOf } from './graph.ts';
import { readAssumptions, readInputs, readSession } from './read-inputs.ts';
import { readSteps } from './read-step.ts';
import type { Loader, Reading } from './reading.ts';
import type { RawStep } from './shape/step.ts';
import { type RawWorkflow, workflowShape } from './shape/workflow.ts';
import type { Spec } from './spec.ts';
import { type Around, baseScenario, NOTHING_KNOWN, readTraffic } from './traffic/read.ts';
import { readBudgets } from './traffic/read-budgets.ts';
import { trafficShape } from './traffic/shape.ts';
import type { ScenarioSpec } from './traffic/spec.ts';

/** SPEC 11. */
const MOST_STEPS = 500;

/** Every step's name with its path, groups' inner steps included. */
const stepPaths = (raw: Readonly<Record<string, RawStep>>, path: readonly string[]): readonly (readonly string[])[] =>
  Object.entries(raw).flatMap(([name, step]) => [[...path, name], ...stepPaths(step.steps ?? {}, [...path, name, 'steps'])]);

/** Inputs and steps share one name space; a clash names both lines. */
const checkNames = (doc: YamlDocument, raw: RawWorkflow, problems: Problems): ReadonlySet<string> => {
  const seen = new Map<string, Span>();
  const paths = [...Object.keys(raw.inputs ?? {}).map((name) => ['inputs', name]), ...stepPaths(raw.steps, ['steps'])];
  if (paths.length > MOST_STEPS) problems.error('limit', doc.keySpanOf(['steps']), `more than ${MOST_STEPS} steps and inputs`);
  for (const path of paths) {
    const name = path.at(-1) ?? '';
    const at = doc.keySpanOf(path);
    const first = seen.get(name);
    if (first === undefined) seen.set(name, at);
    else
      problems.error('duplicate-name', at, `the name "${name}" is taken: inputs and steps share one name space`, {
        label: `first on line ${lineOf(first)}`,
      });
  }
  return new Set(stepPaths(raw.steps, []).map((path) => path.at(-1) ?? ''));
};

const lineOf = (span: Span): number => span.file.text.slice(0, span.start).split('\n').length;

/** Problems that a part removed by an earlier error may cause: not shown beside that error. */
const CAUSED: readonly Code[] = ['missing-key', 'unknown-name', 'no-samples'];

/** Reads on after what is wrong in a file's shape, so that all of its problems show at once. */
const readingOn = <T>(whole: boolean, problems: Problems, read: (into: Problems) => T): T => {
  if (whole) return read(problems);
  const later = new Problems();
  const result = read(later);
  problems.takeOver(later, CAUSED);
  return result;
};

const readTrafficFile = (file: SourceFile, around: Around, loader: Loader, problems: Problems): readonly ScenarioSpec[] => {
  const doc = readYaml(file, problems);
  const shaped = doc && checkShape(doc, trafficShape, problems);
  if (doc === undefined || shaped === undefined) return [];
  return readingOn(shaped.whole, problems, (into) => readTraffic({ doc, problems: into, loader }, shaped.value, [], around));
};

/** What scenarios refer to in their workflow. */
const aroundOf = (reading: Reading, raw: RawWorkflow): Around => {
  const hasSessions = raw.session !== undefined;
  return {
    hasSessions,
    budgets: readBudgets(reading, raw.budgets, hasSessions, ['budgets']),
    inputs: new Set(Object.keys(raw.inputs ?? {})),
    assumptions: new Set(Object.keys(raw.assumptions ?? {})),
  };
};

const scenariosOf = (reading: Reading, raw: RawWorkflow, traffic: SourceFile | undefined): readonly ScenarioSpec[] => {
  if (traffic !== undefined && raw.traffic !== undefined) {
    reading.problems.error('ambiguous', reading.doc.keySpanOf(['traffic']), `traffic stands here and in "${traffic.name}"`, {
      label: 'keep one of the two',
    });
    return [];
  }
  const around = aroundOf(reading, raw);
  if (traffic !== undefined) return readTrafficFile(traffic, around, reading.loader, reading.problems);
  return typeof raw.traffic === 'object'
    ? readTraffic(reading, raw.traffic, ['traffic'], around)
    : [baseScenario(reading, raw.traffic, around)];
};

const readSpec = (reading: Reading, file: SourceFile, raw: RawWorkflow, traffic: SourceFile | undefined, folder: string): Spec => {
  const { doc, problems } = reading;
  const steps = checkNames(doc, raw, problems);
  if (steps.size === 0)
    problems.error('missing-key', doc.keySpanOf(['steps']), 'a workflow has at least one step', { label: 'add a step' });
  const names = { inputs: new Set(Object.keys(raw.inputs ?? {})), steps };
  return {
    file,
    name: raw.workflow ?? folder,
    description: raw.description ?? '',
    unit: raw.unit ?? 'request',
    tags: new Map(Object.entries(raw.tags ?? {})),
    inputs: readInputs(reading, raw.inputs, ['inputs']),
    session: readSession(reading, raw.session),
    assumptions: readAssumptions(reading, raw.assumptions, ['assumptions']),
    steps: readSteps({ ...reading, names, defaults: raw.defaults ?? {} }, raw.steps, ['steps']),
    scenarios: scenariosOf(reading, raw, traffic),
  };
};

/** A workflow as its author wrote it, with its steps as a graph. */
export type Workflow = { readonly spec: Spec; readonly graph: Graph };

/**
 * Returns a workflow as its author wrote it. Everything wrong with its files is reported; undefined where too little is
 * left to look up even its models. `folder` names the workflow where the file does not; `traffic` is the `traffic.yaml`
 * beside it, if there is one.
 */
export const readWorkflow = (
  file: SourceFile,
  traffic: SourceFile | undefined,
  folder: string,
  loader: Loader,
  problems: Problems,
): Workflow | undefined => {
  const doc = readYaml(file, problems);
  const shaped = doc && checkShape(doc, workflowShape, problems);
  if (doc === undefined || shaped === undefined) {
    if (traffic !== undefined) readTrafficFile(traffic, NOTHING_KNOWN, loader, problems);
    return undefined;
  }
  return readingOn(shaped.whole, problems, (into) => {
    const spec = readSpec({ doc, problems: into, loader }, file, shaped.value, traffic, folder);
    const graph = graphOf(spec, into);
    return graph && { spec, graph };
  });
};
