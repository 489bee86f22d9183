import { closeSync, constants, fstatSync, openSync, readSync, realpathSync } from 'node:fs';
import { isAbsolute, resolve, sep, win32 } from 'node:path';

/** A file's bytes, or why they cannot be had, in words for its reader. */
export type Read = { readonly bytes: Uint8Array } | { readonly problem: string; readonly outside: boolean };

const failure = (problem: string, outside = false): Read => ({ problem, outside });

const WHY: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EACCES: 'it may not be read',
  EPERM: 'it may not be read',
  ELOOP: 'its symbolic links run in a circle',
  EISDIR: 'it is a folder',
  ENAMETOOLONG: 'its name is too long',
};

/** Returns why a file could not be opened, in plain words. */
export const whyOf = (thrown: unknown): string => WHY[(thrown as NodeJS.ErrnoException).code ?? ''] ?? 'it cannot be read';

/** Returns what is wrong with a path as text, before any file is touched; undefined where nothing is. */
export const pathProblem = (path: string): string | undefined => {
  if (path === '') return 'the path is empty';
  if (path.includes('\0')) return 'the path holds a NUL character';
  if (/^[a-z][a-z0-9+.-]+:/i.test(path)) return 'it is an address, not a path';
  if (path.includes('\\')) return 'paths are written with /';
  return isAbsolute(path) || win32.isAbsolute(path) ? 'paths are relative to the file that names them' : undefined;
};

/** Returns whether a real path lies in a folder, itself a real path. */
export const isInside = (folder: string, path: string): boolean =>
  path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);

/** Reads a regular file up to a limit; the size is checked while reading too, since some files lie about theirs. */
const readWhole = (path: string, limitBytes: number): Read => {
  // O_NONBLOCK: opening a named pipe must not wait for a writer. Neither flag exists on Windows.
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  const file = openSync(path, flags);
  try {
    const stat = fstatSync(file);
    if (!stat.isFile()) return failure(stat.isDirectory() ? 'it is a folder' : 'it is not a regular file');
    const { size } = stat;
    const limit = `it is larger than ${limitBytes >> 20} MiB`;
    if (size > limitBytes) return failure(limit);
    const chunks: Uint8Array[] = [];
    let total = 0;
    for (;;) {
      const chunk = new Uint8Array(Math.max(64 << 10, size - total + 1));
      const count = readSync(file, chunk, 0, chunk.length, null);
      if (count === 0) return { bytes: Buffer.concat(chunks) };
      chunks.push(chunk.subarray(0, count));
      total += count;
      if (total > limitBytes) return failure(limit);
    }
  } finally {
    closeSync(file);
  }
};

/** Returns a file's bytes, wherever it lies: for files that the user names on the command line. */
export const readAnywhere = (path: string, limitBytes: number): Read => {
  try {
    return readWhole(realpathSync(path), limitBytes);
  } catch (thrown) {
    return failure(whyOf(thrown));
  }
};

/**
 * Returns the bytes of a file that another file names: a relative path to a regular file inside `root`, all symbolic
 * links on the way resolved first. Anything else is refused, with nothing of its content read.
 */
export const readConfined = (root: string, folder: string, path: string, limitBytes: number): Read => {
  const wrong = pathProblem(path);
  if (wrong !== undefined) return failure(wrong);
  const outside = failure('it lies outside the project', true);
  try {
    const realRoot = realpathSync(root);
    const target = resolve(realpathSync(folder), path);
    if (!isInside(realRoot, target)) return outside;
    const real = realpathSync(target);
    return isInside(realRoot, real) ? readWhole(real, limitBytes) : outside;
  } catch (thrown) {
    return failure(whyOf(thrown));
  }
};
