import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Problems } from '../../diagnostics/diagnostic.ts';
import { readAnywhere } from '../../io/confined.ts';
import { shippedFolder } from '../../io/shipped.ts';
import { templateNames } from '../../io/template.ts';
import { decodeText } from '../../yaml/decode.ts';
import { readYaml } from '../../yaml/read.ts';
import type { Entry } from '../state/state.ts';

const DEEPEST = 4;
const MOST = 200;
const YAML_BYTES = 1 << 20;

/** Returns the folders below one that hold a workflow, itself among them; neither hidden ones nor those of packages. */
const workflowFolders = (folder: string, depth = 0): readonly string[] => {
  let entries: readonly { readonly name: string; isDirectory(): boolean }[] = [];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    // A folder that may not be read holds nothing for its reader.
  }
  const own = entries.some(({ name }) => name === 'workflow.yaml') ? [folder] : [];
  if (depth === DEEPEST) return own;
  const below = entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules')
    .map(({ name }) => name)
    .sort();
  return [...own, ...below.flatMap((name) => workflowFolders(join(folder, name), depth + 1))].slice(0, MOST);
};

const mapIn = (path: string): Readonly<Record<string, unknown>> => {
  const read = readAnywhere(path, YAML_BYTES);
  const problems = new Problems();
  const file = 'bytes' in read ? decodeText(path, read.bytes, problems) : undefined;
  return (file && readYaml(file, problems)?.value) ?? {};
};

const keysOf = (value: unknown): readonly string[] => (typeof value === 'object' && value !== null ? Object.keys(value) : []);

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const entryOf = (folder: string, path: string, kind: Entry['kind'], otherwise: string): Entry => {
  const workflow = mapIn(join(folder, 'workflow.yaml'));
  const beside = keysOf(mapIn(join(folder, 'traffic.yaml')));
  const { traffic } = workflow;
  const inside = typeof traffic === 'object' ? keysOf(traffic) : traffic === undefined ? [] : ['base'];
  return {
    path,
    name: textOf(workflow['workflow']) || otherwise,
    kind,
    description: textOf(workflow['description']),
    steps: keysOf(workflow['steps']),
    scenarios: beside.length > 0 ? beside : inside,
  };
};

/** Returns the workflows of a folder, then the examples that outlay ships where they are not among them. */
export const findEntries = (cwd: string): readonly Entry[] => {
  const shipped = shippedFolder('scenarios');
  const own = workflowFolders(cwd).map((folder) =>
    entryOf(folder, relative(cwd, folder) || '.', 'own', folder.split(/[\\/]/).at(-1) ?? ''),
  );
  if (!relative(cwd, shipped).startsWith('..')) return own;
  const examples = templateNames().map((name) => entryOf(join(shipped, name), join(shipped, name), 'example', name));
  return [...own, ...examples.map((entry) => ({ ...entry, name: entry.path.split(/[\\/]/).at(-1) ?? entry.name }))];
};
