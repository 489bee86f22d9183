import { readdirSync, realpathSync } from 'node:fs';
import { posix, resolve, sep } from 'node:path';
import picomatch from 'picomatch';

/** More files than this are no sample set that anyone looks at. */
export const MOST_FILES = 10_000;

/** Returns whether a path is a pattern. */
export const isPattern = (path: string): boolean => picomatch.scan(path).isGlob;

/**
 * Returns the relative paths of the files that a pattern matches below a folder, sorted by name; one more than 10,000 where
 * there are more than that. Never
 * follows a symbolic link to a folder, and never looks outside `root`.
 */
export const matchingPaths = (root: string, folder: string, pattern: string): readonly string[] => {
  const plain = posix.normalize(pattern);
  const { base } = picomatch.scan(plain);
  const matches = picomatch(plain);
  const found: string[] = [];
  const realRoot = realpathSync(root);
  const realFolder = realpathSync(folder);
  const walk = (relative: string): void => {
    const absolute = resolve(realFolder, relative);
    if (absolute !== realRoot && !absolute.startsWith(realRoot + sep)) return;
    if (realpathSync(absolute) !== absolute) return;
    for (const entry of readdirSync(absolute, { withFileTypes: true })) {
      const path = posix.join(relative, entry.name);
      if (found.length > MOST_FILES) return;
      if (entry.isDirectory()) walk(path);
      else if (matches(path)) found.push(path);
    }
  };
  try {
    walk(posix.normalize(base === '' ? '.' : base));
  } catch {
    return [];
  }
  return found.sort((a, b) => (a < b ? -1 : 1));
};
