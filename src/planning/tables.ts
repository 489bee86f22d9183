import { basename, dirname, resolve } from 'node:path';
import type { Problems } from '../diagnostics/diagnostic.ts';
import { type Read, readAnywhere } from '../io/confined.ts';
import { priceFiles, sha256, shippedPricing, shownPath } from '../io/disk.ts';
import { DISK, type Files } from '../io/files.ts';
import { providersNamed } from '../pricing/catalogue.ts';
import { readPriceTable } from '../pricing/read.ts';
import type { PriceTable } from '../pricing/table.ts';
import { decodeText } from '../yaml/decode.ts';

/** SPEC 11. */
const TABLE_BYTES = 1 << 20;

/** Where price tables may lie, beside those that outlay ships. */
export type TablePlaces = {
  readonly cwd: string;
  /** The project, whose `pricing/` stands before what is shipped. */
  readonly root: string;
  /** A file or folder that stands before all others. */
  readonly pricing: string | null;
  /** Where the project's own tables are read from. */
  readonly files?: Files;
};

const tableOf = (name: string, read: Read, problems: Problems): PriceTable | undefined => {
  if ('problem' in read) {
    return problems.error(read.outside ? 'file-outside-root' : 'file-unreadable', null, `"${name}" cannot be read: ${read.problem}`);
  }
  const source = decodeText(name, read.bytes, problems);
  return source && readPriceTable(source, sha256(read.bytes), problems);
};

/** Returns the tables of a file or folder that the user named; what is wrong with them is reported. */
export const tablesAt = (cwd: string, path: string, problems: Problems): readonly PriceTable[] => {
  const files = priceFiles(cwd, [path], null);
  if (files.length === 0) {
    problems.error('options', null, `"${path}" names no price table`, { help: ['name a .yaml file, or a folder that holds some'] });
  }
  return files.flatMap((file) => tableOf(shownPath(cwd, file), readAnywhere(file, TABLE_BYTES), problems) ?? []);
};

/**
 * Returns what reads the tables of some providers, or of all for null, each file once. Tables that outlay ships or that
 * the user names may lie anywhere; those that a project brings along stay inside it.
 */
export const tableReader = (
  { cwd, root, pricing, files = DISK }: TablePlaces,
  problems: Problems,
): ((providers: ReadonlySet<string> | null) => readonly PriceTable[]) => {
  const own = `${root}/pricing`;
  const known = new Map<string, PriceTable | undefined>();
  const read = (path: string): PriceTable | undefined => {
    const confined = dirname(path) === resolve(own) && dirname(path) !== shippedPricing();
    const bytes = confined ? files.confined(root, own, basename(path), TABLE_BYTES) : files.anywhere(path, TABLE_BYTES);
    return tableOf(shownPath(cwd, path), bytes, problems);
  };
  return (providers) => {
    // What the user names is on the disk, whatever revision is planned.
    const named = pricing === null ? [] : priceFiles(cwd, [pricing], providers);
    const paths = [...priceFiles(cwd, [shippedPricing(), own], providers, files), ...named];
    return [...new Map(paths.map((path) => [files.realPath(path), path])).values()].flatMap((path) => {
      if (!known.has(path)) known.set(path, read(path));
      return known.get(path) ?? [];
    });
  };
};

/** Returns the tables of some providers, and of those that their entries refer to in turn. */
export const tablesReferred = (
  read: (providers: ReadonlySet<string> | null) => readonly PriceTable[],
  providers: ReadonlySet<string>,
): readonly PriceTable[] => {
  const tables = read(providers);
  const all = new Set([...providers, ...tables.flatMap(providersNamed)]);
  return all.size === providers.size ? tables : tablesReferred(read, all);
};
