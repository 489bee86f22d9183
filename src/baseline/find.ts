import { posix, resolve } from 'node:path';
import type { Problems } from '../diagnostics/diagnostic.ts';
import { visibleWithin } from '../diagnostics/escape.ts';
import { isPattern } from '../io/glob.ts';
import type { State } from './state.ts';

const FILE = 'workflow.yaml';

/** Folders in which nobody keeps workflows of their own. */
const skipped = (name: string): boolean => name.startsWith('.') || name === 'node_modules';

/** More folders than this are no project that anyone walks through. */
const MOST_FOLDERS = 50_000;

/** Every `workflow.yaml` below a folder; links to folders are not followed. */
const below = ({ cwd, files }: State, folder: string): readonly string[] => {
  const found: string[] = [];
  const open = [folder];
  for (let seen = 0; open.length > 0 && seen < MOST_FOLDERS; seen++) {
    const at = open.pop() ?? '';
    for (const name of files.names(resolve(cwd, at))) {
      const path = posix.join(at, name);
      const absolute = resolve(cwd, path);
      const kind = files.kindOf(absolute);
      if (name === FILE && kind === 'file') found.push(path);
      if (kind === 'folder' && !skipped(name) && files.realPath(absolute) === absolute) open.push(path);
    }
  }
  return found;
};

const matched = (state: State, path: string): readonly string[] => {
  const { cwd, files } = state;
  if (isPattern(path)) return files.matching(files.rootOf(cwd), cwd, path);
  const plain = posix.normalize(path).replace(/(.)\/$/, '$1');
  const kind = files.kindOf(resolve(cwd, plain));
  if (kind !== 'folder') return kind === null ? [] : [plain];
  const own = posix.join(plain, FILE);
  return files.kindOf(resolve(cwd, own)) === null ? below(state, plain) : [own];
};

/** Returns the workflow files that paths and patterns name in a state, each once, by name; all there are where nothing is named. */
export const workflowsIn = (state: State, paths: readonly string[]): readonly string[] => {
  const found = paths.length === 0 ? below(state, '.') : paths.flatMap((path) => matched(state, path));
  return [...new Set(found)].sort((a, b) => (a < b ? -1 : 1));
};

/** Reports each path and pattern that names no workflow in any of the states: a mistyped one must not look like one that is well. */
export const reportUnmatched = (states: readonly State[], paths: readonly string[], problems: Problems): void => {
  for (const path of paths) {
    if (states.some((state) => matched(state, path).length > 0)) continue;
    problems.error('options', null, `no workflow is found at "${visibleWithin(path, 200)}"`, {
      help: ['name folders, files or patterns that are there, here or under workflows: in outlay.yaml'],
    });
  }
};
