import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';

/** Recorded traffic of other people's products. It is not part of the project: without it the back-tests say so and are skipped. */
export const FOLDER = new URL('../../../shared/traces/', import.meta.url);

export const TRACES_ARE_HERE = existsSync(FOLDER);

/** What the name of a group of back-tests says where the traces are absent. */
export const AS_FOUND = TRACES_ARE_HERE ? '' : ' (skipped: the traces are not beside the project)';

const textOf = (name: string): string => gunzipSync(readFileSync(new URL(name, FOLDER))).toString('utf8');

type Records = readonly Readonly<Record<string, string>>[];

const read = new Map<string, Records>();

/** Returns the records of a gzipped CSV file, every field as text. */
export const csvTrace = (name: string): Records => {
  const records = read.get(name) ?? (parse(textOf(name), { columns: true }) as Records);
  read.set(name, records);
  return records;
};

/** Returns the records of a gzipped JSONL file. */
export const jsonTrace = <Entry>(name: string): readonly Entry[] =>
  textOf(name)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Entry);
