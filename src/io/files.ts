import { existsSync, lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { type Read, readAnywhere, readConfined } from './confined.ts';
import { matchingPaths } from './glob.ts';
import { rootOf } from './root.ts';

/** What stands at a path, links followed. */
export type Kind = 'file' | 'folder' | 'other';

/** Where a run's files come from: the disk, or a revision of a git repository. All paths are absolute unless said otherwise. */
export type Files = {
  /** A file that the user named, wherever it lies. */
  readonly anywhere: (path: string, limitBytes: number) => Read;
  /** A file that another one names: a path relative to `folder`, inside `root`. */
  readonly confined: (root: string, folder: string, path: string, limitBytes: number) => Read;
  /** Paths relative to `folder` that a pattern matches inside `root`, sorted. */
  readonly matching: (root: string, folder: string, pattern: string) => readonly string[];
  readonly rootOf: (folder: string) => string;
  readonly kindOf: (path: string) => Kind | null;
  /** Whether anything stands there, a link that leads nowhere included. */
  readonly stands: (path: string) => boolean;
  /** Names in a folder, sorted; none where there is no such folder. */
  readonly names: (folder: string) => readonly string[];
  readonly realPath: (path: string) => string;
};

const quietly = <T>(read: () => T, otherwise: T): T => {
  try {
    return read();
  } catch {
    return otherwise;
  }
};

/** The files as they lie on the disk. */
export const DISK: Files = {
  anywhere: readAnywhere,
  confined: readConfined,
  matching: matchingPaths,
  rootOf: (folder) => rootOf(folder, existsSync),
  kindOf: (path) => {
    const stat = quietly(() => statSync(path, { throwIfNoEntry: false }), undefined);
    return stat === undefined ? null : stat.isDirectory() ? 'folder' : stat.isFile() ? 'file' : 'other';
  },
  stands: (path) => quietly(() => lstatSync(path, { throwIfNoEntry: false }) !== undefined, false),
  names: (folder) => quietly(() => readdirSync(folder).sort(), []),
  realPath: (path) => quietly(() => realpathSync(path), path),
};
