import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

const MARKS = ['.git', 'outlay.yaml', 'package.json'];

/**
 * Returns the project root of a folder: the nearest folder at or above it with .git, outlay.yaml or package.json; else itself.
 * `exists` looks on the disk unless the folder is one of a git revision.
 */
export const rootOf = (folder: string, exists: (path: string) => boolean = existsSync): string => {
  for (let at = folder; ; at = dirname(at)) {
    if (MARKS.some((mark) => exists(join(at, mark)))) return at;
    if (dirname(at) === at) return folder;
  }
};
