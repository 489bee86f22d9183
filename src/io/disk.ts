import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, dirname, join, posix, relative, resolve, sep } from 'node:path';
import type { Problems } from '../diagnostics/diagnostic.ts';
import { visibleWithin } from '../diagnostics/escape.ts';
import type { SourceFile, Span } from '../diagnostics/source.ts';
import type { Read } from './confined.ts';
import { DISK, type Files } from './files.ts';
import { isPattern, MOST_FILES } from './glob.ts';
import { shippedFolder } from './shipped.ts';

/** SPEC 11. */
const YAML_BYTES = 1 << 20;
const SAMPLE_BYTES = 256 << 20;

/** A file that went into a plan: its name as the user would write it, and the hash of its bytes. */
export type InputFile = { readonly file: string; readonly sha256: string };

/** Turns bytes into text, or reports why it cannot. The core's decoder; handed in, since it is not this folder's business. */
export type Decode = (name: string, bytes: Uint8Array, problems: Problems) => SourceFile | undefined;

/** Returns the SHA-256 of some bytes in hex. */
export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const slashes = (path: string): string => path.split(sep).join('/');

/** Where a file is named, as it is written there, and whether its text may be shown in messages. */
type Use = { readonly at?: Span; readonly written?: string; readonly confidential?: boolean };

/** The files of one run: every read goes through here, is confined, and is remembered with its hash. */
export class Disk {
  readonly #folder: string;
  readonly #decode: Decode;
  readonly #problems: Problems;
  readonly #places = new WeakMap<SourceFile, string>();
  readonly #files = new Map<string, { readonly source: SourceFile | undefined; readonly hash: string }>();
  readonly #from: Files;
  readonly inputs: InputFile[] = [];

  constructor(folder: string, decode: Decode, problems: Problems, from: Files = DISK) {
    this.#folder = folder;
    this.#decode = decode;
    this.#problems = problems;
    this.#from = from;
  }

  /** Returns a file that the user named on the command line; `-` is standard input. */
  open(path: string): SourceFile | undefined {
    const absolute = resolve(this.#folder, path);
    if (path === '-') return this.#keep('-', join(this.#folder, '-'), this.#standardInput());
    return this.#keep(slashes(path), absolute, this.#from.anywhere(absolute, YAML_BYTES));
  }

  /** Returns a file that a folder brings along, confined to the project root like all that the user did not name. */
  found(path: string, root: string): SourceFile | undefined {
    const absolute = resolve(this.#folder, path);
    return this.#keep(slashes(path), absolute, this.#from.confined(root, dirname(absolute), basename(absolute), YAML_BYTES));
  }

  /** Returns a file named in another one, relative to it and confined to the project root. */
  text(path: string, from: SourceFile, at: Span): SourceFile | undefined {
    return this.#named(path, from, at, false);
  }

  #named(path: string, from: SourceFile, at: Span, confidential: boolean): SourceFile | undefined {
    const folder = dirname(this.#places.get(from) ?? join(this.#folder, 'x'));
    const name = posix.normalize(posix.join(posix.dirname(from.name), path));
    const absolute = resolve(folder, path);
    return this.#keep(name, absolute, this.#from.confined(this.#from.rootOf(folder), folder, path, SAMPLE_BYTES), {
      at,
      written: path,
      confidential,
    });
  }

