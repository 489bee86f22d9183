import type { Path } from './read.ts';

/** Whether a value of plain data is a map. */
export const isPlainMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Returns what stands at a path of plain data; undefined where there is nothing. Own keys only: a step may be called `constructor`. */
export const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (at, key) =>
      typeof at === 'object' && at !== null && Object.hasOwn(at, key) ? (at as Readonly<Record<string, unknown>>)[key] : undefined,
    value,
  );
