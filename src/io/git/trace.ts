import { createHash } from 'node:crypto';
import { basename, relative, resolve, sep } from 'node:path';
import { isInside, type Read } from '../confined.ts';
import type { Files } from '../files.ts';
import type { Repository } from './revision.ts';
import type { Tree } from './tree.ts';

/** What was asked of some files, and a short form of each answer. */
export type Trace = Map<string, { readonly answer: string; readonly again: (other: Files, tree: Tree) => string }>;

/** The id that git gives to a content. */
const blobId = (bytes: Uint8Array, algorithm: 'sha1' | 'sha256'): string =>
  createHash(algorithm).update(`blob ${bytes.length}\0`).update(bytes).digest('hex');

const answerOf = (read: Read, algorithm: 'sha1' | 'sha256'): string => ('bytes' in read ? blobId(read.bytes, algorithm) : read.problem);

/** The id of a file of a revision, without reading it; why it cannot be read where it is none. */
const idIn = (tree: Tree, path: string): string => {
  const entry = tree.entries.get(path);
  if (entry?.kind === 'file') return entry.id;
  const read = tree.read(path, 0);
  return 'problem' in read ? read.problem : '';
};

/**
 * Returns files that note all that is asked of them below the top of a repository. Where another revision gives the same answers
 * (`sameIn`), all that is computed from them is the same too, and need not be computed again. Files of the name `ignored` do not count.
 */
export const traced = (
  files: Files,
  { top }: Repository,
  commitId: string,
  { shipped, ignored }: { readonly shipped: string; readonly ignored: string },
): { files: Files; trace: Trace } => {
  const trace: Trace = new Map();
  const algorithm = commitId.length === 64 ? 'sha256' : 'sha1';
  const isOurs = (path: string): boolean => isInside(top, path) && !(shipped !== '' && isInside(shipped, path));
  const note = <T>(path: string, key: readonly unknown[], value: T, ask: (other: Files) => T): T => {
    if (isOurs(path)) trace.set(JSON.stringify(key), { answer: JSON.stringify(value), again: (other) => JSON.stringify(ask(other)) });
    return value;
  };
  const noteRead = (target: string, read: Read): Read => {
    const path = relative(top, target).split(sep).join('/');
    if (isOurs(target) && basename(target) !== ignored)
      trace.set(`read ${path}`, { answer: answerOf(read, algorithm), again: (_other, tree) => idIn(tree, path) });
    return read;
  };
  return {
    trace,
    files: {
      anywhere: (path, limitBytes) => noteRead(path, files.anywhere(path, limitBytes)),
      confined: (root, folder, path, limitBytes) => noteRead(resolve(folder, path), files.confined(root, folder, path, limitBytes)),
      matching: (root, folder, pattern) =>
        note(folder, ['matching', root, folder, pattern], files.matching(root, folder, pattern), (other) =>
          other.matching(root, folder, pattern),
        ),
      rootOf: (folder) => note(folder, ['root', folder], files.rootOf(folder), (other) => other.rootOf(folder)),
      kindOf: (path) => note(path, ['kind', path], files.kindOf(path), (other) => other.kindOf(path)),
      stands: (path) => note(path, ['stands', path], files.stands(path), (other) => other.stands(path)),
      names: (folder) => note(folder, ['names', folder], files.names(folder), (other) => other.names(folder)),
      realPath: (path) => note(path, ['real', path], files.realPath(path), (other) => other.realPath(path)),
    },
  };
};

/** Returns whether a revision gives the same answers to all that was asked. */
export const sameIn = (trace: Trace, other: Files, tree: Tree): boolean =>
  [...trace.values()].every(({ answer, again }) => answer === again(other, tree));
