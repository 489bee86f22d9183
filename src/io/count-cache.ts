import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { writeWhole } from './write.ts';

/** Counts of files that were counted before: numbers alone, by the hash of what was counted and how. Safe to delete. */
export type CountCache = {
  readonly get: (key: string) => Uint32Array | undefined;
  readonly put: (key: string, cells: Uint32Array) => void;
};

const CHECK_BYTES = 32;
/** Older files go when there are more. */
const MOST_FILES = 400;

/** Returns the folder for files that can be made again, as each system has it. */
export const cacheFolder = (environment: NodeJS.ProcessEnv, platform: NodeJS.Platform, home: string): string => {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = environment;
  if (XDG_CACHE_HOME?.startsWith('/')) return join(XDG_CACHE_HOME, 'outlay');
  if (platform === 'win32') return join(LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'outlay', 'cache');
  return platform === 'darwin' ? join(home, 'Library', 'Caches', 'outlay') : join(home, '.cache', 'outlay');
};

/** Returns the name under which counts are kept: the content, the way of counting and the version that counted. */
export const cacheKey = (contentHash: string, how: readonly (string | null)[]): string =>
  createHash('sha256')
    .update(JSON.stringify([contentHash, ...how]))
    .digest('hex');

const checkOf = (payload: Uint8Array): Buffer => createHash('sha256').update(payload).digest();

const prune = (folder: string): void => {
  const names = readdirSync(folder).filter((name) => name.endsWith('.counts'));
  if (names.length <= MOST_FILES) return;
  const aged = names.map((name) => ({ name, time: statSync(join(folder, name), { throwIfNoEntry: false })?.mtimeMs ?? 0 }));
  for (const { name } of aged.sort((a, b) => a.time - b.time).slice(0, names.length - MOST_FILES))
    rmSync(join(folder, name), { force: true });
};

/** Returns the cache in a folder. A folder that cannot be written, and a file that is damaged, are as if nothing had been counted. */
export const countCacheIn = (folder: string): CountCache => ({
  get: (key) => {
    try {
      const bytes = readFileSync(join(folder, `${key}.counts`));
      const payload = Uint8Array.from(bytes.subarray(CHECK_BYTES));
      const whole = checkOf(payload).equals(bytes.subarray(0, CHECK_BYTES)) && payload.length % 4 === 0;
      return whole ? new Uint32Array(payload.buffer) : undefined;
    } catch {
      return undefined;
    }
  },
  put: (key, cells) => {
    try {
      const payload = new Uint8Array(cells.buffer, cells.byteOffset, cells.byteLength);
      const failed = writeWhole([{ path: join(folder, `${key}.counts`), content: Buffer.concat([checkOf(payload), payload]) }]);
      // A disk that is full, or a home that is read-only, costs time and nothing else.
      if (failed === null) prune(folder);
    } catch {
      // Another process deleted the folder meanwhile: nothing is left to prune.
    }
  },
});

/** Returns the cache of this user. */
export const userCountCache = (): CountCache => countCacheIn(cacheFolder(process.env, process.platform, homedir()));
