import type { Read } from '../confined.ts';
import type { Commit, NoBaseline, Repository } from './revision.ts';
import { git } from './run.ts';

/** What a path of a revision holds: a file, a link or another repository. */
export type TreeEntry = { readonly kind: 'file' | 'link' | 'module'; readonly id: string; readonly size: number };

const KINDS: Readonly<Record<string, TreeEntry['kind']>> = { '100644': 'file', '100755': 'file', '120000': 'link', '160000': 'module' };

/** Blobs that are read together with one that is asked for: small ones of the same folder. */
const LARGEST_BESIDE = 1 << 20;
const MOST_BESIDE = 32 << 20;

const entriesOf = (listing: string): ReadonlyMap<string, TreeEntry> => {
  const entries = new Map<string, TreeEntry>();
  for (const line of listing.split('\0')) {
    const tab = line.indexOf('\t');
    const [mode = '', , id = '', size = ''] = line.slice(0, tab).split(/ +/);
    const kind = KINDS[mode];
    if (tab > 0 && kind !== undefined) entries.set(line.slice(tab + 1), { kind, id, size: Number(size) || 0 });
  }
  return entries;
};

/** The answer of `cat-file --batch` to some ids: `<id> blob <size>`, the bytes, a line end; a missing one has no bytes. */
const blobsIn = (bytes: Buffer): ReadonlyMap<string, Uint8Array> => {
  const blobs = new Map<string, Uint8Array>();
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(10, at);
    if (end === -1) break;
    const [id = '', kind, size] = bytes.subarray(at, end).toString('latin1').split(' ');
    at = end + 1;
    if (kind !== 'blob') continue;
    blobs.set(id, bytes.subarray(at, at + Number(size)));
    at += Number(size) + 1;
  }
  return blobs;
};

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

/** Whether a path lies below a folder; of the top only what lies in it directly. */
const isBelow = (folder: string, path: string): boolean => (folder === '' ? !path.includes('/') : path.startsWith(folder));

/** The files of a commit, read from git's objects when they are first asked for; the working tree plays no part. */
export class Tree {
  readonly #repository: Repository;
  readonly entries: ReadonlyMap<string, TreeEntry>;
  /** Names in each folder; '' is the top. */
  readonly folders = new Map<string, Set<string>>([['', new Set()]]);
  readonly #blobs = new Map<string, Uint8Array>();

  constructor(repository: Repository, entries: ReadonlyMap<string, TreeEntry>) {
    this.#repository = repository;
    this.entries = entries;
    for (const path of entries.keys()) {
      const parts = path.split('/');
      for (const [index, part] of parts.entries()) {
        const folder = parts.slice(0, index).join('/');
        const names = this.folders.get(folder) ?? new Set();
        this.folders.set(folder, names.add(part));
      }
    }
  }

  /** Returns the bytes of a file by its path from the top. */
  read(path: string, limitBytes: number): Read {
    const entry = this.entries.get(path);
    if (entry === undefined) return { problem: this.folders.has(path) ? 'it is a folder' : 'there is no such file', outside: false };
    if (entry.kind === 'link') return { problem: 'it is a symbolic link, which is not followed in a revision', outside: false };
    if (entry.kind === 'module') return { problem: 'it is a repository of its own', outside: false };
    if (entry.size > limitBytes) return { problem: `it is larger than ${limitBytes >> 20} MiB`, outside: false };
    if (!this.#blobs.has(entry.id)) this.#fetch(path, entry);
    const bytes = this.#blobs.get(entry.id);
    return bytes === undefined ? { problem: 'git does not have its content: the clone is partial', outside: false } : { bytes };
  }

  /** A workflow's files lie beside each other: one process reads them all. */
  #fetch(path: string, asked: TreeEntry): void {
    const folder = folderOf(path);
    const ids = new Set([asked.id]);
    let total = 0;
    for (const [other, { kind, id, size }] of this.entries) {
      if (kind !== 'file' || size > LARGEST_BESIDE || this.#blobs.has(id) || !isBelow(folder, other)) continue;
      total += size;
      if (total > MOST_BESIDE) break;
      ids.add(id);
    }
    const most = asked.size + MOST_BESIDE + ids.size * 128;
    const { bytes } = git(this.#repository.top, ['cat-file', '--batch'], [...ids].join('\n').concat('\n'), most);
    for (const [id, blob] of blobsIn(bytes)) this.#blobs.set(id, blob);
  }
}

/** Returns the files of a commit. */
export const treeOf = (repository: Repository, { id, name }: Commit): Tree | NoBaseline => {
  const listed = git(repository.top, ['ls-tree', '-r', '-l', '-z', '--full-tree', id, '--']);
  if (listed.why !== null) return { problem: `the files of "${name}" cannot be listed: ${listed.why}`, help: [] };
  return new Tree(repository, entriesOf(listed.bytes.toString('utf8')));
};
