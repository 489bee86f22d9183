import { Problems } from '../diagnostics/diagnostic.ts';
import type { SourceFile } from '../diagnostics/source.ts';
import { pathOf } from '../yaml/path.ts';
import { isPlainMap } from '../yaml/plain.ts';
import { readYaml } from '../yaml/read.ts';
import type { Assumption } from './plan.ts';

/** The top-level key under which a file says which of its numbers were fitted to usage logs. */
export const MEASURED_KEY = 'x-measured';

/** Where a fitted number comes from; it holds as long as the number stands as it was written. */
export type Evidence = { readonly value: string; readonly from: string; readonly days: string; readonly records: number };

type Mark = { readonly start: number; readonly end: number; readonly note: string; readonly key: string };

/** The key may be somebody's own: what is not shaped like evidence is none. */
const evidenceOf = (raw: unknown): Evidence | null => {
  if (!isPlainMap(raw)) return null;
  const { value, from, days, records } = raw;
  if (typeof value !== 'string' || typeof from !== 'string' || typeof days !== 'string' || typeof records !== 'number') return null;
  return { value, from, days, records };
};

/** Returns the evidence that a file holds, by the path of the number; numbers that were changed since are no longer measured. */
export const evidenceIn = (value: Readonly<Record<string, unknown>>): ReadonlyMap<string, Evidence> => {
  const all = value[MEASURED_KEY];
  return new Map(
    Object.entries(isPlainMap(all) ? all : {}).flatMap(([key, raw]) => {
      const evidence = evidenceOf(raw);
      return evidence === null ? [] : [[key, evidence] as const];
    }),
  );
};

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

const marks = new WeakMap<SourceFile, readonly Mark[]>();

const marksOf = (file: SourceFile): readonly Mark[] => {
  if (!file.text.includes(MEASURED_KEY)) return [];
  const doc = readYaml(file, new Problems());
  if (doc === undefined) return [];
  return [...evidenceIn(doc.value)].flatMap(([key, { value, from, days, records }]) => {
    const { start, end } = doc.spanOf(pathOf(key));
    if (oneLine(file.text.slice(start, end)) !== oneLine(value)) return [];
    return [{ start, end, key, note: `${from}, ${days}, ${records.toLocaleString('en-US')} ${records === 1 ? 'record' : 'records'}` }];
  });
};

const knownMarks = (file: SourceFile): readonly Mark[] => {
  const known = marks.get(file) ?? marksOf(file);
  marks.set(file, known);
  return known;
};

/**
 * Returns an assumption as measured, with the log that its number was fitted to, where its file says so and the number still stands as it
 * was fitted; of a number in parts, such as attempts, which of them were.
 */
export const withEvidence = (assumption: Assumption): Assumption => {
  const { at, value, origin } = assumption;
  if (at === null || origin !== 'stated') return assumption;
  const inside = knownMarks(at.file).filter(({ start, end }) => start >= at.start && end <= at.end);
  const whole = inside.find(({ start, end }) => start === at.start && end === at.end);
  if (whole !== undefined) return { ...assumption, value: `${value} · ${whole.note}`, origin: 'measured', logged: true };
  if (inside.length === 0) return assumption;
  const parts = inside.map(({ key, note }) => `${key.slice(key.lastIndexOf('.') + 1)} measured: ${note}`);
  return { ...assumption, value: `${value} · ${parts.join('; ')}` };
};
