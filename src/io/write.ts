import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** A file to write: where, and what. */
export type Written = { readonly path: string; readonly content: string | Uint8Array };

const WHY: Readonly<Record<string, string>> = {
  EACCES: 'it may not be written',
  EPERM: 'it may not be written',
  EROFS: 'the disk is read-only',
  ENOSPC: 'no space is left',
  ENOTDIR: 'a part of the path is a file',
  EEXIST: 'a part of the path is a file',
  EISDIR: 'it is a folder',
};

const besides = (path: string): string => join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);

/**
 * Writes files whole or not at all: each beside its place first, all renamed once the last is written. Returns null, or
 * the file that could not be written and why; then no file has changed, unless a rename failed.
 */
export const writeWhole = (files: readonly Written[]): { readonly path: string; readonly why: string } | null => {
  let current = '';
  const made: string[] = [];
  try {
    for (const { path, content } of files) {
      current = path;
      mkdirSync(dirname(path), { recursive: true });
      made.push(besides(path));
      writeFileSync(besides(path), content);
    }
    for (const { path } of files) {
      current = path;
      renameSync(besides(path), path);
    }
    return null;
  } catch (thrown) {
    for (const path of made) rmSync(path, { force: true });
    return { path: current, why: WHY[(thrown as NodeJS.ErrnoException).code ?? ''] ?? 'it cannot be written' };
  }
};
