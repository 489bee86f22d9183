import { existsSync, realpathSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

const MARKS = ['.git', 'outlay.yaml', 'package.json'];

const nearest = (folder: string, marks: readonly string[], exists: (path: string) => boolean): string | null => {
  for (let at = folder; ; at = dirname(at)) {
    if (marks.some((mark) => exists(join(at, mark)))) return at;
    if (dirname(at) === at) return null;
  }
};

/**
 * Returns the project root of a folder: the nearest folder at or above it with .git, outlay.yaml or package.json; else itself.
 * `exists` looks on the disk unless the folder is one of a git revision.
 */
export const rootOf = (folder: string, exists: (path: string) => boolean = existsSync): string => nearest(folder, MARKS, exists) ?? folder;

/** Returns the top of the repository that a folder lies in; of its project, where there is no repository. */
export const topOf = (folder: string): string => nearest(folder, ['.git'], existsSync) ?? rootOf(folder);

const real = (path: string): string | null => {
  try {
    return realpathSync(path);
  } catch {
    return null;
  }
};

/**
 * Returns what names files from the top of the repository that a folder lies in (of its project, where there is no
 * repository), with forward slashes and links resolved; null for what lies outside or is no file.
 */
export const namedFromTop = (cwd: string): ((file: string) => string | null) => {
  const top = real(topOf(cwd));
  return (file) => {
    const path = real(resolve(cwd, file));
    if (top === null || path === null) return null;
    const below = relative(top, path);
    return below === '' || below.startsWith('..') ? null : below.split(sep).join('/');
  };
};
