import { Problems } from '../diagnostics/diagnostic.ts';
import type { Project } from '../planning/read.ts';
import { readAgain } from '../planning/read.ts';
import { inlineText } from '../usage/fit/written.ts';
import type { Workflow } from '../workflow/read-workflow.ts';
import { pathText } from '../yaml/path.ts';
import { isPlainMap, valueAt } from '../yaml/plain.ts';
import { type Path, readYaml } from '../yaml/read.ts';
import type { Proposal } from './proposal.ts';

/** A workflow's files as plain data; `traffic` is null where scenarios stand in the workflow itself. */
export type RawFiles = { readonly workflow: Readonly<Record<string, unknown>>; readonly traffic: Readonly<Record<string, unknown>> | null };

type Plain = Readonly<Record<string, unknown>>;

/** Returns the files of a workflow as they were read. */
export const rawFiles = ({ spec }: Workflow): RawFiles => {
  const at = spec.scenarios[0]?.at.file;
  const data = (file: typeof at): Plain => (file === undefined ? {} : (readYaml(file, new Problems())?.value ?? {}));
  return { workflow: data(spec.file), traffic: at === undefined || at === spec.file ? null : data(at) };
};

/** What stands at a path; `traffic` leads into the traffic file where there is one. */
const writtenAt = ({ workflow, traffic }: RawFiles, path: Path): unknown => {
  const beside = traffic !== null && path[0] === 'traffic';
  return valueAt(beside ? traffic : workflow, beside ? path.slice(1) : path);
};

/** Returns whether a step's prompt is a quantity, and no list of parts. */
export const isBarePrompt = (files: RawFiles, path: Path): boolean => !Array.isArray(writtenAt(files, [...path, 'prompt']));

/** Whether what stands at a path takes a key more. A quantity as a map, `latency: { p50: 1s, p95: 4s }`, takes none of `ttft` and `speed`. */
const takesKeys = (value: unknown, path: Path): boolean =>
  Array.isArray(value) || (isPlainMap(value) && (path.at(-1) !== 'latency' || 'ttft' in value || 'speed' in value));

/** The part of a path that has to be written as a whole: down to the first key whose map is not there yet. */
const headOf = (files: RawFiles, path: Path): Path => {
  for (let depth = 1; depth < path.length; depth++) {
    const head = path.slice(0, depth);
    if (!takesKeys(writtenAt(files, head), head)) return head;
  }
  return path;
};

type Nested = { [key: string]: Nested | string };

const nested = (head: Path, proposals: readonly Proposal[], kept: Nested): Nested => {
  const root: Nested = { ...kept };
  for (const { path, after } of proposals) {
    const keys = path.slice(head.length).map(String);
    let at = root;
    for (const key of keys.slice(0, -1)) {
      const inner = at[key];
      at[key] = typeof inner === 'object' ? { ...inner } : {};
      at = at[key] as Nested;
    }
    at[keys.at(-1) ?? ''] = after ?? '';
  }
  return root;
};

/** `traffic: 10k per day` becomes a scenario of its own, its rate kept unless that is fitted too. */
const keptIn = (files: RawFiles, head: Path, proposals: readonly Proposal[]): Nested => {
  const rate = writtenAt(files, head);
  const scenario = proposals[0]?.path[1];
  return head.length === 1 && head[0] === 'traffic' && typeof rate === 'string' ? { [String(scenario)]: { requests: rate } } : {};
};

/** A setting, and the proposals that it writes. */
export type Setting = { readonly text: string; readonly proposals: readonly Proposal[] };

/** Returns what is to be written as settings, `path=value`, those together whose map is not there yet. */
export const settingsOf = (files: RawFiles, proposals: readonly Proposal[]): readonly Setting[] => {
  const groups = new Map<string, { readonly head: Path; readonly proposals: Proposal[] }>();
  for (const proposal of proposals) {
    if (proposal.after === null) continue;
    const head = headOf(files, proposal.path);
    const group = groups.get(pathText(head)) ?? { head, proposals: [] };
    groups.set(pathText(head), group);
    group.proposals.push(proposal);
  }
  return [...groups.values()].map(({ head, proposals: own }) => {
    const [only] = own;
    const whole = only !== undefined && own.length === 1 && only.path.length === head.length;
    const value = whole ? only.after : inlineText(nested(head, own, keptIn(files, head, own)));
    return { text: `${pathText(head)}=${value}`, proposals: own };
  });
};

/** Settings that can be written, and why others cannot. */
export type Accepted = { readonly settings: readonly Setting[]; readonly refused: ReadonlyMap<Proposal, string> };

/** Returns the settings with which the workflow can still be read, tried one after the other. */
export const acceptedSettings = (project: Project, settings: readonly Setting[]): Accepted => {
  const accepted: Setting[] = [];
  const refused = new Map<Proposal, string>();
  for (const setting of settings) {
    const problems = new Problems();
    readAgain(
      project,
      [...accepted, setting].map(({ text }) => text),
      problems,
    );
    const error = problems.list.find(({ severity }) => severity === 'error');
    if (error === undefined) accepted.push(setting);
    else for (const proposal of setting.proposals) refused.set(proposal, error.message.replace(/^--set [^ ]*: /, ''));
  }
  return { settings: accepted, refused };
};
