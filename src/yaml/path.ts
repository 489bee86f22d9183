import type { Path } from './read.ts';

/** Returns a path as `--set` takes it: keys that hold dots, blanks or signs of its own stand in quotes. */
export const pathText = (path: Path): string =>
  path.map((part) => (/^[^".=\s]+$/.test(String(part)) ? String(part) : `"${part}"`)).join('.');

/** Returns the keys of a path as it is written. */
export const pathOf = (text: string): Path => [...text.matchAll(/"([^"]*)"|([^".]+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
