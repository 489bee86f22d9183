import { join, posix, relative, resolve, sep } from 'node:path';
import picomatch from 'picomatch';
import { isInside, pathProblem, type Read } from '../confined.ts';
import { DISK, type Files } from '../files.ts';
import { MOST_FILES } from '../glob.ts';
import { rootOf } from '../root.ts';
import type { Repository } from './revision.ts';
import type { Tree } from './tree.ts';

const MISSING: Read = { problem: 'there is no such file', outside: false };
const OUTSIDE: Read = { problem: 'it lies outside the project', outside: true };

/**
 * Returns the files of a revision, by the paths that they have in the working tree. What lies outside the repository, and what
 * outlay itself brings along (`shipped`), is read from the disk.
 */
export const treeFiles = ({ top }: Repository, tree: Tree, shipped: string): Files => {
  const isOurs = (path: string): boolean => isInside(top, path) && !(shipped !== '' && isInside(shipped, path));
  const inTree = (path: string): string => {
    const below = relative(top, path).split(sep).join('/');
    return below === '.' ? '' : below;
  };
  const kindOf: Files['kindOf'] = (path) => {
    if (!isOurs(path)) return DISK.kindOf(path);
    const entry = tree.entries.get(inTree(path));
    if (entry !== undefined) return entry.kind === 'file' ? 'file' : 'other';
    return tree.folders.has(inTree(path)) ? 'folder' : null;
  };
  const exists = (path: string): boolean => kindOf(path) !== null || path === join(top, '.git');
  return {
    kindOf,
    stands: exists,
    realPath: (path) => (isOurs(path) ? path : DISK.realPath(path)),
    rootOf: (folder) => (isOurs(folder) ? rootOf(folder, exists) : DISK.rootOf(folder)),
    names: (folder) => (isOurs(folder) ? [...(tree.folders.get(inTree(folder)) ?? [])].sort() : DISK.names(folder)),
    // What the user names on the command line may not be committed: it then holds for both sides.
    anywhere: (path, limitBytes) =>
      kindOf(path) !== null && isOurs(path) ? tree.read(inTree(path), limitBytes) : DISK.anywhere(path, limitBytes),
    confined: (root, folder, path, limitBytes) => {
      const wrong = pathProblem(path);
      if (wrong !== undefined) return { problem: wrong, outside: false };
      const target = resolve(folder, path);
      if (!isInside(root, target)) return OUTSIDE;
      return isOurs(target) ? tree.read(inTree(target), limitBytes) : MISSING;
    },
    matching: (root, folder, pattern) => {
      const matches = picomatch(posix.normalize(pattern));
      const found: string[] = [];
      for (const path of tree.entries.keys()) {
        const absolute = resolve(top, path);
        if (found.length > MOST_FILES || !isInside(root, absolute)) continue;
        const below = relative(folder, absolute).split(sep).join('/');
        if (matches(below)) found.push(below);
      }
      return found.sort((a, b) => (a < b ? -1 : 1));
    },
  };
};
