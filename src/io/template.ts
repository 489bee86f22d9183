import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { shippedFolder } from './shipped.ts';

/** The files of a new workflow: their bytes by path, with forward slashes, relative to its folder. */
export type Files = ReadonlyMap<string, string | Uint8Array>;

const WORKFLOW = 'workflow.yaml';

/** Returns the names of the shipped workflows, sorted: they are what a new one may be copied from. */
export const templateNames = (): readonly string[] => {
  const folder = shippedFolder('scenarios');
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, WORKFLOW)))
    .map(({ name }) => name)
    .sort();
};

/** Returns the files of a shipped workflow. */
export const templateFiles = (name: string): Files => {
  const files = new Map<string, Uint8Array>();
  const walk = (folder: string, prefix: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (entry.isDirectory()) walk(join(folder, entry.name), `${prefix}${entry.name}/`);
      else if (entry.isFile()) files.set(prefix + entry.name, readFileSync(join(folder, entry.name)));
    }
  };
  walk(join(shippedFolder('scenarios'), name), '');
  return files;
};

const stands = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined;

/** The entries of a folder that some files make; the workflow itself last, since with it the folder counts as one. */
const entriesOf = (files: Files): readonly string[] => {
  const names = new Set([...files.keys()].map((path) => path.split('/')[0] ?? path));
  names.delete(WORKFLOW);
  return [...names, WORKFLOW];
};

/** Returns which of the files' own entries a folder has already; none where it is not there. */
export const alreadyThere = (folder: string, files: Files): readonly string[] =>
  entriesOf(files).filter((name) => stands(join(folder, name)));

const write = (folder: string, files: Files): void => {
  for (const [path, bytes] of files) {
    const target = join(folder, ...path.split('/'));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, bytes, { flag: 'wx' });
  }
};

/** Moves what was written into a folder that is there; what has been moved goes again where a later move fails. */
const moveInto = (folder: string, stage: string, names: readonly string[]): void => {
  const moved: string[] = [];
  try {
    for (const name of names) {
      renameSync(join(stage, name), join(folder, name));
      moved.push(name);
    }
  } catch (thrown) {
    for (const name of moved) rmSync(join(folder, name), { recursive: true, force: true });
    throw thrown;
  }
};

/**
 * Writes files into a folder, new or there already, whole or not at all: first beside their place under a name of this
 * process, then moved. Throws the system's error where that cannot be done, with nothing left behind.
 */
export const writeWhole = (folder: string, files: Files): void => {
  const there = existsSync(folder);
  const above = there ? folder : dirname(folder);
  mkdirSync(above, { recursive: true });
  const stage = join(above, `.${basename(folder)}.${process.pid}.outlay`);
  mkdirSync(stage);
  try {
    write(stage, files);
    if (there) moveInto(folder, stage, entriesOf(files));
    else renameSync(stage, folder);
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
};