  /** Returns the files that paths and patterns name, each once. */
  matching(patterns: readonly string[], from: SourceFile, at: Span): readonly SourceFile[] | undefined {
    const folder = dirname(this.#places.get(from) ?? join(this.#folder, 'x'));
    const paths = patterns.flatMap((pattern) =>
      isPattern(pattern) ? this.#from.matching(this.#from.rootOf(folder), folder, pattern) : [pattern],
    );
    if (paths.length > MOST_FILES) {
      return this.#problems.error('limit', at, `more than ${MOST_FILES.toLocaleString('en-US')} files match`, {
        label: 'name fewer files',
      });
    }
    if (paths.length === 0) {
      return this.#problems.error(
        'no-samples',
        at,
        `no file matches ${patterns.map((pattern) => `"${visibleWithin(pattern, 60)}"`).join(', ')}`,
        { label: 'paths are relative to this file' },
      );
    }
    const files = [...new Set(paths)].map((path) => this.#named(path, from, at, true));
    return files.every((file) => file !== undefined) ? files : undefined;
  }

  /** Lets a file that was edited stand where it was read, so that the paths in it lead to the same files. */
  edited(file: SourceFile, edited: SourceFile): SourceFile {
    const place = this.#places.get(file);
    if (place !== undefined) this.#places.set(edited, place);
    return edited;
  }

  /** The files that were read and may be shown in messages. */
  sources(): readonly SourceFile[] {
    return [...this.#files.values()].flatMap(({ source }) => (source === undefined || source.confidential ? [] : [source]));
  }

  /** Whether a file, edited or not, was read here. */
  holds(file: SourceFile): boolean {
    return this.#places.has(file);
  }

  exists(path: string, from: SourceFile): boolean {
    const folder = dirname(this.#places.get(from) ?? join(this.#folder, 'x'));
    return 'bytes' in this.#from.confined(this.#from.rootOf(folder), folder, path, SAMPLE_BYTES);
  }

  #standardInput(): Read {
    try {
      return { bytes: readFileSync(0) };
    } catch {
      return { problem: 'standard input is closed', outside: false };
    }
  }

  #keep(name: string, absolute: string, read: Read, use: Use = {}): SourceFile | undefined {
    const { at, written = name, confidential = false } = use;
    if ('problem' in read) {
      const shown = visibleWithin(written, 80);
      this.#problems.error(
        read.outside ? 'file-outside-root' : 'file-unreadable',
        at ?? null,
        `"${shown}" cannot be read: ${read.problem}`,
        {
          label: read.outside ? 'name a file inside the project' : '',
        },
      );
      return undefined;
    }
    const known = this.#files.get(absolute);
    const hash = sha256(read.bytes);
    if (known?.hash === hash) return known.source;
    const decoded = this.#decode(name, read.bytes, this.#problems);
    const source = decoded && { ...decoded, confidential };
    this.#files.set(absolute, { source, hash });
    if (source === undefined) return undefined;
    this.#places.set(source, absolute);
    this.inputs.push({ file: name, sha256: hash });
    return source;
  }
}

/** The price tables' folder in the installed package. */
export const shippedPricing = (): string => shippedFolder('pricing');

/** Where a workflow lies: its file, the traffic file beside it and the project's settings if there are any, its folder's name, its root. */
export type Place = {
  readonly file: string;
  /** Whether the user named the file itself, and not its folder. */
  readonly named: boolean;
  readonly traffic: string | null;
  readonly config: string | null;
  readonly folderName: string;
  readonly root: string;
};

/** Returns the place of the workflow that a path names, a folder or a file. Nothing is read yet. */
export const placeOf = (cwd: string, path: string, from: Files = DISK): Place => {
  const absolute = resolve(cwd, path);
  const isFolder = path !== '-' && from.kindOf(absolute) === 'folder';
  const file = isFolder ? join(path, 'workflow.yaml') : path;
  const folder = path === '-' ? cwd : isFolder ? absolute : dirname(absolute);
  const traffic = join(isFolder ? path : dirname(path), 'traffic.yaml');
  const beside = path !== '-' && from.stands(resolve(cwd, traffic));
  const root = from.rootOf(folder);
  const config = join(root, 'outlay.yaml');
  return {
    file,
    named: !isFolder,
    traffic: beside ? traffic : null,
    config: from.stands(config) ? slashes(relative(cwd, config)) : null,
    folderName: folder.split(sep).at(-1) ?? '',
    root,
  };
};

/** Returns the place of a workflow that another file names, relative to it. */
export const placeBeside = (cwd: string, file: string, path: string, from: Files = DISK): Place => ({
  ...placeOf(cwd, posix.normalize(posix.join(posix.dirname(file), path)), from),
  named: false,
});

/** Returns the price table files of some folders or files, in order, each real file once; all tables where `providers` is null. */
export const priceFiles = (
  cwd: string,
  places: readonly string[],
  providers: ReadonlySet<string> | null,
  from: Files = DISK,
): readonly string[] => {
  const wanted = (name: string): boolean => /\.ya?ml$/.test(name) && (providers === null || providers.has(name.replace(/\.ya?ml$/, '')));
  const files = places.flatMap((place) => {
    const absolute = resolve(cwd, place);
    const kind = from.kindOf(absolute);
    if (kind !== 'folder') return kind === null ? [] : [absolute];
    return from
      .names(absolute)
      .filter(wanted)
      .map((name) => join(absolute, name));
  });
  return [...new Map(files.map((file) => [from.realPath(file), file])).values()];
};

/** Returns a path as a user in `cwd` would write it, or below the package where it lies there. */
export const shownPath = (cwd: string, absolute: string): string => {
  const shipped = shippedPricing();
  const below = relative(cwd, absolute);
  if (!below.startsWith('..')) return slashes(below);
  return absolute.startsWith(shipped) ? `pricing/${slashes(relative(shipped, absolute))}` : slashes(below);
};
